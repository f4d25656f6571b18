/** Calendar arithmetic on times that are given, in UTC: the one place that makes a `Date`, and never of now. */

const msPerDay = 86_400_000;

/** @param time ISO 8601 @returns ISO 8601, UTC */
export const daysAfter = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * msPerDay).toISOString();

/** The first moment of the year after the one in which a time falls. */
export const yearEndOf = (time: string): string => `${Number(time.slice(0, 4)) + 1}-01-01T00:00:00.000Z`;
