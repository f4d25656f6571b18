/** Money that comes for an order that was cancelled meanwhile goes back. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import type { OrderId } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import { paymentStream } from '../modules/payments/payment.events.ts';
import type { Ports } from './ports.ts';
import { refundAll } from './refund-order-when-cancelled.ts';

type Ids = { readonly orderId: OrderId };

export const refundPaymentWhenOrderIsGone = effect(
  'refund-payment-when-order-is-gone',
  paymentStream,
  { PaymentCaptured: ({ orderId }) => ({ ids: { orderId } }) },

  async ({ ids: { orderId } }: Job<Ids>, { stateOf }: Pick<Ports, 'stateOf'>) => {
    const { status } = await stateOf(order, orderId);
    return status === 'cancelled' ? refundAll(orderId) : [];
  },
);
