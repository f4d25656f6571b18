/** An erasure that waited for an order goes on when the order ends: what was held back is erased now. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly orderId: OrderId };

const ended = ({ orderId }: Ids) => ({ ids: { orderId } });

export const resumeErasureWhenOrderEnded = effect(
  'resume-erasure-when-order-ended',
  orderStream,
  { OrderFulfilled: ended, OrderCancelled: ended },

  async ({ ids: { orderId } }: Job<Ids>, { waitingFor }: Pick<Ports, 'waitingFor'>) =>
    (await waitingFor(orderId)).map((requestId) =>
      send(erasure, requestId, { type: 'ResumeErasure', requestId, orderId }, [
        'erasure-does-not-wait-for-it',
      ]),
    ),
);
