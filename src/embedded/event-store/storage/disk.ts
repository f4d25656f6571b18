/**
 * Waits until what SQLite has committed is on the disk. SQLite writes a commit into its write-ahead log, and with
 * `synchronous = normal` waits for the disk only before that log is carried over into the file: the file is never
 * broken, and what makes a commit last is this one `fdatasync`. Left to itself (`full`) SQLite waits with `fsync`, which
 * takes a file system twice as long, and the whole thread waits with it.
 */
import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export type Disk = {
  /** Everything committed so far is on the disk, or it failed, and nobody knows. */
  flush(): Promise<void>;
  close(): void;
};

/** @param file the database; its write-ahead log stays the same file as long as the database is open */
export const diskOf = (file: string): Disk => {
  let log: number | undefined;
  return {
    flush: async () => {
      log ??= openLog(file);
      await synced(log);
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

const synced = (log: number) =>
  new Promise<void>((resolve, reject) => {
    fdatasync(log, (error) => (error === null ? resolve() : reject(error)));
  });
