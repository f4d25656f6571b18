/** Payments as the order page tells of them, and as the reconciliation asks about them again. */
import { describe, expect, test } from 'bun:test';
import { paymentOfOrder, payments, refunding, unsettled } from '../../projections/payments.ts';
import { orderId, payer, paymentId, refundId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const of = (name = 'gift') => ({ paymentId: paymentId(name), orderId: orderId(name) });
const opened = (name = 'gift') => ({
  ...{ type: 'PaymentOpened', ...of(name), amountCents: 10_000, currency: 'EUR', payer: payer() },
});
const processing = (name = 'gift') => ({ type: 'PaymentProcessing', ...of(name) });
const captured = (name = 'gift') => ({
  ...{ type: 'PaymentCaptured', ...of(name), amountCents: 10_000, payer: payer('cs_1', 'pi_1') },
});
const failed = (name = 'gift') => ({ type: 'PaymentFailed', ...of(name), reason: 'expired' });
const asked = (refund: string, amountCents: number) => ({
  ...{ type: 'RefundRequested', ...of(), refundId: refundId(refund), amountCents, reason: 'claim' },
});
const back = (refund: string, amountCents: number) => ({
  ...{ type: 'RefundSucceeded', ...of(), refundId: refundId(refund), amountCents },
});
const notBack = (refund: string) => ({ type: 'RefundFailed', ...of(), refundId: refundId(refund) });

describe('a payment', () => {
  test('is open until it is not: each step at its time', async () => {
    const { rows, happens } = await told(payments, opened());
    expect(await paymentOfOrder(rows, orderId())).toMatchObject({
      ...{ status: 'open', amountCents: 10_000, openedAt: at(0), processingAt: null, capturedAt: null },
    });
    await happens(processing());
    expect(await paymentOfOrder(rows, orderId())).toMatchObject({
      status: 'processing',
      processingAt: at(1),
    });
    await happens(captured());
    expect(await paymentOfOrder(rows, orderId())).toMatchObject({ status: 'captured', capturedAt: at(2) });
  });

  test('that failed says why; money that comes after all takes that back', async () => {
    const { rows, happens } = await told(payments, opened(), failed());
    expect(await rows.byKey(paymentId())).toMatchObject({ status: 'failed', reason: 'expired' });
    await happens(captured());
    expect(await rows.byKey(paymentId())).toMatchObject({ status: 'captured', reason: null });
  });

  test('knows the company’s newest numbers, sealed', async () => {
    const { rows, open } = await told(payments, opened(), captured());
    const row = await rows.byKey(paymentId());
    expect(row && (await open(row.reference, 'claims.defence'))).toMatchObject({
      value: { sessionId: 'cs_1', paymentIntentId: 'pi_1' },
    });
    expect(JSON.stringify(row)).not.toMatch(/cs_1|pi_1/);
  });

  test('tells of a dispute, and how it ended', async () => {
    const { rows, happens } = await told(payments, opened(), captured(), { type: 'DisputeOpened', ...of() });
    expect((await rows.byKey(paymentId()))?.dispute).toBe('open');
    await happens({ type: 'DisputeClosed', ...of(), outcome: 'lost' });
    expect((await rows.byKey(paymentId()))?.dispute).toBe('lost');
  });
});

describe('a refund', () => {
  test('is pending until the bank says so, each for itself', async () => {
    const { rows, happens } = await told(payments, opened(), captured(), asked('a', 4000), asked('b', 1000));
    expect(await refunding(rows)).toHaveLength(1);
    await happens(back('a', 4000));
    expect(await rows.byKey(paymentId())).toMatchObject({
      isRefunding: true,
      refunds: [
        { refundId: refundId('a'), amountCents: 4000, status: 'succeeded', at: at(4) },
        { refundId: refundId('b'), amountCents: 1000, status: 'pending', at: at(3) },
      ],
    });
    await happens(notBack('b'));
    expect(await rows.byKey(paymentId())).toMatchObject({
      isRefunding: false,
      refunds: [{}, { status: 'failed' }],
    });
    expect(await refunding(rows)).toEqual([]);
  });
});

test('whose outcome may have been lost is asked about: open, or with the bank', async () => {
  const stories = [
    opened('a'),
    opened('b'),
    processing('b'),
    opened('c'),
    captured('c'),
    opened('d'),
    failed('d'),
  ];
  const { rows } = await told(payments, ...stories);
  expect((await unsettled(rows)).map(({ orderId }) => orderId)).toEqual([orderId('a'), orderId('b')]);
});

test('when its key is gone the sums stay, and the company’s numbers do not', async () => {
  const { rows, destroys } = await told(payments, opened(), captured());
  await destroys({ subject: ref('Ada') });
  expect(await rows.byKey(paymentId())).toMatchObject({ status: 'captured', reference: { jwe: '' } });
});
