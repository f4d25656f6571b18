/** How every reader of the log stands: for whoever keeps them going. */
import type { Sql } from './database.ts';
import type { Parked } from './parking.ts';
import { shapeOf, tableName } from './postgres-table.ts';
import type { Projection } from './projection.ts';

export type ReadModelState = {
  readonly name: string;
  readonly version: number;
  /** Whether the table is one of today's program, and not of another version of it. */
  readonly isToday: boolean;
  /** Of the last event that is in the rows; null where there is no table yet. */
  readonly position: bigint | null;
  readonly rows: number;
  /** Of a table beside it: one that is being built, or that was found to differ. */
  readonly next: bigint | null;
  /** Whether the table before the last rebuild is kept. */
  readonly hasOld: boolean;
};

export async function readModelStates(
  sql: Sql,
  projections: readonly Projection[],
): Promise<readonly ReadModelState[]> {
  const at = await sql<{ kind: string; name: string; shape: string; position: bigint }[]>`
    select kind, name, shape, position from progress.checkpoints where kind in ('live', 'next', 'old')`;
  const pointOf = (kind: string, name: string) => at.find((one) => one.kind === kind && one.name === name);
  const of = (kind: string, name: string) => pointOf(kind, name)?.position ?? null;
  return Promise.all(
    projections.map(async (projection) => {
      const { name, version } = projection;
      const position = of('live', name);
      const rows = position === null ? 0 : await countOf(sql, projection);
      const isToday = pointOf('live', name)?.shape === shapeOf(projection);
      return {
        name,
        version,
        isToday,
        position,
        rows,
        next: of('next', name),
        hasOld: of('old', name) !== null,
      };
    }),
  );
}

async function countOf(sql: Sql, projection: Projection): Promise<number> {
  const [row] = await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${tableName(projection)}`);
  return row?.n ?? 0;
}

export type Skipped = Omit<Parked, 'parkedAt'> & { readonly by: string; readonly at: string };

/** What readers pass over because somebody said so; the newest first. */
export const skippedEvents = async (sql: Sql): Promise<readonly Skipped[]> =>
  sql<Skipped[]>`
    select name, shape, position, event_id as "eventId", stream, type, reason, skipped_by as by, skipped_at as at
    from progress.skipped order by skipped_at desc`;
