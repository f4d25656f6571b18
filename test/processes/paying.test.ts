/** Money: asked for once, recorded once, given back once, whoever tells it and however often. */
import { describe, expect, test } from 'bun:test';
import { invoiceOf, invoices } from '../../projections/invoices.ts';
import { payments as paymentRows } from '../../projections/payments.ts';
import { deliver } from '../../src/eventsourcing/process.ts';
import { payment } from '../../src/modules/payments/payment.ts';
import { confirmOrderWhenPaymentCaptured } from '../../src/processes/confirm-order-when-payment-captured.ts';
import { issueInvoiceWhenPaymentCaptured } from '../../src/processes/issue-invoice-when-payment-captured.ts';
import { openPaymentWhenOrderPlaced } from '../../src/processes/open-payment-when-order-placed.ts';
import { reconcilePaymentsEveryFiveMinutes } from '../../src/processes/reconcile-payments-every-five-minutes.ts';
import { fail } from '../../src/processes/record-checkout.ts';
import { refundOrderWhenCancelled } from '../../src/processes/refund-order-when-cancelled.ts';
import { refundPaymentWhenOrderIsGone } from '../../src/processes/refund-payment-when-order-is-gone.ts';
import { sendRefundWhenRequested } from '../../src/processes/send-refund-when-requested.ts';
import { line, orderId, paymentId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { silence } from './companies.ts';
import { deeds } from './deeds.ts';
import { type Working, working } from './working.ts';

const ofPayment = (name = 'gift') => `payment-${paymentId(name)}`;

async function placed(lines = [line()], to: string | null = 'Charles') {
  const it = working();
  const deed = deeds(it);
  await deed.orders('gift', { lines, to });
  return { ...it, ...deed };
}
async function opened(lines = [line()]) {
  const it = await placed(lines);
  await it.effectuate(openPaymentWhenOrderPlaced);
  return it;
}
async function paid() {
  const it = await opened();
  await it.pays();
  return it;
}

const onlyJob = async (it: Working, effect: Parameters<Working['jobsOf']>[0]) => {
  const [job, ...others] = await it.jobsOf(effect);
  if (job === undefined || others.length > 0) throw new Error('one job');
  return job;
};

describe('open payment when order placed', () => {
  test('asks the company for a page with what was ordered, at the sum that was agreed', async () => {
    const it = await opened([line({ quantity: 2 })]);
    const [checkout] = [...it.books.asked.values()];
    expect(checkout).toMatchObject({
      ...{ orderNumber: 'P-1042', currency: 'EUR', shippingCents: 690, email: 'ada@example.org' },
      lines: [{ name: 'Framed print, 40 × 50 cm', unitCents: 11_900, quantity: 2 }],
    });
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened']);
    const [event] = await it.store.read(ofPayment());
    expect(event?.data['amountCents']).toBe(24_490);
  });

  test('opens one page, however often it is asked and whatever dies in between', async () => {
    const it = await placed();
    const job = await onlyJob(it, openPaymentWhenOrderPlaced);
    const dead = () => Promise.reject(new Error('the lights went out'));
    await expect(it.perform(openPaymentWhenOrderPlaced, job, { ...it.ports, handle: dead })).rejects.toThrow(
      'lights',
    );
    for (let again = 0; again < 2; again++) await it.perform(openPaymentWhenOrderPlaced, job);
    expect(it.books.sessions.size).toBe(1);
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened']);
  });

  test('asks for nothing where the order is off already', async () => {
    const it = await placed();
    await it.cancels();
    await it.effectuate(openPaymentWhenOrderPlaced);
    expect(it.books.sessions.size).toBe(0);
  });

  test('tells the company no address of somebody who is restricted or erased', async () => {
    const it = await placed();
    await it.destroy({ subject: ref('Ada'), category: 'contact' });
    await it.effectuate(openPaymentWhenOrderPlaced);
    expect([...it.books.asked.values()][0]).not.toHaveProperty('email');
  });

  test('a company that does not answer is asked again: nothing is recorded', async () => {
    const it = await placed();
    const job = await onlyJob(it, openPaymentWhenOrderPlaced);
    const payments = { ...it.payments, openCheckout: async () => silence() };
    await expect(
      it.perform(openPaymentWhenOrderPlaced, job, { ...it.ports, payments }),
    ).rejects.toMatchObject({
      code: 'provider/unavailable',
    });
    expect(await it.typesIn(ofPayment())).toEqual([]);
  });
});

describe('what the company says of a payment', () => {
  test('paid, is recorded once by webhook and landing page together', async () => {
    const it = await opened();
    it.paid(paymentId());
    await Promise.all([it.paymentIsTold(), it.paymentIsTold(), it.paymentIsTold()]);
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened', 'PaymentCaptured']);
  });
  test('done by the buyer, and the bank has not answered', async () => {
    const it = await opened();
    it.complete(paymentId());
    await it.paymentIsTold();
    await it.paymentIsTold();
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened', 'PaymentProcessing']);
  });
  test('open, is nothing new', async () => {
    const it = await opened();
    await it.paymentIsTold();
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened']);
  });
  test('over, without money', async () => {
    const it = await opened();
    it.expired(paymentId());
    await it.paymentIsTold();
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened', 'PaymentFailed']);
  });
  test('declined by the bank', async () => {
    const it = await opened();
    await deliver(fail(paymentId(), orderId(), 'declined'), it.handle, it.context('order.fulfilment'));
    expect((await it.store.read(ofPayment())).at(-1)?.data['reason']).toBe('declined');
  });
  test('of somebody who was erased meanwhile, is not asked for: its number is gone', async () => {
    const it = await opened();
    await it.destroy({ subject: ref('Ada') });
    it.paid(paymentId());
    await it.paymentIsTold();
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened']);
  });
});

describe('reconcile payments every five minutes', () => {
  const reconcile = async (it: Working) =>
    reconcilePaymentsEveryFiveMinutes({ ...it.ports, rows: await it.reads(paymentRows) }).perform();

  test('finds what a lost webhook would have said', async () => {
    const it = await opened();
    it.paid(paymentId());
    await reconcile(it);
    await reconcile(it);
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened', 'PaymentCaptured']);
  });
  test('finds a refund that has ended without our hearing of it', async () => {
    const it = await paid();
    it.books.says.refund = 'pending';
    await it.cancels();
    await it.effectuate(refundOrderWhenCancelled);
    await it.effectuate(sendRefundWhenRequested);
    expect((await it.typesIn(ofPayment())).at(-1)).toBe('RefundRequested');
    for (const [key, one] of it.books.refunds) it.books.refunds.set(key, { ...one, status: 'succeeded' });
    await reconcile(it);
    await reconcile(it);
    expect((await it.typesIn(ofPayment())).at(-1)).toBe('RefundSucceeded');
  });
  test('lets one that cannot be recorded keep nobody else waiting, and says so in the end', async () => {
    const it = await opened();
    await it.orders('other');
    await it.effectuate(openPaymentWhenOrderPlaced);
    for (const name of ['gift', 'other']) it.paid(paymentId(name));
    for (const [key, one] of it.books.sessions)
      if (one.paymentId === paymentId('gift')) it.books.sessions.set(key, { ...one, amountCents: 1 });
    await expect(reconcile(it)).rejects.toMatchObject({ code: 'process/refused' });
    expect(await it.typesIn(ofPayment('other'))).toContain('PaymentCaptured');
  });
  test('goes no further while the company does not answer', async () => {
    const it = await opened();
    const payments = { ...it.payments, checkout: async () => silence() };
    const rows = await it.reads(paymentRows);
    const all = reconcilePaymentsEveryFiveMinutes({ ...it.ports, payments, rows });
    await expect(all.perform()).rejects.toMatchObject({ code: 'provider/unavailable' });
  });
});

describe('refund order when cancelled', () => {
  test('a cancelled order that was paid gets its money back', async () => {
    const it = await paid();
    await it.cancels();
    const job = await onlyJob(it, refundOrderWhenCancelled);
    for (let again = 0; again < 2; again++) await it.perform(refundOrderWhenCancelled, job);
    const [, , asked] = await it.store.read(ofPayment());
    expect(asked).toMatchObject({
      type: 'RefundRequested',
      data: { amountCents: 12_590, reason: 'order-cancelled' },
    });
    expect(await it.typesIn(ofPayment())).toHaveLength(3);
  });
  test('one that was not has none to get', async () => {
    const it = await opened();
    await it.cancels();
    await it.effectuate(refundOrderWhenCancelled);
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened']);
  });
});

describe('refund payment when order is gone', () => {
  test('money that comes for an order that is off goes back, once', async () => {
    const it = await opened();
    await it.cancels();
    await it.effectuate(refundOrderWhenCancelled);
    await it.pays();
    await it.react(confirmOrderWhenPaymentCaptured);
    await it.effectuate(refundPaymentWhenOrderIsGone);
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened', 'PaymentCaptured', 'RefundRequested']);
  });
  test('money for an order that goes on stays', async () => {
    const it = await paid();
    await it.effectuate(refundPaymentWhenOrderIsGone);
    expect(await it.typesIn(ofPayment())).toEqual(['PaymentOpened', 'PaymentCaptured']);
  });
});

describe('send refund when requested', () => {
  const asked = async () => {
    const it = await paid();
    await it.cancels();
    await it.effectuate(refundOrderWhenCancelled);
    return it;
  };
  const last = async (it: Working) => (await it.typesIn(ofPayment())).at(-1);

  test('is sent once, and recorded when the company says that it succeeded', async () => {
    const it = await asked();
    const job = await onlyJob(it, sendRefundWhenRequested);
    const dead = () => Promise.reject(new Error('the lights went out'));
    await it.perform(sendRefundWhenRequested, job, { ...it.ports, handle: dead }).catch(() => {});
    for (let again = 0; again < 2; again++) await it.perform(sendRefundWhenRequested, job);
    expect(it.books.refunds.size).toBe(1);
    expect([...it.books.refunds.values()][0]).toMatchObject({ cents: 12_590 });
    expect(await last(it)).toBe('RefundSucceeded');
  });
  test.each([
    ['pending', 'RefundRequested'],
    ['failed', 'RefundFailed'],
    ['already-refunded', 'RefundSucceeded'],
    ['disputed', 'RefundFailed'],
  ] as const)('is what the company says: %s', async (says, type) => {
    const it = await asked();
    it.books.says.refund = says;
    await it.effectuate(sendRefundWhenRequested);
    expect(await last(it)).toBe(type);
  });
  test('is sent for somebody who is restricted, too: a claim is settled', async () => {
    const it = await asked();
    it.said.restricted = true;
    await it.effectuate(sendRefundWhenRequested);
    expect(await last(it)).toBe('RefundSucceeded');
  });
  test('of a payment whose number is gone fails, and says so: somebody has to look', async () => {
    const it = await asked();
    await it.destroy({ subject: ref('Ada'), category: 'payment.reference' });
    await it.effectuate(sendRefundWhenRequested);
    expect(await last(it)).toBe('RefundFailed');
    expect(it.books.refunds.size).toBe(0);
  });
});

describe('issue invoice when payment captured', () => {
  const series = 'invoiceSeries-2026';
  const invoice = async (it: Working) => {
    const [event] = await it.store.read(series);
    return event;
  };

  const addressee = async (it: Working) => {
    const row = await invoiceOf(await it.reads(invoices), orderId());
    if (row === undefined) throw new Error('no invoice');
    return it.openAs('bookkeeper')(row.invoice, 'invoicing');
  };

  test('what was paid is invoiced, once, under the next number of the year', async () => {
    const it = await paid();
    const job = await onlyJob(it, issueInvoiceWhenPaymentCaptured);
    for (let again = 0; again < 3; again++) await it.perform(issueInvoiceWhenPaymentCaptured, job);
    expect(await it.typesIn(series)).toEqual(['InvoiceIssued']);
    expect((await invoice(it))?.data).toMatchObject({
      orderId: orderId(),
      year: 2026,
      number: 1,
      currency: 'EUR',
    });
  });
  test('is in the year of the payment, also when it is late', async () => {
    const it = await paid();
    it.time.now = '2027-01-02T09:00:00.000Z';
    await it.effectuate(issueInvoiceWhenPaymentCaptured);
    expect(await it.typesIn(series)).toEqual(['InvoiceIssued']);
  });
  test('names nobody whose address is gone', async () => {
    const it = await paid();
    await it.destroy({ subject: ref('Charles') });
    await it.effectuate(issueInvoiceWhenPaymentCaptured);
    expect(await addressee(it)).toEqual({ is: 'value', value: { name: null, address: null } });
  });
  test('names somebody who is restricted, too: a law asks for it', async () => {
    const it = await paid();
    it.said.restricted = true;
    await it.effectuate(issueInvoiceWhenPaymentCaptured);
    expect(await addressee(it)).toMatchObject({ value: { name: 'Charles', address: { city: 'Berlin' } } });
  });
  test('is one of all that are paid, and their numbers have no gap', async () => {
    const it = await paid();
    await it.orders('other');
    await it.effectuate(openPaymentWhenOrderPlaced);
    await it.pays('other');
    const jobs = await it.jobsOf(issueInvoiceWhenPaymentCaptured);
    await Promise.all(jobs.map((job) => it.perform(issueInvoiceWhenPaymentCaptured, job)));
    const issued = await it.store.read(series);
    expect(issued.map(({ data }) => data['number'])).toEqual([1, 2]);
  });
});

test('an amount that differs from what was agreed is never recorded as paid', async () => {
  const it = await opened();
  it.paid(paymentId());
  for (const [key, one] of it.books.sessions) it.books.sessions.set(key, { ...one, amountCents: 1 });
  await expect(it.paymentIsTold()).rejects.toMatchObject({ code: 'process/refused' });
  expect((await it.stateOf(payment, paymentId())).status).toBe('open');
});
