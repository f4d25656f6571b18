/** Work by the calendar: whichever process the clock of the queue speaks to first, it is done once. */
import type { PgBoss } from 'pg-boss';
import type { Work } from './worker.ts';

export type Scheduled = {
  readonly name: string;
  /** Five fields, in UTC: `0 3 * * *`. */
  readonly cron: string;
  /** Must stand being done twice, and again after a crash. */
  perform(): Promise<void>;
};

const retriesMax = 5;

/**
 * One that is due while no process runs is done once when the next one does.
 * @returns what a worker does when the time comes
 */
export async function schedule(boss: PgBoss, all: readonly Scheduled[]): Promise<readonly Work[]> {
  for (const { name, cron } of all) {
    const options = { retryLimit: retriesMax, retryDelay: 10, retryBackoff: true, expireInSeconds: 3600 };
    await boss.createQueue(name, { ...options, policy: 'exclusive' }); // one at a time, and none waits behind it
    await boss.schedule(name, cron, null, { missed: 'once' });
  }
  for (const { name } of await boss.getSchedules())
    if (!all.some((one) => one.name === name)) await boss.unschedule(name); // from an older version of the program
  return all.map(({ name, perform }) => ({
    queue: name,
    concurrency: 1,
    retriesMax,
    perform: () => perform(),
  }));
}
