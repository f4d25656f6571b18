/** `/staff/orders/:id`: shown from the read models, its history from the log; what is sealed, only in an answer to a post. */
import type { OrderDeskRow } from '../../../../projections/order-desk.ts';
import { productName } from '../../../modules/catalogue/names.ts';
import { OrderId } from '../../../modules/ordering/order.events.ts';
import { grossOf } from '../../../modules/ordering/totals.ts';
import { refuse } from '../../answers.tsx';
import type { FieldError, Money } from '../../components/shapes.ts';
import { axesOf } from '../../ordering/axes.ts';
import { canCancel } from '../../ordering/cancel.ts';
import { type OrderView, orderView } from '../../ordering/order-view.ts';
import { styleName } from '../../portraits/easel.ts';
import { notFound } from '../../problems/problem.ts';
import { countryName } from '../../uploads/countries.ts';
import { type Desk, deskPage } from '../desk.ts';
import type { CustomerProps, OpenedNow } from './customer.tsx';
import { contactPurposes, deliveryPurposes, optionsFor } from './opening.ts';
import { StaffOrderPage, type StaffOrderPageProps } from './order.tsx';
import { orderHistory } from './order-history.ts';
import { needWords, orderState } from './words.ts';

export type Looked = { readonly view: OrderView; readonly row: OrderDeskRow };

/** An order by its id; whoever comes with another word finds nothing. */
export async function withOrder(
  desk: Desk,
  id: string,
  act: (looked: Looked) => Promise<Response>,
): Promise<Response> {
  const { shop, request } = desk;
  const orderId = OrderId.safeParse(id);
  const [view, row] = orderId.success
    ? await Promise.all([orderView(shop, orderId.data), shop.reads.orderDesk.byKey(orderId.data)])
    : [];
  return view === undefined || row === undefined ? refuse(shop, request, notFound) : act({ view, row });
}

/** After an act the address says which, and the page says it in words of its own. */
const said: Readonly<Record<string, string>> = {
  refund: 'The refund is asked for. It counts when the payment company says that it arrived.',
  cancelled: 'The order is cancelled. What was paid goes back by itself.',
};

export const showOrder = (desk: Desk, id: string): Promise<Response> =>
  withOrder(desk, id, (looked) =>
    orderPage(desk, looked, { said: said[desk.visit.url.searchParams.get('did') ?? ''] }),
  );

type Also = {
  readonly said?: string | undefined;
  readonly errors?: readonly FieldError[];
  readonly opened?: OpenedNow;
};

export async function orderPage(desk: Desk, looked: Looked, also: Also): Promise<Response> {
  const props = await propsOf(desk, looked, also);
  const status = (also.errors ?? []).length > 0 ? 422 : 200;
  const title = `Order ${props.number}`;
  return deskPage(desk, { title, page: <StaffOrderPage {...props} />, under: '/staff/orders', status });
}

async function propsOf(desk: Desk, { view, row }: Looked, also: Also): Promise<StaffOrderPageProps> {
  const { shop } = desk;
  const { order } = view;
  const money = (cents: number): Money => ({ cents, currency: order.currency });
  const { state, tone } = orderState(row);
  return {
    ...{ id: order.orderId, number: `P-${order.number}`, state, tone, said: also.said },
    ...{ errors: also.errors ?? [], needs: row.needs.map((need) => needWords[need]) },
    due: row.isOpen ? { at: row.dueAt, late: Date.parse(row.dueAt) < Date.parse(shop.clock()) } : null,
    axes: axesOf(view),
    lines: order.lines.map((line) => ({
      ...{ what: productName(line.kind, line.productId), made: `${styleName(line.style)}, ${line.variant}` },
      ...{ sku: line.labSku ?? '–', quantity: line.quantity },
      ...{ vat: money(line.vatCents), gross: money(grossOf(line)) },
    })),
    total: money(order.totals.totalCents),
    refunds: (view.payment?.refunds ?? []).map(({ at, amountCents, status }) => ({
      ...{ at, amount: money(amountCents), state: refundWords[status] },
    })),
    refundable: refundableOf(desk, view),
    cancellable: canCancel(view) ? { once: shop.newId() } : null,
    history: await orderHistory(shop, view),
    customer: customerOf({ view, row }, also.opened),
  };
}

const refundWords = { pending: 'on its way', succeeded: 'arrived', failed: 'failed' } as const;

/** What was paid, less what went back or is on its way. */
export const leftOf = ({ payment }: OrderView): number => {
  if (payment?.status !== 'captured' || payment.dispute === 'open' || payment.dispute === 'lost') return 0;
  const gone = payment.refunds.filter(({ status }) => status !== 'failed');
  return payment.amountCents - gone.reduce((sum, { amountCents }) => sum + amountCents, 0);
};

function refundableOf({ shop }: Desk, view: OrderView): StaffOrderPageProps['refundable'] {
  const cents = leftOf(view);
  return cents === 0 ? null : { left: { cents, currency: view.order.currency }, once: shop.newId() };
}

function customerOf({ view, row }: Looked, opened: OpenedNow | undefined): CustomerProps {
  const { order } = view;
  const lines = order.lines.map(({ style, kind, productId }, line) => ({
    ...{ line, label: `${styleName(style)}, ${productName(kind, productId)}` },
  }));
  return {
    ...{ at: `/staff/orders/${order.orderId}`, country: countryName(order.country), opened },
    hasAddress: order.delivery !== null,
    purposes: { contact: optionsFor(contactPurposes), delivery: optionsFor(deliveryPurposes) },
    portraits: lines,
    photos: isUnderReview(row) ? lines : [],
  };
}

/** A photo is a matter of staff only where something of its order is in question. */
export const isUnderReview = ({ needs }: OrderDeskRow): boolean =>
  needs.includes('disputed') || needs.includes('lab-refused') || needs.includes('lab-trouble');
