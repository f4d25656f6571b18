/** After an erasure: looks at everything that the destroyed keys sealed, in every store, and finds nothing legible. */
import { setTimeout } from 'node:timers/promises';
import { projections } from '../../projections/index.ts';
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { tableName } from '../eventsourcing/postgres-table.ts';
import { cacheMs } from '../personal-data/key-cache.ts';
import { sealedUnder } from '../personal-data/slots.ts';
import type { ReadBack } from '../processes/ports.ts';
import type { Rooms } from './rooms.ts';
import type { Stores } from './stores.ts';

const batchMax = 1000;
/** Read models are given so long to pass the destruction. */
const patienceMs = 30_000;

/** @throws Fault erasure/still-readable: the erasure is not called verified, and is tried again */
export const readBackFrom =
  ({ log, sql, vault }: Stores, { blobs, passed }: Pick<Rooms, 'blobs' | 'passed'>): ReadBack =>
  async (people, kids) => {
    await setTimeout(cacheMs); // from here on no process holds a key, not even one that did not hear
    const names = projections.map(({ name }) => name);
    if (!(await passed.waitFor(names, await log.head(), patienceMs)))
      throw new Fault('erasure/still-readable', { where: 'read models are behind' });
    for (const kid of kids)
      if ((await vault.find(kid)).state !== 'destroyed') throw new Fault('erasure/still-readable', { kid });
    const left = await blobs.deleteOf(kids);
    if (left > 0) throw new Fault('erasure/still-readable', { where: 'files', left });
    return {
      values: await valuesUnder(log, people, kids),
      files: kids.length,
      rows: await rowsWithout(sql, kids),
    };
  };

/** Every value of these people in the log: each is under a key that is gone. */
async function valuesUnder(
  log: Stores['log'],
  people: readonly string[],
  kids: readonly string[],
): Promise<number> {
  let tried = 0;
  let after = -1n;
  for (;;) {
    const batch: readonly RecordedEvent[] = await log.readAll(after, batchMax);
    const last = batch.at(-1);
    if (last === undefined) return tried;
    const theirs = batch.filter(({ metadata }) => metadata.subjects.some((ref) => people.includes(ref)));
    tried += theirs.flatMap(sealedUnder).filter((kid) => kids.includes(kid)).length;
    after = last.position;
  }
}

/** @returns how many rows were looked at */
async function rowsWithout(sql: Stores['sql'], kids: readonly string[]): Promise<number> {
  let looked = 0;
  for (const projection of projections) {
    const [row] = await sql.unsafe<{ all: number; held: number }[]>(
      `select count(*)::int as all, count(*) filter (where row_kids && $1)::int as held from ${tableName(projection)}`,
      [[...kids]],
    );
    if ((row?.held ?? 0) > 0) throw new Fault('erasure/still-readable', { readModel: projection.name });
    looked += row?.all ?? 0;
  }
  return looked;
}
