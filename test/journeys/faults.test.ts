/** Servers that go away, fall silent and come back: nothing half done, nothing in the clear, and all of it caught up. */
import { afterAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually, openShopIn, shopOfThisFile } from './opened-shop.ts';
import { address, labOrders, mails, pay, visitor } from './visitor.ts';
import { serversOnWires } from './wires.ts';

const port = await freePort();
let servers: Awaited<ReturnType<typeof serversOnWires>> | undefined;
const shop = await shopOfThisFile(async (data) => {
  servers ??= await serversOnWires(join(data, '../servers'));
  return openShopIn(servers.settings, data, '--port', port); // its payment page stays where it was, too
});
afterAll(() => servers?.stop(), 60_000);
if (servers === undefined) throw new Error('no servers');
const { wires, pages, token } = servers;
const elsewhere = { ...shop, token, pages: { ...shop.pages, ...pages } };

const ada = await visitor(shop);
const portrait = await ada.portrait(await ada.photo(), 'engraving');
const email = 'ada.canary@example.org';
const file = { portrait, product: 'file', variant: 'jpeg', quantity: 1 };
const print = { ...file, product: 'framed-20x25', variant: 'walnut-white' };
const buyer = { email, name: 'Ada Canary', currency: 'EUR', acceptTerms: true };
const place = (key: string, item = file) => {
  const where = item === file ? { fileAtOnce: false } : { shippingAddress: address };
  return ada.ask('POST', '/orders', { items: [item], ...buyer, ...where }, { 'idempotency-key': key });
};

const Placed = z.object({
  ...{ id: z.string(), link: z.string(), number: z.string().optional() },
  payment: z.object({ url: z.string().nullable() }),
});
/** Asked for under one key until it is there, with the page on which it is paid. */
const placed = (key: string, item = file) =>
  eventually('placed', async () => {
    const answer = await place(key, item).catch(() => undefined);
    const order = answer?.status === 201 ? Placed.parse(await answer.json()) : undefined;
    return order?.payment.url === null || order?.number === undefined ? undefined : order;
  });

const Seen = z.object({
  ...{ order: z.object({ status: z.string() }), payment: z.object({ status: z.string() }) },
  print: z.object({ status: z.string() }).nullable(),
});
/** While read models catch up it is not there yet, and that is said. */
const until = (id: string, holds: (seen: z.output<typeof Seen>) => boolean) =>
  eventually('so far', async () => {
    const answer = await ada.ask('GET', `/orders/${id}`);
    if (answer.status === 503) return undefined;
    const seen = Seen.parse(await answer.json());
    return holds(seen) ? seen : undefined;
  });

const health = async (of: 'live' | 'ready') => (await fetch(`${shop.url}/health/${of}`)).status;
const isOpenAgain = () =>
  eventually('open', async () => ((await health('ready')) === 200 ? true : undefined));

/** Clear to whoever asks, and to nobody else: no name, no address, no host, no trace. */
async function isClearRefusal(answer: Response, type: string): Promise<void> {
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([503, type]);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(text).not.toMatch(/canary|127\.0\.0\.1:|ECONN|node_modules|select |Error:/i);
}

const ordersSeen = async (): Promise<number> => {
  const { orders } = z
    .object({ orders: z.array(z.unknown()) })
    .parse(await (await ada.ask('GET', '/orders')).json());
  return orders.length;
};

describe.each([
  ['log', 'cut'],
  ['database', 'cut'],
  ['vault', 'cut'],
  ['log', 'silence'],
] as const)('while the %s is away (%s)', (name, how) => {
  test('an order is refused clearly, and placed once when it is back', async () => {
    const before = await placed(crypto.randomUUID());
    const [key, count] = [crypto.randomUUID(), await ordersSeen()];
    wires[name][how]();
    await isClearRefusal(await place(key), 'application/problem+json');
    const page = await fetch(before.link);
    if (page.status !== 200) await isClearRefusal(page, 'text/html');
    expect([await health('live'), await health('ready')]).toEqual([200, 503]);
    wires[name].mend();
    await isOpenAgain();

    const order = await placed(key);
    expect((await placed(key)).id).toBe(order.id);
    await pay(shop, order.payment.url);
    await until(order.id, ({ order: { status } }) => status === 'confirmed');
    expect(await ordersSeen()).toBe(count + 1);
  });
});

test('while the storage is away a photo is refused clearly, and a painting waits until it is back', async () => {
  const photo = await ada.photo();
  wires.storage.cut();
  await isClearRefusal(await ada.send('astronaut.png'), 'application/problem+json');
  const asked = await ada.ask('POST', '/portraits', { photo, style: 'pencil' });
  const { id } = z.object({ id: z.string() }).parse(await asked.json());
  expect(await health('ready')).toBe(503);
  wires.storage.mend();
  await isOpenAgain();
  await eventually('painted', async () => {
    const told = await (await ada.ask('GET', `/portraits/${id}`)).json();
    return z.object({ status: z.string() }).parse(told).status === 'painted' ? true : undefined;
  });
});

test('while the lab and the mail are away an order is paid; it is printed once, and told of once, when they are back', async () => {
  const before = await labOrders(elsewhere);
  wires.lab.silence();
  wires.mail.cut();
  const order = await placed(crypto.randomUUID(), print);
  await pay(shop, order.payment.url, 'pay', 'twice');
  await until(order.id, ({ order: { status } }) => status === 'confirmed');
  expect([await health('ready'), (await labOrders(elsewhere)).length]).toEqual([200, before.length]);
  wires.lab.mend();
  wires.mail.mend();
  const isAtLab = ({ print }: z.output<typeof Seen>) =>
    ['on-hold', 'in-progress'].includes(print?.status ?? '');
  const lettersOf = async ({ number = '' }: { readonly number?: string | undefined }) =>
    (await mails(elsewhere)).filter(({ subject }) => subject.includes(number)).length;
  const isTold = (about: typeof order) =>
    eventually('the letter', async () => ((await lettersOf(about)) > 0 ? true : undefined));
  await until(order.id, isAtLab);
  await isTold(order);
  // whatever is done twice is done by the time that a later order is through
  const later = await placed(crypto.randomUUID(), print);
  await pay(shop, later.payment.url);
  await until(later.id, isAtLab);
  await isTold(later);
  expect([await lettersOf(order), (await labOrders(elsewhere)).length]).toEqual([1, before.length + 2]);
});

test('a shop that is killed while an order goes into the log has it once after it is asked for again', async () => {
  for (const when of ['before', 'after'] as const) {
    const [key, count] = [crypto.randomUUID(), await ordersSeen()];
    const inTheMiddle = wires.log.silenceAt('OrderPlaced', when);
    const answered = place(key).catch(() => undefined);
    await inTheMiddle;
    await shop.kill();
    wires.log.mend();
    await shop.reopen();
    expect(await answered).toBeUndefined();
    const order = await placed(key);
    await pay(shop, order.payment.url);
    await until(order.id, ({ order: { status } }) => status === 'confirmed');
    expect(await ordersSeen()).toBe(count + 1);
  }
});

async function freePort(): Promise<string> {
  const probe = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: () => {} } });
  const { port } = probe;
  probe.stop();
  return String(port);
}
