/** A store's file in the hands of its one owner. */
import { type Database, lockFile, openDatabase } from './database.ts';
import { type Disk, diskOf } from './disk.ts';

export type StoreFile = { readonly database: Database; readonly disk: Disk; close(): void };

/** @throws CannotStart */
export const openStoreFile = (file: string): StoreFile => {
  const unlock = lockFile(file);
  try {
    const database = openDatabase(file);
    const disk = diskOf(file);
    const close = () => {
      database.close();
      disk.close();
      unlock();
    };
    return { database, disk, close };
  } catch (error) {
    unlock();
    throw error;
  }
};
