/** `/staff/review`: what no process can settle, what is due first. */
import { type OrderDeskRow, waitingOrders } from '../../../../projections/order-desk.ts';
import { countryName } from '../../uploads/countries.ts';
import { type Desk, deskPage } from '../desk.ts';
import { isUnderReview } from './order-pages.tsx';
import { ReviewPage, type Waiting } from './review.tsx';
import { itemsOf, needWords } from './words.ts';

export async function showReview(desk: Desk): Promise<Response> {
  const { shop } = desk;
  const rows = await waitingOrders(shop.reads.orderDesk);
  const waiting = rows.map((row) => waitingOf(row, shop.clock()));
  return deskPage(desk, { title: 'Review', page: <ReviewPage waiting={waiting} /> });
}

const waitingOf = (row: OrderDeskRow, now: string): Waiting => ({
  ...{ number: `P-${row.number}`, href: `/staff/orders/${row.orderId}`, items: itemsOf(row) },
  ...{ country: countryName(row.country), dueAt: row.dueAt, late: Date.parse(row.dueAt) < Date.parse(now) },
  ...{ why: row.needs.map((need) => needWords[need].title), mayOpenPhoto: isUnderReview(row) },
});
