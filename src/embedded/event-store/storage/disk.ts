/**
 * Waits until what SQLite has committed is on the disk. SQLite writes a commit into its write-ahead log, and with
 * `synchronous = normal` waits for the disk only before that log is carried over into the file: the file is never
 * broken, and what makes a commit last is this one `fdatasync`. Left to itself (`full`) SQLite waits with `fsync`, which
 * takes a file system twice as long, and the whole thread waits with it.
 *
 * A file system that has to note a new length with every commit takes several times as long again, and waits for what
 * other programs write. So the log is lengthened ahead, by zeros, which SQLite does not take for a commit
 * (https://www.sqlite.org/fileformat2.html#walformat: a frame counts only with the salts of its log's header).
 */
import { closeSync, fdatasync, fdatasyncSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export type Disk = {
  /**
   * Everything committed so far is on the disk, or it failed, and nobody knows.
   * @param isAlone one write is waiting, and nothing else: a quick disk is then waited for in place
   */
  flush(isAlone: boolean): Promise<void>;
  close(): void;
};

/**
 * Another thread's wait takes a quick disk's time again, to begin and to be told of: a fifth of one append. A slow disk
 * would hold up those who read, so it is waited for elsewhere.
 */
const quickMs = 1;

/** @param file the database; its write-ahead log stays the same file as long as the database is open */
export const diskOf = (file: string): Disk => {
  let log: number | undefined;
  let length = 0;
  let isQuick = true;
  return {
    flush: async (isAlone) => {
      log ??= openLog(file);
      const { size } = fstatSync(log);
      length = size === length ? size : lengthened(log, size);
      const begun = performance.now();
      if (isAlone && isQuick) fdatasyncSync(log);
      else await synced(log);
      isQuick = performance.now() - begun < quickMs;
    },
    close: () => {
      if (log !== undefined) closeSync(log);
      log = undefined;
    },
  };
};

/** The names of new files are on the disk only when their folder is. */
const openLog = (file: string): number => {
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return openSync(`${file}-wal`, 'r+');
};

const reserve = Buffer.alloc(1024 * 1024);

/**
 * Between two commits, in the thread that SQLite writes in: nothing of its own can be overwritten. On a full disk the log
 * stays as it is, for as long as SQLite finds room in it.
 * @returns its length then
 */
const lengthened = (log: number, size: number): number => {
  try {
    return size + writeSync(log, reserve, 0, reserve.length, size);
  } catch {
    return size;
  }
};

const synced = (log: number) =>
  new Promise<void>((resolve, reject) => {
    fdatasync(log, (error) => (error === null ? resolve() : reject(error)));
  });
