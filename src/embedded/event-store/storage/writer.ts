/**
 * The one writer. Writes that arrive together are committed together, with one wait for the disk (group commit);
 * each is answered only when its commit is on the disk.
 */
import { code, RpcError } from '../wire/status.ts';
import type { Database } from './database.ts';

export type Writer = {
  /**
   * Runs `work` inside the next transaction, after the work that was handed in before it. It must refuse (by an
   * RpcError) before it changes anything: what it throws otherwise takes the whole transaction back.
   * @returns what it returned, once that is durable
   * @throws what it refused with; UNAVAILABLE if nothing could be stored
   */
  write<T>(work: () => T): Promise<T>;
  /** Stores what was handed in; then takes no more. */
  stop(): void;
};

export type WriterEvents = {
  readonly onCommit: () => void;
  /** What was written in this transaction is not there. */
  readonly onRollback: () => void;
  /** The disk failed: whether the last transaction is on it, only a restart can tell. */
  readonly onFatal: (error: unknown) => void;
};

type Outcome = { settle(): void; fail(error: unknown): void };

export const writerOf = (database: Database, events: WriterEvents): Writer => {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  let queue: (() => Outcome)[] = [];
  let rejected: Outcome['fail'][] = [];
  let stopped = false;

  const flush = () => {
    const [group, fails] = [queue, rejected];
    queue = [];
    rejected = [];
    if (group.length === 0) return;
    const outcomes: Outcome[] = [];
    try {
      begin.run();
      for (const run of group) outcomes.push(run());
      commit.run();
    } catch (error) {
      takeBack(database);
      events.onRollback();
      const status = statusOfStorage(error);
      for (const fail of fails) fail(status);
      if (isDiskFault(error)) events.onFatal(error);
      return;
    }
    for (const { settle } of outcomes) settle();
    events.onCommit();
  };
  return {
    write: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (stopped) return reject(stopping);
        if (queue.length === 0) setImmediate(flush);
        queue.push(() => attempt(work, resolve, reject));
        rejected.push(reject);
      }),
    stop: () => {
      stopped = true;
      flush();
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

/** The server stops, and takes nothing more. */
export const isStopping = (error: unknown): boolean => error === stopping;

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

const statusOfStorage = (error: unknown): unknown => {
  if (resultCode(error) === sqlite.full)
    return new RpcError(code.unavailable, 'The disk is full: nothing was written.');
  if (resultCode(error) !== 0) return new RpcError(code.unavailable, 'The storage failed.');
  return error;
};
