/** Every order as a desk sees it: its axes in one row, until when something is promised, and why a person must look. */
import type { Sql } from '../src/eventsourcing/database.ts';
import { daysAfter } from '../src/eventsourcing/days.ts';
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type OrderEvent, type OrderId, orderStream } from '../src/modules/ordering/order.events.ts';
import { type PaymentEvent, paymentStream } from '../src/modules/payments/payment.events.ts';
import { type PrintOrderEvent, printOrderStream } from '../src/modules/printing/print-order.events.ts';
import type { SubjectRef } from '../src/personal-data/personal.ts';

type Placed = Extract<OrderEvent, { readonly type: 'OrderPlaced' }>;
type Confirmed = Extract<OrderEvent, { readonly type: 'OrderConfirmed' }>;
type Stage = Extract<PrintOrderEvent, { readonly type: 'PrintOrderProgressed' }>['stage'];

/** What no process can settle by itself. */
export type Need = 'lab-refused' | 'lab-trouble' | 'disputed' | 'refund-failed';

export type OrderDeskRow = {
  readonly orderId: OrderId;
  readonly number: number;
  readonly buyer: SubjectRef;
  readonly country: Placed['country'];
  readonly kinds: readonly Placed['lines'][number]['kind'][];
  readonly totalCents: number;
  readonly currency: Placed['currency'];
  readonly status: 'placed' | 'confirmed' | 'fulfilled' | 'cancelled';
  readonly payment: 'none' | 'open' | 'processing' | 'captured' | 'failed';
  readonly refundedCents: number;
  readonly prints: readonly { readonly printOrderId: string; readonly is: PrintState }[];
  readonly needs: readonly Need[];
  readonly isWaiting: boolean;
  /** Whether anything is still to come. */
  readonly isOpen: boolean;
  readonly placedAt: string;
  /** ISO 8601, UTC: until then the next thing is promised, or a person is to have looked. */
  readonly dueAt: string;
};
export type PrintState = 'planned' | 'ready' | 'refused' | Stage;

/** In days. A payment page lives an hour; the lab makes a print in five working days; a person looks within one. */
const promised = { payment: 1 / 24, file: 1 / 24, laterFile: 14, print: 7, look: 1 } as const;

export const orderDesk = projection<OrderDeskRow, OrderEvent | PaymentEvent | PrintOrderEvent>({
  name: 'order_desk',
  version: 1,
  columns: {
    ...{ orderId: 'uuid', number: 'integer', buyer: 'uuid', country: 'text', kinds: 'jsonb' },
    ...{ totalCents: 'integer', currency: 'text', status: 'text', payment: 'text' },
    ...{ refundedCents: 'integer', prints: 'jsonb', needs: 'jsonb', isWaiting: 'boolean', isOpen: 'boolean' },
    ...{ placedAt: 'timestamptz', dueAt: 'timestamptz' },
  },
  indexes: [['number'], ['buyer'], ['isOpen', 'dueAt'], ['isWaiting', 'dueAt'], ['placedAt']],
  streams: [orderStream, paymentStream, printOrderStream],
  key: ({ orderId }) => orderId,

  on: {
    OrderPlaced: (_, { orderId, number, buyer, country, lines, totals, currency }, { created }) => ({
      ...{ orderId, number, buyer: buyer.ref, country, kinds: lines.map(({ kind }) => kind) },
      ...{ totalCents: totals.totalCents, currency, status: 'placed', payment: 'none', refundedCents: 0 },
      ...{ prints: [], needs: [], isWaiting: false, isOpen: true, placedAt: created },
      dueAt: daysAfter(created, promised.payment),
    }),
    OrderConfirmed: (row, confirmed, { created }) =>
      row && { ...row, status: 'confirmed', dueAt: daysAfter(created, daysFor(confirmed)) },
    OrderFulfilled: (row) => row && ended(row, 'fulfilled'),
    OrderCancelled: (row) => row && ended(without(row, 'lab-refused', 'lab-trouble'), 'cancelled'),

    PaymentOpened: (row) => row && { ...row, payment: 'open' },
    PaymentProcessing: (row) => row && { ...row, payment: 'processing' },
    PaymentCaptured: (row) => row && { ...row, payment: 'captured' },
    PaymentFailed: (row) => row && { ...row, payment: 'failed' },
    RefundSucceeded: (row, { amountCents }) =>
      row && without({ ...row, refundedCents: row.refundedCents + amountCents }, 'refund-failed'),
    RefundFailed: (row, _, { created }) => row && needing(row, 'refund-failed', created),
    DisputeOpened: (row, _, { created }) => row && needing(row, 'disputed', created),
    DisputeClosed: (row) => row && without(row, 'disputed'),

    PrintOrderPlanned: (row, { printOrderId }) => row && printed(row, printOrderId, 'planned'),
    PrintFileReady: (row, { printOrderId }) => row && printed(row, printOrderId, 'ready'),
    PrintOrderSubmitted: (row, { printOrderId }) => row && printed(row, printOrderId, 'on-hold'),
    PrintOrderRefused: (row, { printOrderId }, { created }) =>
      row && needing(printed(row, printOrderId, 'refused'), 'lab-refused', created),
    PrintOrderTroubled: (row, _, { created }) => row && needing(row, 'lab-trouble', created),
    PrintOrderProgressed: (row, { printOrderId, stage }) =>
      row && withoutTrouble(printed(row, printOrderId, stage), stage),
  },
  forget: 'values',
});

const daysFor = ({ lines, fileAtOnce }: Pick<Confirmed, 'lines' | 'fileAtOnce'>): number => {
  if (lines.some(({ kind }) => kind !== 'file')) return promised.print;
  return fileAtOnce ? promised.file : promised.laterFile;
};

const ended = (row: OrderDeskRow, status: 'fulfilled' | 'cancelled'): OrderDeskRow => ({
  ...row,
  ...{ status, isOpen: row.needs.length > 0 },
});

function needing(row: OrderDeskRow, need: Need, created: string): OrderDeskRow {
  const due = daysAfter(created, promised.look);
  const needs = [...new Set([...row.needs, need])];
  const isSooner = !row.isOpen || Date.parse(due) < Date.parse(row.dueAt);
  return { ...row, needs, isWaiting: true, isOpen: true, dueAt: isSooner ? due : row.dueAt };
}

function without(row: OrderDeskRow, ...settled: readonly Need[]): OrderDeskRow {
  const needs = row.needs.filter((need) => !settled.includes(need));
  const isOver = row.status === 'fulfilled' || row.status === 'cancelled';
  return { ...row, needs, isWaiting: needs.length > 0, isOpen: needs.length > 0 || !isOver };
}

const printed = (row: OrderDeskRow, printOrderId: string, is: PrintState): OrderDeskRow => ({
  ...row,
  prints: [...row.prints.filter((one) => one.printOrderId !== printOrderId), { printOrderId, is }],
});

/** The lab goes on: so its question is settled. */
const withoutTrouble = (row: OrderDeskRow, stage: Stage): OrderDeskRow =>
  stage === 'in-production' || stage === 'shipped' ? without(row, 'lab-trouble') : row;

type Page = { readonly limit: number; readonly offset?: number };

/** What is due first. */
export const openOrders = (rows: Rows<OrderDeskRow>, page: Page): Promise<readonly OrderDeskRow[]> =>
  rows.where('isOpen', true, { by: 'dueAt', ...page });

export const waitingOrders = (rows: Rows<OrderDeskRow>): Promise<readonly OrderDeskRow[]> =>
  rows.where('isWaiting', true, { by: 'dueAt' });

export const newestOrders = (rows: Rows<OrderDeskRow>, page: Page): Promise<readonly OrderDeskRow[]> =>
  rows.all({ by: 'placedAt', descending: true, ...page });

export const deskOrderByNumber = async (
  rows: Rows<OrderDeskRow>,
  number: number,
): Promise<OrderDeskRow | undefined> => (await rows.where('number', number))[0];

export const deskOrdersOf = async (
  rows: Rows<OrderDeskRow>,
  buyers: readonly SubjectRef[],
): Promise<readonly OrderDeskRow[]> =>
  (await Promise.all(buyers.map((buyer) => rows.where('buyer', buyer)))).flat();

export type DeskFigures = {
  readonly open: number;
  readonly overdue: number;
  readonly waiting: number;
  readonly refundFailed: number;
};

/** @param now ISO 8601, UTC */
export async function deskFigures(sql: Sql, now: string): Promise<DeskFigures> {
  const [row] = await sql<DeskFigures[]>`
    select count(*)::int as open, (count(*) filter (where "dueAt" < ${now}))::int as overdue,
      (count(*) filter (where "isWaiting"))::int as waiting,
      (count(*) filter (where needs ? 'refund-failed'))::int as "refundFailed"
    from live.order_desk where "isOpen"`;
  return row ?? { open: 0, overdue: 0, waiting: 0, refundFailed: 0 };
}
