/** Paying, over the real wire: the adapter and Stripe's SDK against the sandbox. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { signature } from '../../src/embedded/stripe/announce.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/embedded/stripe/sandbox.ts';
import { type Checkout, type PaymentProvider, stripePayments } from '../../src/providers/stripe.ts';
import { openDoor, person, scratch, token } from '../stand-ins.ts';
import { until } from '../waiting.ts';

const secretKey = 'sk_test_of_a_test';
const webhookSecret = 'whsec_of_a_test';
const disk = await scratch();
const door = await openDoor();
let sandbox: StripeSandbox;
let payments: PaymentProvider;

const start = (folder: string, port = 0) =>
  startStripeSandbox({
    ...{ folder, port, secretKey, webhookSecret, token, settleMs: 60_000, lateMs: 300 },
    webhookUrl: `${door.url}/webhooks`,
  });
const connect = (url: string, timeoutMs = 5_000) =>
  stripePayments({ secretKey, webhookSecret, baseUrl: url, timeoutMs });

beforeAll(async () => {
  sandbox = await start(disk.folder());
  payments = connect(sandbox.url);
});
afterAll(async () => {
  await sandbox.stop();
  door.close();
  await disk.clean();
});

let made = 0;
const fresh = () => ({ paymentId: `payment-${++made}`, key: `key-${made}` });
const checkout = (paymentId: string): Checkout => ({
  paymentId,
  orderNumber: 'P-1042',
  lines: [
    { name: 'Framed print, 40 × 50 cm', unitCents: 11_900, quantity: 1 },
    { name: 'High-resolution file', unitCents: 950, quantity: 2 },
  ],
  shippingCents: 690,
  currency: 'EUR',
  email: 'ada@example.com',
  successUrl: 'http://localhost:3000/checkout/done?session={CHECKOUT_SESSION_ID}',
  cancelUrl: 'http://localhost:3000/basket',
  expiresInMinutes: 60,
});

/** Opens a checkout and chooses on its page. */
async function choose(outcome: string, webhook = 'once') {
  const { paymentId, key } = fresh();
  const opened = await payments.openCheckout(checkout(paymentId), key);
  const answer = await person(sandbox.url).sends(`/sandbox/pay/${opened.sessionId}`, { outcome, webhook });
  return { ...opened, paymentId, leadsTo: answer.headers.get('location') };
}
async function paid() {
  const chosen = await choose('pay');
  const { paymentIntentId } = await payments.checkout(chosen.sessionId);
  return { ...chosen, paymentIntentId: paymentIntentId ?? '' };
}

/** What the shop was told about a payment, read as the shop reads it. */
async function told(paymentId: string, type: string) {
  const events = await Promise.all(
    door.calls.map(({ body, signature }) => payments.parseWebhook(body, signature)),
  );
  return events.filter((event) => 'type' in event && event.type === type && event.paymentId === paymentId);
}
const heard = (paymentId: string, type: string) => until(async () => (await told(paymentId, type))[0]);
const desk = (paymentIntentId: string, action: string, id = '') =>
  person(sandbox.url).sends(`/sandbox/pay/payments/${paymentIntentId}`, { do: action, id });
const setMood = (fields: Readonly<Record<string, string>>) =>
  person(sandbox.url).sends('/sandbox/pay/moods', fields);

describe('a checkout', () => {
  test('is open and unpaid, with the sum of its lines and its delivery', async () => {
    const { paymentId, key } = fresh();
    const { sessionId, url } = await payments.openCheckout(checkout(paymentId), key);
    expect(url).toStartWith(`${sandbox.url}/sandbox/pay/${sessionId}?token=`);
    expect(await payments.checkout(sessionId)).toEqual({
      ...{ sessionId, paymentId, status: 'open', payment: 'unpaid' },
      ...{ paymentIntentId: null, amountCents: 14_490, currency: 'EUR' },
    });
  });

  test('that is paid leads back to the shop, and the shop is told', async () => {
    const { sessionId, paymentId, leadsTo } = await choose('pay');
    expect(leadsTo).toBe(`http://localhost:3000/checkout/done?session=${sessionId}`);
    const event = await heard(paymentId, 'checkout.session.completed');
    expect(event).toMatchObject({ checkout: await payments.checkout(sessionId) });
    expect(await payments.checkout(sessionId)).toMatchObject({ status: 'complete', payment: 'paid' });
  });

  test('asked for again under the same key is the same, also when it would end later', async () => {
    const { paymentId, key } = fresh();
    const first = await payments.openCheckout(checkout(paymentId), key);
    const again = await payments.openCheckout({ ...checkout(paymentId), expiresInMinutes: 90 }, key);
    expect(again).toEqual(first);
  });

  test('that was paid meanwhile leads a retry to where the shop looks what became of it', async () => {
    const { paymentId, key } = fresh();
    const { sessionId } = await payments.openCheckout(checkout(paymentId), key);
    await person(sandbox.url).sends(`/sandbox/pay/${sessionId}`, { outcome: 'pay' });
    const again = await payments.openCheckout({ ...checkout(paymentId), expiresInMinutes: 90 }, key);
    expect(again.url).toBe(`http://localhost:3000/checkout/done?session=${sessionId}`);
  });

  test('that is declined stays open and can be paid by another card', async () => {
    const { sessionId, paymentId } = await choose('decline');
    expect(await person(sandbox.url).reads(`/sandbox/pay/${sessionId}`)).toContain('was declined');
    expect(await payments.checkout(sessionId)).toMatchObject({ status: 'open', payment: 'unpaid' });
    await person(sandbox.url).sends(`/sandbox/pay/${sessionId}`, { outcome: 'pay' });
    await heard(paymentId, 'checkout.session.completed');
  });

  test('may be asked for 3-D Secure first', async () => {
    const { sessionId } = await choose('challenge');
    expect(await person(sandbox.url).reads(`/sandbox/pay/${sessionId}`)).toContain('The bank asks');
    await person(sandbox.url).sends(`/sandbox/pay/${sessionId}`, { outcome: 'pay' });
    expect(await payments.checkout(sessionId)).toMatchObject({ payment: 'paid' });
  });

  test('that is left leads to the basket and stays open', async () => {
    const { sessionId, leadsTo } = await choose('leave');
    expect(leadsTo).toBe('http://localhost:3000/basket');
    expect(await payments.checkout(sessionId)).toMatchObject({ status: 'open' });
  });

  test('that was expired by the shop cannot be paid, and expiring it twice is once', async () => {
    const { sessionId, paymentId } = await choose('leave');
    expect(await payments.expireCheckout(sessionId)).toMatchObject({ status: 'expired', payment: 'unpaid' });
    expect(await payments.expireCheckout(sessionId)).toMatchObject({ status: 'expired' });
    await person(sandbox.url).sends(`/sandbox/pay/${sessionId}`, { outcome: 'pay' });
    expect(await payments.checkout(sessionId)).toMatchObject({ status: 'expired', payment: 'unpaid' });
    await heard(paymentId, 'checkout.session.expired');
  });

  test('that was paid cannot be expired, and is told as it is', async () => {
    const { sessionId } = await choose('pay');
    expect(await payments.expireCheckout(sessionId)).toMatchObject({ status: 'complete', payment: 'paid' });
  });
});

describe('a bank that answers later', () => {
  test.each([
    ['pay-later', 'bank-pays', 'checkout.session.async_payment_succeeded', 'paid'],
    ['fail-later', 'bank-refuses', 'checkout.session.async_payment_failed', 'unpaid'],
  ] as const)('%s: complete and unpaid first, and then %s', async (outcome, answer, type, payment) => {
    const { sessionId, paymentId, leadsTo } = await choose(outcome);
    expect(leadsTo).toStartWith('http://localhost:3000/checkout/done');
    const state = await payments.checkout(sessionId);
    expect(state).toMatchObject({ status: 'complete', payment: 'unpaid' });
    await desk(state.paymentIntentId ?? '', answer);
    expect(await heard(paymentId, type)).toMatchObject({ checkout: { payment } });
    expect(await payments.checkout(sessionId)).toMatchObject({ status: 'complete', payment });
  });

  test('may never answer', async () => {
    const { sessionId } = await choose('never');
    expect(await payments.checkout(sessionId)).toMatchObject({ status: 'complete', payment: 'unpaid' });
  });
});

describe('a webhook', () => {
  test('may come twice, with the same id', async () => {
    const { paymentId } = await choose('pay', 'twice');
    const both = await until(async () => {
      const all = await told(paymentId, 'checkout.session.completed');
      return all.length === 2 && all;
    });
    expect(both[0]).toEqual(both[1] ?? { refused: 'malformed' });
  });

  test('may come last event first', async () => {
    const { paymentId } = await choose('pay', 'reversed');
    const types = await until(() => {
      const about = door.calls.filter(({ body }) => body.includes(paymentId));
      return about.length === 4 && about.map(({ body }) => String(JSON.parse(body).type));
    });
    expect(types).toEqual([
      'checkout.session.completed',
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  test('that was late finds the payment as it is by then', async () => {
    const { sessionId, paymentId } = await choose('pay', 'late');
    expect(await payments.checkout(sessionId)).toMatchObject({ payment: 'paid' });
    await heard(paymentId, 'checkout.session.completed');
  });

  test('that was lost can be made good by asking', async () => {
    const { sessionId, paymentId } = await choose('pay', 'lost');
    expect(await payments.checkout(sessionId)).toMatchObject({ payment: 'paid', paymentId });
    expect(await told(paymentId, 'checkout.session.completed')).toEqual([]);
  });

  test('that the shop did not take comes again', async () => {
    door.answer(500, 500, 500, 500);
    const { paymentId } = await choose('pay');
    await until(async () => (await told(paymentId, 'checkout.session.completed')).length >= 2);
  });

  const body = (object: object, type = 'checkout.session.completed') =>
    JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });
  const now = () => Math.floor(Date.now() / 1000);
  const session = {
    ...{ id: 'cs_1', status: 'complete', payment_status: 'paid', payment_intent: 'pi_1' },
    ...{ amount_total: 100, currency: 'eur', metadata: { payment_id: 'ours' } },
  };

  test('that somebody forged is refused', async () => {
    const raw = body(session);
    const refused = { refused: 'bad-signature' } as const;
    expect(await payments.parseWebhook(raw, null)).toEqual(refused);
    expect(await payments.parseWebhook(raw, '')).toEqual(refused);
    expect(await payments.parseWebhook(raw, 'nonsense')).toEqual(refused);
    expect(await payments.parseWebhook(raw, signature('whsec_other', now(), raw))).toEqual(refused);
  });

  test('whose body was changed, by as much as a blank, is refused', async () => {
    const raw = body(session);
    expect(await payments.parseWebhook(`${raw} `, signature(webhookSecret, now(), raw))).toEqual({
      refused: 'bad-signature',
    });
  });

  test('that is a recording, played again later, is refused', async () => {
    const raw = body(session);
    expect(await payments.parseWebhook(raw, signature(webhookSecret, now() - 301, raw))).toEqual({
      refused: 'too-old',
    });
  });

  test('is read while the secret is being changed', async () => {
    const raw = body(session);
    const header = signature('whsec_new', now(), raw);
    const changing = stripePayments({ secretKey, webhookSecret: [webhookSecret, 'whsec_new'] });
    expect(await changing.parseWebhook(raw, header)).toMatchObject({ paymentId: 'ours' });
    const both = `${header},${signature(webhookSecret, now(), raw).split(',')[1]}`;
    expect(await payments.parseWebhook(raw, both)).toMatchObject({ paymentId: 'ours' });
  });

  test.each([
    ['not JSON', 'hello'],
    ['no event', '{}'],
    ['a session without an amount', body({ ...session, amount_total: null })],
  ])('that is signed and malformed is refused: %s', async (_, raw) => {
    expect(await payments.parseWebhook(raw, signature(webhookSecret, now(), raw))).toEqual({
      refused: 'malformed',
    });
  });

  test('of a type that the shop does not use is accepted', async () => {
    const raw = body({}, 'payment_method.attached');
    expect(await payments.parseWebhook(raw, signature(webhookSecret, now(), raw))).toMatchObject({
      ...{ type: 'other', name: 'payment_method.attached' },
    });
  });
});

describe('a refund', () => {
  test('of a part and then the rest; more is refused', async () => {
    const { paymentIntentId, paymentId } = await paid();
    const part = { paymentIntentId, cents: 4_490, paymentId, refundId: 'ours-1' };
    expect(await payments.refund(part, `${paymentId}-1`)).toMatchObject({
      status: 'succeeded',
      cents: 4_490,
    });
    const more = { paymentIntentId, cents: 10_001 };
    expect(await payments.refund(more, `${paymentId}-2`)).toEqual({ refused: 'more-than-is-left' });
    await payments.refund({ paymentIntentId, cents: 10_000 }, `${paymentId}-3`);
    const late = await payments.refund({ paymentIntentId, cents: 1 }, `${paymentId}-4`);
    expect(late).toEqual({ refused: 'already-refunded' });
    const event = await heard(paymentId, 'refund.created');
    expect(event).toMatchObject({ paymentIntentId, refund: { ourRefundId: 'ours-1', cents: 4_490 } });
  });

  test('asked for twice is one refund', async () => {
    const { paymentIntentId, paymentId } = await paid();
    const first = await payments.refund({ paymentIntentId, cents: 100 }, paymentId);
    expect(await payments.refund({ paymentIntentId, cents: 100 }, paymentId)).toEqual(first);
    expect(await payments.refunds(paymentIntentId)).toHaveLength(1);
  });

  test('may be pending first, succeed, and come back from the bank after all', async () => {
    const { paymentIntentId, paymentId } = await paid();
    await setMood({ refunds: 'pending' });
    const refund = await payments.refund({ paymentIntentId, cents: 100, paymentId }, paymentId);
    await setMood({ refunds: 'succeed' });
    if ('refused' in refund) throw new Error('refused');
    expect(refund.status).toBe('pending');
    await desk(paymentIntentId, 'refund-succeeds', refund.refundId);
    expect(await heard(paymentId, 'refund.updated')).toMatchObject({ refund: { status: 'succeeded' } });
    await desk(paymentIntentId, 'refund-fails', refund.refundId);
    expect(await heard(paymentId, 'refund.failed')).toMatchObject({ refund: { status: 'failed' } });
    const all = { paymentIntentId, cents: 14_490 };
    expect(await payments.refund(all, `${paymentId}-all`)).toMatchObject({ status: 'succeeded' });
  });

  test('may fail at once', async () => {
    const { paymentIntentId, paymentId } = await paid();
    await setMood({ refunds: 'fail' });
    const refund = await payments.refund({ paymentIntentId, cents: 100 }, paymentId);
    await setMood({ refunds: 'succeed' });
    expect(refund).toMatchObject({ status: 'failed' });
  });
});

describe('a dispute', () => {
  const disputes = async (paymentIntentId: string, type: string) => {
    const all = await Promise.all(
      door.calls.map(({ body, signature }) => payments.parseWebhook(body, signature)),
    );
    const about = all.flatMap((event) => ('dispute' in event ? [event] : []));
    return about.find((event) => event.paymentIntentId === paymentIntentId && event.type === type);
  };

  test.each(['won', 'lost'])('opens, stops refunds, and is %s', async (end) => {
    const { paymentIntentId, paymentId } = await paid();
    await desk(paymentIntentId, 'dispute');
    const opened = await until(() => disputes(paymentIntentId, 'charge.dispute.created'));
    expect(opened).toMatchObject({ dispute: { status: 'needs_response', cents: 14_490 } });
    expect(await payments.paymentIdOf(paymentIntentId)).toBe(paymentId);
    const refused = await payments.refund({ paymentIntentId, cents: 100 }, paymentId);
    expect(refused).toEqual({ refused: 'disputed' });

    await desk(paymentIntentId, `dispute-${end}`, opened.dispute.disputeId);
    const closed = await until(() => disputes(paymentIntentId, 'charge.dispute.closed'));
    expect(closed.dispute.status).toBe(end);
  });

  test('may be opened after the money went back', async () => {
    const { paymentIntentId, paymentId } = await paid();
    await payments.refund({ paymentIntentId, cents: 14_490 }, paymentId);
    await desk(paymentIntentId, 'dispute');
    expect(await person(sandbox.url).reads(`/sandbox/pay/payments/${paymentIntentId}`)).toContain(
      'needs_response',
    );
  });
});

describe('an outage', () => {
  test.each(['answer-lost', 'unavailable'])(
    '%s: the SDK asks again under the same key, and nothing happens twice',
    async (nextRequest) => {
      const { paymentIntentId, paymentId } = await paid();
      await setMood({ nextRequest });
      const refund = await payments.refund({ paymentIntentId, cents: 100 }, paymentId);
      expect(refund).toMatchObject({ status: 'succeeded' });
      expect(await payments.refunds(paymentIntentId)).toHaveLength(1);
    },
  );

  test('by too many requests is a fault, and the job that asks again later is served', async () => {
    const { paymentIntentId, paymentId } = await paid();
    await setMood({ nextRequest: 'rate-limited' });
    const asked = { paymentIntentId, cents: 100 };
    const fault = await payments.refund(asked, paymentId).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'provider/unavailable' });
    expect(await payments.refund(asked, paymentId)).toMatchObject({ status: 'succeeded' });
  });

  test('of the whole company is a fault with a code, and names nobody', async () => {
    const nobody = connect('http://127.0.0.1:1', 300);
    const { paymentId, key } = fresh();
    const fault = await nobody.openCheckout(checkout(paymentId), key).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'provider/unavailable' });
    expect(String(fault)).not.toContain('ada@example.com');
  });

  test('a wrong key and an unknown session are faults that a retry does not mend', async () => {
    const stranger = stripePayments({ secretKey: 'sk_test_wrong', webhookSecret, baseUrl: sandbox.url });
    const { sessionId } = await choose('leave');
    await expect(stranger.checkout(sessionId)).rejects.toMatchObject({ code: 'provider/refused' });
    await expect(payments.checkout('cs_test_unknown')).rejects.toMatchObject({ code: 'provider/refused' });
  });

  test('after the charge: what was paid stays paid when the sandbox stops and starts again', async () => {
    const folder = disk.folder();
    const first = await start(folder);
    const port = Number(new URL(first.url).port);
    const shop = connect(first.url);
    const { paymentId, key } = fresh();
    const { sessionId } = await shop.openCheckout(checkout(paymentId), key);
    door.answer(...Array.from({ length: 8 }, () => 503));
    await person(first.url).sends(`/sandbox/pay/${sessionId}`, { outcome: 'pay' });
    await first.stop();
    await expect(shop.checkout(sessionId)).rejects.toMatchObject({ code: 'provider/unavailable' });

    const second = await start(folder, port);
    expect(await shop.checkout(sessionId)).toMatchObject({ payment: 'paid', paymentId });
    expect(await shop.openCheckout(checkout(paymentId), key)).toMatchObject({ sessionId });
    await until(async () => (await told(paymentId, 'checkout.session.completed')).length > 0);
    await second.stop();
  });
});

describe('forgetting', () => {
  test('Stripe is asked, looks through the objects, and is done', async () => {
    const { sessionId, paymentIntentId, paymentId } = await paid();
    const { redactionId, status } = await payments.redact({ sessionId, paymentIntentId }, paymentId);
    expect(status).toBe('under-way');
    const done = await until(async () => {
      const now = await payments.redaction(redactionId);
      return now.status !== 'under-way' && now;
    });
    expect(done).toEqual({ redactionId, status: 'done' });
    const events = await fetch(`${sandbox.url}/v1/events?limit=100`, {
      headers: { authorization: `Bearer ${secretKey}` },
    });
    const about = JSON.parse(await events.text()).data.map((event: unknown) => JSON.stringify(event));
    const pictures = about.filter((text: string) => text.includes(sessionId));
    expect(pictures).not.toEqual([]);
    expect(pictures.join()).not.toContain('ada@example.com');
  });

  test('is refused while a dispute is open', async () => {
    const { sessionId, paymentIntentId, paymentId } = await paid();
    await desk(paymentIntentId, 'dispute');
    const { redactionId } = await payments.redact({ sessionId, paymentIntentId }, paymentId);
    expect(await payments.redaction(redactionId)).toEqual({ redactionId, status: 'refused' });
  });
});
