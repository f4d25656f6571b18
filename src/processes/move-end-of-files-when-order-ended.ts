/** The high-resolution files of an order live until it is done, and sixty days more; of one that was cancelled, no longer. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import { endOf } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly orderId: OrderId };
const ended = ({ orderId }: Ids) => ({ ids: { orderId } });

export const moveEndOfFilesWhenOrderEnded = effect(
  'move-end-of-files-when-order-ended',
  orderStream,
  { OrderFulfilled: ended, OrderCancelled: ended },

  async (
    { ids: { orderId } }: Job<Ids>,
    { stateOf, vault, clock }: Pick<Ports, 'stateOf' | 'vault' | 'clock'>,
  ) => {
    const done = await stateOf(order, orderId);
    if (done.status === 'none') return [];
    const files = { subject: done.buyer, category: 'media.master', item: orderId } as const;
    await vault.expire(files, done.status === 'cancelled' ? clock() : endOf('media.master', clock()));
    return [];
  },
);
