/** What cannot be painted cannot be sold: the order ends, and its money goes back. */
import { process, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { masterStream } from '../modules/portraits/master.events.ts';

export const cancelOrderWhenMasterFailed = process('cancel-order-when-master-failed', masterStream, {
  MasterFailed: ({ orderId }) => [
    send(order, orderId, { type: 'CancelOrder', orderId, reason: 'not-possible' }, [
      'order-already-cancelled',
      'order-already-fulfilled',
    ]),
  ],
});
