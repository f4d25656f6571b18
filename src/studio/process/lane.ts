/** One process and its queue. A crash, a time-out or an abandoned job ends the process; the next job starts another. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StudioFault } from '../fault.ts';
import type { Progress } from '../job.ts';
import { type Frame, readFrames, sendFrame } from './frames.ts';
import type { Answer, Request, Signer } from './protocol.ts';

export type LaneOptions = {
  readonly threads: number;
  readonly memoryMax: number;
  readonly signer: Signer;
  /** After so long without work the process is ended, and with it all that it remembers and has grown to. */
  readonly idleMs: number;
  /** A fresh one then takes its place, so that the next job need not wait for the nets to load. */
  readonly warm: boolean;
};

type Order = Extract<Request, { readonly id: number }>;
export type Task = {
  readonly request: (id: number) => Exclude<Order, { readonly kind: 'cancel' }>;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};
type Waiting = Task & {
  readonly id: number;
  readonly settle: (outcome: Frame<Answer> | StudioFault) => void;
};

export type Lane = {
  submit(task: Task): Promise<Frame<Answer>>;
  warm(): Promise<void>;
  stop(): void;
  /** The process, where one runs: for measurements and for tests that kill it. */
  pid(): number | undefined;
};

/** How long a cancelled job may take to let go before its process is ended. */
const graceMs = 3_000;

type Running = { readonly process: ChildProcess; readonly ready: Promise<void> };

type State = {
  readonly options: LaneOptions;
  readonly queue: Waiting[];
  child: Running | undefined;
  current: Waiting | undefined;
  idle: ReturnType<typeof setTimeout> | undefined;
  nextId: number;
  stopped: boolean;
};

export function openLane(options: LaneOptions): Lane {
  const lane: State = {
    ...{ options, queue: [], child: undefined, current: undefined, idle: undefined },
    ...{ nextId: 1, stopped: false },
  };
  return {
    submit: (task) => submit(lane, task),
    warm: () => running(lane).ready,
    stop: () => stop(lane),
    pid: () => lane.child?.process.pid,
  };
}

function submit(lane: State, task: Task): Promise<Frame<Answer>> {
  return new Promise((resolve, reject) => {
    if (lane.stopped) return reject(new StudioFault('studio/stopped'));
    if (task.signal?.aborted) return reject(new StudioFault('studio/cancelled'));
    const waiting: Waiting = {
      ...task,
      id: lane.nextId++,
      settle: (outcome) => (outcome instanceof StudioFault ? reject(outcome) : resolve(outcome)),
    };
    task.signal?.addEventListener('abort', () => abandon(lane, waiting), { once: true });
    lane.queue.push(waiting);
    next(lane);
  });
}

function stop(lane: State): void {
  lane.stopped = true;
  clearTimeout(lane.idle);
  for (const waiting of lane.queue.splice(0)) waiting.settle(new StudioFault('studio/stopped'));
  end(lane, new StudioFault('studio/stopped'));
}

function next(lane: State): void {
  if (lane.current !== undefined || lane.stopped) return;
  lane.current = lane.queue.shift();
  clearTimeout(lane.idle);
  if (lane.current !== undefined) void work(lane, lane.current);
  else lane.idle = setTimeout(() => refresh(lane), lane.options.idleMs);
  lane.idle?.unref();
}

function refresh(lane: State): void {
  end(lane, new StudioFault('studio/stopped'));
  if (lane.options.warm) running(lane);
}

async function work(lane: State, task: Waiting): Promise<void> {
  task.onProgress?.({ stage: 'wait', done: 1, total: 1 });
  const timer = setTimeout(() => end(lane, new StudioFault('studio/timed-out')), task.timeoutMs);
  try {
    const { process, ready } = running(lane);
    await ready;
    if (lane.current !== task) return;
    if (process.stdin) sendFrame(process.stdin, task.request(task.id), task.body);
    await finished(lane, task);
  } catch (cause) {
    finish(lane, task, cause instanceof StudioFault ? cause : new StudioFault('studio/crashed', '', cause));
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the task is no longer the current one. */
function finished(lane: State, task: Waiting): Promise<void> {
  return new Promise((resolve) => {
    const settle: Waiting['settle'] = (outcome) => {
      task.settle(outcome);
      resolve();
    };
    lane.current = { ...task, settle };
  });
}

/** A process whose end is noticed late must not take its successor with it. */
function running(lane: State): Running {
  lane.child ??= startProcess(
    lane.options,
    (frame) => take(lane, frame),
    (ended) => lane.child?.process === ended && end(lane, new StudioFault('studio/crashed')),
  );
  return lane.child;
}

function take(lane: State, frame: Frame<Answer>): void {
  const { header } = frame;
  const { current } = lane;
  if (header.kind === 'ready' || current === undefined || header.id !== current.id) return;
  if (header.kind === 'progress') current.onProgress?.(header.progress);
  else finish(lane, current, header.kind === 'failed' ? new StudioFault(header.code, header.about) : frame);
}

function finish(lane: State, task: Waiting, outcome: Frame<Answer> | StudioFault): void {
  if (lane.current?.id === task.id) lane.current = undefined;
  task.settle(outcome);
  next(lane);
}

function abandon(lane: State, task: Waiting): void {
  const at = lane.queue.findIndex(({ id }) => id === task.id);
  const isCurrent = (): boolean => lane.current?.id === task.id;
  if (at >= 0) {
    lane.queue.splice(at, 1);
    task.settle(new StudioFault('studio/cancelled'));
  } else if (isCurrent()) {
    if (lane.child?.process.stdin) sendFrame(lane.child.process.stdin, { kind: 'cancel', id: task.id });
    setTimeout(() => isCurrent() && end(lane, new StudioFault('studio/cancelled')), graceMs).unref();
  }
}

/** Ends the process; whatever it was doing fails with this fault, and the queue goes on with another process. */
function end(lane: State, fault: StudioFault): void {
  const ended = lane.child;
  lane.child = undefined;
  ended?.process.kill('SIGKILL');
  if (lane.current !== undefined) finish(lane, lane.current, fault);
}

/** The child gets no environment: it decodes what strangers send, and the shop's secrets are not its business. */
function startProcess(
  { threads, memoryMax, signer }: LaneOptions,
  take: (frame: Frame<Answer>) => void,
  onEnd: (process: ChildProcess) => void,
): Running {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const flags = 'deno' in process.versions ? ['run', '-A'] : [];
  const child = spawn(process.execPath, [...flags, program], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
  let over = false;
  const ready = new Promise<void>((resolve, reject) => {
    const ended = (): void => {
      if (!over) onEnd(child);
      over = true;
      reject(new StudioFault('studio/crashed'));
    };
    child.on('exit', ended);
    child.on('error', ended);
    child.stdin?.on('error', ended);
    readFrames<Answer>(child.stdout, (frame) => {
      if (frame.header.kind === 'ready') resolve();
      else if (frame.header.kind === 'failed' && frame.header.id === 0)
        reject(new StudioFault(frame.header.code));
      else take(frame);
    });
  });
  ready.catch(() => undefined); // told by the job that waits for it
  sendFrame(child.stdin, { kind: 'start', threads, memoryMax, signer });
  return { process: child, ready };
}
