/** Keeps the readers of the log going: each by itself, so that what stops one stops no other. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Checkpoint, Checkpoints } from './checkpoints.ts';
import type { Effect, JobQueue } from './effect.ts';
import type { EventStore, RecordedEvent } from './event-store.ts';
import type { Handle } from './handle.ts';
import type { Leases } from './leases.ts';
import { isOutage, reasonOf } from './outage.ts';
import type { Parking, Reader } from './parking.ts';
import { shapeOf } from './postgres-table.ts';
import { actOn, type Process } from './process.ts';
import { considered, type Forgetting, type Projection, write } from './projection.ts';
import { untilAny } from './signals.ts';
import type { Table } from './table.ts';

/** A reader, and what it does with a batch. */
export type Runner = Reader & {
  position(): Promise<bigint>;
  /**
   * Deals with a batch, and moves its checkpoint from `from` to `to`.
   * @returns false if another runner was there first
   */
  take(batch: readonly RecordedEvent[], from: bigint, to: bigint): Promise<boolean>;
};

/** For a log: names, codes and ids. */
export type Told = {
  readonly runner: string;
  readonly is: 'running' | 'failing' | 'parked';
  readonly because?: string;
};

type Deps = {
  readonly store: EventStore;
  readonly leases: Leases;
  readonly parking: Parking;
  readonly report: (told: Told) => void;
};

export type Runners = {
  /** Lets each finish the batch that it has. */
  stop(): Promise<void>;
};

export function startRunners(runners: readonly Runner[], deps: Deps): Runners {
  const stopping = new AbortController();
  const running = runners.map((runner) => keepRunning(runner, deps, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function keepRunning(runner: Runner, deps: Deps, stopping: AbortSignal): Promise<void> {
  const { leases, report } = deps;
  while (!stopping.aborted) {
    const lease = await leases.acquire(`runner ${runner.name}`, stopping);
    if (lease === undefined) return;
    report({ runner: runner.name, is: 'running' });
    await untilAny([stopping, lease.lost], (signal) => runWhileHeld(runner, deps, signal));
    await lease.release();
  }
}

const [pauseMsMin, pauseMsMax, displacedMs] = [100, 10_000, 50];

async function runWhileHeld(runner: Runner, deps: Deps, signal: AbortSignal): Promise<void> {
  for (let pauseMs = pauseMsMin; !signal.aborted; ) {
    try {
      const again = deps.parking.again(runner);
      await deps.parking.free(runner, signal);
      const passed = () => (pauseMs = pauseMsMin);
      await untilAny([signal, again], (until) => runOn(runner, deps, until, passed));
      await pause(displacedMs, undefined, { signal }).catch(() => {});
    } catch (error) {
      deps.report({ runner: runner.name, is: 'failing', because: reasonOf(error) });
      await pause(pauseMs, undefined, { signal }).catch(() => {});
      pauseMs = Math.min(2 * pauseMs, pauseMsMax);
    }
  }
}

/** From where it stands; returns when another was there first, or when an event is parked. */
async function runOn(runner: Runner, deps: Deps, signal: AbortSignal, passed: () => void): Promise<void> {
  const skipped = await deps.parking.skipped(runner);
  let at = await runner.position();
  for await (const batch of deps.store.follow(at, signal)) {
    const wanted = batch.filter(({ position }) => !skipped.has(position));
    const to = batch.at(-1)?.position ?? at;
    if (!(await takenOf(wanted, runner, at, to, deps))) return;
    at = to;
    passed();
  }
}

async function takenOf(
  batch: readonly RecordedEvent[],
  runner: Runner,
  from: bigint,
  to: bigint,
  deps: Deps,
): Promise<boolean> {
  try {
    return await runner.take(batch, from, to);
  } catch (error) {
    if (isOutage(error)) throw error;
    return oneByOne(batch, runner, from, deps);
  }
}

/** To find the event that fails; what comes before it is dealt with. */
async function oneByOne(
  batch: readonly RecordedEvent[],
  runner: Runner,
  from: bigint,
  { parking, report }: Deps,
): Promise<boolean> {
  let at = from;
  for (const event of batch) {
    try {
      if (!(await runner.take([event], at, event.position))) return false;
    } catch (error) {
      if (isOutage(error)) throw error;
      const because = reasonOf(error);
      await parking.park(runner, event, because);
      report({ runner: runner.name, is: 'parked', because });
      return false;
    }
    at = event.position;
  }
  return true;
}

export const projectionRunner = (projection: Projection, forgetting: Forgetting, table: Table): Runner => ({
  name: projection.name,
  shape: shapeOf(projection),
  position: table.position,
  take: (batch, from, to) => write(considered(projection, forgetting, batch), table, from, to),
});

export function processRunner(process: Process, handle: Handle, checkpoints: Checkpoints): Runner {
  const of: Checkpoint = { kind: 'process', name: process.name, shape: '' };
  return {
    name: process.name,
    shape: '',
    async position() {
      await checkpoints.begin(of);
      return checkpoints.read(of);
    },
    async take(batch, from, to) {
      let at = from;
      const acted = async (position: bigint) => {
        const moved = await checkpoints.moveNow(of, at, position);
        at = position;
        return moved;
      };
      return (await actOn(process, batch, handle, acted)) && (at === to || checkpoints.move(of, at, to));
    },
  };
}

export const effectRunner = <Deps>({ name, jobsFor }: Effect<Deps>, queue: JobQueue): Runner => ({
  name,
  shape: '',
  position: () => queue.position(name),
  take: (batch, from, to) => queue.commit(name, batch.flatMap(jobsFor), from, to),
});
