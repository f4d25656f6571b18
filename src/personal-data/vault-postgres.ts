/** The vault in PostgreSQL: a row per key, its secret wrapped under what is not in the database. */
import { Buffer } from 'node:buffer';
import { generateKeySync } from 'node:crypto';
import type { Sql, Transaction } from '../eventsourcing/database.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { endOf } from './ends.ts';
import { type KeyCache, keyCache } from './key-cache.ts';
import type { KeyEncryptionKeys } from './key-encryption-key.ts';
import { versionInUse } from './key-rotation.ts';
import { deadKeyOf, heldRowOf, isKid, matching, open, rowOf, type StoredKey } from './key-rows.ts';
import { type Category, isKeyedByItem } from './register.ts';
import type { ActiveKey, HeldRow, Key, KeyRow, Reason, Scope, Vault, Where } from './vault.ts';
import { hasEnded } from './vault.ts';

export type VaultDeps = {
  readonly sql: Sql;
  readonly keyEncryptionKeys: KeyEncryptionKeys;
  /** ISO 8601, UTC */
  readonly clock: () => string;
  /** UUIDs */
  readonly ids: () => string;
};

/**
 * @returns the vault, listening for what other processes condemn
 * @throws Fault vault/key-encryption-key-missing: the wrong folder of keys, or a lost one
 */
export async function openVault(deps: VaultDeps): Promise<Vault & { close(): Promise<void> }> {
  await mustWrap(deps);
  const cache = keyCache();
  const { unlisten } = await deps.sql.listen(channel, cache.evict, cache.clear); // cleared whenever it begins to hear
  const it = { ...deps, cache };
  return {
    keyFor: (scope) => keyFor(it, scope),
    renew: (key) => renew(it, key),
    find: (kid) => find(it, kid),
    expire: (where, at) => expire(it, where, at),
    fence: (subject, category, item = null) => fence(it, { subject, category, item }),
    hold: (where, held) => hold(it, where, held),
    condemn: (where, because) => condemn(it, where, because),
    condemnEnded: (at, max) => condemnEnded(it, at, max),
    shred: (kids) => shred(it, kids),
    keysOf: (subjects) => held(it, it.sql`subject = any(${subjects}::uuid[])`),
    overdue: (at) =>
      held(
        it,
        it.sql`(state = 'active' and expires_at <= ${at}) or (state = 'destroying' and because = 'retention')`,
      ),
    holds: () => held(it, it.sql`hold`),
    close: unlisten,
  };
}

async function mustWrap(deps: VaultDeps): Promise<void> {
  const tried = generateKeySync('aes', { length: 256 });
  await deps.keyEncryptionKeys.wrap(await versionInUse(deps), 'a trial', tried);
}

type Opened = VaultDeps & { readonly cache: KeyCache };

const channel = 'vault';

async function keyFor(it: Opened, scope: Scope): Promise<ActiveKey> {
  const cached = it.cache.ofScope(scope);
  if (cached !== undefined && !hasEnded(cached, it.clock())) return cached;
  const asOf = it.cache.evictions();
  const key = (await usable(it, it.sql, scope)) ?? (await mint(it, scope));
  it.cache.putLatest(key, asOf);
  return key;
}

/** @returns undefined if a new generation must begin @throws Fault vault/fenced */
async function usable(it: Opened, sql: Sql | Transaction, scope: Scope): Promise<ActiveKey | undefined> {
  const { subject, category, item } = scope;
  const fences = await sql`select from fence
    where subject = ${subject} and category = ${category} and (item is null or item = ${item})`;
  const [latest] = await sql<StoredKey[]>`
    select * from key where ${matching(sql, { subject, category, item })} order by generation desc limit 1`;
  if (fences.length > 0 || isErasedItem(category, latest))
    throw new Fault('vault/fenced', { subject, category });
  if (latest?.state !== 'active' || latest.expires_at <= it.clock()) return undefined;
  return activeKeyOf(it, latest);
}

/** A photo that somebody had erased is not sealed again; their next photo is another. */
const isErasedItem = (category: Category, latest: StoredKey | undefined): boolean =>
  isKeyedByItem(category) && latest?.because === 'erasure';

/** Under a lock on category and subject: so two first facts share a key, and a fence comes before or after. */
const mint = (it: Opened, scope: Scope, after = -1): Promise<ActiveKey> =>
  it.sql.begin(async (tx) => {
    await lock(tx, scope);
    const there = await usable(it, tx, scope);
    if (there !== undefined && there.generation > after) return there;
    const { subject, category, item } = scope;
    const version = await versionInUse({ ...it, sql: tx });
    const [kid, secret, now] = [it.ids(), generateKeySync('aes', { length: 256 }), it.clock()];
    const material = Buffer.from(await it.keyEncryptionKeys.wrap(version, kid, secret));
    const [row] = await tx<StoredKey[]>`
      insert into key (kid, subject, category, item, generation, minted_at, expires_at, material, wrapped_by)
      select ${kid}, ${subject}, ${category}, ${item}, coalesce(max(generation) + 1, 0), ${now}::timestamptz,
        ${endOf(category, now)}::timestamptz, ${material}, ${version}
      from key where ${matching(tx, { subject, category, item })}
      returning *`;
    if (row === undefined) throw new Fault('vault/unknown-key', { kid });
    return { ...rowOf(row), state: 'active', secret };
  });

async function renew(
  it: Opened,
  { subject, category, item, generation }: Pick<KeyRow, keyof Scope | 'generation'>,
): Promise<ActiveKey> {
  const key = await mint(it, { subject, category, item }, generation);
  await changing(it, subject, async () => {}); // every process lets go of the old one
  return key;
}

const lock = (tx: Transaction, { subject, category }: Omit<Scope, 'item'>) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`${subject} ${category}`}, 0))`;

async function find(it: Opened, kid: string): Promise<Key> {
  const cached = it.cache.find(kid);
  if (cached !== undefined) return cached;
  const asOf = it.cache.evictions();
  const [row] = isKid(kid) ? await it.sql<StoredKey[]>`select * from key where kid = ${kid}` : [];
  if (row === undefined) throw new Fault('vault/unknown-key', { kid });
  if (row.state !== 'active') return deadKeyOf(row, row.state);
  const key = await activeKeyOf(it, row);
  it.cache.put(key, asOf);
  return key;
}

async function activeKeyOf({ keyEncryptionKeys }: Opened, row: StoredKey): Promise<ActiveKey> {
  const { kid, material, wrapped_by } = row;
  if (material === null || wrapped_by === null) throw new Fault('vault/unknown-key', { kid });
  return {
    ...rowOf(row),
    state: 'active',
    secret: await keyEncryptionKeys.unwrap(wrapped_by, kid, material),
  };
}

const expire = (it: Opened, where: Where, at: string): Promise<void> =>
  changing(it, where.subject, async (tx) => {
    await tx`update key set expires_at = ${at}
      where ${matching(tx, where)} and state = 'active' and expires_at > ${it.clock()}`;
  });

const fence = (it: Opened, { subject, category, item }: Scope): Promise<void> =>
  changing(it, subject, async (tx) => {
    await lock(tx, { subject, category });
    await tx`insert into fence (subject, category, item, fenced_at)
      values (${subject}, ${category}, ${item}, ${it.clock()}) on conflict do nothing`;
  });

const hold = (it: Opened, where: Where, held: boolean): Promise<void> =>
  changing(it, where.subject, async (tx) => {
    await tx`update key set hold = ${held} where ${matching(tx, where)} and state = 'active'`;
  });

const condemn = (it: Opened, where: Where, because: Reason): Promise<readonly string[]> =>
  changing(it, where.subject, async (tx) => {
    const rows = await tx<StoredKey[]>`
      update key set state = 'destroying', because = ${because}
      where ${matching(tx, where)} and state = 'active' and not hold
      returning *`;
    return rows.toSorted((a, b) => a.generation - b.generation).map(({ kid }) => kid);
  });

const condemnEnded = (it: Opened, at: string, max: number): Promise<readonly string[]> =>
  changing(it, everybody, async (tx) => {
    const rows = await tx<StoredKey[]>`
      update key set state = 'destroying', because = 'retention'
      where kid in (
        select kid from key where state = 'active' and not hold and expires_at <= ${at}
        order by expires_at limit ${max} for update skip locked)
      returning *`;
    return rows.map(({ kid }) => kid);
  });

async function shred(it: Opened, kids: readonly string[]): Promise<void> {
  const known = await it.sql`select from key where kid = any(${kids.filter(isKid)}::uuid[])`;
  if (known.length < new Set(kids).size)
    throw new Fault('vault/unknown-key', { asked: kids.length, known: known.length });
  await changing(it, everybody, async (tx) => {
    await tx`update key set state = 'destroyed', destroyed_at = ${it.clock()}, material = null, wrapped_by = null
      where kid = any(${kids}::uuid[]) and state = 'destroying'`;
  });
}

const everybody = '';

/** Tells every process, ours first, when it is done and not before: a notification is part of its transaction. */
async function changing<T>({ sql, cache }: Opened, subject: string, change: (tx: Transaction) => Promise<T>) {
  const done = await sql.begin(async (tx) => {
    const changed = await change(tx);
    await tx`select pg_notify(${channel}, ${subject})`;
    return { changed };
  });
  if (subject === everybody) cache.clear();
  else cache.evict(subject);
  return done.changed;
}

async function held({ sql }: Opened, which: ReturnType<Sql>): Promise<readonly HeldRow[]> {
  const rows = await sql<StoredKey[]>`
    select ${sql(open)} from key where state <> 'destroyed' and (${which})
    order by subject, category, item nulls first, generation`;
  return rows.map(heldRowOf);
}
