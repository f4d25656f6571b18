/** How each read model stands: beside the head of the log, beside its code, and what is kept of it. */
import type { Sql } from '../../src/eventsourcing/database.ts';
import type { Parked } from '../../src/eventsourcing/parking.ts';
import { shapeOf } from '../../src/eventsourcing/postgres-table.ts';
import type { Projection } from '../../src/eventsourcing/projection.ts';
import { table } from '../terminal/table.ts';

export type State = {
  readonly name: string;
  readonly version: number;
  readonly is: 'up to date' | 'behind' | 'parked' | 'of another version' | 'not built';
  /** The next event that it waits for is somewhere after this. */
  readonly position: string | null;
  readonly rows: number | null;
  readonly isRebuilding: boolean;
  /** The table before the last rebuild. */
  readonly isOldKept: boolean;
};

type Point = {
  readonly kind: string;
  readonly name: string;
  readonly shape: string;
  readonly position: bigint;
};

export async function statesOf(
  sql: Sql,
  head: bigint,
  projections: readonly Projection[],
): Promise<readonly State[]> {
  const points = await sql<Point[]>`
    select kind, name, shape, position from progress.checkpoints where kind in ('live', 'next', 'old')`;
  const parked = await sql<{ name: string }[]>`select name from progress.parked`;
  return Promise.all(
    projections.map(async (projection) => {
      const own = points.filter(({ name }) => name === projection.name);
      const live = own.find(({ kind }) => kind === 'live');
      const isParked = parked.some(({ name }) => name === projection.name);
      return {
        ...{
          name: projection.name,
          version: projection.version,
          is: stateOf(live, projection, head, isParked),
        },
        position: live === undefined ? null : String(live.position),
        rows: live === undefined ? null : await rowsIn(sql, projection.name),
        isRebuilding: own.some(({ kind }) => kind === 'next'),
        isOldKept: own.some(({ kind }) => kind === 'old'),
      };
    }),
  );
}

function stateOf(
  live: Point | undefined,
  projection: Projection,
  head: bigint,
  isParked: boolean,
): State['is'] {
  if (live === undefined) return 'not built';
  if (live.shape !== shapeOf(projection)) return 'of another version';
  if (isParked) return 'parked';
  return live.position < head ? 'behind' : 'up to date';
}

async function rowsIn(sql: Sql, name: string): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from live.${sql(name)}`;
  return row?.rows ?? 0;
}

export function stateText(states: readonly State[], parked: readonly Parked[]): string {
  const rows = states.map(({ name, version, is, rows, isRebuilding, isOldKept }) => [
    ...[name, version, is, rows],
    [isRebuilding ? 'a new one' : '', isOldKept ? 'the one before' : ''].filter(Boolean).join(', ') || null,
  ]);
  const stuck = parked.filter(({ name }) => states.some((state) => state.name === name));
  const notes = stuck.map(
    ({ name, stream, type, eventId, reason }) =>
      `${name} stands before ${type} ${eventId} of ${stream}: ${reason}\n  bun run process retry ${name}, or: bun run process skip ${name}`,
  );
  return [table(['read model', 'version', 'is', 'rows', 'beside it'], rows), ...notes].join('\n');
}
