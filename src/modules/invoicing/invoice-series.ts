/** The invoices of one year: each has the number after the last. */
import { type Command, decider } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import { type InvoiceEvent, type InvoiceIssued, invoiceSeriesStream } from './invoice-series.events.ts';

export type InvoiceCommand = Command<'IssueInvoice', Omit<FactsOf<typeof InvoiceIssued>, 'number'>>;

/** All that the last invoice tells of those before it. */
export type InvoiceSeries = { readonly last: number };

export const invoiceSeries = decider<InvoiceSeries, InvoiceCommand, InvoiceEvent, never>(
  invoiceSeriesStream,
  {
    initialState: { last: 0 },
    decide: {
      IssueInvoice: (invoice, { last }) => [{ type: 'InvoiceIssued', ...invoice, number: last + 1 }],
    },
    evolve: { InvoiceIssued: (_, { number }) => ({ last: number }) },
  },
);

/** `2026-000218` */
export const invoiceNumber = (year: number, number: number): string =>
  `${year}-${String(number).padStart(6, '0')}`;
