/** Reads the log: by position, by revision, by event id. Knows nothing of what may be seen. */
import type { StatementSync } from 'node:sqlite';
import type { Database } from './database.ts';
import type { LogRecord } from './record.ts';

/** Some records in order. `more`: the page was full, so that there may be others behind it. */
export type Page = { readonly records: readonly LogRecord[]; readonly more: boolean };

export type Revisions = {
  /** inclusive */
  readonly first: number;
  /** inclusive */
  readonly last: number;
  /** Events made before this time are left out. */
  readonly createdFromUs: number;
};

export type EventLog = {
  /** @param position inclusive */
  forwards(position: number, limit: number): Page;
  /** @param position exclusive */
  backwards(position: number, limit: number): Page;
  streamForwards(number: number, range: Revisions, limit: number): Page;
  streamBackwards(number: number, range: Revisions, limit: number): Page;
  at(position: number): LogRecord | undefined;
  byRevision(number: number, revision: number): LogRecord | undefined;
  lastOf(number: number): LogRecord | undefined;
  idAt(number: number, revision: number): Uint8Array | undefined;
  /** The latest revision under which the stream holds this id. */
  revisionOf(number: number, id: Uint8Array): number | undefined;
  last(): LogRecord | undefined;
};

/** A page ends at this many bytes, so that large events do not fill the memory. */
const pageBytes = 512 * 1024;

export const eventLog = (database: Database): EventLog => {
  const query = (sql: string) => database.prepare(`select ${columns} ${from} ${sql}`);
  const range = 'where event.stream = ? and revision between ? and ? and created >= ?';
  const forwards = query('where position >= ? order by position limit ?');
  const backwards = query('where position < ? order by position desc limit ?');
  const streamForwards = query(`${range} order by revision limit ?`);
  const streamBackwards = query(`${range} order by revision desc limit ?`);
  const at = query('where position = ?');
  const byRevision = query('where event.stream = ? and revision = ?');
  const lastOf = query('where event.stream = ? order by revision desc limit 1');
  const last = query('order by position desc limit 1');
  const idAt = database.prepare('select id from event where stream = ? and revision = ?');
  const revisionOf = database.prepare(
    // left to choose, SQLite looks through the whole stream from its end
    'select max(revision) as revision from event indexed by event_by_id where stream = ? and id = ?',
  );
  return {
    forwards: (position, limit) => page(forwards, [position], limit),
    backwards: (position, limit) => page(backwards, [position], limit),
    streamForwards: (number, { first, last, createdFromUs }, limit) =>
      page(streamForwards, [number, first, last, createdFromUs], limit),
    streamBackwards: (number, { first, last, createdFromUs }, limit) =>
      page(streamBackwards, [number, first, last, createdFromUs], limit),
    at: (position) => one(at, position),
    byRevision: (number, revision) => one(byRevision, number, revision),
    lastOf: (number) => one(lastOf, number),
    idAt: (number, revision) => {
      const id = idAt.get(number, revision)?.['id'];
      return id instanceof Uint8Array ? id : undefined;
    },
    revisionOf: (number, id) => {
      const found = revisionOf.get(number, id)?.['revision'];
      return typeof found === 'number' ? found : undefined;
    },
    last: () => one(last),
  };
};

const columns = 'position, stream.name as stream, revision, id, type, json, created, data, metadata';
const from = 'from event join stream on stream.number = event.stream';

const page = (statement: StatementSync, values: readonly number[], limit: number): Page => {
  const records: LogRecord[] = [];
  let bytes = 0;
  for (const row of statement.iterate(...values, limit)) {
    const record = recordOf(row);
    records.push(record);
    bytes += record.data.length + record.metadata.length;
    if (bytes > pageBytes) return { records, more: true };
  }
  return { records, more: records.length === limit };
};

const one = (statement: StatementSync, ...values: readonly number[]): LogRecord | undefined => {
  const row = statement.get(...values);
  return row === undefined || row === null ? undefined : recordOf(row);
};

const recordOf = (row: { readonly [column: string]: unknown }): LogRecord => ({
  position: Number(row['position']),
  stream: String(row['stream']),
  revision: Number(row['revision']),
  id: octets(row['id']),
  type: String(row['type']),
  isJson: row['json'] === 1,
  createdUs: Number(row['created']),
  data: octets(row['data']),
  metadata: octets(row['metadata']),
});

const none = new Uint8Array(0);
const octets = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : none);
