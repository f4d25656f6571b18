/** When what is held comes to its end: the register's retention rule, counted from a fact. */
import { daysAfter, monthsAfter, yearEndOf } from '../eventsourcing/days.ts';
import { type Category, entryOf } from './register.ts';

/** @param from ISO 8601, UTC: when the fact was told, or what the rule counts from @returns ISO 8601, UTC */
export function endOf(category: Category, from: string): string {
  const { retention } = entryOf(category);
  const start = retention.countedFrom === 'year-end' ? yearEndOf(from) : from;
  if ('keepDays' in retention) return daysAfter(start, retention.keepDays);
  return `${monthsAfter(start, retention.keepMonths)}${start.slice('yyyy-mm-dd'.length)}`;
}

/** Nothing counts down yet: a consent is in force, and it alone decides. */
export const noEnd = '9999-12-31T00:00:00.000Z';
