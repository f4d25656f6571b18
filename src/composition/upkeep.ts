/** What the operators' desk does: by the same functions as the command line, and from a page. */
import { projections } from '../../projections/index.ts';
import { checkpoints } from '../eventsourcing/checkpoints.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { retryFailed } from '../eventsourcing/jobs.ts';
import { type Leases, leases } from '../eventsourcing/leases.ts';
import { type Parking, parking } from '../eventsourcing/parking.ts';
import { startBoss } from '../eventsourcing/pg-boss-queue.ts';
import { shapeOf } from '../eventsourcing/postgres-table.ts';
import type { Projection } from '../eventsourcing/projection.ts';
import { type RebuildProgress, rebuild } from '../eventsourcing/rebuild.ts';
import { abort } from '../eventsourcing/swap.ts';
import { forgetting } from '../personal-data/forgetting.ts';
import { rotate } from '../personal-data/key-rotation.ts';
import { keyStatus } from '../personal-data/key-status.ts';
import type { Rebuilding, Service, Upkeep } from '../web/desks/ports.ts';
import type { Log } from '../web/shop.ts';
import { companiesIn, placeOf, reach } from './companies.ts';
import type { Run } from './run-file.ts';
import { rotationDeps } from './scheduled-work.ts';
import { clock, type Stores } from './stores.ts';

type Deps = { readonly stores: Stores; readonly run: Run; readonly log: Log };

export function upkeepOf({ stores, run, log }: Deps): Upkeep & { stop(): Promise<void> } {
  const { sql, vaultSql, vault } = stores;
  const rebuilding = rebuildsOf({ stores, run, log });
  return {
    firstAfter: async (position) => (await stores.log.readAll(position, 1))[0],
    rebuild: rebuilding.begin,
    rebuildings: () => rebuilding.known,
    abort: rebuilding.abort,
    async retryJobs(queue) {
      const boss = await startBoss(run.addresses.shopDb, (because) => log.error({ because }, 'jobs'));
      try {
        return await retryFailed(sql, boss, queue);
      } finally {
        await boss.stop({ graceful: false });
      }
    },
    keys: () => keyStatus({ sql: vaultSql, vault, clock }),
    rotateKeys: () => rotate(rotationDeps(stores)),
    companies: () => Promise.all(companiesIn(run).map((one) => serviceOf(one, run.simulated))),
    stop: rebuilding.stop,
  };
}

async function serviceOf(
  { name, url }: { readonly name: string; readonly url: string },
  simulated: boolean,
): Promise<Service> {
  const isUp = await reach(url).then(
    () => true,
    () => false,
  );
  return { name, where: placeOf(url), isUp, simulated };
}

function rebuildsOf({ stores: { sql, log: store }, run, log }: Deps) {
  const known = new Map<string, Rebuilding>();
  const underWay = new Map<string, { readonly ending: AbortController; readonly ended: Promise<void> }>();
  /** Opened by the first rebuild: most processes never begin one. */
  let opened: { readonly leases: Leases; readonly parking: Parking } | undefined;
  const deps = () => {
    opened ??= { leases: leases(run.addresses.shopDb), parking: parking(sql) };
    return { sql, store, checkpoints: checkpoints(sql), ...opened, forgetting };
  };

  async function work(projection: Projection, signal: AbortSignal, anyway: boolean): Promise<void> {
    const { name } = projection;
    const begunAt = clock();
    const progress = (told: RebuildProgress) =>
      known.set(name, { is: 'under-way', progress: withEvents(told, known.get(name)), begunAt });
    known.set(name, { is: 'under-way', progress: undefined, begunAt });
    try {
      const [rebuilt] = await rebuild([projection], { ...deps(), signal, progress }, anyway);
      if (rebuilt !== undefined) known.set(name, { is: 'ended', rebuilt, at: clock() });
    } catch (error) {
      const because = error instanceof Fault ? error.code : 'fault';
      const is = signal.aborted || because === 'rebuild/aborted' ? 'aborted' : 'failed';
      known.set(name, { is, because, at: clock() });
      log.error({ readModel: name, because }, 'a rebuild did not come to its end');
    }
    underWay.delete(name);
  }

  return {
    known,
    begin(readModel: string, anyway: boolean): boolean {
      const projection = projections.find(({ name }) => name === readModel);
      if (projection === undefined || underWay.has(readModel)) return false;
      const ending = new AbortController();
      underWay.set(readModel, { ending, ended: work(projection, ending.signal, anyway) });
      return true;
    },
    async abort(readModel: string) {
      const projection = projections.find(({ name }) => name === readModel);
      if (projection === undefined) return 'nothing' as const;
      const mine = underWay.get(readModel);
      mine?.ending.abort();
      await mine?.ended;
      if (mine === undefined) known.delete(readModel);
      return abort(sql, readModel, shapeOf(projection));
    },
    async stop() {
      for (const { ending } of underWay.values()) ending.abort();
      await Promise.all([...underWay.values()].map(({ ended }) => ended));
      await opened?.parking.stop();
      await opened?.leases.stop();
    },
  };
}

/** Phases after the replay count no events: what was read stays on the page. */
function withEvents(told: RebuildProgress, before: Rebuilding | undefined): RebuildProgress {
  if (told.phase === 'replay' || before?.is !== 'under-way' || before.progress === undefined) return told;
  const { events, position, head } = before.progress;
  return { ...told, events, position, head };
}
