/** The payment sandbox as Stripe's own SDK meets it, and as a stranger does. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import Stripe from 'stripe';
import { type StripeSandbox, startStripeSandbox } from '../../../src/embedded/stripe/sandbox.ts';
import { handClock, openDoor, person, scratch, token } from '../../stand-ins.ts';
import { until } from '../../waiting.ts';

const secretKey = 'sk_test_of_a_test';
const webhookSecret = 'whsec_of_a_test';
const disk = await scratch();
const door = await openDoor();
const clock = handClock();
let sandbox: StripeSandbox;
let stripe: Stripe;

const start = (folder = disk.folder(), more: Partial<Parameters<typeof startStripeSandbox>[0]> = {}) =>
  startStripeSandbox({ folder, secretKey, webhookSecret, webhookUrl: door.url, token, ...more });
const client = (url: string) =>
  new Stripe(secretKey, {
    ...{ protocol: 'http' as const, host: '127.0.0.1', port: Number(new URL(url).port) },
    ...{ telemetry: false, maxNetworkRetries: 0 },
  });

beforeAll(async () => {
  sandbox = await start(disk.folder(), { now: clock.now, settleMs: 60_000 });
  stripe = client(sandbox.url);
});
afterAll(async () => {
  await sandbox.stop();
  door.close();
  await disk.clean();
});

const params = (): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [
    { price_data: { currency: 'eur', unit_amount: 1_000, product_data: { name: 'Print' } }, quantity: 2 },
  ],
  success_url: 'https://shop.example/done',
  metadata: { payment_id: 'ours' },
  payment_intent_data: { metadata: { payment_id: 'ours' } },
});
const pay = (id: string, outcome = 'pay') => person(sandbox.url).sends(`/sandbox/pay/${id}`, { outcome });
async function paid() {
  const { id } = await stripe.checkout.sessions.create(params());
  await pay(id);
  return stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge', 'line_items'] });
}
const post = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body,
  });

describe('the shapes', () => {
  const published = async (name: string) => {
    const { resources } = await Bun.file(`${import.meta.dir}/../../fixtures/stripe/resources.json`).json();
    return Object.keys(resources[name]);
  };
  /** What Stripe leaves out where there is nothing to say. */
  const optional = new Set([
    'amount_details',
    'transfer_data',
    'payment_method_details',
    'refunds',
    'destination_details',
  ]);

  test('have every field that Stripe published, each object', async () => {
    const session = await paid();
    const intent = Object(session.payment_intent);
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
    await person(sandbox.url).sends(`/sandbox/pay/payments/${intent.id}`, { do: 'dispute' });
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    const objects: Readonly<Record<string, object>> = {
      'checkout.session': session,
      payment_intent: intent,
      charge: Object(intent.latest_charge),
      refund,
      dispute: Object(dispute),
      event: Object(event),
      item: Object(session.line_items?.data[0]),
    };
    for (const [name, object] of Object.entries(objects)) {
      const wanting = (await published(name)).filter((field) => !(field in object) && !optional.has(field));
      expect([name, wanting]).toEqual([name, []]);
    }
  });

  test('expand ids into the objects that they name', async () => {
    const { payment_intent: intent, line_items: lines } = await paid();
    expect(intent).toMatchObject({
      object: 'payment_intent',
      latest_charge: { object: 'charge', paid: true },
    });
    expect(lines?.data).toMatchObject([{ description: 'Print', quantity: 2, amount_total: 2_000 }]);
  });

  test('list newest first, page by page, and filter', async () => {
    const made = [];
    for (let count = 0; count < 5; count++) made.push((await stripe.checkout.sessions.create(params())).id);
    const first = await stripe.checkout.sessions.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(-2).reverse());
    expect(first.has_more).toBe(true);
    const all = [];
    for await (const { id } of stripe.checkout.sessions.list({ limit: 2, status: 'open' })) all.push(id);
    expect(all.slice(0, 5)).toEqual(made.toReversed());
    const none = await stripe.checkout.sessions.list({ created: { lt: 1 } });
    expect(none.data).toEqual([]);
  });

  test('events can be asked for by type, for whatever a webhook lost', async () => {
    const session = await paid();
    const { data } = await stripe.events.list({ type: 'checkout.session.completed', limit: 1 });
    expect(data).toMatchObject([{ data: { object: { id: session.id, payment_status: 'paid' } } }]);
    const some = await stripe.events.list({ types: ['charge.succeeded', 'charge.failed'], limit: 1 });
    expect(some.data.map(({ type }) => String(type))).toEqual(['charge.succeeded']);
  });
});

describe('an idempotency key', () => {
  test('with the same request is the same answer, and says so', async () => {
    const body =
      'mode=payment&success_url=https://a.example&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur' +
      '&line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=Print';
    const ask = () => post('/v1/checkout/sessions', body, { 'idempotency-key': 'same' });
    const [first, again] = [await ask(), await ask()];
    expect(await again.json()).toEqual(await first.json());
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  });

  test('with another request is a mistake', async () => {
    const options = { idempotencyKey: 'other' };
    await stripe.checkout.sessions.create(params(), options);
    const another = stripe.checkout.sessions.create({ ...params(), locale: 'de' }, options);
    await expect(another).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('remembers a refusal of what was begun, and nothing of what was malformed', async () => {
    const { payment_intent: intent } = await paid();
    const { id } = Object(intent);
    const tooMuch = { payment_intent: id, amount: 2_001 };
    const refused = stripe.refunds.create(tooMuch, { idempotencyKey: 'much' });
    await expect(refused).rejects.toMatchObject({ param: 'amount' });
    const again = stripe.refunds.create(tooMuch, { idempotencyKey: 'much' });
    await expect(again).rejects.toMatchObject({ param: 'amount' });
    const malformed = stripe.refunds.create({ payment_intent: id, amount: -1 }, { idempotencyKey: 'odd' });
    await expect(malformed).rejects.toMatchObject({ param: 'amount' });
    expect(await stripe.refunds.create({ payment_intent: id }, { idempotencyKey: 'odd' })).toMatchObject({
      amount: 2_000,
    });
  });

  test('is forgotten after a day', async () => {
    const options = { idempotencyKey: 'yesterday' };
    const first = await stripe.checkout.sessions.create(params(), options);
    clock.turn(25 * 60 * 60 * 1000);
    expect((await stripe.checkout.sessions.create(params(), options)).id).not.toBe(first.id);
  });

  test('shown by ten at once makes one', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => stripe.checkout.sessions.create(params(), { idempotencyKey: 'race' })),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a request', () => {
  test.each([
    ['without a key', {}, 401],
    ['with a wrong key', { authorization: 'Bearer sk_test_wrong' }, 401],
  ])('%s is refused, and the key is not repeated', async (_, headers, status) => {
    const answer = await fetch(`${sandbox.url}/v1/charges`, { headers });
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('sk_test_wrong');
  });

  test.each([
    [
      'an unknown parameter',
      'mode=payment&success_url=https://a.example&colour=red',
      'parameter_unknown',
      'colour',
    ],
    ['no lines', 'mode=payment&success_url=https://a.example', 'parameter_missing', 'line_items'],
    [
      'an address that is none',
      'mode=payment&line_items[0][quantity]=1&success_url=javascript:x',
      undefined,
      undefined,
    ],
  ])('with %s says which', async (_, body, code, param) => {
    const answer = await post('/v1/checkout/sessions', body);
    const { error } = await answer.json();
    expect(answer.status).toBe(400);
    expect(error.type).toBe('invalid_request_error');
    if (param !== undefined) expect([error.code, error.param]).toEqual([code, param]);
  });

  test('for an end too soon, or for less than half a euro, is refused', async () => {
    const soon = { ...params(), expires_at: Math.floor(clock.now() / 1000) + 60 };
    await expect(stripe.checkout.sessions.create(soon)).rejects.toMatchObject({ param: 'expires_at' });
    const price_data = { currency: 'eur', unit_amount: 49, product_data: { name: 'Print' } };
    const cheap = { ...params(), line_items: [{ price_data, quantity: 1 }] };
    await expect(stripe.checkout.sessions.create(cheap)).rejects.toMatchObject({ code: 'amount_too_small' });
  });

  test('in two currencies is refused', async () => {
    const line = (currency: string) => ({
      ...{ price_data: { currency, unit_amount: 1_000, product_data: { name: 'Print' } }, quantity: 1 },
    });
    const mixed = { ...params(), line_items: [line('eur'), line('usd')] };
    await expect(stripe.checkout.sessions.create(mixed)).rejects.toMatchObject({ param: 'line_items' });
  });

  test.each(['/v1/nothing', '/v1/charges/ch_unknown', '/v1/checkout/sessions/__proto__', '/v1/%ff'])(
    'for what is not there is refused: %s',
    async (path) => {
      const answer = await fetch(sandbox.url + path, { headers: { authorization: `Bearer ${secretKey}` } });
      expect(answer.status).toBe(404);
    },
  );

  test('to the page with an outcome that nobody knows is refused', async () => {
    const { id } = await stripe.checkout.sessions.create(params());
    expect((await pay(id, 'steal')).status).toBe(400);
    expect((await pay('cs_unknown')).status).toBe(404);
  });
});

describe('time', () => {
  test('ends a session that nobody paid, and tells the shop', async () => {
    const expires_at = Math.floor(clock.now() / 1000) + 30 * 60;
    const { id } = await stripe.checkout.sessions.create({ ...params(), expires_at });
    const paidBefore = await paid();
    clock.turn(31 * 60 * 1000);
    await stripe.checkout.sessions.create(params()); // wakes it: the clock of this test is turned by hand
    await until(async () => (await stripe.checkout.sessions.retrieve(id)).status === 'expired');
    await until(() => door.calls.some(({ body }) => body.includes('session.expired') && body.includes(id)));
    expect((await stripe.checkout.sessions.retrieve(paidBefore.id)).status).toBe('complete');
  });

  test('lets the bank answer', async () => {
    const { id } = await stripe.checkout.sessions.create(params());
    await pay(id, 'pay-later');
    clock.turn(61_000);
    await stripe.checkout.sessions.create(params());
    await until(async () => (await stripe.checkout.sessions.retrieve(id)).payment_status === 'paid');
  });
});

describe('paying twice', () => {
  test('by two clicks at once is one charge', async () => {
    const { id } = await stripe.checkout.sessions.create(params());
    await Promise.all([pay(id), pay(id), pay(id)]);
    const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(id);
    const charges = await stripe.charges.list({ payment_intent: String(intent) });
    expect(charges.data.filter(({ status }) => status === 'succeeded')).toHaveLength(1);
    const { data } = await stripe.events.list({ type: 'checkout.session.completed', limit: 100 });
    expect(data.filter((event) => JSON.stringify(event).includes(id))).toHaveLength(1);
  });
});

describe('the page', () => {
  test('opens with the address that the shop was given, and shows names as text', async () => {
    const product_data = { name: '<script>alert(1)</script>' };
    const line = { price_data: { currency: 'eur', unit_amount: 1_000, product_data }, quantity: 1 };
    const { url } = await stripe.checkout.sessions.create({ ...params(), line_items: [line] });
    const first = await fetch(url ?? '', { redirect: 'manual' });
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const at = sandbox.url + first.headers.get('location');
    const shown = await fetch(at, { headers: { cookie } });
    expect(await shown.text()).toContain('&lt;script&gt;');
    expect(shown.headers.get('content-security-policy')).toContain("form-action 'self' https://shop.example");
    expect((await fetch(at)).status).toBe(401);
    expect((await fetch(`${sandbox.url}/sandbox/pay`, { headers: { cookie } })).status).toBe(401);
  });
});

describe('kill -9', () => {
  test('loses nothing that was answered, and doubles nothing that is asked again', async () => {
    const folder = disk.folder();
    const run = () =>
      Bun.spawn(['bun', `${import.meta.dir}/run-sandbox.ts`, folder, door.url], { stdout: 'pipe' });
    const urlOf = async ({ stdout }: ReturnType<typeof run>) => {
      const { value } = await stdout.getReader().read();
      return new TextDecoder().decode(value).trim();
    };
    const answered = new Map<string, string>();
    for (let round = 0; round < 3; round++) {
      const child = run();
      const shop = client(await urlOf(child));
      for (const [key, id] of answered)
        expect((await shop.checkout.sessions.create(params(), { idempotencyKey: key })).id).toBe(id);
      const asking = Array.from({ length: 40 }, async (_, at) => {
        const key = `${round}-${at}`;
        const session = await shop.checkout.sessions.create(params(), { idempotencyKey: key });
        answered.set(key, session.id);
        if (at === 20) child.kill('SIGKILL');
      });
      await Promise.allSettled(asking);
      child.kill('SIGKILL');
      await child.exited;
    }
    expect(answered.size).toBeGreaterThan(30);
    const child = run();
    const shop = client(await urlOf(child));
    for (const id of answered.values())
      expect((await shop.checkout.sessions.retrieve(id)).status).toBe('open');
    child.kill('SIGKILL');
    await child.exited;
  });
});
