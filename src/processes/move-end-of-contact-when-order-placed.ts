/** An address that is used again is kept from that day on: two years after the last order. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import { endOf } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly orderId: OrderId };
export const moveEndOfContactWhenOrderPlaced = effect(
  'move-end-of-contact-when-order-placed',
  orderStream,
  { OrderPlaced: ({ orderId }) => ({ ids: { orderId } }) },

  async (
    { ids: { orderId } }: Job<Ids>,
    { stateOf, vault, clock }: Pick<Ports, 'stateOf' | 'vault' | 'clock'>,
  ) => {
    const placed = await stateOf(order, orderId);
    if (placed.status === 'none') return [];
    await vault.expire({ subject: placed.buyer, category: 'contact', item: null }, endOf('contact', clock()));
    return [];
  },
);
