/** `/orders/:token/invoice.pdf`: drawn each time from what is kept by law, and opened for that alone. */
import { Elysia } from 'elysia';
import { type InvoiceRow, invoiceOf } from '../../../projections/invoices.ts';
import { productName } from '../../modules/catalogue/names.ts';
import { invoiceNumber } from '../../modules/invoicing/invoice-series.ts';
import { refuse } from '../answers.tsx';
import { numberOf, type OrderView, orderByToken } from '../ordering/order-view.ts';
import { operator } from '../policies/facts.ts';
import { gone, notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { countryName } from '../uploads/countries.ts';
import { type InvoicePdf, invoicePdf } from './invoice-pdf.ts';

const actor = 'holder-of-the-order-link';

export const invoicingRoutes = (shop: Shop) =>
  new Elysia({ detail: { hide: true } }).get('/orders/:token/invoice.pdf', ({ request, params }) =>
    showInvoice(shop, request, params.token),
  );

async function showInvoice(shop: Shop, request: Request, token: string): Promise<Response> {
  const view = await orderByToken(shop, token);
  const row = view && (await invoiceOf(shop.reads.invoices, view.order.orderId));
  if (view === undefined || row === undefined) return refuse(shop, request, notFound);
  const opened = await shop.openAs(actor)(row.invoice, 'invoicing');
  if (opened.is !== 'value') return refuse(shop, request, gone);
  const pdf = await invoicePdf(factsOf(view, row, opened.value));
  const name = `invoice-${invoiceNumber(row.year, row.number)}.pdf`;
  const headers = {
    ...{ 'content-type': 'application/pdf', 'cache-control': 'no-store' },
    'content-disposition': `inline; filename="${name}"`,
  };
  return new Response(new Uint8Array(pdf), { headers });
}

type Addressee = {
  readonly name: string | null;
  readonly address: {
    readonly line1: string;
    readonly line2: string | null;
    readonly postalCode: string;
    readonly city: string;
    readonly state: string | null;
    readonly country: string;
  } | null;
};

function factsOf({ order }: OrderView, row: InvoiceRow, addressee: Addressee): InvoicePdf {
  const { totals, currency, lines } = row;
  return {
    ...{ number: invoiceNumber(row.year, row.number), order: numberOf(order), issuedAt: row.issuedAt },
    ...{ seller: operator, sample: operator.sample, buyer: linesOf(addressee), currency },
    ...{ totalCents: totals.totalCents, vatCents: totals.vatCents, vatRate: totals.vatRate },
    delivery: totals.shippingCents,
    lines: lines.map(({ kind, productId, quantity, unitGrossCents }) => ({
      ...{ name: productName(kind, productId), quantity, unitCents: unitGrossCents },
      totalCents: unitGrossCents * quantity,
    })),
  };
}

function linesOf({ name, address }: Addressee): readonly string[] {
  if (address === null) return name === null ? [] : [name];
  const { line1, line2, postalCode, city, state, country } = address;
  return [name, line1, line2, `${postalCode} ${city}`, state, countryName(country)].filter(
    (part) => part !== null,
  );
}
