/** The keys that seal, and the key that wraps them: counted, never shown; for whoever keeps them. */
import type { Sql } from '../eventsourcing/database.ts';
import { daysAfter } from '../eventsourcing/days.ts';
import { rotationDays } from './key-encryption-key.ts';
import type { Vault } from './vault.ts';

export type KeyVersion = {
  readonly version: string;
  readonly created_at: string;
  readonly retired_at: string | null;
  readonly destroyed_at: string | null;
};

export type KeyStatus = {
  /** Of the key-encryption key, oldest first. */
  readonly versions: readonly KeyVersion[];
  readonly states: readonly { readonly state: string; readonly count: number; readonly held: number }[];
  readonly fences: number;
  /** Past their end and under no hold. */
  readonly overdue: number;
  /** Whether one of them is past its end by more than an hour: the retention does not run. */
  readonly isLate: boolean;
  readonly inUse: KeyVersion | undefined;
  /** ISO 8601, UTC; null before the first fact */
  readonly rotateBy: string | null;
};

type Deps = { readonly sql: Sql; readonly vault: Pick<Vault, 'overdue'>; readonly clock: () => string };

export async function keyStatus({ sql, vault, clock }: Deps): Promise<KeyStatus> {
  const versions = await sql<KeyVersion[]>`
    select version, created_at, retired_at, destroyed_at from key_encryption_key order by created_at`;
  const states = await sql<{ state: string; count: number; held: number }[]>`
    select state, count(*)::int as count, (count(*) filter (where hold))::int as held from key group by state order by state`;
  const [fences] = await sql<{ count: number }[]>`select count(*)::int as count from fence`;
  const overdue = (await vault.overdue(clock())).filter(({ hold }) => !hold);
  const inUse = versions.find(({ retired_at }) => retired_at === null);
  const anHourAgo = daysAfter(clock(), -1 / 24);
  return {
    ...{ versions, states, fences: fences?.count ?? 0, overdue: overdue.length, inUse },
    isLate: overdue.some(({ expiresAt }) => expiresAt < anHourAgo),
    rotateBy: inUse === undefined ? null : daysAfter(inUse.created_at, rotationDays),
  };
}
