/** `/api/v1/orders`: what the checkout and the order page do, for programs. */
import { z } from 'zod';
import { invoiceOf } from '../../../projections/invoices.ts';
import { ordersOf } from '../../../projections/orders.ts';
import { countriesServed } from '../../modules/catalogue/shipping.ts';
import { invoiceNumber } from '../../modules/invoicing/invoice-series.ts';
import { Currency, Line, OrderId, Totals } from '../../modules/ordering/order.events.ts';
import { json, refuse } from '../answers.tsx';
import { atHome } from '../catalogue/prices.ts';
import { invalid, notFound } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, visitOf, visitorOf } from '../visit.ts';
import {
  numberOf,
  type OrderView,
  orderByToken,
  orderView,
  paymentState,
  paymentStates,
  printState,
  printStates,
  whyUnseen,
  whyUnseenBy,
} from './order-view.ts';
import { Address, type NotPlaced, payUrlOf, placeOrder } from './place-order.ts';
import { orderRefusals, quoteRefusals } from './words.ts';

const Item = z.object({
  portrait: z.uuid(),
  product: z.string().max(40),
  variant: z.string().max(40),
  quantity: z.int().min(1).max(20).default(1),
});

export const OrderRequest = z.object({
  items: z.array(Item).min(1).max(20),
  email: z.email().max(254),
  name: z.string().trim().min(1).max(120).optional(),
  shippingAddress: Address.optional(),
  shippingMethod: z.enum(['standard', 'express']).default('standard'),
  currency: z.enum(['EUR', 'GBP', 'USD']).default('EUR'),
  /** Where no address says it: decides the tax of a file. */
  country: z.enum(countriesServed).optional(),
  fileAtOnce: z.boolean().default(false),
  acceptTerms: z.boolean(),
  /** What was shown; if it is another by now, nothing is ordered. */
  totalCents: z.int().optional(),
});

const named = {
  id: OrderId,
  number: z.string().describe('shown to people; opens nothing'),
  link: z.url().describe('opens the order for whoever has it'),
};

export const OrderMade = z.object({
  ...{ ...named, number: named.number.optional() },
  totals: Totals.extend({ currency: Currency }),
  payment: z.object({ url: z.url().nullable() }).describe('where it is paid'),
});
type OrderMade = z.output<typeof OrderMade>;

export async function postOrder(
  shop: Shop,
  request: Request,
  body: z.output<typeof OrderRequest>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = await visitorOf(shop, visit);
  const country = body.shippingAddress?.country ?? body.country ?? atHome.country;
  const wish = {
    ...{
      items: body.items,
      email: body.email,
      name: body.name ?? null,
      address: body.shippingAddress ?? null,
    },
    terms: { country, currency: body.currency, method: body.shippingMethod },
    ...{ fileAtOnce: body.fileAtOnce, acceptsTerms: body.acceptTerms, quotedCents: body.totalCents ?? null },
  };
  const placed = await placeOrder(shop, session, causeOf(shop, visit, session), wish);
  if (!('orderId' in placed)) return notPlaced(shop, request, placed);
  const url = await payUrlOf(shop, session, placed.orderId);
  const view = await orderView(shop, placed.orderId);
  const answer = {
    ...{
      id: placed.orderId,
      number: view && numberOf(view.order),
      link: shop.links.orderPage(placed.orderId),
    },
    ...{ totals: { ...placed.quoted.totals, currency: body.currency }, payment: { url } },
  };
  return json<OrderMade>(answer, 201, { location: `/api/v1/orders/${placed.orderId}` });
}

function notPlaced(shop: Shop, request: Request, answer: NotPlaced): Promise<Response> {
  if ('wrong' in answer) return refuse(shop, request, invalid(answer.wrong));
  if ('item' in answer) {
    const errors = [{ field: `items.${answer.item}`, says: quoteRefusals[answer.refused] }];
    return refuse(shop, request, { ...invalid(errors), type: answer.refused });
  }
  const title = orderRefusals[answer.refused];
  return refuse(shop, request, { status: 409, type: answer.refused, title, safe: ['Nothing was ordered.'] });
}

/** By its id, for the session that placed it; or by the token of its link, for whoever has that. */
export async function showOrderJson(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const byToken = await orderByToken(shop, id);
  const orderId = OrderId.safeParse(id);
  const byId = byToken === undefined && orderId.success ? await orderView(shop, orderId.data) : undefined;
  const mine = byId !== undefined && isOf(session, byId.order.buyer) ? byId : undefined;
  const view = byToken ?? mine;
  if (view !== undefined) return json<OrderTold>(await told(shop, view));
  if (byId !== undefined) return refuse(shop, request, notFound);
  const byLink = await whyUnseen(shop, id);
  return refuse(shop, request, byLink === notFound ? await whyUnseenBy(shop, session, id) : byLink);
}

export async function listOrders(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const rows = await ordersOf(shop.reads.orders, session?.people ?? []);
  const views = await Promise.all(rows.map(({ orderId }) => orderView(shop, orderId)));
  const there = views.filter((view) => view !== undefined);
  return json<OrderList>({ orders: await Promise.all(there.map((view) => told(shop, view))) });
}

const Print = z.object({
  ...{ line: z.int(), status: z.enum(printStates), troubles: z.array(z.string()).readonly() },
  parcels: z.array(z.object({ shipmentId: z.string(), sentAt: z.iso.datetime() })).readonly(),
});
const Refund = z.object({
  ...{ refundId: z.string(), amountCents: z.int(), status: z.enum(['pending', 'succeeded', 'failed']) },
  at: z.iso.datetime(),
});

export const OrderTold = z.object({
  ...named,
  order: z.object({
    status: z.enum(['placed', 'confirmed', 'fulfilled', 'cancelled']),
    placedAt: z.iso.datetime(),
    cancelledBecause: z.string().nullable(),
  }),
  payment: z.object({
    status: z.enum(paymentStates),
    amountCents: z.int(),
    refunds: z.array(Refund).readonly(),
  }),
  print: z
    .object({ status: z.enum(printStates).nullable(), orders: z.array(Print).readonly() })
    .nullable()
    .describe('null where nothing is printed'),
  files: z.array(z.object({ line: z.int(), url: z.url() })).readonly(),
  invoice: z.object({ number: z.string(), url: z.url() }).nullable(),
  ...{ totals: Totals, currency: Currency, lines: z.array(Line).readonly() },
});
type OrderTold = z.output<typeof OrderTold>;

export const OrderList = z.object({ orders: z.array(OrderTold).readonly() });
type OrderList = z.output<typeof OrderList>;

async function told({ links, publicUrl, tokens, reads }: Shop, view: OrderView): Promise<OrderTold> {
  const { order, payment, masters, prints } = view;
  const invoice = await invoiceOf(reads.invoices, order.orderId);
  const files = masters.filter(({ use, status }) => use === 'file' && status === 'rendered');
  return {
    ...{ id: order.orderId, number: numberOf(order), link: links.orderPage(order.orderId) },
    order: { status: order.status, placedAt: order.placedAt, cancelledBecause: order.cancelledBecause },
    payment: {
      status: paymentState(view),
      amountCents: order.totals.totalCents,
      refunds: payment?.refunds ?? [],
    },
    print: prints.length === 0 ? null : { status: printState(view), orders: prints.map(printTold) },
    files: files.map(({ line }) => ({
      ...{ line, url: `${publicUrl}/files/${tokens.make('file', `${order.orderId}.${line}`)}` },
    })),
    invoice:
      invoice === undefined
        ? null
        : {
            number: invoiceNumber(invoice.year, invoice.number),
            url: `${links.orderPage(order.orderId)}/invoice.pdf`,
          },
    ...{ totals: order.totals, currency: order.currency, lines: order.lines },
  };
}

const printTold = ({ line, status, troubles, parcels }: OrderView['prints'][number]) => ({
  ...{ line, status, troubles, parcels: parcels.map(({ shipmentId, at }) => ({ shipmentId, sentAt: at })) },
});
