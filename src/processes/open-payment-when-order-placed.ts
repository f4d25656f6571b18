/** An order that was placed gets its page at the payment company. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { productName } from '../modules/catalogue/names.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { type Order, order } from '../modules/ordering/order.ts';
import { Payer, PaymentId } from '../modules/payments/payment.events.ts';
import { payment } from '../modules/payments/payment.ts';
import type { Ports } from './ports.ts';

/** Stripe lets a page live for 30 minutes to 24 hours. */
const expiresInMinutes = 60;

type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'payments' | 'links'>;
type Placed = Exclude<Order, { readonly status: 'none' }>;

export const openPaymentWhenOrderPlaced = effect(
  'open-payment-when-order-placed',
  orderStream,
  { OrderPlaced: ({ orderId }) => ({ ids: { orderId } }) },

  async ({ key, ids: { orderId }, context }: Job<{ readonly orderId: OrderId }>, deps: Deps) => {
    const placed = await deps.stateOf(order, orderId);
    if (placed.status !== 'placed') return [];
    const contact = await deps.openAs(context.actor)(placed.contact, 'order.fulfilment');
    const email = contact.is === 'value' ? { email: contact.value.email } : {};
    const paymentId = paymentIdOf(orderId);
    const page = { ...pageFor(placed), ...email, paymentId, ...ways(orderId, deps.links) };
    const { sessionId, url } = await deps.payments.openCheckout(page, key);
    const reference = { sessionId, payUrl: url, paymentIntentId: null };
    const opened = {
      ...({ type: 'OpenPayment', paymentId, orderId } as const),
      ...{ amountCents: placed.totals.totalCents, currency: placed.currency },
      payer: Payer.parse({ ref: placed.buyer, reference }),
    };
    return send(payment, paymentId, opened, ['payment-already-opened']);
  },
  { concurrency: 8 }, // a buyer waits for it, and it waits for the company
);

/** One payment per order. */
export const paymentIdOf = (orderId: string): PaymentId => PaymentId.parse(uuidFrom('payment', orderId));

const pageFor = ({ number, lines, totals, currency }: Placed) => ({
  orderNumber: `P-${number}`,
  lines: lines.map(({ kind, productId, quantity, unitGrossCents }) => ({
    ...{ name: productName(kind, productId), unitCents: unitGrossCents, quantity },
  })),
  shippingCents: totals.shippingCents,
  currency,
  expiresInMinutes,
});

const ways = (orderId: OrderId, links: Deps['links']) => ({
  successUrl: links.checkoutDone(orderId),
  cancelUrl: links.orderPage(orderId),
});
