/** The buyer gets a letter: what was bought, what it cost, and the link that is its key. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import type { Ports } from './ports.ts';
import { orderLetter, post } from './post.ts';

type Ids = { readonly orderId: OrderId };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'openAs' | 'mailer' | 'letters' | 'links'>;

export const writeWhenOrderConfirmed = effect(
  'write-when-order-confirmed',
  orderStream,
  { OrderConfirmed: ({ orderId }) => ({ ids: { orderId } }) },

  async ({ key, ids: { orderId }, context }: Job<Ids>, deps: Deps) => {
    const placed = await deps.stateOf(order, orderId);
    if (placed.status === 'none') return [];
    const [first] = await deps.historyOf(orderStream, orderId);
    const facts = orderLetter(orderId, placed, first?.at ?? '', deps.links);
    const written = deps.letters.orderConfirmed(facts);
    const to = { ref: placed.buyer, contact: placed.contact, template: 'order-confirmed' } as const;
    return post(key, to, written, deps.openAs(context.actor), deps);
  },
);
