/** Orders as a buyer sees them: what was bought, how far it is, newest first. */
import { describe, expect, test } from 'bun:test';
import { orderByNumber, orderOf, orders, ordersOf } from '../../projections/orders.ts';
import { buyer, contact, delivery, line, order as orderFacts, orderId, photoId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const id = { orderId: orderId() };
const lines = [line(), line({ kind: 'file', style: 'pop-art' })];
const facts = orderFacts('gift', { lines });
const placed = { type: 'OrderPlaced', ...facts };
const { shippingMethod, fileAtOnce } = facts;
const confirmed = { type: 'OrderConfirmed', ...id, lines, shippingMethod, fileAtOnce };
const completed = (line: number) => ({ type: 'OrderLineCompleted', ...id, line });
const fulfilled = { type: 'OrderFulfilled', ...id, photoIds: [photoId()] };
const cancelled = { type: 'OrderCancelled', ...id, reason: 'by-buyer', photoIds: [photoId()] };

describe('an order', () => {
  test('is shown with its sums, and opens for whoever may read it', async () => {
    const { rows, open } = await told(orders, placed);
    const row = await orderOf(rows, orderId());
    expect(row).toMatchObject({
      ...{ ...id, number: 1042, buyer: ref('Ada'), country: 'DE', totals: facts.totals, lines },
      ...{ status: 'placed', completed: [], fileFrom: 'at-once', placedAt: at(0) },
      ...{ cancelledBecause: null, confirmedAt: null, endedAt: null },
    });
    expect(row && (await open(row.contact, 'order.fulfilment'))).toEqual({
      is: 'value',
      value: contact('Ada'),
    });
    expect(row?.delivery && (await open(row.delivery, 'order.fulfilment'))).toEqual({
      is: 'value',
      value: delivery('Charles'),
    });
  });

  test('whose file waits for the days of withdrawal says so; one that goes nowhere has no address', async () => {
    const file = orderFacts('gift', { lines: [line({ kind: 'file' })], to: null, fileAtOnce: false });
    const { rows } = await told(orders, { type: 'OrderPlaced', ...file });
    expect(await rows.byKey(orderId())).toMatchObject({ fileFrom: 'after-withdrawal', delivery: null });
  });

  test('goes from placed to confirmed to fulfilled, line by line, each at its time', async () => {
    const { rows, happens } = await told(orders, placed, confirmed, completed(1));
    expect(await rows.byKey(orderId())).toMatchObject({
      ...{ status: 'confirmed', completed: [1], confirmedAt: at(1), endedAt: null },
    });
    await happens(completed(0), fulfilled);
    expect(await rows.byKey(orderId())).toMatchObject({
      ...{ status: 'fulfilled', completed: [1, 0], confirmedAt: at(1), endedAt: at(4) },
    });
  });

  test('that is cancelled says why', async () => {
    const { rows } = await told(orders, placed, cancelled);
    expect(await rows.byKey(orderId())).toMatchObject({
      ...{ status: 'cancelled', cancelledBecause: 'by-buyer', endedAt: at(1) },
    });
  });

  test('is found by the number that people say', async () => {
    const { rows } = await told(orders, placed);
    expect((await orderByNumber(rows, 1042))?.orderId).toBe(orderId());
    expect(await orderByNumber(rows, 1043)).toBeUndefined();
  });
});

test('a buyer’s orders are theirs alone, newest first, over all that an account holds', async () => {
  const bought = (name: string, by: string) => ({ type: 'OrderPlaced', ...orderFacts(name, { by }) });
  const all = [
    bought('first', 'Ada'),
    bought('other', 'Mary'),
    bought('second', 'Ada'),
    bought('guest', 'Charles'),
  ];
  const { rows } = await told(orders, ...all);
  const names = async (...of: readonly string[]) =>
    (await ordersOf(rows, of.map(ref))).map(({ orderId }) => orderId);
  expect(await names('Ada')).toEqual([orderId('second'), orderId('first')]);
  expect(await names('Ada', 'Charles')).toEqual([orderId('guest'), orderId('second'), orderId('first')]);
  expect(await names('Nobody')).toEqual([]);
});

describe('what a row holds of people', () => {
  test('is corrected in place', async () => {
    const { rows, open, happens } = await told(orders, placed);
    await happens({ type: 'OrderContactCorrected', ...id, buyer: buyer('Augusta') });
    const row = await rows.byKey(orderId());
    expect(row && (await open(row.contact, 'order.fulfilment'))).toEqual({
      is: 'value',
      value: contact('Augusta'),
    });
  });

  test('goes with its key; the order stays, and can still say why', async () => {
    const { rows, open, destroys } = await told(orders, placed);
    await destroys({ subject: ref('Charles') });
    const row = await rows.byKey(orderId());
    expect(row).toMatchObject({ status: 'placed', delivery: { jwe: '' } });
    expect(row?.delivery && (await open(row.delivery, 'order.fulfilment'))).toEqual({ is: 'erased' });
    expect(row && (await open(row.contact, 'order.fulfilment')).is).toBe('value');
  });
});
