/** Brings a database to today's shape: numbered files of SQL, forward only, each once and whole. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql, Transaction } from './database.ts';
import { Fault } from './fault.ts';

/**
 * @param folder of files that are called `0001-….sql`, in their order
 * @returns the names of those that had not been there
 * @throws Fault migration/changed: one that was applied reads differently today
 */
export async function migrate(sql: Sql, folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).toSorted();
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('migrate', 0))`; // several processes may start at once
    await tx`create table if not exists public.migrations
      (name text primary key, digest text not null, applied_at timestamptz not null default now())`;
    const applied: string[] = [];
    for (const name of files)
      if (await applyTo(tx, name, await readFile(join(folder, name), 'utf8'))) applied.push(name);
    return applied;
  });
}

async function applyTo(tx: Transaction, name: string, text: string): Promise<boolean> {
  const digest = createHash('sha256').update(text).digest('hex');
  const [there] = await tx<{ digest: string }[]>`select digest from public.migrations where name = ${name}`;
  if (there !== undefined && there.digest !== digest) throw new Fault('migration/changed', { name });
  if (there !== undefined) return false;
  await tx.unsafe(text);
  await tx`insert into public.migrations (name, digest) values (${name}, ${digest})`;
  return true;
}
