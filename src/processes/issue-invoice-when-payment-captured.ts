/** What was paid is invoiced: once per order, under the next number of the year. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { Buyer } from '../modules/invoicing/invoice-series.events.ts';
import { invoiceSeries } from '../modules/invoicing/invoice-series.ts';
import type { OrderId } from '../modules/ordering/order.events.ts';
import { type Order, order } from '../modules/ordering/order.ts';
import { paymentStream } from '../modules/payments/payment.events.ts';
import type { Open } from '../personal-data/open.ts';
import type { Ports } from './ports.ts';

/** The year of the payment, from the store's clock: an invoice that is late stays in its year. */
type Ids = { readonly orderId: OrderId; readonly year: number };
type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'handleLast' | 'invoicedBy'>;
type Placed = Exclude<Order, { readonly status: 'none' }>;

export const issueInvoiceWhenPaymentCaptured = effect(
  'issue-invoice-when-payment-captured',
  paymentStream,
  {
    PaymentCaptured: ({ orderId }, { created }) => ({ ids: { orderId, year: Number(created.slice(0, 4)) } }),
  },

  async ({ ids: { orderId, year }, context }: Job<Ids>, deps: Deps) => {
    const placed = await deps.stateOf(order, orderId);
    if (placed.status === 'none') return [];
    const invoice = await addressee(placed, deps.openAs(context.actor));
    const { lines, totals, currency } = placed;
    const issue = {
      ...({ type: 'IssueInvoice', orderId, year, totals, currency } as const),
      buyer: Buyer.parse({ ref: placed.buyer, invoice }),
      lines: lines.map(({ kind, productId, quantity, unitGrossCents, vatCents }) => ({
        ...{ kind, productId, quantity, unitGrossCents, vatCents },
      })),
    };
    await deps.handleLast(
      invoiceSeries,
      String(year),
      async (position) => ((await deps.invoicedBy(orderId, position)) ? undefined : issue),
      { ...context, purpose: 'invoicing' },
    );
    return [];
  },
);

/** Directive 2006/112/EC Art. 226, 226b: for a file a simplified invoice names nobody. */
async function addressee({ delivery }: Placed, open: Open) {
  const opened = delivery === null ? undefined : await open(delivery, 'invoicing');
  if (opened?.is !== 'value') return { name: null, address: null };
  const { name, ...address } = opened.value;
  return { name, address };
}
