/** Calendar arithmetic on times that are given, in UTC: the one place that makes a `Date`, and never of now. */

const msPerDay = 86_400_000;

/** @param time ISO 8601 @returns ISO 8601, UTC */
export const daysAfter = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * msPerDay).toISOString();

/** The last moment of the year in which a time falls. */
export const yearEndOf = (time: string): string => `${time.slice(0, 4)}-12-31T23:59:59.999Z`;

/**
 * The same day so many months later, or the last of a month that has no such day (Regulation (EEC) 1182/71, Art. 3).
 * @param day ISO 8601, a time or a day @returns a day
 */
export function monthsAfter(day: string, months: number): string {
  const from = new Date(`${day.slice(0, 'yyyy-mm-dd'.length)}T00:00:00Z`);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const to = Date.UTC(year, month, Math.min(from.getUTCDate(), last));
  return new Date(to).toISOString().slice(0, 'yyyy-mm-dd'.length);
}
