/** The high-resolution files of an order live until it is done, and sixty days more; of one that was cancelled, no longer. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { endOf } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly orderId: OrderId };
const ended = ({ orderId }: Ids) => ({ ids: { orderId } });

export const moveEndOfFilesWhenOrderEnded = effect(
  'move-end-of-files-when-order-ended',
  orderStream,
  { OrderFulfilled: ended, OrderCancelled: ended },

  async ({ ids: { orderId } }: Job<Ids>, { historyOf, vault }: Pick<Ports, 'historyOf' | 'vault'>) => {
    const past = await historyOf(orderStream, orderId);
    const placed = past[0]?.event;
    const done = past.find(({ event: { type } }) => type === 'OrderFulfilled' || type === 'OrderCancelled');
    if (placed?.type !== 'OrderPlaced' || done === undefined) return [];
    const files = { subject: placed.buyer.ref, category: 'media.master', item: orderId } as const;
    const isOff = done.event.type === 'OrderCancelled';
    await vault.expire(files, isOff ? done.at : endOf('media.master', done.at));
    return [];
  },
);
