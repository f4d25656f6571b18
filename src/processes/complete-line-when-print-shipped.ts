/** For the order, a print is done when the lab has sent it; that it arrived only the carrier can say. */
import { process, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { printOrderStream } from '../modules/printing/print-order.events.ts';

export const completeLineWhenPrintShipped = process('complete-line-when-print-shipped', printOrderStream, {
  PrintOrderProgressed: ({ orderId, line, stage }) =>
    stage === 'shipped'
      ? [
          send(order, orderId, { type: 'CompleteLine', orderId, line }, [
            'order-line-already-completed',
            'order-already-cancelled',
          ]),
        ]
      : [],
});
