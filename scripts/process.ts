/** `bun run process`: what follows from events, how far it is, what stands still, and what was given up. */
import type { PgBoss } from 'pg-boss';
import { projections } from '../projections/index.ts';
import { failedJobs, giveUpFailed, queueStates, retryFailed } from '../src/eventsourcing/jobs.ts';
import { parkedEvents, retryParked, skipParked } from '../src/eventsourcing/parking.ts';
import { startBoss } from '../src/eventsourcing/pg-boss-queue.ts';
import { effects, processes } from '../src/processes/index.ts';
import { type Connection, connected } from './connect.ts';
import { statusText, workOf } from './process/work.ts';
import { type Asked, command, commandIn, needed, Refused, say, WrongUsage } from './terminal/command.ts';
import { many } from './terminal/table.ts';

const usage = `Usage:
    bun run process status
    bun run process retry send-letter-when-order-placed
    bun run process retry send-letter-when-order-placed --job 1c0a7bac-a6cc-5bef-9dd3-880082fc9188
    bun run process skip orders

Whatever reads the log stops at an event that it cannot deal with, by itself, and waits for somebody. A job that
failed too often waits likewise.

Commands:
    status         how far each process and effect is, its jobs, what is parked and what was given up, with reasons
    retry NAME     tries the parked event again, and the failed jobs
    skip NAME      passes the parked event over, for good, or leaves the failed jobs undone; who says so is kept

NAME is a process, an effect, scheduled work, a read model, or the notary.

Options:
    --job ID         this job alone
    --by NAME        who says so (the user of this machine)
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a finding (something stands still) or a refusal, 2 wrong usage.
`;

type Mine = Asked<'job' | 'by'>;

const commands: { readonly [name: string]: (asked: Mine) => Promise<number> } = {
  status: (asked) =>
    connected(asked.data, async ({ stores: { sql, log }, run }) => {
      await withBoss(run.addresses.shopDb, async () => {}); // its tables are there from now on
      const [head, queues, parked, failed] = [
        await log.head(),
        await queueStates(sql),
        await parkedEvents(sql),
        await failedJobs(sql),
      ];
      const work = await workOf(sql, { head, queues, parked, processes, effects });
      await say(asked, { work, parked, failed }, statusText(work, parked, failed));
      return parked.length + failed.length === 0 ? 0 : 1;
    }),

  retry: (asked) =>
    settled(asked, async ({ stores: { sql } }, boss, name) => {
      const event = asked.value('job') === undefined && (await retryParked(sql, name));
      return { event, jobs: await retryFailed(sql, boss, name, jobIn(asked)), did: 'tried again' };
    }),

  skip: (asked) =>
    settled(asked, async ({ stores: { sql } }, boss, name) => {
      const by = asked.value('by') ?? process.env['USER'] ?? 'an operator';
      const event = asked.value('job') === undefined && (await skipParked(sql, name, by));
      return { event, jobs: await giveUpFailed(sql, boss, name, by, jobIn(asked)), did: 'passed over' };
    }),
};

type Settled = { readonly event: boolean; readonly jobs: number; readonly did: string };

async function settled(
  asked: Mine,
  settle: (to: Connection, boss: PgBoss, name: string) => Promise<Settled>,
): Promise<number> {
  const name = needed('NAME', asked.words[1]);
  const { event, jobs, did } = await connected(asked.data, (to) =>
    withBoss(to.run.addresses.shopDb, (boss) => settle(to, boss, name)),
  );
  if (!event && jobs === 0)
    throw new Refused(
      isKnown(name) ? `nothing of ${name} stands still` : `there is nothing called ${name}`,
      'bun run process status',
    );
  const what = [event ? 'the parked event' : '', jobs > 0 ? many(jobs, 'job') : ''].filter(Boolean);
  await say(asked, { name, event, jobs }, `${name}: ${what.join(' and ')} ${did}`);
  return 0;
}

const isKnown = (name: string): boolean =>
  [...processes, ...effects, ...projections].some((one) => one.name === name);

const jobIn = (asked: Mine): readonly string[] | undefined => {
  const job = asked.value('job');
  if (job !== undefined && !/^[0-9a-f-]{36}$/.test(job))
    throw new WrongUsage(`--job takes an id, not ${job}`);
  return job === undefined ? undefined : [job];
};

async function withBoss<T>(url: string, use: (boss: PgBoss) => Promise<T>): Promise<T> {
  const boss = await startBoss(url, () => {}, false);
  try {
    return await use(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
}

await command({
  name: 'process',
  usage,
  values: ['job', 'by'],
  run: (asked: Mine) => commandIn(commands, asked, 1)(asked),
});
