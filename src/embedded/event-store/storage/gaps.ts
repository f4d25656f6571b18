/** Where the log holds nothing: what a scavenge removed, and appends of no events. */
import type { Database } from './database.ts';

export type Gaps = {
  /** @param next where the next record begins, or will begin */
  add(first: number, next: number): void;
  holds(position: number): boolean;
  /** Where the last gap ends; 0 if there is none. */
  end(): number;
};

export const gapsOf = (database: Database): Gaps => {
  const before = database.prepare('select first, next from gap where first <= ? order by first desc limit 1');
  const last = database.prepare('select max(next) as next from gap');
  const after = database.prepare('select next from gap where first = ?');
  const insert = database.prepare('insert into gap (first, next) values (?, ?)');
  const remove = database.prepare('delete from gap where first = ?');
  return {
    add: (first, next) => {
      const [left, right] = [before.get(first), after.get(next)];
      const joins = left !== undefined && left !== null && Number(left['next']) === first;
      const from = joins ? Number(left['first']) : first;
      if (joins) remove.run(from);
      if (right !== undefined && right !== null) remove.run(next);
      insert.run(from, Number(right?.['next'] ?? next));
    },
    holds: (position) => Number(before.get(position)?.['next'] ?? 0) > position,
    end: () => Number(last.get()?.['next'] ?? 0),
  };
};
