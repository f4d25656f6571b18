/** The life of an order: what may be asked of it, when it says no, and what it remembers. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf, Sealed, SubjectRef } from '../../personal-data/personal.ts';
import {
  type OrderCancelled,
  type OrderContactCorrected,
  type OrderEvent,
  type OrderId,
  type OrderLineCompleted,
  type OrderPlaced,
  orderStream,
} from './order.events.ts';
import { grossOf, totalsOf, vatWithin } from './totals.ts';

type Placed = FactsOf<typeof OrderPlaced>;

export type OrderCommand =
  | Command<
      'PlaceOrder',
      Placed & {
        /** What the buyer was shown. */
        readonly quotedCents: number;
        readonly acceptsTerms: boolean;
      }
    >
  | Command<'ConfirmOrder', { readonly orderId: OrderId }>
  | Command<'CompleteLine', FactsOf<typeof OrderLineCompleted>>
  | Command<'CancelOrder', Omit<FactsOf<typeof OrderCancelled>, 'photoIds'>>
  | Command<'CorrectContact', FactsOf<typeof OrderContactCorrected>>;

type Facts = Pick<Placed, 'number' | 'lines' | 'totals' | 'currency' | 'shippingMethod' | 'fileAtOnce'> & {
  readonly buyer: SubjectRef;
  readonly contact: Sealed<'contact'>;
  readonly recipient: SubjectRef | null;
  readonly delivery: Sealed<'order.delivery'> | null;
};
export type Order =
  | { readonly status: 'none' }
  | (Facts & {
      readonly status: 'placed' | 'confirmed' | 'fulfilled' | 'cancelled';
      readonly completed: readonly number[];
    });

export type OrderRefusal =
  | 'order-already-placed'
  | 'order-has-no-lines'
  | 'order-needs-an-address'
  | 'price-has-changed'
  | 'terms-not-accepted'
  | 'order-not-placed'
  | 'order-not-confirmed'
  | 'order-already-confirmed'
  | 'order-line-unknown'
  | 'order-line-already-completed'
  | 'order-already-fulfilled'
  | 'order-already-cancelled';

export const order = decider<Order, OrderCommand, OrderEvent, OrderRefusal>(orderStream, {
  initialState: { status: 'none' },

  decide: {
    PlaceOrder({ quotedCents, acceptsTerms, ...placed }, { status }) {
      if (status !== 'none') return refused('order-already-placed');
      if (!acceptsTerms) return refused('terms-not-accepted');
      if (placed.lines.length === 0) return refused('order-has-no-lines');
      if (needsAddress(placed) && placed.recipient === null) return refused('order-needs-an-address');
      if (!addsUp(placed) || placed.totals.totalCents !== quotedCents) return refused('price-has-changed');
      return [{ type: 'OrderPlaced', ...placed }];
    },

    ConfirmOrder({ orderId }, order) {
      if (order.status !== 'placed') return refused(past[order.status]);
      const { lines, shippingMethod, fileAtOnce } = order;
      return [{ type: 'OrderConfirmed', orderId, lines, shippingMethod, fileAtOnce }];
    },

    CompleteLine({ orderId, line }, order) {
      if (order.status === 'none' || order.status === 'placed') return refused('order-not-confirmed');
      if (order.status === 'cancelled') return refused('order-already-cancelled');
      if (order.lines[line] === undefined) return refused('order-line-unknown');
      if (order.completed.includes(line)) return refused('order-line-already-completed');
      const completed = { type: 'OrderLineCompleted', orderId, line } as const;
      if (order.completed.length + 1 < order.lines.length) return [completed];
      return [completed, { type: 'OrderFulfilled', orderId, photoIds: photosOf(order) }];
    },

    CancelOrder({ orderId, reason }, order) {
      if (order.status === 'none') return refused('order-not-placed');
      if (order.status === 'cancelled' || order.status === 'fulfilled') return refused(past[order.status]);
      return [{ type: 'OrderCancelled', orderId, reason, photoIds: photosOf(order) }];
    },

    CorrectContact: (corrected, { status }) =>
      status === 'none' ? refused('order-not-placed') : [{ type: 'OrderContactCorrected', ...corrected }],
  },

  evolve: {
    OrderPlaced: (_, { buyer, recipient, number, lines, totals, currency, shippingMethod, fileAtOnce }) => ({
      ...{ status: 'placed', number, lines, totals, currency, shippingMethod, fileAtOnce, completed: [] },
      ...{ buyer: buyer.ref, contact: buyer.contact },
      ...{ recipient: recipient?.ref ?? null, delivery: recipient?.delivery ?? null },
    }),
    OrderConfirmed: (order) => moved(order, 'confirmed'),
    OrderLineCompleted: (order, { line }) =>
      order.status === 'none' ? order : { ...order, completed: [...order.completed, line] },
    OrderFulfilled: (order) => moved(order, 'fulfilled'),
    OrderCancelled: (order) => moved(order, 'cancelled'),
    OrderContactCorrected: (order, { buyer }) =>
      order.status === 'none' ? order : { ...order, contact: buyer.contact },
  },
});

type Known = Exclude<Order, { readonly status: 'none' }>;

const moved = (order: Order, status: Known['status']): Order =>
  order.status === 'none' ? order : { ...order, status };

const past = {
  none: 'order-not-placed',
  confirmed: 'order-already-confirmed',
  fulfilled: 'order-already-fulfilled',
  cancelled: 'order-already-cancelled',
} as const;

const needsAddress = ({ lines }: Placed): boolean => lines.some(({ kind }) => kind !== 'file');

function addsUp({ lines, totals }: Placed): boolean {
  if (lines.some((line) => line.vatCents !== vatWithin(grossOf(line), totals.vatRate))) return false;
  const { goodsCents, totalCents, vatCents } = totalsOf(lines, totals);
  return goodsCents === totals.goodsCents && totalCents === totals.totalCents && vatCents === totals.vatCents;
}

const photosOf = ({ lines }: Pick<Known, 'lines'>) => [...new Set(lines.map(({ photoId }) => photoId))];
