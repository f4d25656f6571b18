/** A search for what must not be there: byte by byte in every file, value by value in every table, in every spelling. */
import { Database } from 'bun:sqlite';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { database } from '../src/eventsourcing/database.ts';

/** @param secret text, or bytes of a picture */
export function spellings(secret: string | Uint8Array): readonly Buffer[] {
  const texts = typeof secret === 'string' ? [secret, secret.toLowerCase(), encodeURIComponent(secret)] : [];
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]); // wherever in a longer text it begins
    return [padded.toString('base64'), padded.toString('base64url')].map((text) =>
      text.replaceAll('=', '').slice(shift === 0 ? 0 : 4, -4),
    );
  });
  const hex = bytes.toString('hex');
  const all = [...texts, hex, hex.toUpperCase(), ...base64].map((text) => Buffer.from(text));
  const wanted = typeof secret === 'string' ? all : [bytes, ...all];
  const distinct = new Map(wanted.map((needle) => [needle.toString('latin1'), needle]));
  return [...distinct.values()].filter((needle) => needle.length >= 6);
}

export type Looked = { readonly found: readonly string[]; readonly files: number; readonly values: number };

/** @param except folders of outside companies, which are not ours to search */
export async function searchFiles(
  folder: string,
  needles: readonly Buffer[],
  except: readonly string[] = [],
): Promise<Pick<Looked, 'found' | 'files'>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !except.some((one) => path.startsWith(join(folder, one))));
  const found: string[] = [];
  let files = 0;
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => undefined); // a server removed it meanwhile
    if (bytes === undefined) continue;
    files++;
    found.push(...hits(path, bytes, needles));
  }
  return { found, files };
}

export const hits = (where: string, bytes: Buffer, needles: readonly Buffer[]): readonly string[] =>
  needles
    .filter((needle) => bytes.includes(needle))
    .map((needle) => `${where}: ${needle.toString('latin1')}`);

/** Every row of every table of a database, as text: what PostgreSQL keeps compressed is legible here. */
export async function searchDatabase(
  url: string,
  needles: readonly Buffer[],
): Promise<Pick<Looked, 'found' | 'values'>> {
  const sql = database(url, { connectionsMax: 1 });
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
  const found: string[] = [];
  let values = 0;
  for (const { name } of tables)
    for (const { row } of await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`)) {
      values++;
      found.push(...hits(`table ${name}`, Buffer.from(row), needles));
    }
  await sql.end({ timeout: 1 });
  return { found, values };
}

/** Likewise the event log. */
export function searchLog(file: string, needles: readonly Buffer[]): Pick<Looked, 'found' | 'values'> {
  const log = new Database(file, { readonly: true });
  const found: string[] = [];
  let values = 0;
  const tables = log.query<{ name: string }, []>("select name from sqlite_master where type = 'table'").all();
  for (const { name } of tables)
    for (const row of log.query<Record<string, unknown>, []>(`select * from "${name}"`).all())
      for (const value of Object.values(row)) {
        values++;
        const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
        found.push(...hits(`events.db ${name}`, bytes, needles));
      }
  log.close();
  return { found, values };
}
