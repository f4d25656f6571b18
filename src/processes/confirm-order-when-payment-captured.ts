/** Money has come, so work may begin. */
import { process, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { paymentStream } from '../modules/payments/payment.events.ts';

export const confirmOrderWhenPaymentCaptured = process('confirm-order-when-payment-captured', paymentStream, {
  PaymentCaptured: ({ orderId }) => [
    // a cancelled order stays so, and its money goes back: refund-order-when-it-cannot-go-on
    send(order, orderId, { type: 'ConfirmOrder', orderId }, [
      'order-already-confirmed',
      'order-already-fulfilled',
      'order-already-cancelled',
    ]),
  ],
});
