/** `/staff/refunds`: money that is on its way back, and money that did not arrive. */
import { waitingOrders } from '../../../../projections/order-desk.ts';
import { type PaymentRow, refunding } from '../../../../projections/payments.ts';
import { type Desk, deskPage } from '../desk.ts';
import { type RefundLine, RefundsPage } from './refunds.tsx';

export async function showRefunds(desk: Desk): Promise<Response> {
  const { reads } = desk.shop;
  const [pending, waiting] = await Promise.all([refunding(reads.payments), waitingOrders(reads.orderDesk)]);
  const failed = await Promise.all(
    waiting
      .filter(({ needs }) => needs.includes('refund-failed'))
      .map(({ orderId }) => reads.payments.where('orderId', orderId)),
  );
  const page = (
    <RefundsPage
      pending={await linesOf(desk, pending, 'pending')}
      failed={await linesOf(desk, failed.flat(), 'failed')}
    />
  );
  return deskPage(desk, { title: 'Refunds', page });
}

async function linesOf(
  { shop }: Desk,
  payments: readonly PaymentRow[],
  wanted: 'pending' | 'failed',
): Promise<readonly RefundLine[]> {
  const lines = await Promise.all(
    payments.map(async ({ orderId, currency, refunds }) => {
      const order = await shop.reads.orderDesk.byKey(orderId);
      return refunds
        .filter(({ status }) => status === wanted)
        .map(({ refundId, amountCents, at }) => ({
          ...{ key: refundId, at, amount: { cents: amountCents, currency } },
          ...{ number: order === undefined ? '–' : `P-${order.number}`, href: `/staff/orders/${orderId}` },
        }));
    }),
  );
  return lines.flat().toSorted((a, b) => a.at.localeCompare(b.at));
}
