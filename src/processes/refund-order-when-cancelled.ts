/** A cancelled order that was paid gets its money back: asked for here, done by the next effect. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { RefundId } from '../modules/payments/payment.events.ts';
import { payment } from '../modules/payments/payment.ts';
import { paymentIdOf } from './open-payment-when-order-placed.ts';

type Ids = { readonly orderId: OrderId };

export const refundOrderWhenCancelled = effect(
  'refund-order-when-cancelled',
  orderStream,
  { OrderCancelled: ({ orderId }) => ({ ids: { orderId } }) },
  async ({ ids: { orderId } }: Job<Ids>) => refundAll(orderId),
);

/** Nothing happens where no money came. */
export function refundAll(orderId: OrderId) {
  const paymentId = paymentIdOf(orderId);
  const asked = {
    ...({ type: 'RequestRefund', paymentId, orderId, amountCents: null } as const),
    ...({ refundId: RefundId.parse(uuidFrom('refund', orderId)), reason: 'order-cancelled' } as const),
  };
  return send(payment, paymentId, asked, [
    'payment-not-captured',
    'payment-disputed',
    'refund-already-requested',
    'refund-exceeds-payment',
  ]);
}
