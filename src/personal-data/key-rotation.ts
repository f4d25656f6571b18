/** The key-encryption key of today, and how it becomes yesterday's: every living key is wrapped anew, the old one dies. */
import { Buffer } from 'node:buffer';
import type { Sql, Transaction } from '../eventsourcing/database.ts';
import { daysAfter } from '../eventsourcing/days.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { type KeyEncryptionKeys, rotationDays } from './key-encryption-key.ts';

type Deps<S = Sql> = {
  readonly sql: S;
  readonly keyEncryptionKeys: KeyEncryptionKeys;
  /** ISO 8601, UTC */
  readonly clock: () => string;
};

export type Rotation = { readonly version: string; readonly rewrapped: number; readonly destroyed: number };

/**
 * The version that wraps now: made at the first call.
 * Within a transaction it stays in use until that ends, so that nothing is wrapped under what is being retired.
 */
export async function versionInUse({
  sql,
  keyEncryptionKeys,
  clock,
}: Deps<Sql | Transaction>): Promise<string> {
  for (;;) {
    const [row] = await sql<{ version: string }[]>`
      select version from key_encryption_key where retired_at is null for share`;
    if (row !== undefined) return row.version;
    const [older] = await sql`select from key_encryption_key limit 1`;
    if (older !== undefined) continue; // a rotation has just passed: look again
    const version = await keyEncryptionKeys.create();
    await sql`insert into key_encryption_key (version, created_at) values (${version}, ${clock()}) on conflict do nothing`;
  }
}

/** At the latest then the version of now is destroyed, and with it every older copy of the vault. ISO 8601 */
export async function backupsEnd({ sql }: Pick<Deps, 'sql'>): Promise<string> {
  const [row] = await sql<{ created_at: string }[]>`
    select created_at from key_encryption_key where retired_at is null`;
  if (row === undefined) throw new Fault('vault/key-encryption-key-missing');
  return daysAfter(row.created_at, rotationDays);
}

/** Asked once a day, it rotates before the week is over. @returns undefined if it was not due */
export async function rotateIfDue(deps: Deps): Promise<Rotation | undefined> {
  const due = daysAfter(await backupsEnd(deps), -1);
  return deps.clock() < due ? undefined : rotate(deps);
}

/**
 * Also finishes what a crash left half done: a key is wrapped by the old version or by the new one, and the old one
 * is destroyed when it wraps nothing any more. After it, make a backup: the older ones are closed for ever.
 */
export async function rotate(deps: Deps): Promise<Rotation> {
  const version = await deps.keyEncryptionKeys.create();
  await deps.sql.begin(async (tx) => {
    const now = deps.clock();
    await tx`select pg_advisory_xact_lock(hashtextextended('rotation', 0))`;
    await tx`update key_encryption_key set retired_at = ${now} where retired_at is null`;
    await tx`insert into key_encryption_key (version, created_at) values (${version}, ${now})`;
  });
  let rewrapped = 0;
  for (let batch = await rewrapBatch(deps); batch > 0; batch = await rewrapBatch(deps)) rewrapped += batch;
  return { version, rewrapped, destroyed: await destroyRetired(deps) };
}

const batchMax = 500;

/** In a transaction that locks its rows, so that two who rotate at once do not meet. */
function rewrapBatch({ sql, keyEncryptionKeys, clock }: Deps): Promise<number> {
  return sql.begin(async (tx) => {
    const version = await versionInUse({ sql: tx, keyEncryptionKeys, clock });
    const rows = await tx<{ kid: string; material: Uint8Array; wrapped_by: string }[]>`
      select kid, material, wrapped_by from key where wrapped_by <> ${version} limit ${batchMax} for update`;
    const anew = await Promise.all(
      rows.map(async ({ kid, material, wrapped_by }) => {
        const secret = await keyEncryptionKeys.unwrap(wrapped_by, kid, material);
        return { kid, material: Buffer.from(await keyEncryptionKeys.wrap(version, kid, secret)) };
      }),
    );
    const written = anew.map(
      ({ kid, material }) =>
        tx`update key set material = ${material}, wrapped_by = ${version} where kid = ${kid}`,
    );
    await Promise.all(written); // sent at once, done one after another
    return rows.length;
  });
}

async function destroyRetired({ sql, keyEncryptionKeys, clock }: Deps): Promise<number> {
  const retired = await sql<{ version: string }[]>`
    select version from key_encryption_key
    where retired_at is not null and destroyed_at is null
      and not exists (select from key where wrapped_by = version)`;
  for (const { version } of retired) {
    await keyEncryptionKeys.destroy(version);
    await sql`update key_encryption_key set destroyed_at = ${clock()} where version = ${version}`;
  }
  return retired.length;
}
