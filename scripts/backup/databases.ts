/** What of the two databases cannot be replayed: how far effects have read and what they still have to do; and the vault. */
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Sql } from '../../src/eventsourcing/database.ts';
import { createQueues, jobsSchema, startBoss } from '../../src/eventsourcing/pg-boss-queue.ts';
import { effects } from '../../src/processes/index.ts';
import { insertAll, readRows, selectAll, writeRows } from './rows.ts';

const readers = "kind in ('process', 'effect')"; // read models are built anew from the log
const tables = [
  ['checkpoints.jsonl', 'progress.checkpoints', readers],
  ['skipped.jsonl', 'progress.skipped', 'true'],
] as const;

/** Without it, effects would read the log from its beginning, and write every letter again. */
export const shopFiles: readonly string[] = [
  ...tables.map(([file]) => file),
  'sequences.jsonl',
  'jobs.jsonl',
];

const selectSequences = `select json_build_object('name', sequencename, 'last', last_value) as row
  from pg_sequences where schemaname = 'public' and last_value is not null`;
const selectJobs = `select json_build_object('name', name, 'id', id, 'data', data, 'startAfter', start_after) as row
  from ${jobsSchema}.job where state in ('created', 'retry', 'active', 'failed')
    and data is not null`; // what is done by the calendar comes round again

/** In one moment, and before the log: what it has not read yet, it reads again under the same ids. */
export const writeShop = (sql: Sql, folder: string): Promise<number> =>
  sql.begin('isolation level repeatable read read only', async (tx) => {
    for (const [file, table, where] of tables)
      await writeRows(tx, selectAll(table, where), join(folder, file));
    await writeRows(tx, selectSequences, join(folder, 'sequences.jsonl'));
    return writeRows(tx, selectJobs, join(folder, 'jobs.jsonl'));
  });

/** Numbers that were given since the backup was made are not given again: people have letters with them. */
const numbersLost = 1000;

/** @returns how many jobs are to be done again */
export async function readShop(sql: Sql, url: string, folder: string): Promise<number> {
  await sql.begin(async (tx) => {
    for (const [file, table, where] of tables) {
      await tx.unsafe(`delete from ${table} where ${where}`);
      await readRows(tx, insertAll(table), join(folder, file));
    }
    const set = `select setval(('public.' || quote_ident(name))::regclass, last + ${numbersLost})
      from json_to_recordset($1::text::json) as one (name text, last bigint)`;
    await readRows(tx, set, join(folder, 'sequences.jsonl'));
  });
  return readJobs(url, join(folder, 'jobs.jsonl'));
}

const Job = z.object({
  name: z.string(),
  id: z.uuid(),
  data: z.record(z.string(), z.unknown()).nullable(),
  startAfter: z.string(),
});

async function readJobs(url: string, file: string): Promise<number> {
  const boss: PgBoss = await startBoss(url, () => {});
  try {
    await createQueues(boss, effects);
    const known = new Set(effects.map(({ name }) => name));
    const lines = (await Bun.file(file).text()).split('\n').filter((line) => line !== '');
    const jobs = lines.map((line) => Job.parse(JSON.parse(line))).filter(({ name }) => known.has(name));
    for (const { name, id, data, startAfter } of jobs)
      if (data !== null) await boss.insert(name, [{ id, data, startAfter }]);
    return jobs.length;
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** In the order in which they refer to each other. The look-up is left out: it is learned anew from what still opens. */
const vaultTables = [
  'key_encryption_key',
  'key',
  'fence',
  'reconciliation',
  'account_person',
  'passkey',
] as const;
export const vaultFiles: readonly string[] = vaultTables.map((table) => `${table}.jsonl`);

/** In one moment, and after the log: so every key of the log is in it. */
export const writeVault = (sql: Sql, folder: string): Promise<number> =>
  sql.begin('isolation level repeatable read read only', async (tx) => {
    let keys = 0;
    for (const table of vaultTables) {
      const count = await writeRows(tx, selectAll(table), join(folder, `${table}.jsonl`));
      if (table === 'key') keys = count;
    }
    return keys;
  });

export const readVault = (sql: Sql, folder: string): Promise<void> =>
  sql.begin(async (tx) => {
    for (const table of vaultTables.toReversed()) await tx`delete from ${tx(table)}`;
    await tx`delete from look_up`;
    await tx`delete from given_address`;
    for (const table of vaultTables) await readRows(tx, insertAll(table), join(folder, `${table}.jsonl`));
  });

/** The versions of the key-encryption key that a vault's backup is wrapped under. */
export async function wrappedBy(folder: string): Promise<readonly string[]> {
  const versions = new Set<string>();
  for (const line of (await Bun.file(join(folder, 'key.jsonl')).text()).split('\n')) {
    const by =
      line === '' ? null : z.object({ wrapped_by: z.string().nullable() }).parse(JSON.parse(line)).wrapped_by;
    if (by !== null) versions.add(by);
  }
  return [...versions];
}
