/** When what is held comes to its end: the register's retention rule, counted from a fact. */
import { daysAfter, monthsAfter, yearEndOf } from '../eventsourcing/days.ts';
import { type Category, entryOf } from './register.ts';
import type { Scope, Vault } from './vault.ts';

/** @param from ISO 8601, UTC: when the fact was told, or what the rule counts from @returns ISO 8601, UTC */
export function endOf(category: Category, from: string): string {
  const { retention } = entryOf(category);
  const start = retention.countedFrom === 'year-end' ? yearEndOf(from) : from;
  if ('keepDays' in retention) return daysAfter(start, retention.keepDays);
  return `${monthsAfter(start, retention.keepMonths)}${start.slice('yyyy-mm-dd'.length)}`;
}

/** Sets an end that only ever moves on; where a later one stands already, it stays. */
export async function prolong(
  vault: Pick<Vault, 'keysOf' | 'expire'>,
  scope: Scope,
  at: string,
): Promise<void> {
  const held = (await vault.keysOf([scope.subject])).filter(
    ({ category, item }) => category === scope.category && item === scope.item,
  );
  if (held.some(({ expiresAt }) => expiresAt < at) && !held.some(({ expiresAt }) => expiresAt > at))
    await vault.expire(scope, at);
}

/** Nothing counts down yet: a consent is in force, and it alone decides. */
export const noEnd = '9999-12-31T00:00:00.000Z';
