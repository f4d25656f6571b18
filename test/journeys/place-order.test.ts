/** From a photo to a print on its way, over every real wire; and what must not shake it. */
import { describe, expect, test } from 'bun:test';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { formTo, labOrders, mails, pay, visitor } from './visitor.ts';

const shop = await shopOfThisFile();

const whole = 180_000;

describe('a file', () => {
  test(
    'is bought with six requests, and can be downloaded by its link alone',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await ada.photo(), 'pop-art');
      const placed = await ada.order(portrait, 'file', 'jpeg');
      expect(placed.totals.totalCents).toBe(1900);
      await pay(shop, placed.payment.url);
      const order = await ada.until(placed.id, ({ order }) => order.status === 'fulfilled', 'the file');
      expect((await fetch(`${shop.url}/orders/${placed.id}`)).status).toBe(404); // its link is its key, and no id is
      expect(order).toMatchObject({ payment: { status: 'captured' }, order: { status: 'fulfilled' } });
      const file = await fetch(order.files[0]?.url ?? '');
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toBe('image/jpeg');
      const bytes = new Uint8Array(await file.arrayBuffer());
      expect([bytes[0], bytes[1]]).toEqual([0xff, 0xd8]);
      expect(bytes.length).toBeGreaterThan(500_000);
      const { invoice } = await ada.until(placed.id, ({ invoice }) => invoice !== null, 'the invoice');
      expect(invoice?.number).toMatch(/^2\d{3}-000\d{3}$/);
      const pdf = await fetch(invoice?.url ?? '');
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
      expect((await pdf.text()).slice(0, 5)).toBe('%PDF-');
    },
    whole,
  );

  test(
    'that is not wanted at once is not painted before the days of withdrawal are over',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await ada.photo(), 'pop-art');
      const placed = await ada.order(portrait, 'file', 'jpeg', { fileAtOnce: false });
      await pay(shop, placed.payment.url);
      const order = await ada.until(placed.id, ({ order: { status } }) => status === 'confirmed');
      expect(order.files).toEqual([]);
    },
    whole,
  );
});

describe('a framed print', () => {
  test(
    'goes to the lab with its address, and the order moves as the lab does',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await ada.photo());
      const before = await labOrders(shop);
      const placed = await ada.order(portrait, 'framed-20x25', 'walnut-white');
      expect(placed.totals.totalCents).toBe(6400 + 690);
      await pay(shop, placed.payment.url);
      await ada.until(
        placed.id,
        ({ print }) => ['on-hold', 'in-progress'].includes(print?.status ?? ''),
        'the lab',
      );
      const [labOrder = ''] = (await labOrders(shop)).filter((id) => !before.includes(id));
      const done = await eventually('the parcel', async () => {
        await formTo(shop, `${shop.pages.printlab}/${labOrder}`, { do: 'advance', callback: 'twice' });
        const order = await ada.seen(placed.id);
        return order.print?.status === 'shipped' && order.order.status === 'fulfilled' ? order : undefined;
      });
      expect(done.payment.status).toBe('captured');
      const subjects = await eventually('the letters', async () => {
        const told = (await mails(shop))
          .map(({ subject }) => subject)
          .filter((one) => one.includes(placed.number));
        return told.length >= 2 ? told : undefined;
      });
      expect(subjects.toSorted()).toEqual([
        `Order ${placed.number} is with the carrier`,
        `Order ${placed.number}: we have started on your portrait`,
      ]);
    },
    whole,
  );
});

describe('a payment', () => {
  test(
    'is captured once, however often and in whatever order the company says so',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await ada.photo(), 'engraving');
      const placed = await ada.order(portrait, 'file', 'jpeg', { fileAtOnce: false });
      await pay(shop, placed.payment.url, 'pay', 'reversed');
      const order = await ada.until(placed.id, ({ order: { status } }) => status === 'confirmed');
      expect(order.payment.status).toBe('captured');
    },
    whole,
  );

  test(
    'whose message was lost is found by the page that the buyer comes back to',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await ada.photo(), 'engraving');
      const placed = await ada.order(portrait, 'file', 'jpeg', { fileAtOnce: false });
      const answer = await pay(shop, placed.payment.url, 'pay', 'lost');
      const landing = await fetch(answer.headers.get('location') ?? '');
      expect(await landing.text()).toContain('It is ordered and paid');
      expect((await ada.seen(placed.id)).payment.status).toBe('captured');
    },
    whole,
  );

  test('that nobody signed changes nothing', async () => {
    const forged = JSON.stringify({ id: 'evt_1', type: 'checkout.session.completed', data: { object: {} } });
    const headers = { 'stripe-signature': 't=1,v1=00', 'content-type': 'application/json' };
    const answer = await fetch(`${shop.url}/webhooks/stripe`, { method: 'POST', headers, body: forged });
    expect(answer.status).toBe(400);
  });
});

test(
  'an order that is cancelled before it is made gives its money back',
  async () => {
    const ada = await visitor(shop);
    const portrait = await ada.portrait(await ada.photo(), 'engraving');
    const placed = await ada.order(portrait, 'file', 'jpeg', { fileAtOnce: false });
    await pay(shop, placed.payment.url);
    await ada.until(placed.id, ({ order: { status } }) => status === 'confirmed');
    const link = new URL(placed.link).pathname;
    const cancelled = await fetch(`${shop.url}${link}/cancel`, { method: 'POST', redirect: 'manual' });
    expect(cancelled.status).toBe(303);
    const order = await ada.until(
      placed.id,
      ({ payment: { status } }) => status === 'refunded',
      'the refund',
    );
    expect(order.order).toMatchObject({ status: 'cancelled', cancelledBecause: 'by-buyer' });
    const page = await (await fetch(`${shop.url}${link}`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Nothing of this order is made or sent any more.');
    expect(page).not.toMatch(/broken|Report|Withdraw/);
  },
  whole,
);

test("somebody else's photo, portrait and order are answered like ones that do not exist", async () => {
  const [ada, eve] = await Promise.all([visitor(shop), visitor(shop)]);
  const photo = await ada.photo();
  const nobody = crypto.randomUUID();
  for (const path of [`/photos/${photo}`, `/photos/${nobody}`, `/portraits/${photo}`, `/orders/${nobody}`])
    expect((await eve.ask('GET', path)).status).toBe(404);
  expect((await eve.ask('POST', '/portraits', { photo, style: 'engraving' })).status).toBe(404);
});

test('the style sheet goes packed and for a year, and a picture that was seen is not sent again', async () => {
  const page = await (await fetch(shop.url)).text();
  const sheet = await fetch(`${shop.url}${/\/assets\/atelier\.\w+\.css/.exec(page)?.[0]}`);
  expect(sheet.headers.get('cache-control')).toContain('immutable');
  expect(sheet.headers.get('content-encoding')).toBe('gzip');
  expect(await sheet.text()).toContain('@layer');
  const picture = `${shop.url}/assets/samples/astronaut-engraving-350.avif`;
  const etag = (await fetch(picture)).headers.get('etag') ?? '';
  const again = await fetch(picture, { headers: { 'if-none-match': etag } });
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
});
