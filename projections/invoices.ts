/** The invoice of each order: for its page, its PDF, and so that none is issued twice. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type InvoiceEvent, invoiceSeriesStream } from '../src/modules/invoicing/invoice-series.events.ts';
import type { Sealed } from '../src/personal-data/personal.ts';

type Issued = Extract<InvoiceEvent, { readonly type: 'InvoiceIssued' }>;

export type InvoiceRow = {
  readonly orderId: Issued['orderId'];
  readonly year: number;
  readonly number: number;
  readonly invoice: Sealed<'order.invoice'>;
  readonly lines: Issued['lines'];
  readonly totals: Issued['totals'];
  readonly currency: Issued['currency'];
  readonly issuedAt: string;
};

export const invoices = projection<InvoiceRow, InvoiceEvent>({
  name: 'invoices',
  version: 1,
  columns: {
    orderId: 'uuid',
    year: 'integer',
    number: 'integer',
    invoice: 'jsonb',
    lines: 'jsonb',
    totals: 'jsonb',
    currency: 'text',
    issuedAt: 'timestamptz',
  },
  streams: [invoiceSeriesStream],
  key: ({ orderId }) => orderId,

  on: {
    InvoiceIssued: (_, { type: __, buyer, ...issued }, { created }) => ({
      ...issued,
      invoice: buyer.invoice,
      issuedAt: created,
    }),
  },
  forget: 'values',
});

export const invoiceOf = (rows: Rows<InvoiceRow>, orderId: string): Promise<InvoiceRow | undefined> =>
  rows.byKey(orderId);
