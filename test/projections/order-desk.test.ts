/** Every order as a desk sees it: all its axes in one row, what is promised until when, and why a person must look. */
import { describe, expect, test } from 'bun:test';
import {
  deskOrderByNumber,
  deskOrdersOf,
  newestOrders,
  openOrders,
  orderDesk,
  waitingOrders,
} from '../../projections/order-desk.ts';
import { daysAfter } from '../../src/eventsourcing/days.ts';
import {
  blob,
  labOrderId,
  line,
  masterId,
  order as orderFacts,
  orderId,
  payer,
  paymentId,
  printOrderId,
  refundId,
} from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const placed = (name = 'gift', of: Parameters<typeof orderFacts>[1] = {}) => ({
  ...{ type: 'OrderPlaced', ...orderFacts(name, of) },
});
const confirmed = (name = 'gift', of: Parameters<typeof orderFacts>[1] = {}) => {
  const { lines, shippingMethod, fileAtOnce } = orderFacts(name, of);
  return { type: 'OrderConfirmed', orderId: orderId(name), lines, shippingMethod, fileAtOnce };
};
const fulfilled = (name = 'gift') => ({ type: 'OrderFulfilled', orderId: orderId(name), photoIds: [] });
const cancelled = { type: 'OrderCancelled', orderId: orderId(), reason: 'by-shop', photoIds: [] };
const money = { paymentId: paymentId(), orderId: orderId() };
const captured = { type: 'PaymentCaptured', ...money, amountCents: 12_590, payer: payer('cs_1', 'pi_1') };
const opened = { ...captured, type: 'PaymentOpened', currency: 'EUR' };
const refund = { ...money, refundId: refundId('a') };
const of = { printOrderId: printOrderId(), orderId: orderId() };
const { labSku, variant } = line();
const planned = {
  type: 'PrintOrderPlanned',
  ...of,
  line: 0,
  labSku,
  variant,
  copies: 1,
  shippingMethod: 'standard',
};
const ready = { type: 'PrintFileReady', ...of, masterId: masterId(), blob: blob('master') };
const submitted = { type: 'PrintOrderSubmitted', ...of, labOrderId: labOrderId('1') };
const stage = (stage: string) => ({ type: 'PrintOrderProgressed', ...of, line: 0, stage });
const troubled = { type: 'PrintOrderTroubled', ...of, trouble: 'other' };
const refused = { type: 'PrintOrderRefused', ...of, reason: 'address' };

describe('an order on the desk', () => {
  test('has its payment page for an hour', async () => {
    const { rows } = await told(orderDesk, placed());
    expect(await deskOrderByNumber(rows, 1042)).toMatchObject({
      ...{ orderId: orderId(), buyer: ref('Ada'), country: 'DE', kinds: ['framed'], totalCents: 12_590 },
      ...{ status: 'placed', payment: 'none', needs: [], isWaiting: false, isOpen: true },
      ...{ placedAt: at(0), dueAt: at(60) },
    });
  });

  test('shows order, payment and print beside each other', async () => {
    const { rows } = await told(
      orderDesk,
      placed(),
      opened,
      captured,
      confirmed(),
      planned,
      ready,
      submitted,
    );
    expect(await rows.byKey(orderId())).toMatchObject({
      ...{
        status: 'confirmed',
        payment: 'captured',
        prints: [{ printOrderId: printOrderId(), is: 'on-hold' }],
      },
    });
  });

  test.each([
    ['a print within a week', {}, 7],
    ['a file within an hour', { lines: [line({ kind: 'file' })] }, 1 / 24],
    [
      'a file that waits for the days of withdrawal',
      { lines: [line({ kind: 'file' })], fileAtOnce: false },
      14,
    ],
  ] as const)('is promised: %s', async (_, placing, days) => {
    const { rows } = await told(orderDesk, placed('gift', placing), confirmed('gift', placing));
    expect((await rows.byKey(orderId()))?.dueAt).toBe(daysAfter(at(1), days));
  });

  test('is done when it is fulfilled or cancelled', async () => {
    for (const end of [fulfilled(), cancelled]) {
      const { rows } = await told(orderDesk, placed(), confirmed(), end);
      expect((await rows.byKey(orderId()))?.isOpen).toBe(false);
    }
  });

  test('holds nothing that a key could take away: a desk opens what it needs elsewhere', async () => {
    const { rows, destroys } = await told(orderDesk, placed());
    const before = await rows.byKey(orderId());
    await destroys({ subject: ref('Ada') });
    expect(await rows.byKey(orderId())).toEqual(before);
  });
});

describe('somebody has to look', () => {
  test.each([
    ['where the lab would not take it', [planned, ready, refused], 'lab-refused'],
    ['where the lab has a question', [planned, ready, submitted, troubled], 'lab-trouble'],
    ['where a bank disputes the payment', [captured, { type: 'DisputeOpened', ...money }], 'disputed'],
    ['where money did not go back', [captured, { type: 'RefundFailed', ...refund }], 'refund-failed'],
  ] as const)('%s, within a day', async (_, events, need) => {
    const { rows } = await told(orderDesk, placed(), confirmed(), ...events);
    const dueAt = daysAfter(at(1 + events.length), 1);
    expect(await rows.byKey(orderId())).toMatchObject({
      needs: [need],
      isWaiting: true,
      isOpen: true,
      dueAt,
    });
    expect(await waitingOrders(rows)).toHaveLength(1);
  });

  test('also at an order that was done', async () => {
    const { rows } = await told(orderDesk, placed(), confirmed(), fulfilled(), {
      type: 'DisputeOpened',
      ...money,
    });
    expect(await rows.byKey(orderId())).toMatchObject({ status: 'fulfilled', isOpen: true, isWaiting: true });
  });

  test.each([
    ['the lab goes on', [planned, ready, submitted, troubled, stage('in-production')]],
    ['the order is off', [planned, ready, refused, cancelled]],
    [
      'the dispute is over',
      [
        { type: 'DisputeOpened', ...money },
        { type: 'DisputeClosed', ...money, outcome: 'won' },
      ],
    ],
    [
      'the money is back',
      [
        { type: 'RefundFailed', ...refund },
        { type: 'RefundSucceeded', ...refund, amountCents: 90 },
      ],
    ],
  ] as const)('no longer once %s', async (_, events) => {
    const { rows } = await told(orderDesk, placed(), confirmed(), ...events);
    expect(await rows.byKey(orderId())).toMatchObject({ needs: [], isWaiting: false });
  });
});

test('the desk has what is open, what is due first on top; and finds a buyer’s orders', async () => {
  const file = { lines: [line({ kind: 'file' })], by: 'Mary' };
  const { rows } = await told(
    orderDesk,
    ...[placed('slow'), confirmed('slow'), placed('soon', file), placed('done'), fulfilled('done')],
  );
  const ids = (list: readonly { readonly orderId: string }[]) => list.map(({ orderId }) => orderId);
  expect(ids(await openOrders(rows, { limit: 9 }))).toEqual(['soon', 'slow'].map(orderId));
  expect(ids(await openOrders(rows, { limit: 9, offset: 1 }))).toEqual(['slow'].map(orderId));
  expect(ids(await newestOrders(rows, { limit: 2 }))).toEqual(['done', 'soon'].map(orderId));
  expect(ids(await deskOrdersOf(rows, [ref('Mary')]))).toEqual(['soon'].map(orderId));
});
