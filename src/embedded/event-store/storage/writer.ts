/**
 * The one writer. Writes that arrive together, or while the disk is busy, are committed together, with one wait for the
 * disk (group commit); each is answered only when its commit is on the disk.
 */
import { code, RpcError } from '../wire/status.ts';
import type { Database } from './database.ts';
import type { Disk } from './disk.ts';

export type Writer = {
  /**
   * Runs `work` inside the next transaction, after the work that was handed in before it. It must refuse (by an
   * RpcError) before it changes anything: what it throws otherwise takes the whole transaction back.
   * @returns what it returned, once that is durable
   * @throws what it refused with; UNAVAILABLE if nothing could be stored
   */
  write<T>(work: () => T): Promise<T>;
  /** Whether all that a reader would find is durable. */
  readonly isSettled: boolean;
  /** When the transaction under way is durable; another one may be under way by then. */
  settled(): Promise<void>;
  /** Stores what was handed in; then takes no more. */
  stop(): Promise<void>;
};

export type WriterEvents = {
  readonly onCommit: () => void;
  /** What was written in this transaction is not there. */
  readonly onRollback: () => void;
  /** The disk failed: whether the last transaction is on it, only a restart can tell. */
  readonly onFatal: (error: unknown) => void;
};

type Outcome = { settle(): void; fail(error: unknown): void };
type Task = { run(): Outcome; reject(error: unknown): void };

export const writerOf = (database: Database, disk: Disk, events: WriterEvents): Writer => {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  let queue: Task[] = [];
  let isScheduled = false;
  let syncing: Promise<void> | undefined;
  const trouble = troubleOf(database, events);

  /** After all that has come by now, and after those who waited for the disk have read. */
  const schedule = () => {
    if (isScheduled || syncing !== undefined || queue.length === 0) return;
    isScheduled = true;
    setImmediate(flush);
  };
  const flush = () => {
    isScheduled = false;
    const group = queue;
    queue = [];
    if (group.length === 0) return;
    try {
      begin.run();
      const outcomes = group.map(({ run }) => run());
      commit.run();
      syncing = disk.flush(group.length === 1).then(
        () => done(outcomes),
        (error: unknown) => trouble.fatal(outcomes, queue.splice(0), error),
      );
      // told to those who wait for it; there may be none
      syncing.catch(() => undefined);
    } catch (error) {
      trouble.failed(group, error);
    }
  };
  const done = (outcomes: readonly Outcome[]) => {
    syncing = undefined;
    for (const { settle } of outcomes) settle();
    events.onCommit();
    schedule();
  };
  return {
    write: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        const refusal = trouble.refusal();
        if (refusal !== undefined) return reject(refusal);
        queue.push({ run: () => attempt(work, resolve, reject), reject });
        schedule();
      }),
    settled: () => syncing ?? Promise.resolve(),
    get isSettled() {
      return syncing === undefined;
    },
    stop: async () => {
      trouble.stop();
      await syncing;
      flush();
      await syncing;
    },
  };
};

/** Whether anything more is taken, and who must hear that it is not. */
const troubleOf = (database: Database, events: WriterEvents) => {
  let refusal: RpcError | undefined;
  return {
    refusal: () => refusal,
    stop: () => {
      refusal ??= stopping;
    },
    failed(group: readonly Pick<Task, 'reject'>[], error: unknown): void {
      takeBack(database);
      events.onRollback();
      const status = statusOfStorage(error);
      if (isDiskFault(error)) refusal = storageFailed;
      for (const { reject } of group) reject(status);
      if (isDiskFault(error)) events.onFatal(error);
    },
    /** @throws always: what is not known to be stored is never shown */
    fatal(outcomes: readonly Outcome[], waiting: readonly Task[], error: unknown): never {
      refusal = storageFailed;
      for (const outcome of outcomes) outcome.fail(storageFailed);
      for (const { reject } of waiting) reject(storageFailed);
      events.onFatal(error);
      throw storageFailed;
    },
  };
};

const attempt = <T>(
  work: () => T,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Outcome => {
  try {
    const value = work();
    return { settle: () => resolve(value), fail: reject };
  } catch (error) {
    if (error instanceof RpcError) return { settle: () => reject(error), fail: reject };
    throw error;
  }
};

const stopping = new RpcError(code.cancelled, 'Cancelled');

/** The server stops, or its disk does not take more: no fault of the append, and the next one fares no better. */
export const isOutage = (error: unknown): boolean =>
  error === stopping || (error instanceof RpcError && error.status.code === code.unavailable);

const takeBack = (database: Database) => {
  try {
    database.exec('rollback');
  } catch {
    // a full disk makes SQLite roll back by itself, and then there is no transaction left
  }
};

const sqlite = { ioError: 10, corrupt: 11, full: 13 } as const;
const resultCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
const isDiskFault = (error: unknown) =>
  resultCode(error) === sqlite.ioError || resultCode(error) === sqlite.corrupt;

const storageFailed = new RpcError(code.unavailable, 'The storage failed.');

const statusOfStorage = (error: unknown): unknown => {
  if (resultCode(error) === sqlite.full)
    return new RpcError(code.unavailable, 'The disk is full: nothing was written.');
  return resultCode(error) === 0 ? error : storageFailed;
};
