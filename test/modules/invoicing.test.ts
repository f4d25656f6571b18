/** Invoices: each year's numbers run from 1 without a gap, and an order has one, whoever hurries or comes twice. */
import { expect, test } from 'bun:test';
import fc from 'fast-check';
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { lastHandler } from '../../src/eventsourcing/handle-last.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { Buyer } from '../../src/modules/invoicing/invoice-series.events.ts';
import { invoiceNumber, invoiceSeries } from '../../src/modules/invoicing/invoice-series.ts';
import { OrderId } from '../../src/modules/ordering/order.events.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { InMemoryVault } from '../in-memory/vault.ts';

const clock = () => '2026-11-24T09:00:00.000Z';
const invoice = { name: 'Łukasz Canary', address: null };
const totals = { goodsCents: 1900, shippingCents: 0, totalCents: 1900, vatCents: 303, vatRate: 19 };

const issue = (orderId: OrderId) => ({
  ...({ type: 'IssueInvoice', orderId, year: 2026, totals, currency: 'EUR', lines: [] } as const),
  buyer: Buyer.parse({ ref: SubjectRef.parse(uuidFrom('buyer', orderId)), invoice }),
});

/** A year's book, and a job that may come more than once and beside others. */
function book() {
  const log = new InMemoryEventStore(clock);
  const handleLast = lastHandler(log, sealer(new InMemoryVault(clock), clock));
  const series = () => log.read('invoiceSeries-2026');
  const orderOf = ({ data }: RecordedEvent) => OrderId.parse(data['orderId']);
  return {
    series,
    orderOf,
    invoice: (orderId: OrderId, delivery: number) =>
      handleLast(
        invoiceSeries,
        '2026',
        async (last) => {
          const there = (await series()).filter(({ position }) => position <= last);
          return there.some((event) => orderOf(event) === orderId) ? undefined : issue(orderId);
        },
        {
          ...{ commandId: uuidFrom(orderId, delivery), actor: 'process', purpose: 'invoicing' },
          ...{ correlationId: orderId, causationId: null },
        },
      ),
  };
}

test('invoices paid at the same moment, and asked for again, have each number of the year once', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(7), { maxLength: 20 }), async (asked) => {
      const { series, orderOf, invoice } = book();
      const orders = asked.map((order) => OrderId.parse(uuidFrom('order', order)));
      await Promise.all(orders.map((orderId, delivery) => invoice(orderId, delivery)));
      const issued = await series();
      expect(issued.map(({ data }) => data['number'])).toEqual(issued.map((_, index) => index + 1));
      expect(issued.map(orderOf).toSorted()).toEqual([...new Set(orders)].toSorted());
    }),
    { numRuns: 50 },
  ));

test('an invoice is called by its year and six figures', () => {
  expect(invoiceNumber(2026, 218)).toBe('2026-000218');
});
