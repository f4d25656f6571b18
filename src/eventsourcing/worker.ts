/**
 * Does the jobs of a queue. One that is being done is held by a lock that dies with its worker, so that whoever is
 * left tries it again at once and not after a time-out.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { JobAttempt, PgBoss } from 'pg-boss';
import { channels } from './channels.ts';
import type { Sql } from './database.ts';
import { type Effect, type Turn, work } from './effect.ts';
import type { Handle } from './handle.ts';
import type { Lease, Leases } from './leases.ts';
import { reasonOf } from './outage.ts';
import { type Kept, paceOf } from './pg-boss-queue.ts';

/** A queue, how many of its jobs at once, and what is done for each. */
export type Work = {
  readonly queue: string;
  readonly concurrency: number;
  /** How often one that failed is tried again. */
  readonly retriesMax: number;
  perform(id: string, kept: Kept, turn: Turn): Promise<void>;
};

export const effectWork = <Deps>(effect: Effect<Deps>, deps: Deps, handle: Handle): Work => ({
  queue: effect.name,
  concurrency: paceOf(effect).concurrency,
  retriesMax: paceOf(effect).retriesMax,
  perform: (id, kept, turn) =>
    work(effect, { ...kept, key: id, effect: effect.name, startAfter: null }, deps, handle, turn),
});

/** For a log: names, ids and codes. */
export type JobTold = {
  readonly queue: string;
  readonly job: string | null;
  readonly is: 'done' | 'failed' | 'failing' | 'called-off';
  readonly because?: string;
};

type Deps = {
  readonly sql: Sql;
  readonly boss: PgBoss;
  readonly leases: Leases;
  readonly report: (told: JobTold) => void;
};

export type Worker = {
  /** Takes no more, waits for what is being done, and gives back what takes too long: it is tried again. */
  stop(graceMs?: number): Promise<void>;
};

/** How soon a job is taken whose time has come, and one whose worker died. */
const lookMs = 1000;

export async function startWorker(works: readonly Work[], deps: Deps): Promise<Worker> {
  const stopping = new AbortController();
  const pumps = new Map(works.map((work) => [work.queue, pumpFor(work, deps, stopping.signal)]));
  const ringAll = () => {
    for (const pump of pumps.values()) pump.ring();
  };
  const listening = await deps.sql.listen(channels.jobs, (queue) => pumps.get(queue)?.ring(), ringAll);
  const hearing = await deps.sql.listen(channels.calledOff, (job) => {
    for (const pump of pumps.values()) pump.callOff(job);
  });
  const looking = lookAround([...pumps.keys()], deps, stopping.signal, (queue) => pumps.get(queue)?.ring());
  return {
    async stop(graceMs = 10_000) {
      stopping.abort();
      await Promise.all([listening.unlisten(), hearing.unlisten()]);
      await Promise.all([looking, ...[...pumps.values()].map((pump) => pump.stopped(graceMs))]);
    },
  };
}

type Running = {
  readonly attempt: JobAttempt;
  readonly ended: Promise<void>;
  readonly calledOff: AbortController;
};

function pumpFor(work: Work, deps: Deps, signal: AbortSignal) {
  const running = new Map<string, Running>();
  const bell = bellFor(signal);
  const pumping = pump();

  async function pump(): Promise<void> {
    while (!signal.aborted) {
      const free = work.concurrency - running.size;
      const rung = bell.next();
      const jobs = free > 0 ? await fetched(free) : [];
      for (const job of jobs) begin(job);
      if (jobs.length === 0) await rung;
    }
  }

  async function fetched(batchSize: number) {
    try {
      return await deps.boss.fetch<Kept>(work.queue, { batchSize });
    } catch (error) {
      deps.report({ queue: work.queue, job: null, is: 'failing', because: reasonOf(error) });
      return [];
    }
  }

  function begin({ id, retryCount, data }: JobAttempt & { readonly data: Kept }): void {
    if (running.has(id)) return; // it ran out of time, and is still being done: its next turn finds out
    const attempt = { id, retryCount };
    const calledOff = new AbortController();
    const turn = { isLast: retryCount >= work.retriesMax, signal: calledOff.signal };
    const ended = perform(attempt, { kept: data, turn }, work, deps).finally(() => {
      running.delete(id);
      bell.ring();
    });
    running.set(id, { attempt, ended, calledOff });
  }

  async function stopped(graceMs: number): Promise<void> {
    await pumping;
    const all = Promise.all([...running.values()].map(({ ended }) => ended));
    await Promise.race([all, pause(graceMs, undefined, { ref: false })]);
    const left = [...running.values()].map(({ attempt }) => attempt);
    if (left.length > 0) await deps.boss.fail(work.queue, left, { because: 'the worker was stopped' });
  }

  return { ring: bell.ring, stopped, callOff: (id: string) => running.get(id)?.calledOff.abort() };
}

type Begun = { readonly kept: Kept; readonly turn: Turn };

async function perform(
  attempt: JobAttempt,
  { kept, turn }: Begun,
  { queue, perform }: Work,
  deps: Deps,
): Promise<void> {
  const { boss, leases, report } = deps;
  let lease: Lease | undefined;
  try {
    lease = await leases.tryNow(lockOf(attempt.id));
    if (lease === undefined) throw new Error('another worker is still at it');
    await perform(attempt.id, kept, turn);
    await boss.complete(queue, attempt);
    report({ queue, job: attempt.id, is: 'done' });
  } catch (error) {
    const because = reasonOf(error);
    const { aborted } = turn.signal;
    report({ queue, job: attempt.id, is: aborted ? 'called-off' : 'failed', because });
    if (!aborted) await boss.fail(queue, attempt, { because }).catch(() => {}); // then it is found without its lock
  } finally {
    await lease?.release();
  }
}

const lockOf = (id: string): string => `job ${id}`;

/** Rings for jobs whose time has come, and gives back those that nobody does any more. */
async function lookAround(
  queues: readonly string[],
  { sql, boss }: Deps,
  signal: AbortSignal,
  ring: (queue: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const { name, ...attempt } of await abandoned(sql, queues))
        await boss.fail(name, attempt, { because: 'the worker died' });
      for (const name of await due(sql, queues)) ring(name);
    } catch {
      // the pumps report it
    }
    await pause(lookMs, undefined, { signal }).catch(() => {});
  }
}

const due = async (sql: Sql, queues: readonly string[]): Promise<readonly string[]> =>
  (
    await sql<{ name: string }[]>`
      select name from unnest(${[...queues]}::text[]) as queue (name) where exists (
        select from jobs.job where job.name = queue.name and state in ('created', 'retry')
          and not blocked and start_after <= now())`
  ).map(({ name }) => name);

/** Two seconds: between taking a job and locking it. */
const abandoned = (sql: Sql, queues: readonly string[]) =>
  sql<(JobAttempt & { name: string })[]>`
    with active as materialized (
      select name, id, retry_count from jobs.job
      where name = any (${[...queues]}) and state = 'active' and started_on < now() - interval '2 seconds'
    )
    select name, id, retry_count as "retryCount" from active
    where pg_try_advisory_xact_lock(hashtextextended('job ' || id, 0))`;

/** Rung once or more before anybody waits, it lets them through once. */
function bellFor(signal: AbortSignal) {
  let wake = () => {};
  const ring = () => wake();
  signal.addEventListener('abort', ring);
  return {
    ring,
    next: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted) resolve();
      }),
  };
}
