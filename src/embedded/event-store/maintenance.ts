/** What can be done to a file: verify, copy, scavenge, count. */
import { existsSync } from 'node:fs';
import { CannotStart } from '../cannot-start.ts';
import { type Completed, scavengeRemotely } from './remote-scavenge.ts';
import { openToRead } from './storage/database.ts';
import { scavengerOf } from './storage/scavenge.ts';
import { type Stats, statsOf } from './storage/stats.ts';
import { storeOf } from './storage/store.ts';
import { openStoreFile, type StoreFile } from './storage/store-file.ts';
import { type Verified, verify } from './storage/verify.ts';

/** @throws CannotStart */
export const verifyFile = (file: string): Verified => reading(file, verify);

/** @throws CannotStart */
export const statsOfFile = (file: string): Stats => reading(file, statsOf);

const reading = <T>(file: string, look: (database: ReturnType<typeof openToRead>) => T): T => {
  mustExist(file);
  const database = openToRead(file);
  try {
    return look(database);
  } finally {
    database.close();
  }
};

const mustExist = (file: string) => {
  if (existsSync(file)) return;
  throw new CannotStart('event-store/no-file', `there is no ${file}`, 'name the file of an event store');
};

/** A file as it is at one moment, beside a running server, too. @param to must not exist @throws CannotStart */
export const copyFile = (file: string, to: string): void =>
  reading(file, (database) => database.exec(`vacuum into '${to.replaceAll("'", "''")}'`));

/** By the server that owns the file, or here when none does. @throws CannotStart */
export const scavengeFile = async (file: string): Promise<Completed> => {
  mustExist(file);
  let opened: StoreFile;
  try {
    opened = openStoreFile(file);
  } catch (error) {
    const completed = await scavengeRemotely(file);
    if (completed === undefined) throw error;
    return completed;
  }
  try {
    const store = storeOf(opened.database, opened.disk, () => undefined);
    const removed = await scavengerOf(opened.database, store, () => Date.now() * 1_000).run(() => false);
    return { result: 'Success', ...removed };
  } finally {
    opened.close();
  }
};
