/** Money that is on its way back is told of, with why; of a withdrawal it is the dated acknowledgement. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import type { OrderId } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import { type PaymentId, paymentStream, type RefundId } from '../modules/payments/payment.events.ts';
import type { Ports } from './ports.ts';
import { post } from './post.ts';

type Ids = { readonly orderId: OrderId; readonly paymentId: PaymentId; readonly refundId: RefundId };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'openAs' | 'mailer' | 'letters' | 'links'>;

export const writeWhenRefundSucceeded = effect(
  'write-when-refund-succeeded',
  paymentStream,
  { RefundSucceeded: ({ orderId, paymentId, refundId }) => ({ ids: { orderId, paymentId, refundId } }) },

  async ({ key, ids, context }: Job<Ids>, deps: Deps) => {
    const placed = await deps.stateOf(order, ids.orderId);
    const past = (await deps.historyOf(paymentStream, ids.paymentId)).map(({ event }) => event);
    const asked = past
      .filter((event) => event.type === 'RefundRequested')
      .find(({ refundId }) => refundId === ids.refundId);
    if (placed.status === 'none' || asked === undefined) return [];
    const { number, currency, buyer: ref, contact } = placed;
    const facts = {
      ...{ number, link: deps.links.orderPage(ids.orderId), currency },
      ...{ cents: asked.amountCents, because: asked.reason },
    };
    const to = { ref, contact, template: 'refunded' } as const;
    return post(key, to, deps.letters.refunded(facts), deps.openAs(context.actor), deps);
  },
);
