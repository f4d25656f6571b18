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
  /** The process is ended after so long without work; 0 keeps it. */
  readonly idleMs: number;
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

export function openLane(options: LaneOptions): Lane {
  const queue: Waiting[] = [];
  let child: { readonly process: ChildProcess; readonly ready: Promise<void> } | undefined;
  let current: Waiting | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let [nextId, stopped] = [1, false];

  return {
    submit: (task) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new StudioFault('studio/stopped'));
        if (task.signal?.aborted) return reject(new StudioFault('studio/cancelled'));
        const waiting: Waiting = {
          ...task,
          id: nextId++,
          settle: (outcome) => (outcome instanceof StudioFault ? reject(outcome) : resolve(outcome)),
        };
        task.signal?.addEventListener('abort', () => abandon(waiting), { once: true });
        queue.push(waiting);
        next();
      }),
    warm: () => running().ready,
    stop() {
      stopped = true;
      clearTimeout(idle);
      for (const waiting of queue.splice(0)) waiting.settle(new StudioFault('studio/stopped'));
      end(new StudioFault('studio/stopped'));
    },
    pid: () => child?.process.pid,
  };

  function next(): void {
    if (current !== undefined || stopped) return;
    current = queue.shift();
    clearTimeout(idle);
    if (current !== undefined) void work(current);
    else if (options.idleMs > 0)
      idle = setTimeout(() => end(new StudioFault('studio/stopped')), options.idleMs);
    idle?.unref();
  }

  async function work(task: Waiting): Promise<void> {
    task.onProgress?.({ stage: 'wait', done: 1, total: 1 });
    const timer = setTimeout(() => end(new StudioFault('studio/timed-out')), task.timeoutMs);
    try {
      const { process, ready } = running();
      await ready;
      if (current !== task) return;
      if (process.stdin) sendFrame(process.stdin, task.request(task.id), task.body);
      await finished(task);
    } catch (cause) {
      finish(task, cause instanceof StudioFault ? cause : new StudioFault('studio/crashed', '', cause));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when the task is no longer the current one. */
  function finished(task: Waiting): Promise<void> {
    return new Promise((resolve) => {
      const { settle } = task;
      current = {
        ...task,
        settle: (outcome) => {
          settle(outcome);
          resolve();
        },
      };
    });
  }

  function running(): { readonly process: ChildProcess; readonly ready: Promise<void> } {
    child ??= startProcess(options, take, () => end(new StudioFault('studio/crashed')));
    return child;
  }

  function take(frame: Frame<Answer>): void {
    const { header } = frame;
    if (header.kind === 'ready' || current === undefined || header.id !== current.id) return;
    if (header.kind === 'progress') current.onProgress?.(header.progress);
    else finish(current, header.kind === 'failed' ? new StudioFault(header.code, header.about) : frame);
  }

  function finish(task: Waiting, outcome: Frame<Answer> | StudioFault): void {
    if (current?.id === task.id) current = undefined;
    task.settle(outcome);
    next();
  }

  function abandon(task: Waiting): void {
    const at = queue.findIndex(({ id }) => id === task.id);
    if (at >= 0) {
      queue.splice(at, 1);
      task.settle(new StudioFault('studio/cancelled'));
    } else if (current?.id === task.id) {
      if (child?.process.stdin) sendFrame(child.process.stdin, { kind: 'cancel', id: task.id });
      setTimeout(() => current?.id === task.id && end(new StudioFault('studio/cancelled')), graceMs).unref();
    }
  }

  /** Ends the process; whatever it was doing fails with this fault, and the queue goes on with another process. */
  function end(fault: StudioFault): void {
    const ended = child;
    child = undefined;
    ended?.process.kill('SIGKILL');
    if (current !== undefined) finish(current, fault);
  }
}

/** The child gets no environment: it decodes what strangers send, and the shop's secrets are not its business. */
function startProcess(
  { threads, memoryMax, signer }: LaneOptions,
  take: (frame: Frame<Answer>) => void,
  onEnd: () => void,
): { readonly process: ChildProcess; readonly ready: Promise<void> } {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const flags = 'deno' in process.versions ? ['run', '-A'] : [];
  const child = spawn(process.execPath, [...flags, program], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
  let over = false;
  const ready = new Promise<void>((resolve, reject) => {
    const ended = (): void => {
      if (!over) onEnd();
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
