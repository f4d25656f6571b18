/** A picture for the lab is ready, and its print order may leave. */
import { process, send } from '../eventsourcing/process.ts';
import { masterStream } from '../modules/portraits/master.events.ts';
import { printOrder } from '../modules/printing/print-order.ts';
import { printOrderIdOf } from './plan-prints-when-order-confirmed.ts';

export const providePrintFileWhenMasterRendered = process(
  'provide-print-file-when-master-rendered',
  masterStream,
  {
    MasterRendered: ({ masterId, orderId, line, use, blob }) => {
      if (use !== 'print') return [];
      const printOrderId = printOrderIdOf(orderId, line);
      const file = { type: 'ProvidePrintFile', printOrderId, orderId, masterId, blob } as const;
      return [send(printOrder, printOrderId, file, ['print-file-already-there'])];
    },
  },
);
