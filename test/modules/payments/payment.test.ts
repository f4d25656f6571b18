/** Payments: money comes once, and never more goes back than came. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type PaymentCommand, payment } from '../../../src/modules/payments/payment.ts';
import { given, obey } from '../../given.ts';
import { orderId, payer, paymentId, refundId } from '../facts.ts';

const id = { paymentId: paymentId() };
const of = { ...id, orderId: orderId() };
const open = {
  ...({ type: 'OpenPayment', ...of, amountCents: 10_000, currency: 'EUR' } as const),
  payer: payer(),
};
const opened = { ...open, type: 'PaymentOpened' } as const;
const awaitBank = { type: 'AwaitBank', ...id } as const;
const processing = { type: 'PaymentProcessing', ...of } as const;
const capture = {
  ...({ type: 'CapturePayment', ...of, amountCents: 10_000 } as const),
  payer: payer('cs_1', 'pi_1'),
};
const captured = { ...capture, type: 'PaymentCaptured' } as const;
const fail = { type: 'FailPayment', ...of, reason: 'expired' } as const;
const failed = { ...fail, type: 'PaymentFailed' } as const;

describe('a payment', () => {
  test('is opened for an order', () => given(payment).when(open).emits(opened));
  test('once', () => given(payment, opened).when(open).refuses('payment-already-opened'));
  test('waits for the bank, once the buyer has done their part', () =>
    given(payment, opened).when(awaitBank).emits(processing));
  test('waits for it once', () =>
    given(payment, opened, processing).when(awaitBank).refuses('payment-already-processing'));
  test('that nobody opened waits for nothing', () =>
    given(payment).when(awaitBank).refuses('payment-not-open'));
  test('that came is not waited for', () =>
    given(payment, opened, captured).when(awaitBank).refuses('payment-already-captured'));
});

describe('money', () => {
  test('comes', () => given(payment, opened).when(capture).emits(captured));
  test('comes from a bank that took its time', () =>
    given(payment, opened, processing).when(capture).emits(captured));
  test('comes once, whoever tells it, and however often', () =>
    given(payment, opened, captured).when(capture).refuses('payment-already-captured'));
  test('comes for what was opened', () => given(payment).when(capture).refuses('payment-not-open'));
  test('comes in full', () =>
    given(payment, opened)
      .when({ ...capture, amountCents: 9999 })
      .refuses('payment-amount-differs'));
  test('that comes after all is recorded: it is there', () =>
    given(payment, opened, failed).when(capture).emits(captured));
});

describe('a payment that fails', () => {
  test('says why', () => given(payment, opened).when(fail).emits(failed));
  test('can do so while the bank has it', () =>
    given(payment, opened, processing)
      .when({ ...fail, reason: 'declined' })
      .emits({ ...failed, reason: 'declined' }));
  test('fails once', () => given(payment, opened, failed).when(fail).refuses('payment-already-failed'));
  test('does not when the money is there', () =>
    given(payment, opened, captured).when(fail).refuses('payment-already-captured'));
  test('was opened before', () => given(payment).when(fail).refuses('payment-not-open'));
});

const refund = (name: string, amountCents: number | null = null) =>
  ({
    ...({ type: 'RequestRefund', ...of, refundId: refundId(name), amountCents } as const),
    ...({ reason: 'order-cancelled' } as const),
  }) as const;
const asked = (name: string, amountCents: number) =>
  ({ ...refund(name), type: 'RefundRequested', amountCents }) as const;
const record = (name: string) => ({ type: 'RecordRefund', ...id, refundId: refundId(name) }) as const;
const recordFailure = (name: string) => ({ ...record(name), type: 'RecordRefundFailure' }) as const;
const back = (name: string, amountCents: number) =>
  ({ type: 'RefundSucceeded', ...of, refundId: refundId(name), amountCents }) as const;
const notBack = (name: string) => ({ type: 'RefundFailed', ...of, refundId: refundId(name) }) as const;
const paid = [opened, captured] as const;

describe('a refund', () => {
  test('of all is asked for, and says how much that is', () =>
    given(payment, ...paid)
      .when(refund('a'))
      .emits(asked('a', 10_000)));
  test('of a part', () =>
    given(payment, ...paid)
      .when(refund('a', 4000))
      .emits(asked('a', 4000)));
  test('of the rest', () =>
    given(payment, ...paid, asked('a', 4000))
      .when(refund('b'))
      .emits(asked('b', 6000)));
  test('is asked for once', () =>
    given(payment, ...paid, asked('a', 4000))
      .when(refund('a', 4000))
      .refuses('refund-already-requested'));
  test('never exceeds what is left', () =>
    given(payment, ...paid, asked('a', 4000))
      .when(refund('b', 6001))
      .refuses('refund-exceeds-payment'));
  test('of nothing is none', () =>
    given(payment, ...paid, asked('a', 10_000))
      .when(refund('b'))
      .refuses('refund-exceeds-payment'));
  test('needs money that came', () =>
    given(payment, opened).when(refund('a')).refuses('payment-not-captured'));
  test('has moved money only when the company says so', () =>
    given(payment, ...paid, asked('a', 4000))
      .when(record('a'))
      .emits(back('a', 4000)));
  test('moves it once', () =>
    given(payment, ...paid, asked('a', 4000), back('a', 4000))
      .when(record('a'))
      .refuses('refund-already-settled'));
  test('can fail', () =>
    given(payment, ...paid, asked('a', 4000))
      .when(recordFailure('a'))
      .emits(notBack('a')));
  test('that succeeded does not fail any more', () =>
    given(payment, ...paid, asked('a', 4000), back('a', 4000))
      .when(recordFailure('a'))
      .refuses('refund-already-settled'));
  test('that failed leaves its money to another', () =>
    given(payment, ...paid, asked('a', 10_000), notBack('a'))
      .when(refund('b'))
      .emits(asked('b', 10_000)));
  test('that nobody asked for is not recorded', () =>
    given(payment, ...paid)
      .when(record('a'))
      .refuses('refund-unknown'));
  test('nor as failed', () =>
    given(payment, ...paid)
      .when(recordFailure('a'))
      .refuses('refund-unknown'));
  test('of money that never came is neither', async () => {
    await given(payment, opened).when(record('a')).refuses('payment-not-captured');
    await given(payment, opened).when(recordFailure('a')).refuses('payment-not-captured');
  });
});

describe('a dispute', () => {
  const openDispute = { type: 'OpenDispute', ...id } as const;
  const disputed = { type: 'DisputeOpened', ...of } as const;
  const close = (outcome: 'won' | 'lost') => ({ type: 'CloseDispute', ...id, outcome }) as const;
  const closed = (outcome: 'won' | 'lost') => ({ type: 'DisputeClosed', ...of, outcome }) as const;

  test('is opened by the buyer’s bank', () =>
    given(payment, ...paid)
      .when(openDispute)
      .emits(disputed));
  test('once', () =>
    given(payment, ...paid, disputed)
      .when(openDispute)
      .refuses('dispute-already-open'));
  test('is about money that came', () =>
    given(payment, opened).when(openDispute).refuses('payment-not-captured'));
  test('stops refunds: the bank decides over this money', () =>
    given(payment, ...paid, disputed)
      .when(refund('a'))
      .refuses('payment-disputed'));
  test('that was won lets them go on', () =>
    given(payment, ...paid, disputed, closed('won'))
      .when(refund('a'))
      .emits(asked('a', 10_000)));
  test('that was lost has given the money back: it is not given back twice', () =>
    given(payment, ...paid, disputed, closed('lost'))
      .when(refund('a'))
      .refuses('payment-disputed'));
  test.each(['won', 'lost'] as const)('is closed: %s', (outcome) =>
    given(payment, ...paid, disputed)
      .when(close(outcome))
      .emits(closed(outcome)),
  );
  test('is closed once', () =>
    given(payment, ...paid, disputed, closed('lost'))
      .when(close('won'))
      .refuses('dispute-not-open'));
  test('that nobody opened is not closed', () =>
    given(payment, ...paid)
      .when(close('won'))
      .refuses('dispute-not-open'));
});

const names = fc.constantFrom('a', 'b', 'c', 'd');
const commands: fc.Arbitrary<PaymentCommand> = fc.oneof(
  fc.constantFrom<PaymentCommand>(open, awaitBank, capture, fail),
  fc.tuple(names, fc.option(fc.integer({ min: 1, max: 12_000 }))).map(([name, cents]) => refund(name, cents)),
  names.map(record),
  names.map(recordFailure),
  fc.constant<PaymentCommand>({ type: 'OpenDispute', ...id }),
  fc
    .constantFrom('won' as const, 'lost' as const)
    .map((outcome): PaymentCommand => ({ type: 'CloseDispute', ...id, outcome })),
);

test('whatever is told, in whatever order, and however often: money comes once, and never more goes back', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 60, size: 'max' }), async (told) => {
      const { events } = await obey(payment, [open, ...told]);
      const captures = events.filter(({ type }) => type === 'PaymentCaptured');
      expect(captures.length).toBeLessThanOrEqual(1);
      const pending = new Map<string, number>();
      let backCents = 0;
      for (const event of events) {
        if (event.type === 'RefundRequested') pending.set(event.refundId, event.amountCents);
        if (event.type === 'RefundFailed') expect(pending.delete(event.refundId)).toBe(true);
        if (event.type === 'RefundSucceeded') {
          expect(pending.get(event.refundId)).toBe(event.amountCents);
          pending.delete(event.refundId);
          backCents += event.amountCents;
        }
        const promised = [...pending.values()].reduce((sum, cents) => sum + cents, backCents);
        expect(promised).toBeLessThanOrEqual(captures.length === 0 ? 0 : 10_000);
      }
    }),
  ));
