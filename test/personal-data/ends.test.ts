/** How long things are kept, in days or in months of the calendar, and in the words of the privacy page. */
import { describe, expect, test } from 'bun:test';
import { endOf } from '../../src/personal-data/ends.ts';
import { durationOf, lasting } from '../../src/personal-data/periods.ts';

describe('what is held ends', () => {
  test.each([
    ['order.invoice', '2026-11-24T10:00:00.000Z', '2036-12-31T23:59:59.999Z'], // three leap years between
    ['order.delivery', '2027-01-01T00:00:00.000Z', '2030-12-31T23:59:59.999Z'],
    ['contact', '2026-11-24T10:00:00.000Z', '2028-11-24T10:00:00.000Z'], // a leap day between
    ['payment.reference', '2026-11-30T10:00:00.000Z', '2028-02-29T10:00:00.000Z'],
    ['abuse.score', '2026-08-31T10:00:00.000Z', '2027-02-28T10:00:00.000Z'],
    ['media.upload', '2028-02-15T10:00:00.000Z', '2028-03-16T10:00:00.000Z'],
  ] as const)('%s, told at %s, at %s', (category, from, end) => {
    expect(endOf(category, from)).toBe(end);
  });
});

test('a period is said and written down as long as it is', () => {
  const [days, months, years] = [{ keepDays: 30 }, { keepMonths: 15 }, { keepMonths: 120 }];
  expect([days, months, years].map(lasting)).toEqual(['30 days', '15 months', '10 years']);
  expect([days, months, years].map(durationOf)).toEqual(['P30D', 'P15M', 'P120M']);
  expect([{ keepDays: 1 }, { keepMonths: 1 }, { keepMonths: 12 }].map(lasting)).toEqual([
    'one day',
    'one month',
    'one year',
  ]);
});
