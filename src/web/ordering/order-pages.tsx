/** `/orders`, `/orders/:token`, `/checkout/done/:token`: an order, for whoever has its link. */
import { invoiceOf } from '../../../projections/invoices.ts';
import { ordersOf } from '../../../projections/orders.ts';
import { daysAfter } from '../../eventsourcing/days.ts';
import { kindName } from '../../modules/catalogue/names.ts';
import { invoiceNumber } from '../../modules/invoicing/invoice-series.ts';
import { withdrawalDays } from '../../modules/ordering/withdrawal.ts';
import { register } from '../../personal-data/register.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { recordPayment } from '../payments/record.ts';
import { styleName } from '../portraits/easel.ts';
import type { Shop } from '../shop.ts';
import { countryName } from '../uploads/countries.ts';
import { type Visit, visitOf } from '../visit.ts';
import { axesOf } from './axes.ts';
import { canCancel, cancelOrder } from './cancel.ts';
import { DonePage } from './done.tsx';
import { hangingOf, itemOf, totalsFrom } from './items.ts';
import { type OrderFile, OrderPage, type OrderPageProps } from './order.tsx';
import { numberOf, type OrderView, orderByToken, orderView, paymentState, whyUnseen } from './order-view.ts';
import { attentionOf, headOf, logOf } from './order-words.ts';
import { type OrderSummary, OrdersPage } from './orders.tsx';

/** Whoever has the link is the buyer's. */
const actor = 'holder-of-the-order-link';

export async function showOrders(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const rows = await ordersOf(shop.reads.orders, visit.session?.people ?? []);
  const views = await Promise.all(rows.map(({ orderId }) => orderView(shop, orderId)));
  const orders = views.flatMap((view) => (view === undefined ? [] : [summaryOf(shop, view)]));
  return html(shop, visit, {
    title: 'Your orders',
    page: <OrdersPage orders={orders} signedIn={visit.session?.account != null} />,
  });
}

function summaryOf({ tokens }: Shop, view: OrderView): OrderSummary {
  const { order } = view;
  const tone = order.status === 'cancelled' ? 'plain' : order.status === 'placed' ? 'warn' : 'ok';
  return {
    ...{ number: numberOf(order), href: `/orders/${tokens.make('order', order.orderId)}`, tone },
    ...{ placedAt: order.placedAt, says: wordsFor(order.lines), state: headOf(view).title },
    total: { cents: order.totals.totalCents, currency: order.currency },
  };
}

/** "Framed print, Engraving", and how many more. */
function wordsFor([first, ...others]: OrderView['order']['lines']): string {
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${kindName(first.kind)}, ${styleName(first.style)}${more}`;
}

export async function showOrder(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const view = await orderByToken(shop, token);
  if (view === undefined) return refuse(shop, request, await whyUnseen(shop, token));
  const props = await orderProps(shop, view, token);
  const moving = view.order.status === 'confirmed' || paymentState(view) === 'processing';
  const page = <OrderPage {...props} />;
  return html(shop, visit, { title: `Order ${props.number}`, page, refreshSeconds: moving ? 10 : undefined });
}

async function orderProps(shop: Shop, view: OrderView, token: string): Promise<OrderPageProps> {
  const { order } = view;
  const line = order.lines.find(({ kind }) => kind !== 'file') ?? order.lines[0];
  if (line === undefined) throw new Error('an order without lines');
  const ships = order.lines.some(({ kind }) => kind !== 'file');
  return {
    ...{ token, number: numberOf(order), placedAt: order.placedAt, ...headOf(view), axes: axesOf(view) },
    ...{
      log: logOf(view),
      attention: attentionOf(view),
      pay: order.status === 'placed' && paymentState(view) === 'open' ? await payLink(shop, view) : undefined,
      files: filesOf(shop, view),
      documents: await documentsOf(shop, view, token),
      canCancel: canCancel(view),
      isCancelled: order.status === 'cancelled',
      withdrawUntil: withdrawUntil(shop, view),
    },
    items: order.lines.map((one, i) => itemOf(shop.tokens, one, String(i), order.currency)),
    item: {
      as: hangingOf(line),
      picture: { src: `/pictures/${shop.tokens.make('preview', line.portraitId)}`, alt: 'Your portrait' },
    },
    label: {
      title: 'Your portrait',
      medium: `${styleName(line.style)}, by software, after your photograph`,
      number: numberOf(order),
    },
    totals: totalsFrom(
      { totals: order.totals, ships },
      order.currency,
      order.shippingMethod ?? '',
      order.country,
    ),
    address: await addressOf(shop, view),
    held: await heldOf(shop, view),
  };
}

/** A file that was not wanted at once is kept back until then. */
function withdrawUntil(shop: Shop, view: OrderView): string | undefined {
  const { fileFrom, lines, placedAt } = view.order;
  const until = daysAfter(placedAt, withdrawalDays);
  const isFile = lines.every(({ kind }) => kind === 'file');
  return isFile && fileFrom === 'after-withdrawal' && canCancel(view) && shop.clock() < until
    ? until
    : undefined;
}

async function documentsOf({ reads }: Shop, { order }: OrderView, token: string) {
  const invoice = await invoiceOf(reads.invoices, order.orderId);
  if (invoice === undefined) return [];
  const label = `Invoice ${invoiceNumber(invoice.year, invoice.number)} (PDF)`;
  return [{ label, href: `/orders/${token}/invoice.pdf` }];
}

async function payLink(shop: Shop, { payment }: OrderView): Promise<string | undefined> {
  const opened = payment && (await shop.openAs(actor)(payment.reference, 'order.fulfilment'));
  return opened?.is === 'value' ? (opened.value.payUrl ?? undefined) : undefined;
}

/** The files of an order, or what each waits for. */
function filesOf(shop: Shop, view: OrderView): readonly OrderFile[] {
  const { lines, status } = view.order;
  if (status === 'placed' || status === 'cancelled') return [];
  return lines.flatMap(({ kind, style }, line) =>
    kind === 'file' ? [{ name: styleName(style), ...fileOf(shop, view, line) }] : [],
  );
}

function fileOf({ tokens }: Shop, { order, masters }: OrderView, line: number) {
  const master = masters.find((one) => one.line === line);
  if (master?.file?.jwe === '') return { is: 'erased' } as const;
  if (master?.status === 'rendered') {
    const until = daysAfter(master.endedAt ?? order.placedAt, register['media.master'].retention.keepDays);
    return {
      is: 'ready',
      href: `/files/${tokens.make('file', `${order.orderId}.${line}`)}`,
      until,
    } as const;
  }
  if (order.fileFrom === 'at-once') return { is: 'being-painted' } as const;
  return { is: 'from', on: daysAfter(order.placedAt, withdrawalDays) } as const;
}

async function addressOf(shop: Shop, { order }: OrderView): Promise<OrderPageProps['address']> {
  if (order.delivery === null) return undefined;
  const opened = await shop.openAs(actor)(order.delivery, 'order.fulfilment');
  if (opened.is === 'restricted') return 'restricted';
  if (opened.is !== 'value') return 'erased';
  const { name, line1, line2, postalCode, city, state, country } = opened.value;
  const parts = [name, line1, line2, `${postalCode} ${city}`, state, countryName(country)];
  return parts.filter((part) => part !== null);
}

async function heldOf({ vault, clock }: Shop, { order }: OrderView) {
  const keys = (await vault.keysOf([order.buyer])).filter(
    ({ item, category }) => item === order.orderId || category === 'contact',
  );
  const until =
    keys
      .map(({ expiresAt }) => expiresAt)
      .toSorted()
      .at(-1) ?? clock();
  return { count: keys.length, until };
}

export async function postCancel(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const view = await orderByToken(shop, token);
  if (view === undefined) return refuse(shop, request, await whyUnseen(shop, token));
  const refusal = await cancelOrder(shop, view, causeFrom(visit, shop));
  if (refusal === undefined) return seeOther(`/orders/${token}`);
  return refuse(shop, request, {
    status: 409,
    type: 'order-not-cancelled',
    title: refusal,
    safe: ['Nothing was changed.'],
  });
}

const causeFrom = ({ request }: Visit, { newId }: Shop): string =>
  request.headers.get('idempotency-key') ?? newId();

/** The buyer comes back from the payment company: what it says now is recorded here too, in case its message was lost. */
export async function showDone(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const before = await orderByToken(shop, token);
  if (before === undefined) return refuse(shop, request, await whyUnseen(shop, token));
  if (before.payment !== undefined) await recordPayment(shop, before.payment.paymentId, 'landing-page');
  const view = (await orderByToken(shop, token)) ?? before;
  const { order } = view;
  const state = paymentState(view);
  const contact = await shop.openAs(actor)(order.contact, 'order.fulfilment');
  const payment = state === 'captured' ? 'paid' : state === 'failed' ? 'failed' : 'processing';
  const props = {
    ...({ number: numberOf(order), order: `/orders/${token}`, payment } as const),
    ships: order.lines.some(({ kind }) => kind !== 'file'),
    hasFile: order.lines.some(({ kind }) => kind === 'file'),
    fileAtOnce: order.fileFrom === 'at-once',
    email: contact.is === 'value' ? contact.value.email : 'you',
  };
  const refreshSeconds = payment === 'processing' ? 3 : undefined;
  return html(shop, visit, { title: 'Ordered', page: <DonePage {...props} />, refreshSeconds });
}
