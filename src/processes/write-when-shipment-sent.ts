/** The buyer gets a letter when a parcel is with the carrier: one per parcel. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { orderStream } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import {
  type PrintOrderId,
  printOrderStream,
  type ShipmentId,
} from '../modules/printing/print-order.events.ts';
import type { Ports } from './ports.ts';
import { orderLetter, post } from './post.ts';

type Ids = { readonly printOrderId: PrintOrderId; readonly shipmentId: ShipmentId };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'openAs' | 'mailer' | 'letters' | 'links'>;

export const writeWhenShipmentSent = effect(
  'write-when-shipment-sent',
  printOrderStream,
  { ShipmentSent: ({ printOrderId, shipmentId }) => ({ ids: { printOrderId, shipmentId } }) },

  async ({ key, ids, context }: Job<Ids>, deps: Deps) => {
    const open = deps.openAs(context.actor);
    const sent = await shipmentOf(ids, deps);
    if (sent === undefined) return [];
    const placed = await deps.stateOf(order, sent.orderId);
    const parcel = await open(sent.recipient.shipment, 'order.fulfilment');
    if (placed.status === 'none' || parcel.is !== 'value') return [];
    const [first] = await deps.historyOf(orderStream, sent.orderId);
    const facts = { ...orderLetter(sent.orderId, placed, first?.at ?? '', deps.links), parcel: parcel.value };
    const to = { ref: placed.buyer, contact: placed.contact, template: 'order-shipped' } as const;
    return post(key, to, deps.letters.orderShipped(facts), open, deps);
  },
);

async function shipmentOf({ printOrderId, shipmentId }: Ids, { historyOf }: Deps) {
  const past = await historyOf(printOrderStream, printOrderId);
  return past
    .map(({ event }) => event)
    .filter((event) => event.type === 'ShipmentSent')
    .find((event) => event.shipmentId === shipmentId);
}
