/** What may stand in `payment-…`, for ever. */
import { z } from 'zod';
import { type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const PaymentId = z.uuid().brand<'PaymentId'>();
export type PaymentId = z.output<typeof PaymentId>;
const OrderId = z.uuid().brand<'OrderId'>();
export const RefundId = z.uuid().brand<'RefundId'>();
export type RefundId = z.output<typeof RefundId>;

const cents = z.int().positive();
const Currency = z.enum(['EUR', 'GBP', 'USD']);

export const Payer = subject({ reference: personal('payment.reference') });

export const PaymentOpened = event('PaymentOpened', {
  paymentId: PaymentId,
  orderId: OrderId,
  amountCents: cents,
  currency: Currency,
  payer: Payer,
});
/** The buyer has done their part, and the bank has not answered yet. */
export const PaymentProcessing = event('PaymentProcessing', { paymentId: PaymentId, orderId: OrderId });
export const PaymentCaptured = event('PaymentCaptured', {
  paymentId: PaymentId,
  orderId: OrderId,
  amountCents: cents,
  payer: Payer,
});
export const PaymentFailed = event('PaymentFailed', {
  paymentId: PaymentId,
  orderId: OrderId,
  reason: z.enum(['declined', 'expired', 'amount-differs', 'abandoned']),
});
export const RefundRequested = event('RefundRequested', {
  paymentId: PaymentId,
  orderId: OrderId,
  refundId: RefundId,
  amountCents: cents,
  reason: z.enum(['order-cancelled', 'not-possible', 'claim', 'withdrawal', 'goodwill']),
});
/** Money is back only now. */
export const RefundSucceeded = event('RefundSucceeded', {
  paymentId: PaymentId,
  orderId: OrderId,
  refundId: RefundId,
  amountCents: cents,
});
export const RefundFailed = event('RefundFailed', {
  paymentId: PaymentId,
  orderId: OrderId,
  refundId: RefundId,
});
export const DisputeOpened = event('DisputeOpened', { paymentId: PaymentId, orderId: OrderId });
export const DisputeClosed = event('DisputeClosed', {
  paymentId: PaymentId,
  orderId: OrderId,
  outcome: z.enum(['won', 'lost']),
});

const events = [
  PaymentOpened,
  PaymentProcessing,
  PaymentCaptured,
  PaymentFailed,
  RefundRequested,
  RefundSucceeded,
  RefundFailed,
  DisputeOpened,
  DisputeClosed,
] as const;
export const paymentStream = stream('payment', events);
export type PaymentEvent = EventOf<typeof events>;
