/** The SQLite file: its schema, how it is opened, and the lock that gives it one owner. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from '../../cannot-start.ts';

export type Database = DatabaseSync;

/** "ESDB" in the file's header, so that no other SQLite file is taken for a store. */
const applicationId = 0x45534442;
const schemaVersion = 3;

/**
 * `stream.removed_to`: up to this revision a scavenge may have removed events. `gap`: parts of the log, from `first`
 * up to `next`, that hold nothing (any more). `projection.position`: up
 * to where it has read. `event.revision` of a tombstone: `tombstoneRevision` of `record.ts`.
 */
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
  create table gap (first integer primary key, next integer not null) strict;
  create table projection (name text primary key, status text not null, position integer not null) strict;
  pragma application_id = ${applicationId};
  pragma user_version = ${schemaVersion};
`;

/**
 * What a scavenge deletes is overwritten with zeroes (secure_delete); for synchronous see `disk.ts`. Every 16 MiB the write-ahead log is carried over into the file.
 */
const pragmas = `
  pragma auto_vacuum = incremental;
  pragma journal_mode = wal;
  pragma synchronous = normal;
  pragma secure_delete = on;
  pragma wal_autocheckpoint = 4000;
  pragma cache_size = -32000;
  pragma temp_store = memory;
`;

/** @throws CannotStart */
export const openDatabase = (file: string): Database => {
  const database = opened(file, false);
  try {
    if (schemaOf(database, file) === 'none') database.exec(`${pragmas} begin immediate; ${schema} commit;`);
    else database.exec(pragmas);
    mustKeepLog(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error instanceof CannotStart ? error : unwritable(file, error);
  }
};

/** Some file systems cannot hold a write-ahead log. */
const mustKeepLog = (database: Database, file: string): void => {
  const mode = database.prepare('pragma journal_mode').get()?.['journal_mode'];
  if (mode === 'wal') return;
  throw new CannotStart(
    'event-store/file-unfit',
    `${file} lies where SQLite cannot keep a write-ahead log`,
    'name a file on a local file system',
  );
};

/** Beside a running server, too. @throws CannotStart */
export const openToRead = (file: string): Database => {
  const database = opened(file, true);
  if (schemaOf(database, file) === 'ours') return database;
  database.close();
  throw notAStore(file, 'it is empty');
};

/** For its owner's eyes only; SQLite gives the files beside it the same mode. */
const fileMode = 0o600;

const opened = (file: string, readOnly: boolean): Database => {
  try {
    if (!readOnly) closeSync(openSync(file, 'a', fileMode));
    return new DatabaseSync(file, { readOnly });
  } catch (error) {
    throw unwritable(file, error);
  }
};

const unwritable = (file: string, cause: unknown) =>
  new CannotStart(
    'event-store/file-unwritable',
    `the event store cannot open ${file}`,
    'name a file in a folder that exists and can be written to',
    cause,
  );

const notAStore = (file: string, why: string) =>
  new CannotStart('event-store/not-a-store', `${file} is no event store: ${why}`, 'name another file');

const schemaOf = (database: Database, file: string): 'none' | 'ours' => {
  const { id, version, tables } = headerOf(database, file);
  if (id === 0 && version === 0 && tables === 0) return 'none';
  if (id !== applicationId) throw notAStore(file, 'it holds something else');
  if (version !== schemaVersion)
    throw notAStore(file, `its form is ${version}, and this is for form ${schemaVersion}`);
  return 'ours';
};

const headerOf = (database: Database, file: string) => {
  try {
    const one = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
    return {
      id: one('pragma application_id'),
      version: one('pragma user_version'),
      tables: one('select count(*) from sqlite_schema'),
    };
  } catch (error) {
    throw notAStore(file, error instanceof Error ? error.message : 'it cannot be read');
  }
};

/**
 * One server owns a file. The lock is SQLite's own, on a file beside it: it ends with the process, however that ends.
 * @returns gives it back
 * @throws CannotStart
 */
export const lockFile = (file: string): (() => void) => {
  const lock = opened(`${file}-owner`, false);
  try {
    lock.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive;');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? inUse(file) : unwritable(file, error);
  }
  return () => lock.close();
};

const inUse = (file: string) =>
  new CannotStart(
    'event-store/file-in-use',
    `${file} belongs to a running event store`,
    'stop that one first, or name another file',
  );

const sqliteBusy = 5;
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteBusy;
