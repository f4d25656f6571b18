/** Keys as rows of the vault's table, and which of them a question means. */
import type { Sql, Transaction } from '../eventsourcing/database.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { SubjectRef } from './opaque.ts';
import { categories } from './register.ts';
import type { DeadKey, HeldRow, KeyRow, Where } from './vault.ts';

export type StoredKey = {
  readonly kid: string;
  readonly subject: string;
  readonly category: string;
  readonly item: string | null;
  readonly generation: number;
  readonly expires_at: string;
  readonly hold: boolean;
  readonly state: 'active' | 'destroying' | 'destroyed';
  readonly because: 'erasure' | 'retention' | null;
  readonly material: Uint8Array | null;
  readonly wrapped_by: string | null;
};

/** The columns that every page may see: all but the material. */
export const open = [
  'kid',
  'subject',
  'category',
  'item',
  'generation',
  'expires_at',
  'hold',
  'state',
  'because',
];

/** @throws Fault vault/unknown-category: one that still has keys stays in the register */
export function rowOf({ kid, subject, category, item, generation, expires_at, hold }: StoredKey): KeyRow {
  const known = categories.find((one) => one === category);
  if (known === undefined) throw new Fault('vault/unknown-category', { kid, category });
  const scope = { subject: SubjectRef.parse(subject), category: known, item };
  return { kid, ...scope, generation, expiresAt: expires_at, hold };
}

export const heldRowOf = (row: StoredKey): HeldRow => ({
  ...rowOf(row),
  state: row.state === 'active' ? 'active' : 'destroying',
});

export const deadKeyOf = (row: StoredKey, state: DeadKey['state']): DeadKey => ({
  ...rowOf(row),
  state,
  because: row.because ?? 'erasure',
});

export const matching = (sql: Sql | Transaction, { subject, category, item, upTo }: Where) => sql`
  subject = ${subject}
  ${category === undefined ? sql`` : sql`and category = ${category}`}
  ${item === undefined ? sql`` : sql`and item is not distinct from ${item}`}
  ${upTo === undefined ? sql`` : sql`and generation <= ${upTo}`}`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isKid = (text: string): boolean => uuid.test(text);
