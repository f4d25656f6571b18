/** What a stand-in will do later: jobs that outlive a restart, each done at its time and again until it says done. */
import { z } from 'zod';
import { type Clock, idOf } from './clock.ts';
import { type Collection, collection, type Store } from './store.ts';

/** What becomes of a job that was tried: over, or to be tried again at that time. */
export type Next = 'done' | { readonly againMs: number };
/** First what takes time; then what follows from it, in one transaction with the job's own end. */
export type Perform<What> = (job: Job<What>, stopped: AbortSignal) => Promise<() => Next>;
export type Job<What> = {
  readonly id: string;
  readonly dueMs: number;
  /** How often it was tried before. */
  readonly attempt: number;
  /** New with every planning, so that a job which plans itself anew is not taken for done. */
  readonly turn: string;
  /** Why the last try broke, if it broke: for a person who looks. */
  readonly trouble: string | null;
  readonly what: What;
};
export type Agenda<What> = {
  /** Adds a job, or moves one of the same id. */
  plan(id: string, dueMs: number, what: What): void;
  cancel(id: string): void;
  /** What waits: the soonest first. */
  waiting(): readonly Job<What>[];
  start(perform: Perform<What>): void;
  stop(): Promise<void>;
};

const atOnceMax = 8;
const timerMaxMs = 60_000;
const troubleMs = 5_000;

export function agenda<What>(store: Store, clock: Clock, what: z.ZodType<What>): Agenda<What> {
  const shape = z.object({
    id: z.string(),
    dueMs: z.number(),
    attempt: z.number(),
    turn: z.string(),
    trouble: z.string().nullable(),
    what,
  });
  const jobs: Collection<Job<What>> = collection(store, 'job', shape, { dueMs: ({ dueMs }) => dueMs });
  const runner = running(store, jobs, clock);
  return {
    plan: (id, dueMs, what) => {
      jobs.put({ id, dueMs, attempt: 0, turn: idOf('', 12), trouble: null, what });
      runner.wake();
    },
    cancel: jobs.remove,
    waiting: () => jobs.due(Number.MAX_SAFE_INTEGER, 1000),
    start: runner.start,
    stop: runner.stop,
  };
}

function running<What>(store: Store, jobs: Collection<Job<What>>, clock: Clock) {
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();
  let perform: Perform<What> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const one = async (job: Job<What>, work: Perform<What>) => {
    const trouble = (error: unknown) => {
      const kept = jobs.get(job.id);
      if (kept?.turn === job.turn) jobs.put({ ...again(job, clock() + troubleMs), trouble: String(error) });
    };
    try {
      const end = await work(job, stopping.signal);
      if (!stopping.signal.aborted) store.transaction(() => conclude(jobs, job, end));
    } catch (error) {
      if (!stopping.signal.aborted) trouble(error);
    }
  };
  const round = () => {
    if (perform === undefined || stopping.signal.aborted) return;
    const work = perform;
    const ripe = jobs.due(clock(), atOnceMax + busy.size).filter(({ id }) => !busy.has(id));
    for (const job of ripe.slice(0, atOnceMax - busy.size)) {
      const done = one(job, work).finally(() => {
        busy.delete(job.id);
        wake();
      });
      busy.set(job.id, done);
    }
    if (busy.size < atOnceMax) rest();
  };
  const rest = () => {
    const nextMs = jobs.due(Number.MAX_SAFE_INTEGER, busy.size + 1).find(({ id }) => !busy.has(id))?.dueMs;
    if (nextMs !== undefined) timer = setTimeout(round, Math.min(Math.max(nextMs - clock(), 0), timerMaxMs));
  };
  /** After the present transaction, whose jobs may still be taken back. */
  const wake = () => {
    clearTimeout(timer);
    if (!stopping.signal.aborted) timer = setTimeout(round, 0);
  };
  return {
    wake,
    start: (work: Perform<What>) => {
      perform = work;
      wake();
    },
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await Promise.allSettled(busy.values());
    },
  };
}

function conclude<What>(jobs: Collection<Job<What>>, job: Job<What>, end: () => Next): void {
  if (jobs.get(job.id)?.turn !== job.turn) return; // moved or cancelled while it was under way
  const next = end();
  if (jobs.get(job.id)?.turn !== job.turn) return; // it planned itself anew
  if (next === 'done') jobs.remove(job.id);
  else jobs.put(again(job, next.againMs));
}

const again = <What>(job: Job<What>, dueMs: number): Job<What> => ({
  ...job,
  dueMs,
  attempt: job.attempt + 1,
  trouble: null,
});
