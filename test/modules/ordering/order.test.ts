/** Orders: what is sold at which price, when work begins, when it is done, and when it is off. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type OrderCommand, order } from '../../../src/modules/ordering/order.ts';
import { grossOf, totalsOf, vatWithin } from '../../../src/modules/ordering/totals.ts';
import { given, obey, stateAfter } from '../../given.ts';
import { buyer, line, orderId, order as orderOf, photoId, placeOrder } from '../facts.ts';

const id = { orderId: orderId() };
const twoLines = { lines: [line(), line({ kind: 'file', style: 'pop-art' })] };
const facts = orderOf('gift', twoLines);
const place = placeOrder('gift', twoLines);
const placed = { type: 'OrderPlaced', ...facts } as const;
const { lines, shippingMethod, fileAtOnce } = facts;
const confirm = { type: 'ConfirmOrder', ...id } as const;
const confirmed = { type: 'OrderConfirmed', ...id, lines, shippingMethod, fileAtOnce } as const;
const complete = (line: number) => ({ type: 'CompleteLine', ...id, line }) as const;
const completed = (line: number) => ({ type: 'OrderLineCompleted', ...id, line }) as const;
const photoIds = [photoId()];
const fulfilled = { type: 'OrderFulfilled', ...id, photoIds } as const;
const cancel = { type: 'CancelOrder', ...id, reason: 'by-buyer' } as const;
const cancelled = { type: 'OrderCancelled', ...id, reason: 'by-buyer', photoIds } as const;

describe('placing an order', () => {
  test('tells what was ordered, by whom and for whom, and at what price', () =>
    given(order).when(place).emits(placed));
  test('happens once', () => given(order, placed).when(place).refuses('order-already-placed'));
  test('takes somebody who accepts the terms', () =>
    given(order)
      .when({ ...place, acceptsTerms: false })
      .refuses('terms-not-accepted'));
  test('needs something to make', () =>
    given(order)
      .when({ ...place, lines: [] })
      .refuses('order-has-no-lines'));
  test('of a print needs to know where it goes', () =>
    given(order)
      .when({ ...place, recipient: null })
      .refuses('order-needs-an-address'));
  test('of a file needs no address', () => {
    const file = { lines: [line({ kind: 'file' })], to: null };
    return given(order)
      .when(placeOrder('gift', file))
      .emits({ type: 'OrderPlaced', ...orderOf('gift', file) });
  });
  test('keeps the price that was shown', () =>
    given(order)
      .when({ ...place, quotedCents: place.quotedCents - 1 })
      .refuses('price-has-changed'));
  test.each([
    ['goods', { goodsCents: facts.totals.goodsCents + 1 }],
    ['delivery', { shippingCents: 0 }],
    ['the sum', { totalCents: facts.totals.totalCents - 100 }],
    ['the tax', { vatCents: 0 }],
  ])('does not take sums that do not add up: %s', (_, wrong) =>
    given(order)
      .when({ ...place, totals: { ...place.totals, ...wrong } })
      .refuses('price-has-changed'),
  );
  test('nor a line whose tax is not its own', () =>
    given(order)
      .when({ ...place, lines: lines.map((one) => ({ ...one, vatCents: one.vatCents + 1 })) })
      .refuses('price-has-changed'));
});

describe('an order that was placed', () => {
  test('is confirmed when it is paid, and says its lines again for those who begin', () =>
    given(order, placed).when(confirm).emits(confirmed));
  test('is confirmed once', () =>
    given(order, placed, confirmed).when(confirm).refuses('order-already-confirmed'));
  test('is not worked on before', () =>
    given(order, placed).when(complete(0)).refuses('order-not-confirmed'));
  test('can be cancelled, and names the photos that it no longer needs', () =>
    given(order, placed).when(cancel).emits(cancelled));
  test('is not confirmed once it is cancelled: its money goes back', () =>
    given(order, placed, cancelled).when(confirm).refuses('order-already-cancelled'));
  test('was placed by somebody: what was not is not confirmed', () =>
    given(order).when(confirm).refuses('order-not-placed'));
});

describe('an order that is confirmed', () => {
  test('is done line by line', () => given(order, placed, confirmed).when(complete(1)).emits(completed(1)));
  test('is fulfilled with its last line, in whatever order they come', () =>
    given(order, placed, confirmed, completed(1)).when(complete(0)).emits(completed(0), fulfilled));
  test('does no line twice', () =>
    given(order, placed, confirmed, completed(1)).when(complete(1)).refuses('order-line-already-completed'));
  test('has the lines that it has', () =>
    given(order, placed, confirmed).when(complete(2)).refuses('order-line-unknown'));
  test('can still be cancelled while something is to be done', () =>
    given(order, placed, confirmed, completed(1)).when(cancel).emits(cancelled));
  test('does nothing more once it is cancelled', () =>
    given(order, placed, confirmed, cancelled).when(complete(0)).refuses('order-already-cancelled'));
});

const done = [placed, confirmed, completed(0), completed(1), fulfilled] as const;

describe('an order that is fulfilled', () => {
  test('is not cancelled: what was sent is sent', () =>
    given(order, ...done)
      .when(cancel)
      .refuses('order-already-fulfilled'));
  test('is not confirmed again', () =>
    given(order, ...done)
      .when(confirm)
      .refuses('order-already-fulfilled'));
  test('has no line left', () =>
    given(order, ...done)
      .when(complete(0))
      .refuses('order-line-already-completed'));
});

describe('an order that is cancelled', () => {
  test('is cancelled once', () =>
    given(order, placed, cancelled).when(cancel).refuses('order-already-cancelled'));
  test('was placed before: nothing else is', () => given(order).when(cancel).refuses('order-not-placed'));
  test('names each photo once', () => {
    const lines = [line({ photo: 'ada' }), line({ photo: 'cat' }), line({ photo: 'ada', style: 'pop-art' })];
    return given(order, { type: 'OrderPlaced', ...orderOf('gift', { lines }) })
      .when(cancel)
      .emits({ ...cancelled, photoIds: [photoId('ada'), photoId('cat')] });
  });
});

describe('a contact that was wrong', () => {
  const correct = { type: 'CorrectContact', ...id, buyer: buyer('Ada') } as const;
  const corrected = { ...correct, type: 'OrderContactCorrected' } as const;

  test.each([
    ['placed', [placed]],
    ['fulfilled', [...done]],
    ['cancelled', [placed, cancelled]],
  ])('is corrected in an order that is %s', (_, past) =>
    given(order, ...past)
      .when(correct)
      .emits(corrected),
  );
  test('is corrected where there is an order', () => given(order).when(correct).refuses('order-not-placed'));
  test('is not what the order is known by from then on', async () => {
    const before = await stateAfter(order, [placed]);
    const after = await stateAfter(order, [placed, corrected]);
    if (before.status === 'none' || after.status === 'none') throw new Error('no order');
    expect(after.contact.slot).toBe('buyer.contact');
    expect(after.contact.jwe).not.toBe(before.contact.jwe);
  });
});

const wished = fc.record({
  kind: fc.constantFrom('framed' as const, 'file' as const),
  photo: fc.constantFrom('ada', 'cat', 'dog'),
  quantity: fc.integer({ min: 1, max: 20 }),
});
const commands: fc.Arbitrary<OrderCommand> = fc.oneof(
  fc.constant(confirm),
  fc.nat(5).map(complete),
  fc.constant(complete(0)),
  { arbitrary: fc.constant(cancel), weight: 1 },
);

test('whatever happens, an order has one end: it is fulfilled exactly once, when all its lines are done, or cancelled', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(wished, { minLength: 1, maxLength: 4 }),
      fc.array(commands, { maxLength: 30, size: 'max' }),
      async (wishes, asked) => {
        const lines = wishes.map(line);
        const { events } = await obey(order, [placeOrder('gift', { lines }), ...asked]);
        const count = (type: string) => events.filter((event) => event.type === type).length;
        const done = events.flatMap((event) => (event.type === 'OrderLineCompleted' ? [event.line] : []));
        expect(count('OrderConfirmed')).toBeLessThanOrEqual(1);
        expect(new Set(done).size).toBe(done.length);
        expect(count('OrderFulfilled')).toBe(done.length === lines.length ? 1 : 0);
        expect(count('OrderFulfilled') + count('OrderCancelled')).toBeLessThanOrEqual(1);
        if (count('OrderCancelled') === 1) expect(events.at(-1)?.type).toBe('OrderCancelled');
      },
    ),
  ));

const cents = fc.integer({ min: 1, max: 1_000_000 });
test('sums add up for any lines and any rate: tax is part of the price, rounded once per line', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 20 }), unitGrossCents: cents }), {
        maxLength: 20,
      }),
      fc.nat(10_000),
      fc.constantFrom(0, 17, 19, 25.5, 27),
      (lines, shippingCents, vatRate) => {
        const totals = totalsOf(lines, { shippingCents, vatRate });
        expect(totals.totalCents).toBe(totals.goodsCents + shippingCents);
        expect(totals.goodsCents).toBe(lines.reduce((sum, one) => sum + grossOf(one), 0));
        const whole = (totals.totalCents * vatRate) / (100 + vatRate);
        expect(Math.abs(totals.vatCents - whole)).toBeLessThanOrEqual((lines.length + 1) / 2);
        if (vatRate === 0) expect(totals.vatCents).toBe(0);
      },
    ),
  ));

test('the tax within a price is what is left when the net price is taken from it', () => {
  expect([vatWithin(11_900, 19), vatWithin(1900, 19), vatWithin(0, 19), vatWithin(5, 0)]).toEqual([
    1900, 303, 0, 0,
  ]);
});
