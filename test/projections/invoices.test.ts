/** Invoices: one for each order, with what the law asks for. */
import { expect, test } from 'bun:test';
import { invoiceOf, invoices } from '../../projections/invoices.ts';
import { invoiced, orderId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const lines = [
  { kind: 'framed', productId: 'framed-40x50', quantity: 1, unitGrossCents: 11_900, vatCents: 1900 },
];
const totals = { goodsCents: 11_900, shippingCents: 690, totalCents: 12_590, vatCents: 2010, vatRate: 19 };
const issued = (order: string, number: number) => ({
  ...{ type: 'InvoiceIssued', orderId: orderId(order), year: 2026, number, buyer: invoiced(), lines, totals },
  currency: 'EUR',
});

test('an order finds its invoice, and no other', async () => {
  const { rows, open } = await told(invoices, issued('gift', 218), issued('other', 219));
  const row = await invoiceOf(rows, orderId('gift'));
  expect(row).toMatchObject({ year: 2026, number: 218, lines, totals, currency: 'EUR', issuedAt: at(0) });
  expect(row && (await open(row.invoice, 'invoicing'))).toEqual({
    is: 'value',
    value: { name: 'Ada', address: null },
  });
  expect(await invoiceOf(rows, orderId('none'))).toBeUndefined();
});

test('when its key has ended the sums stay, since the series has no gaps, and to whom it was is gone', async () => {
  const { rows, destroys } = await told(invoices, issued('gift', 218));
  await destroys({ subject: ref('Ada') });
  expect(await invoiceOf(rows, orderId('gift'))).toMatchObject({ number: 218, totals, invoice: { jwe: '' } });
});
