/** The SQLite file: its schema, how it is opened, and the lock that gives it one owner. */
import { DatabaseSync } from 'node:sqlite';

export type Database = DatabaseSync;

/** `code` is one of event-store/file-in-use, file-unwritable, file-not-a-store. */
export class StorageError extends Error {
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** "ESDB" in the file's header, so that no other SQLite file is taken for a store. */
const applicationId = 0x45534442;
const schemaVersion = 1;

const schema = `
  create table stream (
    number integer primary key,
    name text not null unique,
    removed_to integer not null default -1
  ) strict;
  create table event (
    position integer primary key,
    stream integer not null references stream,
    revision integer not null,
    id blob not null,
    type text not null,
    json integer not null,
    created integer not null,
    data blob not null,
    metadata blob not null,
    checksum integer not null
  ) strict;
  create unique index event_by_revision on event (stream, revision);
  create index event_by_id on event (stream, id);
  pragma application_id = ${applicationId};
  pragma user_version = ${schemaVersion};
`;

/**
 * A commit returns when the write-ahead log is on the disk (synchronous = full); what a scavenge deletes is
 * overwritten with zeroes (secure_delete). Every 16 MiB the write-ahead log is carried over into the file.
 */
const pragmas = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma secure_delete = on;
  pragma wal_autocheckpoint = 4000;
  pragma cache_size = -32000;
  pragma temp_store = memory;
  pragma foreign_keys = off;
`;

export const openDatabase = (file: string): Database => {
  const database = opened(file);
  try {
    database.exec(pragmas);
    prepareSchema(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error instanceof StorageError ? error : unwritable(file, error);
  }
};

const opened = (file: string): Database => {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw unwritable(file, error);
  }
};

const unwritable = (file: string, cause: unknown) =>
  new StorageError('event-store/file-unwritable', `the event store cannot write ${file}`, cause);

const prepareSchema = (database: Database, file: string): void => {
  const id = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  const isEmpty = database.prepare('select count(*) as tables from sqlite_schema').get()?.['tables'] === 0;
  if (id === 0 && version === 0 && isEmpty) database.exec(`begin immediate; ${schema} commit;`);
  else if (id !== applicationId)
    throw new StorageError('event-store/file-not-a-store', `${file} is not an event store`);
  else if (version !== schemaVersion)
    throw new StorageError(
      'event-store/file-not-a-store',
      `${file} has schema ${version}, not ${schemaVersion}`,
    );
};

const pragma = (database: Database, name: string): number =>
  Number(database.prepare(`pragma ${name}`).get()?.[name] ?? 0);

/**
 * One server owns a file. The lock is SQLite's own, on a file beside it: it ends with the process, however that ends.
 * @returns gives it back
 */
export const lockFile = (file: string): (() => void) => {
  const lock = opened(`${file}-owner`);
  try {
    lock.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive;');
  } catch (error) {
    lock.close();
    if (isBusy(error))
      throw new StorageError('event-store/file-in-use', `${file} belongs to a running event store`);
    throw unwritable(file, error);
  }
  return () => lock.close();
};

const sqliteBusy = 5;
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteBusy;
