/** Each line that is a thing becomes one order at the print lab. */
import { process, send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { orderStream } from '../modules/ordering/order.events.ts';
import { PrintOrderId } from '../modules/printing/print-order.events.ts';
import { printOrder } from '../modules/printing/print-order.ts';

export const planPrintsWhenOrderConfirmed = process('plan-prints-when-order-confirmed', orderStream, {
  OrderConfirmed: ({ orderId, lines, shippingMethod }) =>
    lines.flatMap(({ labSku, variant, quantity }, line) => {
      if (labSku === null) return [];
      const printOrderId = printOrderIdOf(orderId, line);
      const planned = {
        ...({ type: 'PlanPrintOrder', printOrderId, orderId, line, labSku, variant } as const),
        ...({ copies: quantity, shippingMethod: shippingMethod ?? 'standard' } as const),
      };
      return [send(printOrder, printOrderId, planned, ['print-order-already-planned'])];
    }),
});

export const printOrderIdOf = (orderId: string, line: number): PrintOrderId =>
  PrintOrderId.parse(uuidFrom('print order', orderId, line));
