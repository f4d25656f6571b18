/** Tables as lines of JSON, and back: in a form that PostgreSQL itself reads and writes. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Querying, Sql } from '../../src/eventsourcing/database.ts';

const batchMax = 1000;

/** @param select of ours, that gives one JSON value per row as `row` @returns how many */
export async function writeRows(sql: Querying, select: string, file: string): Promise<number> {
  const out = createWriteStream(file, { mode: 0o600 });
  let count = 0;
  for await (const rows of sql.unsafe<{ row: object }[]>(select).cursor(batchMax)) {
    count += rows.length;
    const lines = rows.map(({ row }) => `${JSON.stringify(row)}\n`).join('');
    if (!out.write(lines)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return count;
}

/** @param insert takes a JSON array as its first parameter @returns how many */
export async function readRows(sql: Querying, insert: string, file: string): Promise<number> {
  let [count, lines]: [number, string[]] = [0, []];
  const flush = async () => {
    if (lines.length > 0) await sql.unsafe(insert, [`[${lines.join(',')}]`]);
    count += lines.length;
    lines = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    lines.push(line);
    if (lines.length === batchMax) await flush();
  }
  await flush();
  return count;
}

export const selectAll = (table: string, where = 'true'): string =>
  `select row_to_json(stored) as row from ${table} as stored where ${where}`;
export const insertAll = (table: string): string =>
  `insert into ${table} select * from json_populate_recordset(null::${table}, $1::text::json)`;

/** Everything in a database, ours and the queue's, so that it is built anew. */
export async function emptyDatabase(sql: Sql): Promise<void> {
  const schemas = await sql<{ name: string }[]>`
    select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$)'`;
  for (const { name } of schemas) await sql`drop schema ${sql(name)} cascade`;
  await sql`create schema public`;
}
