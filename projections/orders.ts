/** A buyer's orders, newest first: for the order page, the account and support. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type OrderEvent, type OrderId, orderStream } from '../src/modules/ordering/order.events.ts';
import type { Sealed, SubjectRef } from '../src/personal-data/personal.ts';

type Placed = Extract<OrderEvent, { readonly type: 'OrderPlaced' }>;

export type OrderRow = {
  readonly orderId: OrderId;
  readonly number: number;
  readonly buyer: SubjectRef;
  readonly contact: Sealed<'contact'>;
  readonly delivery: Sealed<'order.delivery'> | null;
  readonly country: Placed['country'];
  readonly lines: Placed['lines'];
  readonly totals: Placed['totals'];
  readonly currency: Placed['currency'];
  readonly shippingMethod: Placed['shippingMethod'];
  /** A fact of the contract: the file at once, or after the days of withdrawal. */
  readonly fileFrom: 'at-once' | 'after-withdrawal';
  readonly status: 'placed' | 'confirmed' | 'fulfilled' | 'cancelled';
  readonly completed: readonly number[];
  readonly cancelledBecause: string | null;
  readonly placedAt: string;
  readonly confirmedAt: string | null;
  readonly endedAt: string | null;
};

export const orders = projection<OrderRow, OrderEvent>({
  name: 'orders',
  version: 2,
  columns: {
    orderId: 'uuid',
    number: 'integer',
    buyer: 'uuid',
    contact: 'jsonb',
    delivery: 'jsonb',
    country: 'text',
    lines: 'jsonb',
    totals: 'jsonb',
    currency: 'text',
    shippingMethod: 'text',
    fileFrom: 'text',
    status: 'text',
    completed: 'jsonb',
    cancelledBecause: 'text',
    placedAt: 'timestamptz',
    confirmedAt: 'timestamptz',
    endedAt: 'timestamptz',
  },
  streams: [orderStream],
  key: ({ orderId }) => orderId,

  on: {
    OrderPlaced: (_, { type: __, buyer, recipient, fileAtOnce, ...placed }, { created }) => ({
      ...{ ...placed, buyer: buyer.ref, contact: buyer.contact, delivery: recipient?.delivery ?? null },
      ...{ fileFrom: fileAtOnce ? 'at-once' : 'after-withdrawal', status: 'placed', completed: [] },
      ...{ cancelledBecause: null, placedAt: created, confirmedAt: null, endedAt: null },
    }),
    OrderConfirmed: (row, _, { created }) => row && { ...row, status: 'confirmed', confirmedAt: created },
    OrderLineCompleted: (row, { line }) => row && { ...row, completed: [...row.completed, line] },
    OrderFulfilled: (row, _, { created }) => row && { ...row, status: 'fulfilled', endedAt: created },
    OrderCancelled: (row, { reason }, { created }) =>
      row && { ...row, status: 'cancelled', cancelledBecause: reason, endedAt: created },
    OrderContactCorrected: (row, { buyer }) => row && { ...row, contact: buyer.contact },
  },
  forget: 'values',
});

/** Newest first. */
export const ordersOf = async (
  rows: Rows<OrderRow>,
  buyers: readonly SubjectRef[],
): Promise<readonly OrderRow[]> =>
  (await Promise.all(buyers.map((buyer) => rows.where('buyer', buyer))))
    .flat()
    .toSorted((a, b) => b.placedAt.localeCompare(a.placedAt));

export const orderOf = async (rows: Rows<OrderRow>, orderId: OrderId): Promise<OrderRow | undefined> =>
  (await rows.where('orderId', orderId))[0];

/** By the number that people see: P-1042. */
export const orderByNumber = async (rows: Rows<OrderRow>, number: number): Promise<OrderRow | undefined> =>
  (await rows.where('number', number))[0];
