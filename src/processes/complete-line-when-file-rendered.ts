/** A file that can be downloaded is delivered. */
import { process, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { masterStream } from '../modules/portraits/master.events.ts';

export const completeLineWhenFileRendered = process('complete-line-when-file-rendered', masterStream, {
  MasterRendered: ({ orderId, line, use }) =>
    use === 'file'
      ? [
          send(order, orderId, { type: 'CompleteLine', orderId, line }, [
            'order-line-already-completed',
            'order-already-cancelled',
          ]),
        ]
      : [],
});
