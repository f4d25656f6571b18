/** What happens behind the pages: read models follow the log, processes and effects answer it, jobs are done. */
import { projections } from '../../projections/index.ts';
import { checkpoints } from '../eventsourcing/checkpoints.ts';
import { cancelJobs } from '../eventsourcing/jobs.ts';
import { leases } from '../eventsourcing/leases.ts';
import { parking } from '../eventsourcing/parking.ts';
import { createQueues, pgBossQueue, startBoss } from '../eventsourcing/pg-boss-queue.ts';
import { postgresTable } from '../eventsourcing/postgres-table.ts';
import { openReadModels, type RebuildProgress } from '../eventsourcing/rebuild.ts';
import { effectRunner, processRunner, projectionRunner, startRunners } from '../eventsourcing/runner.ts';
import { schedule } from '../eventsourcing/schedule.ts';
import { effectWork, startWorker } from '../eventsourcing/worker.ts';
import { notary } from '../notary/notary.ts';
import { forgetting } from '../personal-data/forgetting.ts';
import { effects, processes } from '../processes/index.ts';
import type { ShopLog } from './log.ts';
import type { Rooms } from './rooms.ts';
import { scheduledWork, type WorkPorts } from './scheduled-work.ts';
import type { Stores } from './stores.ts';

export type Work = { stop(): Promise<void> };

type Deps = {
  readonly stores: Stores;
  readonly rooms: Rooms;
  readonly ports: WorkPorts;
  readonly shopDb: string;
  readonly log: ShopLog;
  readonly onRebuild: (progress: RebuildProgress) => void;
};

/** Read models of another shape than today's are built anew before anything else begins. */
export async function startWork({ stores, rooms, ports, shopDb, log, onRebuild }: Deps): Promise<Work> {
  const { sql, log: store } = stores;
  const progress = checkpoints(sql);
  const lease = leases(shopDb);
  const parked = parking(sql);
  const rebuilding = { sql, store, checkpoints: progress, leases: lease, parking: parked, forgetting };
  await openReadModels(projections, { ...rebuilding, progress: onRebuild });

  const boss = await startBoss(shopDb, (because) => log.error({ because }, 'the queue of jobs'));
  await createQueues(boss, effects);
  const queue = pgBossQueue(sql, boss, progress);
  const stopJobs = (ids: readonly string[]) => cancelJobs(sql, boss, ids);
  const readers = [
    ...projections.map((one) => projectionRunner(one, forgetting, postgresTable(sql, one, progress))),
    ...processes.map((one) => processRunner(one, ports.handle, progress)),
    ...effects.map((one) => effectRunner(one, queue)),
    notary(stores.notary),
  ];
  const runners = startRunners(readers, {
    ...{ store, leases: lease, parking: parked },
    report: (told) => (told.is === 'running' ? log.info(told, 'reader') : log.error(told, 'reader')),
  });
  const byCalendar = await schedule(boss, await scheduledWork({ stores, rooms, ports }));
  const worker = await startWorker(
    [...effects.map((one) => effectWork(one, { ...ports, stopJobs }, ports.handle)), ...byCalendar],
    {
      ...{ sql, boss, leases: lease },
      report: (told) =>
        told.is === 'done' || told.is === 'called-off' ? log.info(told, 'job') : log.error(told, 'job'),
    },
  );
  return {
    async stop() {
      await worker.stop();
      await runners.stop();
      await parked.stop();
      await boss.stop({ graceful: false });
      await lease.stop();
    },
  };
}
