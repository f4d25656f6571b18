/** What an operator sees of the jobs, and what an erasure stops. */
import type { PgBoss } from 'pg-boss';
import { channels } from './channels.ts';
import type { Sql } from './database.ts';

export type QueueState = {
  readonly queue: string;
  readonly due: number;
  readonly later: number;
  readonly active: number;
  /** Given up: `process retry` tries them again. */
  readonly failed: number;
};

export type FailedJob = {
  readonly queue: string;
  readonly job: string;
  readonly because: string | null;
  readonly failedAt: string;
};

export const queueStates = async (sql: Sql): Promise<readonly QueueState[]> =>
  sql<QueueState[]>`
    select queue.name as queue,
      count(*) filter (where state in ('created', 'retry') and start_after <= now())::int as due,
      count(*) filter (where state in ('created', 'retry') and start_after > now())::int as later,
      count(*) filter (where state = 'active')::int as active,
      count(*) filter (where state = 'failed')::int as failed
    from jobs.queue left join jobs.job using (name)
    where not queue.name like '\\_\\_%'
    group by queue.name order by queue.name`;

export const failedJobs = async (sql: Sql, queue?: string): Promise<readonly FailedJob[]> =>
  sql<FailedJob[]>`
    select name as queue, id as job, output ->> 'because' as because, completed_on as "failedAt"
    from jobs.job where state = 'failed' ${queue === undefined ? sql`` : sql`and name = ${queue}`}
    order by completed_on, id`;

/** Failed jobs of a queue are tried again, all or those of these ids. @returns how many */
export async function retryFailed(sql: Sql, boss: PgBoss, queue: string, ids?: readonly string[]) {
  const failed = (await failedJobs(sql, queue)).map(({ job }) => job);
  const again = failed.filter((id) => ids === undefined || ids.includes(id));
  if (again.length > 0) await boss.retry(queue, again);
  return again.length;
}

/** Failed jobs of a queue need not be done, all or those of these ids; who said so is kept. @returns how many */
export async function giveUpFailed(
  sql: Sql,
  boss: PgBoss,
  queue: string,
  by: string,
  ids?: readonly string[],
) {
  const failed = (await failedJobs(sql, queue)).map(({ job }) => job);
  const over = failed.filter((id) => ids === undefined || ids.includes(id));
  if (over.length === 0) return 0;
  await sql`
    insert into progress.given_up_jobs (id, queue, ids, because, given_up_by)
    select id, name, coalesce(data -> 'ids', '{}'), output ->> 'because', ${by} from jobs.job
    where name = ${queue} and id = any (${over}::uuid[]) on conflict do nothing`;
  await boss.deleteJob(queue, over);
  return over.length;
}

/**
 * Takes jobs out of every queue that carry one of these ids: an erasure stops what was still to be done. Whoever
 * is doing one is told; who does not hear it goes on, and finds the keys gone.
 * @returns how many
 */
export async function cancelJobs(sql: Sql, boss: PgBoss, ids: readonly string[]): Promise<number> {
  const carrying = await sql<{ queue: string; jobs: string[] }[]>`
    select name as queue, array_agg(id) as jobs from jobs.job
    where state in ('created', 'retry', 'active')
      and exists (select from jsonb_each_text(data -> 'ids') where value = any (${[...ids]}))
    group by name`;
  for (const { queue, jobs } of carrying) {
    await boss.cancel(queue, jobs);
    await sql`select pg_notify(${channels.calledOff}, job) from unnest(${jobs}::text[]) as called_off (job)`;
  }
  return carrying.reduce((sum, { jobs }) => sum + jobs.length, 0);
}
