/** What may stand in `invoiceSeries-<year>`, for ever: one event per invoice, so that the numbers have no gaps. */
import { z } from 'zod';
import { type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

const cents = z.int().nonnegative();
const word = /^[a-z][a-z0-9-]{0,39}$/;

export const Buyer = subject({ invoice: personal('order.invoice') });

export const InvoiceIssued = event('InvoiceIssued', {
  orderId: z.uuid().brand<'OrderId'>(),
  year: z.int().min(2026),
  /** 1 for the first of the year; shown as 2026-000218. */
  number: z.int().positive(),
  buyer: Buyer,
  lines: z
    .array(
      z.object({
        kind: z.enum(['framed', 'fine-art', 'canvas', 'poster', 'cards', 'file']),
        productId: z.string().regex(word).brand<'ProductId'>(),
        quantity: z.int().positive(),
        unitGrossCents: cents,
        vatCents: cents,
      }),
    )
    .readonly(),
  totals: z.object({
    goodsCents: cents,
    shippingCents: cents,
    totalCents: cents,
    vatCents: cents,
    vatRate: z.number().min(0).max(30),
  }),
  currency: z.enum(['EUR', 'GBP', 'USD']),
});

const events = [InvoiceIssued] as const;
export const invoiceSeriesStream = stream('invoiceSeries', events);
export type InvoiceEvent = EventOf<typeof events>;
