/** Keys as rows of the vault's table, and which of them a question means. */

import { assume } from '../eventsourcing/assume.ts';
import type { Sql, Transaction } from '../eventsourcing/database.ts';
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

/** As it was written by the vault, from a scope: so subject and category are what they are called. */
export const rowOf = ({ kid, subject, category, item, generation, expires_at, hold }: StoredKey): KeyRow =>
  assume({ kid, subject, category, item, generation, expiresAt: expires_at, hold });

export const heldRowOf = (row: StoredKey): HeldRow => ({
  ...rowOf(row),
  state: row.state === 'active' ? 'active' : 'destroying',
});

export const deadKeyOf = (row: StoredKey, state: DeadKey['state']): DeadKey => ({
  ...rowOf(row),
  state,
  because: row.because ?? 'erasure',
});

export const matching = (sql: Sql | Transaction, { subject, category, item }: Where) => sql`
  subject = ${subject}
  ${category === undefined ? sql`` : sql`and category = ${category}`}
  ${item === undefined ? sql`` : sql`and item is not distinct from ${item}`}`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isKid = (text: string): boolean => uuid.test(text);
