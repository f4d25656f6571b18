/** An order that nobody will pay is over. */
import { process, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { paymentStream } from '../modules/payments/payment.events.ts';

export const cancelOrderWhenPaymentFailed = process('cancel-order-when-payment-failed', paymentStream, {
  PaymentFailed: ({ orderId }) => [
    send(order, orderId, { type: 'CancelOrder', orderId, reason: 'not-paid' }, [
      'order-already-cancelled',
      'order-already-fulfilled',
    ]),
  ],
});
