/** Sample pages: the wall, the basket, the checkout, the order. */
import { totalsOf } from '../../src/modules/ordering/totals.ts';
import { ProductPage, type ProductPageProps } from '../../src/web/catalogue/product.tsx';
import type { Item } from '../../src/web/components/basket-line.tsx';
import type { Choices } from '../../src/web/components/choices.ts';
import type { Totals } from '../../src/web/components/shapes.ts';
import { BasketPage } from '../../src/web/ordering/basket.tsx';
import { CheckoutPage, type CheckoutPageProps } from '../../src/web/ordering/checkout.tsx';
import { DonePage, type DonePageProps } from '../../src/web/ordering/done.tsx';
import { OrderPage, type OrderPageProps } from '../../src/web/ordering/order.tsx';
import { OrdersPage } from '../../src/web/ordering/orders.tsx';
import { euro, price } from './samples.ts';
import { at, type Shown } from './shown.ts';

const painted = { src: '/assets/samples/astronaut-impressionist-700.webp', alt: '' };

const sizes = (...prices: readonly number[]) =>
  [20, 28, 40, 60].map((widthCm, i) => ({
    id: `${widthCm}x${widthCm * 1.25}`,
    widthCm,
    heightCm: widthCm * 1.25,
    dpi: Math.min(610, Math.round((4800 / widthCm) * 2.54)),
    price: price((prices[i] ?? 0) * 100),
  }));

const chosen: Choices = {
  kind: 'framed',
  size: '40x50',
  finish: 'walnut',
  mat: 'white',
  edge: 'mirror',
  wall: 'sage',
};

export const product: ProductPageProps = {
  token: 'st_sample',
  portrait: { id: 'pt_impressionist', style: 'Impressionist oil', ...painted },
  country: 'Germany',
  chosen,
  kinds: [
    { kind: 'framed', sizes: sizes(64, 84, 119, 189) },
    {
      kind: 'fine-art',
      sizes: sizes(29, 39, 54, 84).map((size) =>
        size.widthCm === 60
          ? {
              ...size,
              off: 'The face in this photo has too few pixels for this size: come closer, or send the original.',
            }
          : size,
      ),
    },
    { kind: 'canvas', sizes: sizes(49, 64, 89, 139) },
    { kind: 'poster', sizes: sizes(19, 24, 32, 45) },
    {
      kind: 'file',
      sizes: [
        { id: '', widthCm: 40, heightCm: 50, dpi: 300, price: { ...price(1900), deliveryFrom: undefined } },
      ],
    },
  ],
};

const framed: Item = {
  id: 'l_1',
  as: { kind: 'framed', widthCm: 40, finish: 'walnut', matCm: 5 },
  picture: painted,
  name: 'Framed print',
  says: 'Impressionist oil, 40 × 50 cm, walnut, white mat 5 cm',
  quantity: 1,
  total: euro(11900),
};
const file: Item = {
  ...framed,
  id: 'l_2',
  as: { kind: 'file', widthCm: 34 },
  name: 'High-resolution file',
  says: '4800 × 6000 px, JPEG and PNG, no watermark, with content credential',
  total: euro(1900),
};

/** €119.00, €19.00 and €6.90: the tax is rounded per line, and is €23.13. */
const sums = totalsOf(
  [
    { quantity: 1, unitGrossCents: 11900 },
    { quantity: 1, unitGrossCents: 1900 },
  ],
  { shippingCents: 690, vatRate: 19 },
);
export const totals: Totals = {
  goods: euro(sums.goodsCents),
  delivery: { says: 'Delivery to Germany, standard', cost: euro(sums.shippingCents) },
  total: euro(sums.totalCents),
  vatRate: sums.vatRate,
  vat: euro(sums.vatCents),
};

export const checkout: CheckoutPageProps = {
  items: [framed, file],
  totals,
  values: {
    email: 'sample.customer@example.com',
    country: 'DE',
    name: 'Sample customer',
    line1: '1 Sample Street',
    postalCode: '10115',
    city: 'Berlin',
    speed: 'standard',
  },
  countries: [
    { value: 'DE', label: 'Germany' },
    { value: 'AT', label: 'Austria' },
    { value: 'FR', label: 'France' },
  ],
  speeds: [
    {
      id: 'standard',
      name: 'Standard',
      says: 'Made in 3 to 5 working days, then 2 to 4 on the way. Tracked.',
      cost: euro(690),
    },
    {
      id: 'express',
      name: 'Express',
      says: 'Made in 3 to 5 working days, then 1 to 2 on the way. Tracked.',
      cost: euro(1490),
    },
  ],
  ships: true,
  hasFile: true,
  fileLater: '2026-12-09T00:00:00Z',
  policyVersion: '2026-11-24.2',
};

const done: DonePageProps = {
  number: 'P-1042',
  order: '/orders/or_sample',
  payment: 'paid',
  ships: true,
  hasFile: true,
  fileAtOnce: true,
  email: 'sample.customer@example.com',
};

export const order: OrderPageProps = {
  token: 'or_sample',
  number: 'P-1042',
  placedAt: '2026-11-21T14:07:00Z',
  title: 'Your portrait is being framed',
  lede: 'The lab expects to send it by Friday, 27 November. We will write when the carrier has it.',
  axes: [
    {
      name: 'Payment',
      sentence: 'Paid in full, €144.90',
      steps: [
        { label: 'Started', at: '2026-11-21T14:07:00Z', state: 'done' },
        { label: 'Confirmed', at: '2026-11-21T14:08:00Z', state: 'done' },
        { label: 'Paid', at: '2026-11-21T14:08:00Z', state: 'done' },
      ],
    },
    {
      name: 'Printing',
      sentence: 'At the lab: in production',
      steps: [
        { label: 'Planned', at: '2026-11-21T14:08:00Z', state: 'done' },
        { label: 'Sent to the lab', at: '2026-11-21T14:09:00Z', state: 'done' },
        { label: 'In production', at: 'since 23 Nov', state: 'now' },
        { label: 'Sent', at: 'by 27 Nov', state: 'next' },
      ],
    },
    {
      name: 'Parcel',
      sentence: 'Not yet with the carrier',
      steps: [
        { label: 'Handed over', state: 'next' },
        { label: 'On its way', state: 'next' },
        { label: 'Delivered', state: 'next' },
      ],
    },
  ],
  log: [
    {
      at: '2026-11-23T08:41:00Z',
      says: 'The lab took the order into production',
      note: 'Print order PO-1042-1',
    },
    { at: '2026-11-21T14:12:00Z', says: 'You downloaded the high-resolution file' },
    {
      at: '2026-11-21T14:09:00Z',
      says: 'Sent to the print lab',
      note: 'With your name and address, for printing and delivery only',
    },
    {
      at: '2026-11-21T14:07:00Z',
      says: 'You placed the order',
      note: 'You were told that the print cannot be returned.',
    },
  ],
  items: [framed, file],
  item: framed,
  label: {
    title: 'Sample sitter',
    medium: 'Impressionist oil, by software, after your photograph',
    number: 'P-1042',
  },
  totals,
  files: [
    { name: 'Impressionist oil', is: 'ready', href: '/files/fi_sample', until: '2027-01-31T00:00:00Z' },
  ],
  documents: [{ label: 'Invoice (PDF)', href: '/files/in_sample' }],
  address: ['Sample customer', '1 Sample Street', '10115 Berlin, Germany'],
  held: { count: 8, until: '2036-12-31T00:00:00Z' },
  canCancel: true,
  isCancelled: false,
};

const errors = [
  { field: 'email', says: 'Enter an e-mail address like name@example.com' },
  { field: 'postalCode', says: 'A German postcode has 5 digits' },
];

export const buyingPages: readonly Shown[] = [
  at('product', '/studio/st_sample/product', 'On a wall', <ProductPage {...product} />),
  at(
    'product-canvas',
    '/studio/st_sample/product',
    'On a wall',
    <ProductPage {...product} chosen={{ ...chosen, kind: 'canvas', wall: 'night', size: '60x75' }} />,
  ),
  at(
    'product-print',
    '/studio/st_sample/product',
    'On a wall',
    <ProductPage {...product} chosen={{ ...chosen, kind: 'fine-art', wall: 'clay' }} />,
  ),
  at(
    'product-file',
    '/studio/st_sample/product',
    'The file',
    <ProductPage {...product} chosen={{ ...chosen, kind: 'file' }} />,
  ),
  at(
    'basket',
    '/basket',
    'Your basket',
    <BasketPage
      items={[{ ...framed, change: '/studio/st_sample/product' }, file]}
      totals={totals}
      keptDays={30}
      arrives="At your door between 1 and 7 December."
      removed={{ id: 'l_3', name: 'Poster' }}
    />,
  ),
  at('basket-empty', '/basket', 'Your basket', <BasketPage items={[]} keptDays={30} />),
  at(
    'basket-ordered',
    '/basket',
    'Your basket',
    <BasketPage items={[]} keptDays={30} unpaid={{ number: 'P-1042', href: '/orders/x' }} />,
  ),
  at('checkout', '/checkout', 'Check and pay', <CheckoutPage {...checkout} />),
  at(
    'checkout-wrong',
    '/checkout',
    'Check and pay',
    <CheckoutPage
      {...checkout}
      errors={errors}
      values={{ ...checkout.values, email: 'sample.customer@', postalCode: '1011' }}
      before={euro(13900)}
    />,
  ),
  at('done', '/checkout/done', 'Thank you', <DonePage {...done} />),
  at('done-processing', '/checkout/done', 'Waiting', <DonePage {...done} payment="processing" />),
  at('done-failed', '/checkout/done', 'Declined', <DonePage {...done} payment="failed" />),
  at('order', '/orders/or_sample', 'Order P-1042', <OrderPage {...order} />),
  at(
    'order-unpaid',
    '/orders/or_sample',
    'Order P-1042',
    <OrderPage {...order} title="One step is missing: the payment" files={[]} pay="/sandbox/pay/x" />,
  ),
  at(
    'order-trouble',
    '/orders/or_sample',
    'Order P-1042',
    <OrderPage
      {...order}
      title="The lab needs your address once more"
      lede="Nothing is lost: the picture is printed as soon as the address is right."
      attention={{
        title: 'The lab could not use the address.',
        because: 'The house number is missing.',
        remedy: 'Correct it, and we send the order again.',
      }}
      axes={[
        {
          name: 'Printing',
          sentence: 'Needs attention',
          steps: [
            { label: 'Planned', at: '2026-11-21T14:08:00Z', state: 'done' },
            { label: 'Refused by the lab', at: '2026-11-21T14:09:00Z', state: 'trouble' },
            { label: 'In production', state: 'next' },
            { label: 'Cancelled', state: 'cancelled' },
          ],
        },
      ]}
      files={[{ name: 'Engraving', is: 'from', on: '2026-12-09T00:00:00Z' }]}
      address="restricted"
      canCancel={false}
    />,
  ),
  at(
    'orders',
    '/orders',
    'Your orders',
    <OrdersPage
      orders={[
        {
          number: 'P-1042',
          href: '/orders/or_sample',
          placedAt: '2026-11-21T14:07:00Z',
          says: 'Framed print, high-resolution file',
          total: euro(14490),
          state: 'In production',
          tone: 'warn',
        },
      ]}
    />,
  ),
  at('orders-empty', '/orders', 'Your orders', <OrdersPage orders={[]} />),
];
