/** `/staff/orders`: the queue, and the exact search: by number, or through the blind index by address. */
import {
  deskFigures,
  deskOrderByNumber,
  deskOrdersOf,
  newestOrders,
  type OrderDeskRow,
  openOrders,
  waitingOrders,
} from '../../../../projections/order-desk.ts';
import { refuse, seeOther } from '../../answers.tsx';
import type { Figure } from '../../components/desk.tsx';
import { formFields } from '../../form-fields.ts';
import { countryName } from '../../uploads/countries.ts';
import { type Desk, deskPage } from '../desk.ts';
import { type StaffOrder, StaffOrdersPage, type StaffOrdersPageProps } from './orders.tsx';
import { itemsOf, orderState, paymentState, printState } from './words.ts';

const perPage = 50;

type View = {
  readonly name: string;
  readonly caption: string;
  readonly nothing: string;
  rows(desk: Desk, offset: number): Promise<readonly OrderDeskRow[]>;
};

const views = {
  open: {
    name: 'Open',
    caption: 'Open, what is due first',
    nothing: 'Nothing waits.',
    rows: ({ shop }, offset) => openOrders(shop.reads.orderDesk, { limit: perPage, offset }),
  },
  person: {
    name: 'Need a person',
    caption: 'Need a person, what is due first',
    nothing: 'Nothing waits for a person.',
    rows: ({ shop }) => waitingOrders(shop.reads.orderDesk),
  },
  all: {
    name: 'All',
    caption: 'All, newest first',
    nothing: 'No order was placed yet.',
    rows: ({ shop }, offset) => newestOrders(shop.reads.orderDesk, { limit: perPage, offset }),
  },
} as const satisfies Readonly<Record<string, View>>;

const isView = (name: string): name is keyof typeof views => Object.hasOwn(views, name);

export async function showOrders(desk: Desk): Promise<Response> {
  const { searchParams } = desk.visit.url;
  const asked = searchParams.get('show') ?? 'open';
  const here = isView(asked) ? asked : 'open';
  const page = Math.max(1, Math.min(1000, Math.trunc(Number(searchParams.get('page'))) || 1));
  const rows = await views[here].rows(desk, (page - 1) * perPage);
  const at = (n: number) => `/staff/orders?show=${here}&page=${n}`;
  return ordersPage(desk, here, {
    ...{ caption: views[here].caption, nothing: views[here].nothing, orders: shown(desk, rows) },
    newer: page > 1 ? at(page - 1) : undefined,
    older: here !== 'person' && rows.length === perPage ? at(page + 1) : undefined,
  });
}

/** One order is shown at once; several of one person in a list. An address is compared, never kept or shown. */
export async function searchOrders(desk: Desk): Promise<Response> {
  const { shop, request } = desk;
  const asked = (await formFields(request))?.['q']?.trim();
  if (asked === undefined || asked === '') return refuse(shop, request, { status: 400, type: 'form-broken' });
  const number = /^(?:P-?)?(\d{1,9})$/i.exec(asked)?.[1];
  const found = number === undefined ? await byAddress(desk, asked) : await byNumber(desk, Number(number));
  const [only] = found;
  if (only !== undefined && found.length === 1) return seeOther(`/staff/orders/${only.orderId}`);
  return ordersPage(desk, undefined, {
    ...{ caption: 'Found', orders: shown(desk, found), query: number && `P-${number}` },
    nothing: number === undefined ? 'Nobody ordered with this address.' : 'No order has this number.',
    error: found.length > 0 ? undefined : 'The search is exact: the whole number, or the whole address.',
  });
}

async function byNumber({ shop }: Desk, number: number): Promise<readonly OrderDeskRow[]> {
  const row = await deskOrderByNumber(shop.reads.orderDesk, number);
  return row === undefined ? [] : [row];
}

async function byAddress({ shop }: Desk, address: string): Promise<readonly OrderDeskRow[]> {
  if (!address.includes('@') || address.length > 254) return [];
  const { lookUp, reads } = shop;
  const proved = await lookUp.find('email', address);
  const people = [...(proved === undefined ? [] : [proved]), ...(await lookUp.givers('email', address))];
  const rows = await deskOrdersOf(reads.orderDesk, [...new Set(people)]);
  return rows.toSorted((a, b) => b.placedAt.localeCompare(a.placedAt));
}

type Shown = Omit<StaffOrdersPageProps, 'figures' | 'views'>;

async function ordersPage(desk: Desk, here: keyof typeof views | undefined, shown: Shown): Promise<Response> {
  const links = Object.entries(views).map(([id, { name }]) => ({
    ...{ label: name, href: `/staff/orders?show=${id}`, here: id === here },
  }));
  const page = <StaffOrdersPage {...shown} figures={await figuresOf(desk)} views={links} />;
  return deskPage(desk, { title: 'Orders', page });
}

async function figuresOf({ shop }: Desk): Promise<readonly Figure[]> {
  const { open, overdue, waiting, refundFailed } = await deskFigures(shop.sql, shop.clock());
  return [
    { name: 'Open', value: String(open), note: 'something is still to come' },
    { name: 'Late', value: String(overdue), note: 'past what was promised' },
    { name: 'Need a person', value: String(waiting), note: 'no process can settle them' },
    { name: 'Refunds that failed', value: String(refundFailed), note: 'the money did not arrive' },
  ];
}

const shown = ({ shop }: Desk, rows: readonly OrderDeskRow[]): readonly StaffOrder[] =>
  rows.map((row) => ({
    ...{ number: `P-${row.number}`, href: `/staff/orders/${row.orderId}`, placedAt: row.placedAt },
    due: row.isOpen ? { at: row.dueAt, late: Date.parse(row.dueAt) < Date.parse(shop.clock()) } : null,
    ...{ items: itemsOf(row), country: countryName(row.country) },
    total: { cents: row.totalCents, currency: row.currency },
    ...{ order: orderState(row), payment: paymentState(row), print: printState(row) },
  }));
