/** One process of the library over real servers, as main composes the shop's. */
import { checkpoints } from '../../src/eventsourcing/checkpoints.ts';
import { database } from '../../src/eventsourcing/database.ts';
import type { EventStore } from '../../src/eventsourcing/event-store.ts';
import { type Leases, leases } from '../../src/eventsourcing/leases.ts';
import { parking } from '../../src/eventsourcing/parking.ts';
import { passing } from '../../src/eventsourcing/passing.ts';
import { postgresTable, rowsOf } from '../../src/eventsourcing/postgres-table.ts';
import type { Projection } from '../../src/eventsourcing/projection.ts';
import { openReadModels, type RebuildDeps } from '../../src/eventsourcing/rebuild.ts';
import {
  processRunner,
  projectionRunner,
  type Runner,
  startRunners,
  type Told,
} from '../../src/eventsourcing/runner.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { borrowers, library, loans, shelveBookWhenReturned } from './library.ts';

/** @param url of a migrated database @param others leases of another kind, to see what is left without them */
export async function openProcess(store: EventStore, url: string, others?: Leases) {
  const sql = database(url, { waitsForDisk: false });
  const points = checkpoints(sql);
  const held = others ?? leases(url, 50);
  const parked = parking(sql);
  const passed = passing(sql);
  const told: Told[] = [];
  const it = library(store);
  const deps: RebuildDeps = {
    ...{ sql, store, checkpoints: points, leases: held, parking: parked, forgetting },
  };
  await openReadModels([loans, borrowers], deps);
  const projecting = (projection: Projection) =>
    projectionRunner(projection, forgetting, postgresTable(sql, projection, points));
  const shelving = processRunner(shelveBookWhenReturned, it.handle, points);
  const all = [projecting(loans), projecting(borrowers), shelving];

  return {
    ...it,
    ...{ url, sql, told, deps, checkpoints: points, leases: held, parking: parked, passing: passed },
    loans: rowsOf(sql, loans),
    borrowers: rowsOf(sql, borrowers),
    runners: all,
    start: (runners: readonly Runner[] = all) =>
      startRunners(runners, {
        ...{ store, leases: held, parking: parked, report: (one) => void told.push(one) },
      }),
    /** Until both read models hold all that there is. */
    async settled() {
      return passed.waitFor(['loans', 'borrowers'], await store.head(), 30_000);
    },
    async close() {
      await Promise.all([parked.stop(), passed.stop(), held.stop()]);
      await sql.end({ timeout: 1 });
    },
  };
}
export type Process = Awaited<ReturnType<typeof openProcess>>;
