/** The database of what there is: buckets, every version of every object, unfinished uploads. The bytes lie beside. */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export type Catalogue = ReturnType<typeof openCatalogue>;

/** Files whose row is gone: whoever gets them removes them; a crash in between leaves them to the next start. */
export type Loose = readonly string[];

/** @param path of the database, or `:memory:` */
export function openCatalogue(path: string) {
  const db = new DatabaseSync(path);
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on'); // full: on disk, then answer
  db.exec(schema);
  return { all, run, transaction, files, close: () => db.close() };

  function all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return db.prepare(sql).all(...values);
  }

  function run(sql: string, ...values: SQLInputValue[]): void {
    db.prepare(sql).run(...values);
  }

  function transaction<T>(work: () => T): T {
    db.exec('begin immediate');
    try {
      const done = work();
      db.exec('commit');
      return done;
    } catch (cause) {
      db.exec('rollback');
      throw cause;
    }
  }

  /** Of every version and every part. */
  function files(): ReadonlySet<string> {
    return new Set(
      filesOf(all('select file from version where file is not null union all select file from part')),
    );
  }
}

/** Those that the rows of a deletion name: a marker has none. */
export const filesOf = (rows: readonly Row[]): Loose =>
  rows.flatMap(({ file }) => (typeof file === 'string' ? [file] : []));

const schema = `
  create table if not exists bucket (name text primary key, versioning text not null default '') strict;
  create table if not exists version (
    seq integer primary key autoincrement,
    bucket text not null references bucket, key text not null, id text not null, file text,
    bytes integer not null, etag text not null, crc32 text,
    content_type text not null, metadata text not null, created text not null,
    unique (bucket, key, id)
  ) strict;
  create index if not exists version_by_key on version (bucket, key, seq);
  create table if not exists upload (
    id text primary key, bucket text not null references bucket, key text not null,
    content_type text not null, metadata text not null, created text not null
  ) strict;
  create table if not exists part (
    upload text not null references upload on delete cascade, number integer not null,
    file text not null, bytes integer not null, etag text not null,
    primary key (upload, number)
  ) strict;`;
