/**
 * Builds a read model anew beside the one that is read: replay, index, compare, change places. The shop may be open
 * meanwhile, and nothing follows from an event but rows.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Checkpoints, checkpoints } from './checkpoints.ts';
import type { Sql } from './database.ts';
import type { EventStore, RecordedEvent } from './event-store.ts';
import { Fault } from './fault.ts';
import type { Lease, Leases } from './leases.ts';
import type { Parking } from './parking.ts';
import { createIndexes, createTable, postgresTable, shapeOf } from './postgres-table.ts';
import { type Considered, considered, type Forgetting, type Projection, write } from './projection.ts';
import { type Comparison, compareAtOneCheckpoint, dropTable, swapIn } from './swap.ts';
import type { Table } from './table.ts';

export type RebuildProgress = {
  readonly readModels: readonly string[];
  readonly phase: 'replay' | 'index' | 'compare' | 'swap';
  readonly events: number;
  /** Of the last event that was read, and of the last that there was at the start: only their ratio says something. */
  readonly position: bigint;
  readonly head: bigint;
};

export type RebuildDeps = {
  readonly sql: Sql;
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly leases: Leases;
  readonly parking: Pick<Parking, 'skipped'>;
  readonly forgetting: Forgetting;
  readonly progress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
};

export type Rebuilt = {
  readonly readModel: string;
  /** `differs`: the new table stays beside the live one, which nobody has touched. */
  readonly is: 'swapped' | 'differs';
  /** Missing where there was nothing of the same shape to compare with. */
  readonly comparison?: Comparison;
};

/**
 * All in one pass over the log. Until they change places, an end at any moment leaves everything as it was.
 * @param anyway puts a table in place that differs from the live one: for when the live one is known to be wrong
 * @throws Fault rebuild/under-way, rebuild/aborted, and whatever an event is that cannot be read
 */
export const rebuild = (
  projections: readonly Projection[],
  deps: RebuildDeps,
  anyway = false,
): Promise<readonly Rebuilt[]> => alone(projections, deps, () => build(projections, deps, anyway));

async function build(projections: readonly Projection[], deps: RebuildDeps, anyway: boolean) {
  const nexts = await Promise.all(projections.map((projection) => prepare(projection, deps)));
  await replay(nexts, deps);
  const rebuilt: Rebuilt[] = [];
  for (const next of nexts) rebuilt.push(await finish(next, deps, anyway));
  return rebuilt;
}

async function alone<T>(
  projections: readonly Projection[],
  { leases }: RebuildDeps,
  work: () => Promise<T>,
): Promise<T> {
  const held: Lease[] = [];
  try {
    for (const { name } of projections) held.push(await leaseFor(name, leases));
    return await work();
  } finally {
    for (const lease of held) await lease.release();
  }
}

async function leaseFor(readModel: string, leases: Leases): Promise<Lease> {
  const lease = await leases.tryNow(`rebuild ${readModel}`);
  if (lease === undefined) throw new Fault('rebuild/under-way', { readModel });
  return lease;
}

type Next = {
  readonly projection: Projection;
  readonly table: Table;
  readonly skipped: ReadonlySet<bigint>;
};

async function prepare(projection: Projection, deps: RebuildDeps): Promise<Next> {
  const { sql, parking } = deps;
  await sql.begin(async (tx) => {
    await dropTable(tx, projection.name, 'next'); // of a rebuild that came to no end
    await createTable(tx, projection, 'next');
  });
  const skipped = await parking.skipped({ name: projection.name, shape: shapeOf(projection) });
  return { projection, table: postgresTable(sql, projection, deps.checkpoints, 'next'), skipped };
}

/** The next batch is decoded while the last one is written. */
async function replay(nexts: readonly Next[], deps: RebuildDeps): Promise<void> {
  const { store, signal = new AbortController().signal } = deps;
  const head = nexts.length === 0 ? -1n : await store.head();
  let [events, position, written] = [0, -1n, Promise.resolve()];
  if (head >= 0n)
    for await (const batch of store.follow(-1n, signal)) {
      const asked = nexts.map((next) => considered(next.projection, deps.forgetting, wantedBy(next, batch)));
      await written;
      const to = batch.at(-1)?.position ?? position;
      written = writeAll(nexts, asked, position, to);
      written.catch(() => {}); // awaited with the next batch
      position = to;
      events += batch.length;
      deps.progress?.({ readModels: namesOf(nexts), phase: 'replay', events, position, head });
      if (position >= head) break;
    }
  await written;
  if (signal.aborted) throw new Fault('rebuild/aborted');
}

const wantedBy = ({ skipped }: Next, batch: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  skipped.size === 0 ? batch : batch.filter(({ position }) => !skipped.has(position));

async function writeAll(
  nexts: readonly Next[],
  asked: readonly Considered[],
  from: bigint,
  to: bigint,
): Promise<void> {
  const through = await Promise.all(
    nexts.map(async ({ table }, i) => {
      const of = asked[i];
      return of === undefined || write(of, table, from, to);
    }),
  );
  if (through.includes(false)) throw new Fault('rebuild/aborted'); // by somebody else
}

const namesOf = (nexts: readonly Next[]): readonly string[] => nexts.map(({ projection }) => projection.name);

async function finish(next: Next, deps: RebuildDeps, anyway: boolean): Promise<Rebuilt> {
  const { sql } = deps;
  const { projection } = next;
  const readModel = projection.name;
  const told = { readModels: [readModel], events: 0, position: 0n, head: 0n };
  const bringTo = (position: bigint, own: Sql) =>
    bring({ ...next, table: postgresTable(own, projection, checkpoints(own), 'next') }, position, deps);

  deps.progress?.({ ...told, phase: 'index' });
  await createIndexes(sql, projection, 'next');
  deps.progress?.({ ...told, phase: 'compare' });
  const comparison = (await liveIsThere(next, deps))
    ? await compareAtOneCheckpoint(sql, readModel, bringTo)
    : undefined;
  const compared = comparison && { comparison };
  if (comparison !== undefined && comparison.differing > 0 && !anyway)
    return { readModel, is: 'differs', ...compared };
  if (deps.signal?.aborted) throw new Fault('rebuild/aborted');
  deps.progress?.({ ...told, phase: 'swap' });
  await swapIn(sql, readModel, bringTo);
  return { readModel, is: 'swapped', ...compared };
}

/** Brings a table on to a position, and not beyond. */
async function bring(next: Next, position: bigint, { store, forgetting }: RebuildDeps): Promise<void> {
  for (let at = await next.table.position(); at < position; ) {
    const page = await store.readAll(at, pageMax);
    const batch = page.filter((event) => event.position <= position);
    const to = batch.length === pageMax ? (batch.at(-1)?.position ?? position) : position;
    await writeAll([next], [considered(next.projection, forgetting, wantedBy(next, batch))], at, to);
    at = to;
  }
}
const pageMax = 2000;

const [patienceMs, lookMs] = [10_000, 50];

/**
 * Waits until the live table is as far as the new one. Where nobody runs it, this does.
 * @returns false if there is none of this shape, or it does not come on
 */
async function liveIsThere(next: Next, deps: RebuildDeps): Promise<boolean> {
  const { projection } = next;
  const live = { ...next, table: postgresTable(deps.sql, projection, deps.checkpoints, 'live') };
  const position = await next.table.position();
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
    if ((await staleAmong([projection], deps.sql)).length > 0) return false;
    if ((await live.table.position()) >= position) return true;
    const lease = await deps.leases.tryNow(`runner ${projection.name}`);
    if (lease === undefined) await pause(lookMs);
    else await bring(live, position, deps).finally(lease.release);
  }
  return false;
}

/** Those of which there is no table of their shape: new ones, and those that read the log differently today. */
async function staleAmong(projections: readonly Projection[], sql: Sql): Promise<readonly Projection[]> {
  const rows = await sql<{ name: string; shape: string }[]>`
    select name, shape from progress.checkpoints where kind = 'live'`;
  const shapes = new Map(rows.map(({ name, shape }) => [name, shape]));
  return projections.filter((projection) => shapes.get(projection.name) !== shapeOf(projection));
}

/**
 * Before the shop opens: builds what is missing or has another shape. Of several processes that start, one does it.
 * @returns what was built
 */
export async function openReadModels(
  projections: readonly Projection[],
  deps: RebuildDeps,
): Promise<readonly Rebuilt[]> {
  for (;;) {
    const stale = await staleAmong(projections, deps.sql);
    if (stale.length === 0) return [];
    try {
      // another may just have ended
      return await alone(stale, deps, async () => build(await staleAmong(stale, deps.sql), deps, false));
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'rebuild/under-way') throw error;
      await pause(lookMs);
    }
  }
}
