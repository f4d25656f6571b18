/** The life of a payment: opened, captured or failed; then refunded, in part or whole. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf, Sealed, SubjectRef } from '../../personal-data/personal.ts';
import {
  type PaymentCaptured,
  type PaymentEvent,
  type PaymentFailed,
  type PaymentId,
  type PaymentOpened,
  paymentStream,
  type RefundRequested,
  type RefundSucceeded,
} from './payment.events.ts';

type Captured = FactsOf<typeof PaymentCaptured>;
type Refund = FactsOf<typeof RefundRequested>;
type RefundId = Refund['refundId'];
type OrderId = Captured['orderId'];

export type PaymentCommand =
  | Command<'OpenPayment', FactsOf<typeof PaymentOpened>>
  | Command<'AwaitBank', { readonly paymentId: PaymentId }>
  | Command<'CapturePayment', Captured>
  | Command<'FailPayment', FactsOf<typeof PaymentFailed>>
  /** `amountCents` null: all that is left. */
  | Command<'RequestRefund', Omit<Refund, 'amountCents'> & { readonly amountCents: number | null }>
  | Command<'RecordRefund', Pick<FactsOf<typeof RefundSucceeded>, 'paymentId' | 'refundId'>>
  | Command<'RecordRefundFailure', Pick<FactsOf<typeof RefundSucceeded>, 'paymentId' | 'refundId'>>
  | Command<'OpenDispute', { readonly paymentId: PaymentId }>
  | Command<'CloseDispute', { readonly paymentId: PaymentId; readonly outcome: 'won' | 'lost' }>;

type Facts = {
  readonly orderId: OrderId;
  readonly amountCents: number;
  readonly payer: SubjectRef;
  readonly reference: Sealed<'payment.reference'>;
};
type Asked = { readonly refundId: RefundId; readonly amountCents: number; readonly settled: boolean };
export type Payment =
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly orderId: OrderId }
  | (Facts & { readonly status: 'open' | 'processing' })
  | (Facts & {
      readonly status: 'captured';
      readonly refunds: readonly Asked[];
      /** One that was won leaves the payment as it was; one that was lost took the money back already. */
      readonly dispute: 'none' | 'open' | 'lost';
    });

export type PaymentRefusal =
  | 'payment-already-opened'
  | 'payment-not-open'
  | 'payment-already-processing'
  | 'payment-already-captured'
  | 'payment-already-failed'
  | 'payment-amount-differs'
  | 'payment-not-captured'
  | 'payment-disputed'
  | 'refund-already-requested'
  | 'refund-exceeds-payment'
  | 'refund-unknown'
  | 'refund-already-settled'
  | 'dispute-already-open'
  | 'dispute-not-open';

export const payment = decider<Payment, PaymentCommand, PaymentEvent, PaymentRefusal>(paymentStream, {
  initialState: { status: 'none' },

  decide: {
    OpenPayment(opened, { status }) {
      return status === 'none' ? [{ type: 'PaymentOpened', ...opened }] : refused('payment-already-opened');
    },

    AwaitBank({ paymentId }, payment) {
      if (payment.status !== 'open') return refused(since[payment.status]);
      return [{ type: 'PaymentProcessing', paymentId, orderId: payment.orderId }];
    },

    CapturePayment(captured, payment) {
      // A bank can answer after we gave up: the money is there, so it is recorded.
      if (payment.status === 'failed') return [{ type: 'PaymentCaptured', ...captured }];
      if (payment.status !== 'open' && payment.status !== 'processing') return refused(since[payment.status]);
      if (captured.amountCents !== payment.amountCents) return refused('payment-amount-differs');
      return [{ type: 'PaymentCaptured', ...captured }];
    },

    FailPayment(failed, { status }) {
      if (status === 'failed') return refused('payment-already-failed');
      return status === 'open' || status === 'processing'
        ? [{ type: 'PaymentFailed', ...failed }]
        : refused(since[status]);
    },

    RequestRefund({ amountCents, ...asked }, payment) {
      if (payment.status !== 'captured') return refused('payment-not-captured');
      if (payment.dispute !== 'none') return refused('payment-disputed'); // the bank decides over this money, or did
      if (payment.refunds.some(({ refundId }) => refundId === asked.refundId))
        return refused('refund-already-requested');
      const left = payment.amountCents - sum(payment.refunds);
      if (left === 0 || (amountCents ?? left) > left) return refused('refund-exceeds-payment');
      return [{ type: 'RefundRequested', ...asked, amountCents: amountCents ?? left }];
    },

    RecordRefund({ paymentId, refundId }, payment) {
      const refund = refundIn(payment, refundId);
      if (typeof refund === 'string') return refused(refund);
      const { orderId, amountCents } = refund;
      return [{ type: 'RefundSucceeded', paymentId, refundId, orderId, amountCents }];
    },

    RecordRefundFailure({ paymentId, refundId }, payment) {
      const refund = refundIn(payment, refundId);
      if (typeof refund === 'string') return refused(refund);
      return [{ type: 'RefundFailed', paymentId, refundId, orderId: refund.orderId }];
    },

    OpenDispute({ paymentId }, payment) {
      if (payment.status !== 'captured') return refused('payment-not-captured');
      if (payment.dispute !== 'none') return refused('dispute-already-open');
      return [{ type: 'DisputeOpened', paymentId, orderId: payment.orderId }];
    },

    CloseDispute({ paymentId, outcome }, payment) {
      if (payment.status !== 'captured' || payment.dispute !== 'open') return refused('dispute-not-open');
      return [{ type: 'DisputeClosed', paymentId, orderId: payment.orderId, outcome }];
    },
  },

  evolve: {
    PaymentOpened: (_, { orderId, amountCents, payer }) => ({
      ...{ status: 'open', orderId, amountCents },
      ...{ payer: payer.ref, reference: payer.reference },
    }),
    PaymentProcessing: (payment) =>
      payment.status === 'open' ? { ...payment, status: 'processing' } : payment,
    PaymentCaptured: (_, { orderId, amountCents, payer }) => ({
      ...{ status: 'captured', orderId, amountCents, refunds: [], dispute: 'none' },
      ...{ payer: payer.ref, reference: payer.reference },
    }),
    PaymentFailed: (_, { orderId }) => ({ status: 'failed', orderId }),
    RefundRequested: (payment, { refundId, amountCents }) =>
      withRefunds(payment, (refunds) => [...refunds, { refundId, amountCents, settled: false }]),
    RefundSucceeded: (payment, { refundId }) =>
      withRefunds(payment, (refunds) =>
        refunds.map((one) => (one.refundId === refundId ? { ...one, settled: true } : one)),
      ),
    RefundFailed: (payment, { refundId }) =>
      withRefunds(payment, (refunds) => refunds.filter((one) => one.refundId !== refundId)),
    DisputeOpened: (payment) => disputed(payment, 'open'),
    DisputeClosed: (payment, { outcome }) => disputed(payment, outcome === 'lost' ? 'lost' : 'none'),
  },
});

const since = {
  none: 'payment-not-open',
  open: 'payment-not-open',
  processing: 'payment-already-processing',
  captured: 'payment-already-captured',
  failed: 'payment-already-failed',
} as const;

function refundIn(
  payment: Payment,
  refundId: RefundId,
): PaymentRefusal | (Asked & { readonly orderId: OrderId }) {
  if (payment.status !== 'captured') return 'payment-not-captured';
  const refund = payment.refunds.find((one) => one.refundId === refundId);
  if (refund === undefined) return 'refund-unknown';
  return refund.settled ? 'refund-already-settled' : { ...refund, orderId: payment.orderId };
}

const withRefunds = (payment: Payment, next: (refunds: readonly Asked[]) => readonly Asked[]): Payment =>
  payment.status === 'captured' ? { ...payment, refunds: next(payment.refunds) } : payment;

const disputed = (payment: Payment, dispute: 'none' | 'open' | 'lost'): Payment =>
  payment.status === 'captured' ? { ...payment, dispute } : payment;

const sum = (refunds: readonly Asked[]): number =>
  refunds.reduce((total, { amountCents }) => total + amountCents, 0);
