/** `/ops/processes` and `/ops/jobs`: who reads the log and acts, what they put to work, and what gave up. */
import { positions } from '../../../eventsourcing/checkpoints.ts';
import { failedJobs, queueStates } from '../../../eventsourcing/jobs.ts';
import { parkedEvents } from '../../../eventsourcing/parking.ts';
import { skippedEvents } from '../../../eventsourcing/progress.ts';
import { type Desk, deskPage } from '../desk.ts';
import { lagsOf } from './lag.ts';
import { parkedOf } from './ops-pages.tsx';
import { JobsPage, ProcessesPage } from './work.tsx';

export async function showProcesses(desk: Desk): Promise<Response> {
  const { shop } = desk;
  const [head, all, parked, skipped] = await Promise.all([
    ...([shop.head(), positions(shop.sql), parkedEvents(shop.sql), skippedEvents(shop.sql)] as const),
  ]);
  const lagOf = lagsOf({ ...shop.desks.upkeep, clock: shop.clock }, head);
  const acting = all.filter(({ kind }) => kind === 'process' || kind === 'effect');
  const readers = await Promise.all(
    acting.map(async ({ kind, name, position }) => ({
      ...{ name, kind: kind === 'effect' ? ('effect' as const) : ('process' as const) },
      ...{ behind: (await lagOf(position)).says, isParked: parked.some((one) => one.name === name) },
    })),
  );
  const page = (
    <ProcessesPage
      readers={readers}
      parked={parked.filter(({ name }) => readers.some((one) => one.name === name)).map(parkedOf)}
      skipped={skipped}
    />
  );
  return deskPage(desk, { title: 'Processes', page });
}

export async function showJobs(desk: Desk): Promise<Response> {
  const { sql } = desk.shop;
  const [queues, failed] = await Promise.all([queueStates(sql), failedJobs(sql)]);
  return deskPage(desk, { title: 'Jobs', page: <JobsPage queues={queues} failed={failed} /> });
}
