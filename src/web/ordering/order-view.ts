/** An order with all its axes, as the pages and the API tell of it. */
import { type MasterRow, mastersOfOrder } from '../../../projections/masters.ts';
import { type OrderRow, orderOf } from '../../../projections/orders.ts';
import { type PaymentRow, paymentOfOrder } from '../../../projections/payments.ts';
import { type PrintOrderRow, printOrdersOf } from '../../../projections/print-orders.ts';
import { OrderId } from '../../modules/ordering/order.events.ts';
import { order } from '../../modules/ordering/order.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { catchingUp, notFound, type Problem } from '../problems/problem.ts';
import { isOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';

export type OrderView = {
  readonly order: OrderRow;
  readonly payment: PaymentRow | undefined;
  readonly masters: readonly MasterRow[];
  readonly prints: readonly PrintOrderRow[];
};

/** By the token of its link, which is its key. */
export async function orderByToken(shop: Shop, token: string): Promise<OrderView | undefined> {
  const id = OrderId.safeParse(shop.tokens.read('order', token));
  return id.success ? orderView(shop, id.data) : undefined;
}

export async function orderView(
  { reads }: Pick<Shop, 'reads'>,
  orderId: OrderId,
): Promise<OrderView | undefined> {
  const order = await orderOf(reads.orders, orderId);
  if (order === undefined) return undefined;
  const [payment, masters, prints] = await Promise.all([
    paymentOfOrder(reads.payments, orderId),
    mastersOfOrder(reads.masters, orderId),
    printOrdersOf(reads.printOrders, orderId),
  ]);
  return { order, payment, masters, prints };
}

/** Why nothing is read by a link: it is none of ours, or the read models are behind the log, as after an outage. */
export const whyUnseen = (shop: Shop, token: string): Promise<Problem> =>
  whyUnknown(shop, shop.tokens.read('order', token), () => true);

/** The same for a session, which hears of nobody else's orders that they are there. */
export const whyUnseenBy = (shop: Shop, session: Session | undefined, id: string): Promise<Problem> =>
  whyUnknown(shop, session === undefined ? undefined : id, (buyer) => isOf(session, buyer));

async function whyUnknown(shop: Shop, id: string | undefined, mayKnow: (buyer: SubjectRef) => boolean) {
  const orderId = OrderId.safeParse(id);
  if (!orderId.success) return notFound;
  const placed = await shop.stateOf(order, orderId.data);
  return placed.status !== 'none' && mayKnow(placed.buyer) ? catchingUp : notFound;
}

export const numberOf = ({ number }: Pick<OrderRow, 'number'>): string => `P-${number}`;

export const paymentStates = [
  ...(['opening', 'open', 'processing', 'captured', 'failed'] as const),
  ...(['disputed', 'partially-refunded', 'refunded'] as const),
] as const;

/** Where the payment stands in one word, refunds included. */
export function paymentState({ order, payment }: OrderView): (typeof paymentStates)[number] {
  if (payment === undefined) return order.status === 'cancelled' ? 'failed' : 'opening';
  if (payment.dispute === 'open') return 'disputed';
  if (payment.status !== 'captured') return payment.status;
  const refunded = payment.refunds.filter(({ status }) => status === 'succeeded');
  const cents = refunded.reduce((sum, { amountCents }) => sum + amountCents, 0);
  if (cents >= payment.amountCents) return 'refunded';
  return cents > 0 ? 'partially-refunded' : 'captured';
}

export const printStates = [
  ...(['planned', 'ready', 'on-hold', 'in-progress', 'in-production', 'shipped'] as const),
  ...(['refused', 'cancelled'] as const),
] as const;

/** In the order of the work: the one that is furthest behind speaks for all. */
export function printState({ prints }: OrderView): PrintOrderRow['status'] | null {
  const trouble = prints.find(({ status }) => status === 'refused' || status === 'cancelled');
  if (trouble !== undefined) return trouble.status;
  const states = prints.map(({ status }) => status);
  return states.toSorted((a, b) => printStates.indexOf(a) - printStates.indexOf(b))[0] ?? null;
}
