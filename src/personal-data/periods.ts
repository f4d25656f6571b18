/** How long things are kept: periods, in words and in numbers, and those that the effects keep that move an end. */

/** Months are the calendar's: a law that says ten years means the day, leap years or not. */
export type Period = { readonly keepDays: number } | { readonly keepMonths: number };

/** As people say it. */
export function lasting(period: Period): string {
  if ('keepDays' in period) return counted(period.keepDays, 'day');
  const { keepMonths } = period;
  return keepMonths % 12 === 0 ? counted(keepMonths / 12, 'year') : counted(keepMonths, 'month');
}
const counted = (count: number, unit: string): string => (count === 1 ? `one ${unit}` : `${count} ${unit}s`);

/** As an `xsd:duration` (ISO 8601). */
export const durationOf = (period: Period): string =>
  'keepDays' in period ? `P${period.keepDays}D` : `P${period.keepMonths}M`;

/** A portrait that was bought, and its recipe: so that it can be printed again. */
export const boughtPortraitDays = 90;

/** While an order needs a thing: longer than any order takes; the order's end sets the true date. */
export const openOrderDaysMax = 365;

/** Whoever is asked for a consent anew has so long to answer before what it kept comes to its ordinary end. */
export const answerDays = 30;

/** A copy of somebody's data waits for them. */
export const copyDays = 7;
