/** How numbers, dates and money are worded, everywhere the same: English, UTC, tax always inside the price. */
import type { Money } from './shapes.ts';

const formatted = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  return (iso: string): string => format.format(Date.parse(iso));
};

/** "24 November 2026", in text. @param iso ISO 8601, as everywhere here */
export const longDate = formatted({ day: 'numeric', month: 'long', year: 'numeric' });
/** "24 Nov 2026", in tables. */
export const shortDate = formatted({ day: 'numeric', month: 'short', year: 'numeric' });
/** "Friday, 27 November". */
export const weekday = formatted({ weekday: 'long', day: 'numeric', month: 'long' });
const dayMonth = formatted({ day: 'numeric', month: 'short' });
const clock = formatted({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = formatted({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** "21 Nov, 14:07", in logs and on tracks. */
export const moment = (iso: string): string => `${dayMonth(iso)}, ${clock(iso)}`;
/** "24 Nov 2026, 09:12 UTC": the zone is named where time is evidence. */
export const proofTime = (iso: string): string => `${shortDate(iso)}, ${clock(iso)} UTC`;
/** "09:12:41.61", to a hundredth of a second. */
export const exactClock = (iso: string): string =>
  `${seconds(iso)}.${String(Math.floor((Date.parse(iso) % 1000) / 10)).padStart(2, '0')}`;
/** "24 Nov 2026, 09:12:41.61 UTC". */
export const exactTime = (iso: string): string => `${shortDate(iso)}, ${exactClock(iso)} UTC`;

/** Whole days from one time to another; 1 where it is less than a day. */
export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.ceil((Date.parse(to) - Date.parse(from)) / 86_400_000));

const currencies = new Map<string, Intl.NumberFormat>();
function formatOf(currency: string): Intl.NumberFormat {
  const known = currencies.get(currency);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  currencies.set(currency, made);
  return made;
}

/** "€119.00". */
export const money = ({ cents, currency }: Money): string => formatOf(currency).format(cents / 100);

const counts = new Intl.NumberFormat('en-GB');
/** "1,840". */
export const count = (n: number): string => counts.format(n);

/** "of which 19 % VAT"; what is sent outside the European Union bears none (Directive 2006/112/EC Art. 146). */
export const vatShare = (rate: number): string =>
  rate === 0 ? 'No VAT outside the EU' : `of which ${rate} % VAT`;
/** "with 19 % VAT (€19.00)". */
export const vatWithin = (rate: number, vat: Money): string =>
  rate === 0 ? 'no VAT outside the EU' : `with ${rate} % VAT (${money(vat)})`;

/** "1 photo", "3 photos"; the plural is the singular with s unless it is told. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** "40 × 50 cm", which no line breaks. */
export const measures = (width: number, height: number, unit: 'cm' | 'px' = 'cm'): string =>
  `${width}\u00a0×\u00a0${height}\u00a0${unit}`;

/** "3.6 s". */
export const duration = (s: number): string => `${s.toFixed(s < 100 ? 1 : 0)} s`;

/** "62", of 100; never 100 before it is done. */
export const percent = (done: number, total: number): number =>
  total <= 0 ? 0 : Math.max(0, Math.min(100, Math.floor((100 * done) / total)));

/** "1.3 MB", "840 kB". */
export const bytes = (n: number): string =>
  n >= 1_000_000 ? `${(n / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.round(n / 1000))} kB`;

const words = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];
/** A number that begins a sentence: "Three", and figures above twelve. */
export const numeral = (n: number): string => words[n] ?? count(n);
