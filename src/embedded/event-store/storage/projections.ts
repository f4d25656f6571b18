/** How far the standard projections have come, and whether they run. */
import type { Database } from './database.ts';

/** As the original calls them. */
export type ProjectionStatus = 'Running' | 'Stopped' | 'Aborted';

export type SavedProjection = { readonly status: ProjectionStatus; readonly position: number };

export type SavedProjections = {
  /** undefined: nobody ever started or stopped it */
  load(name: string): SavedProjection | undefined;
  /** Inside a transaction of the writer. */
  save(name: string, saved: SavedProjection): void;
};

export const savedProjections = (database: Database): SavedProjections => {
  const find = database.prepare('select status, position from projection where name = ?');
  const put = database.prepare('insert or replace into projection (name, status, position) values (?, ?, ?)');
  return {
    load: (name) => {
      const row = find.get(name);
      if (row === undefined || row === null) return undefined;
      return { status: statusOf(row['status']), position: Number(row['position']) };
    },
    save: (name, { status, position }) => void put.run(name, status, position),
  };
};

const statusOf = (value: unknown): ProjectionStatus =>
  value === 'Running' || value === 'Aborted' ? value : 'Stopped';
