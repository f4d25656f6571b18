/** The queue of jobs over pg-boss, in a schema of its own beside the read models. */
import { PgBoss } from 'pg-boss';
import { assume } from './assume.ts';
import { channels, tellWithin } from './channels.ts';
import { type Checkpoint, type Checkpoints, moveWithin } from './checkpoints.ts';
import type { Sql, Transaction } from './database.ts';
import type { Effect, Job, JobQueue, Pace } from './effect.ts';

/** Where pg-boss keeps its tables. */
export const jobsSchema = 'jobs';

/** Jobs that ended are kept so long, failed ones too, for whoever must look at them. */
const keptSeconds = 30 * 24 * 60 * 60;
const retryPauseMaxSeconds = 600;
const patience = { concurrency: 2, retriesMax: 20, timeoutSeconds: 900 } as const satisfies Pace;

export const paceOf = ({ pace }: Pick<Effect<never>, 'pace'>): Required<Pace> => ({ ...patience, ...pace });

/**
 * Opens pg-boss; `stop` ends it.
 * @param url of the shop's database
 * @param report codes and names, for a log
 * @param tends whether it minds the clock and the tables: a worker does, a command that asks something does not
 */
export async function startBoss(
  url: string,
  report: (because: string) => void,
  tends = true,
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    schema: jobsSchema,
    application_name: 'portrait123 jobs',
    max: 4,
    supervise: tends,
    schedule: tends,
    registerInstance: false,
    openTelemetry: { enabled: false },
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
  });
  boss.on('error', (error) => report(error.name));
  await boss.start();
  return boss;
}

/** One queue per effect, called as it is. */
export async function createQueues(boss: PgBoss, effects: readonly Pick<Effect<never>, 'name' | 'pace'>[]) {
  for (const effect of effects) {
    const { retriesMax, timeoutSeconds } = paceOf(effect);
    const options = {
      retryLimit: retriesMax,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: retryPauseMaxSeconds,
      expireInSeconds: timeoutSeconds,
      deleteAfterSeconds: keptSeconds,
    };
    await boss.createQueue(effect.name, options); // leaves one alone that is there
    await boss.updateQueue(effect.name, options);
  }
}

export function pgBossQueue(sql: Sql, boss: PgBoss, checkpoints: Checkpoints): JobQueue {
  return {
    async position(effect) {
      await checkpoints.begin(checkpointOf(effect));
      return checkpoints.read(checkpointOf(effect));
    },

    async commit(effect, jobs, from, to) {
      const of = checkpointOf(effect);
      if (jobs.length === 0) return from === to || checkpoints.move(of, from, to);
      return sql.begin(async (tx) => {
        if (!(await moveWithin(tx, of, from, to))) return false;
        await boss.insert(effect, unlike(jobs).map(inserted), { db: within(tx) });
        await tellWithin(tx, channels.jobs, effect);
        return true;
      });
    },
  };
}

const checkpointOf = (name: string): Checkpoint => ({ kind: 'effect', name, shape: '' });

/** What pg-boss keeps of a job: its key is the id. */
export type Kept = Pick<Job, 'ids' | 'context'>;

const inserted = ({ key, ids, context, startAfter }: Job) => ({
  ...{ id: key, data: { ids, context } satisfies Kept },
  ...(startAfter !== null && { startAfter }),
});

/** Each key once: pg-boss refuses a list that holds an id twice. */
const unlike = (jobs: readonly Job[]): readonly Job[] => [
  ...new Map(jobs.map((job) => [job.key, job])).values(),
];

/** pg-boss inside our transaction: jobs and checkpoint are there together, or neither is. */
const within = (tx: Transaction) => ({
  async executeSql(text: string, values: unknown[] = []) {
    return { rows: [...(await tx.unsafe(text, assume(values)))] }; // what pg-boss gives to its own driver
  },
});
