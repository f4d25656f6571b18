/** An address that is used again is kept from that day on: two years after the last order. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { endOf, prolong } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly orderId: OrderId };
export const moveEndOfContactWhenOrderPlaced = effect(
  'move-end-of-contact-when-order-placed',
  orderStream,
  { OrderPlaced: ({ orderId }) => ({ ids: { orderId } }) },

  async ({ ids: { orderId } }: Job<Ids>, { historyOf, vault }: Pick<Ports, 'historyOf' | 'vault'>) => {
    const [placed] = await historyOf(orderStream, orderId);
    if (placed?.event.type !== 'OrderPlaced') return [];
    const scope = { subject: placed.event.buyer.ref, category: 'contact', item: null } as const;
    await prolong(vault, scope, endOf('contact', placed.at));
    return [];
  },
);
