/** How numbers, dates and money are worded. */
import { expect, test } from 'bun:test';
import {
  bytes,
  counted,
  daysBetween,
  duration,
  exactTime,
  longDate,
  measures,
  moment,
  money,
  numeral,
  percent,
  proofTime,
  shortDate,
  weekday,
} from '../../src/web/components/format.ts';

const at = '2026-11-24T09:12:41.610Z';

test('dates are long in text, short in tables, and name their zone where they are evidence', () => {
  expect(longDate(at)).toBe('24 November 2026');
  expect(shortDate(at)).toBe('24 Nov 2026');
  expect(weekday(at)).toBe('Tuesday 24 November');
  expect(moment(at)).toBe('24 Nov, 09:12');
  expect(proofTime(at)).toBe('24 Nov 2026, 09:12 UTC');
  expect(exactTime(at)).toBe('24 Nov 2026, 09:12:41.61 UTC');
});

test('money has its sign and its cents', () => {
  expect(money({ cents: 11900, currency: 'EUR' })).toBe('€119.00');
  expect(money({ cents: 5, currency: 'GBP' })).toBe('£0.05');
});

test('numbers carry units, and no line breaks a measure', () => {
  expect(duration(3.61)).toBe('3.6 s');
  expect(bytes(51_516)).toBe('52 kB');
  expect(bytes(40_000_000)).toBe('40.0 MB');
  expect(counted(1, 'photo')).toBe('1 photo');
  expect(counted(1840, 'line')).toBe('1,840 lines');
  expect(measures(40, 50)).toBe('40\u00a0×\u00a050\u00a0cm');
  expect(numeral(3)).toBe('Three');
  expect(numeral(31)).toBe('31');
});

test('nothing is done before it is done', () => {
  expect(percent(1839, 1840)).toBe(99);
  expect(percent(1840, 1840)).toBe(100);
  expect(percent(1, 0)).toBe(0);
});

test('a day that has begun counts', () => {
  expect(daysBetween('2026-11-24T10:00:00Z', '2026-12-03T10:00:00Z')).toBe(9);
  expect(daysBetween('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z')).toBe(1);
});
