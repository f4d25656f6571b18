/** What the desks work out by themselves, and what their code cannot do. */
import { expect, test } from 'bun:test';
import { Glob } from 'bun';
import * as fc from 'fast-check';
import type { PrintState } from '../../projections/order-desk.ts';
import { requestsByWeek, secondsToKeys } from '../../src/web/desks/audit/facts.ts';
import { lagsOf } from '../../src/web/desks/ops/lag.ts';
import { centsIn } from '../../src/web/desks/staff/acts.ts';
import { orderState, paymentState, printState } from '../../src/web/desks/staff/words.ts';

test('an amount that staff type in is whole cents, with a point or a comma; anything else is none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('.', ','), (cents, point) => {
      const typed = `${Math.trunc(cents / 100)}${point}${String(cents % 100).padStart(2, '0')}`;
      expect(centsIn(` ${typed} `)).toBe(cents);
    }),
  );
  for (const none of ['', '0', '0.00', '-1', '1e3', '1.234', '1.000,00', '€5', '0x10', '12345678', '٣'])
    expect(`${none}: ${centsIn(none)}`).toBe(`${none}: undefined`);
});

test('requests are counted in the week in which they were made, which begins on a Monday', () => {
  const asked = [
    ...(['2026-11-22T23:59:59.999Z', '2026-11-23T00:00:00.000Z'] as const).map((madeAt) => ({
      ...({ kind: 'copy', madeAt } as const),
    })),
    { kind: 'complaint', madeAt: '2020-01-01T00:00:00.000Z' } as const, // long ago
  ];
  const erased = [{ acceptedAt: '2026-11-24T09:00:00.000Z' }];
  const { labels, series, says } = requestsByWeek(asked, erased, '2026-11-24T10:00:00.000Z');
  expect(labels.slice(-2)).toEqual(['16 Nov', '23 Nov']);
  expect(series.map(({ values }) => values.slice(-2))).toEqual([
    [1, 1],
    [0, 0],
    [0, 1],
  ]);
  expect(says).toContain('between 0 and 2 requests a week');
});

test('how soon keys died is counted of the first round: a later one waited for an order', () => {
  const [acceptedAt, keysAt] = ['2026-11-24T09:12:41.200Z', '2026-11-24T09:12:41.610Z'];
  expect(secondsToKeys({ acceptedAt, keysAt, round: 0 })).toBeCloseTo(0.41);
  expect(secondsToKeys({ acceptedAt, keysAt, round: 1 })).toBeUndefined();
  expect(secondsToKeys({ acceptedAt, keysAt: null, round: 0 })).toBeUndefined();
});

test('of several prints the one that is furthest behind speaks for all, and a refused one first', () => {
  const of = (...states: readonly PrintState[]) =>
    printState({ prints: states.map((is, i) => ({ printOrderId: String(i), is })) }).state;
  expect(of()).toBe('None');
  expect(of('shipped', 'in-production')).toBe('In production');
  expect(of('shipped', 'refused', 'planned')).toBe('Refused');
  expect(of('shipped', 'cancelled')).toBe('Sent');
});

test('an order that waits for a person says so before anything else; so does a disputed payment', () => {
  expect(orderState({ status: 'fulfilled', isWaiting: true }).state).toBe('Needs a person');
  expect(orderState({ status: 'fulfilled', isWaiting: false }).state).toBe('Done');
  const paid = { payment: 'captured', refundedCents: 0, totalCents: 1900, needs: [] } as const;
  expect(paymentState(paid).state).toBe('Paid');
  expect(paymentState({ ...paid, refundedCents: 500 }).state).toBe('Refunded in part');
  expect(paymentState({ ...paid, refundedCents: 1900 }).state).toBe('Refunded');
  expect(paymentState({ ...paid, refundedCents: 1900, needs: ['disputed'] }).state).toBe('Disputed');
});

test('a reader is as far behind as the oldest event that it has not passed, and readers at one place are asked for once', async () => {
  const asked: bigint[] = [];
  const event = { created: '2026-11-24T09:00:00.000Z' };
  const lagOf = lagsOf(
    {
      clock: () => '2026-11-24T09:00:07.500Z',
      firstAfter: async (position) => {
        asked.push(position);
        return event;
      },
    },
    9n,
  );
  expect(await Promise.all([lagOf(3n), lagOf(3n), lagOf(9n), lagOf(null)])).toEqual([
    { says: '7.5 s', seconds: 7.5 },
    { says: '7.5 s', seconds: 7.5 },
    { says: 'up to date', seconds: 0 },
    { says: 'not built yet', seconds: 0 },
  ]);
  expect(asked).toEqual([3n]);
});

test('no file of the auditor’s and of the operators’ desks names anything that opens', async () => {
  const files = [...new Glob('src/web/desks/{audit,ops}/*').scanSync('.')];
  expect(files.length).toBeGreaterThanOrEqual(16);
  for (const file of files) {
    const names = /openAs|\.blobs\b|unseal|tokens\.(make|read)|links\./.exec(
      await Bun.file(file).text(),
    )?.[0];
    expect(`${file}: ${names}`).toBe(`${file}: undefined`);
  }
});
