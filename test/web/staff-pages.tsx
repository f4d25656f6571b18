/** Sample pages of the staff's desk. */
import { firstOffers } from '../../src/modules/catalogue/offers.ts';
import { CataloguePage, ProductPage } from '../../src/web/desks/staff/catalogue.tsx';
import { StaffOrderPage } from '../../src/web/desks/staff/order.tsx';
import { StaffOrdersPage } from '../../src/web/desks/staff/orders.tsx';
import { RefundsPage } from '../../src/web/desks/staff/refunds.tsx';
import { ReviewPage } from '../../src/web/desks/staff/review.tsx';
import { euro } from './samples.ts';
import { at, bar, type Shown } from './shown.ts';

const desk = (path: string) => bar('Staff', 'sample.person · by passkey', path);
const time = '2026-11-21T14:07:00.000Z';
const event = { key: 'e1', at: time, says: 'Order P-1043 was placed.', note: 'OrderPlaced, by a visitor' };
const line = { number: 'P-1043', href: '/staff/orders/sample' };
const refund = { ...line, key: 'r1', amount: euro(14490), at: time };
const offers = firstOffers.slice(0, 2).map((offer) => ({
  ...{ ...offer, name: 'Framed print', since: time },
  status: 'offered' as const,
}));
const [offer] = offers;

export const staffPages: readonly Shown[] = [
  {
    ...at(
      'staff-orders',
      '/staff/orders',
      'Orders',
      <StaffOrdersPage
        figures={[{ name: 'Need a person', value: '3', note: 'no process can settle them' }]}
        views={[{ label: 'Open', href: '/staff/orders?show=open', here: true }]}
        caption="Open, what is due first"
        nothing="Nothing waits."
        older="/staff/orders?show=open&page=2"
        error="The search is exact."
        orders={[
          {
            ...{ ...line, placedAt: time, due: { at: time, late: true }, items: 'Framed print; file' },
            ...{ country: 'Germany', total: euro(14490), order: { state: 'In work', tone: 'warn' } },
            payment: { state: 'Paid', tone: 'ok' },
            print: { state: 'Being painted', tone: 'plain' },
          },
        ]}
      />,
    ),
    desk: desk('/staff/orders'),
  },
  {
    ...at(
      'staff-order',
      '/staff/orders/sample',
      'Order P-1043',
      <StaffOrderPage
        id="sample"
        number="P-1043"
        state="Needs a person"
        tone="warn"
        said="The refund is asked for."
        errors={[{ field: 'amount', says: 'That is more than is left of the payment.' }]}
        needs={[{ title: 'The lab has a question.', says: 'It stands still.' }]}
        due={{ at: time, late: false }}
        axes={[{ name: 'Payment', sentence: 'Paid in full', steps: [{ label: 'Paid', state: 'done' }] }]}
        lines={[
          {
            ...{ what: 'Framed print, 40 × 50 cm', made: 'Engraving, walnut', sku: 'CFPM-40X50' },
            ...{ quantity: 1, vat: euro(1900), gross: euro(11900) },
          },
        ]}
        total={euro(12590)}
        refunds={[{ at: time, amount: euro(500), state: 'arrived' }]}
        refundable={{ left: euro(12090), once: 'sample' }}
        cancellable={{ once: 'sample' }}
        history={[event]}
        customer={{
          ...{ at: '/staff/orders/sample', country: 'Germany', hasAddress: true },
          purposes: {
            contact: [{ value: 'support.answer', label: 'To answer what you write to us' }],
            delivery: [{ value: 'order.fulfilment', label: 'To make, send and support what you ordered' }],
          },
          portraits: [{ line: 0, label: 'Engraving' }],
          photos: [{ line: 0, label: 'Engraving' }],
          opened: {
            ...{ what: 'Name and e-mail', purpose: 'to answer what you write to us', at: time },
            shows: { is: 'value', lines: [{ name: 'E-mail', value: 'sample.customer@example.org' }] },
          },
        }}
      />,
    ),
    desk: desk('/staff/orders'),
  },
  {
    ...at(
      'staff-review',
      '/staff/review',
      'Review',
      <ReviewPage
        waiting={[
          {
            ...{ ...line, items: 'Framed print', country: 'Germany', why: ['The payment is disputed.'] },
            ...{ dueAt: time, late: true, mayOpenPhoto: true },
          },
        ]}
      />,
    ),
    desk: desk('/staff/review'),
  },
  {
    ...at(
      'staff-refunds',
      '/staff/refunds',
      'Refunds',
      <RefundsPage pending={[refund]} failed={[{ ...refund, key: 'r2' }]} />,
    ),
    desk: desk('/staff/refunds'),
  },
  {
    ...at('staff-catalogue', '/staff/catalogue', 'Catalogue', <CataloguePage products={offers} />),
    desk: desk('/staff/catalogue'),
  },
  ...(offer === undefined
    ? []
    : [
        {
          ...at(
            'staff-product',
            '/staff/catalogue/sample',
            'Framed print',
            <ProductPage
              product={offer}
              errors={[{ field: 'EUR', says: 'A price in EUR, such as 119.00.' }]}
              history={[event]}
              said="Done."
              once="sample"
            />,
          ),
          desk: desk('/staff/catalogue'),
        },
      ]),
];
