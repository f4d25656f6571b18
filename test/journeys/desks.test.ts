/** The desks of an open shop: what staff, an auditor and operations can do there, and what they cannot. */
import { describe, expect, test } from 'bun:test';
import { projections } from '../../projections/index.ts';
import { parking } from '../../src/eventsourcing/parking.ts';
import { shapeOf } from '../../src/eventsourcing/postgres-table.ts';
import { hasBrowser, openBrowser, openPage } from '../web/browser.ts';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { atDesk } from './somebody-at-a-desk.ts';
import { formTo, pay, visitor } from './visitor.ts';

const shop = await shopOfThisFile();
const within = await shop.enter();
const [staff, auditor, ops] = await Promise.all([
  ...([atDesk(shop, 'staff'), atDesk(shop, 'auditor'), atDesk(shop, 'ops')] as const),
]);
const ada = await visitor(shop);
const portrait = await ada.portrait(await ada.photo());

async function paidOrder() {
  const placed = await ada.order(portrait, 'file', 'jpeg');
  await pay(shop, placed.payment.url);
  await ada.until(placed.id, ({ payment }) => payment.status === 'captured', 'paid');
  return { ...placed, page: `/staff/orders/${placed.id}` };
}

const wordsOf = (page: string): string => page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

/** Until a desk's page says so. */
const says = (desk: Pick<typeof staff, 'text'>, path: string, words: RegExp): Promise<string> =>
  eventually(`${path} says ${words}`, async () => {
    const page = wordsOf(await desk.text(path));
    return words.test(page) ? page : undefined;
  });

/** Those of work that goes on meanwhile, which are told by the hour, are not counted. */
async function openingsBy(role: 'staff' | 'auditor'): Promise<number> {
  let told = 0;
  for await (const { type, data } of within.shop.desks.auditing.everything())
    if (type === 'DataOpened' && String(data['by']).startsWith(role)) told++;
  return told;
}

describe('staff', () => {
  test('find an order by its number or by the whole address, and by nothing less', async () => {
    const { number, page } = await paidOrder();
    await says(staff, '/staff/orders?show=all', new RegExp(number));
    const byNumber = await staff.post('/staff/orders', { q: number.toLowerCase() });
    expect([byNumber.status, byNumber.headers.get('location')]).toEqual([303, page]);
    const somebodyElse = await visitor(shop);
    const their = await somebodyElse.portrait(await somebodyElse.photo());
    const hers = await somebodyElse.order(their, 'file', 'jpeg', { email: 'mary@example.org' });
    await says(staff, '/staff/orders?show=all', new RegExp(hers.number));
    const byAddress = await staff.post('/staff/orders', { q: ' Mary@Example.org' });
    expect(byAddress.headers.get('location')).toBe(`/staff/orders/${hers.id}`);
    for (const q of ['mary', 'mary@example', 'P-999999', '@', '%'])
      expect(wordsOf(await (await staff.post('/staff/orders', { q })).text())).toContain(
        'The search is exact',
      );
  }, 120_000);

  test('open what is sealed for a purpose that is asked first; it is written down before, and shown once', async () => {
    const { page } = await paidOrder();
    expect(await staff.text(page)).not.toContain('ada.canary');
    for (const purpose of ['', 'marketing.email', 'rights.access']) {
      const refused = await staff.post(`${page}/open`, { what: 'contact', purpose });
      expect([refused.status, (await refused.text()).includes('ada.canary')]).toEqual([422, false]);
    }
    const before = await openingsBy('staff');
    const opened = await (
      await staff.post(`${page}/open`, { what: 'contact', purpose: 'support.answer' })
    ).text();
    expect(opened).toContain('ada.canary@example.org');
    expect(await openingsBy('staff')).toBeGreaterThan(before);
    expect(await staff.text(page)).not.toContain('ada.canary');
    await says(staff, page, new RegExp(`opened contact of the buyer.*by staff-${staff.account}`));
    const hers = await (await ada.ask('GET', '/privacy/processing')).text();
    expect(hers).toContain('A person of ours');
  }, 120_000);

  test('give back a part of the money once, however often they press, and never more than was paid', async () => {
    const { page } = await paidOrder();
    await says(staff, page, /Refund…/);
    const part = { amount: '4,50', reason: 'goodwill', once: crypto.randomUUID() };
    for (const _ of [1, 2])
      expect((await staff.post(`${page}/refund`, part)).headers.get('location')).toBe(`${page}?did=refund`);
    const after = await says(staff, page, /, arrived −€4\.50/);
    expect(after.match(/−€4\.50/g)).toHaveLength(1);
    for (const [amount, words] of [
      ['99999', 'more than is left'],
      ['-4', 'An amount such as'],
      ['4.555', 'An amount such as'],
      ['0', 'An amount such as'],
    ] as const) {
      const answer = await staff.post(`${page}/refund`, { ...part, amount, once: crypto.randomUUID() });
      expect([answer.status, wordsOf(await answer.text()).includes(words)]).toEqual([422, true]);
    }
    expect((await staff.post(`${page}/refund`, { ...part, reason: 'for-fun' })).status).toBe(400);
  }, 120_000);

  test('cancel an order in the shop’s own name', async () => {
    const placed = await ada.order(portrait, 'file', 'jpeg');
    const page = `/staff/orders/${placed.id}`;
    await says(staff, page, /Cancel the order/);
    const answer = await staff.post(`${page}/cancel`, { once: crypto.randomUUID() });
    expect(answer.headers.get('location')).toBe(`${page}?did=cancelled`);
    const { order } = await ada.seen(placed.id);
    expect(order).toEqual({ status: 'cancelled', cancelledBecause: 'by-shop' });
    expect((await staff.post(`${page}/cancel`, { once: crypto.randomUUID() })).status).toBe(409);
  }, 120_000);

  test('see a photo for a review alone: while something is in question, and written down', async () => {
    const { page, number } = await paidOrder();
    const look = () => staff.post(`${page}/photo`, { line: '0' });
    await says(staff, page, /not for staff/);
    expect((await look()).status).toBe(403);
    await dispute(await newestPayment());
    await says(staff, '/staff/review', new RegExp(`${number} The payment is disputed`));
    const before = await openingsBy('staff');
    const seen = await look();
    expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(seen.headers.get('content-type')).toStartWith('image/');
    expect(await openingsBy('staff')).toBe(before + 1);
    await says(staff, page, /opened media\.upload of the buyer\. DataOpened, for abuse\.review/);
    const refused = await staff.post(`${page}/refund`, { amount: '', reason: 'claim', once: 'once' });
    expect(wordsOf(await refused.text())).toContain('The bank decides over this money now');
  }, 120_000);

  test('change a price: the shop asks it from then on, and what was ordered keeps its own', async () => {
    const before = await ada.order(portrait, 'file', 'jpeg');
    const prices = { EUR: '21.00', GBP: '19.00', USD: '23', once: crypto.randomUUID() };
    const changed = await staff.post('/staff/catalogue/file', prices);
    expect(changed.headers.get('location')).toBe('/staff/catalogue/file?did=it');
    expect((await ada.order(portrait, 'file', 'jpeg')).totals.totalCents).toBe(2100);
    await says(staff, `/staff/orders/${before.id}`, /€19\.00/);
    const same = await staff.post('/staff/catalogue/file', { ...prices, once: crypto.randomUUID() });
    expect(wordsOf(await same.text())).toContain('on sale at these prices already');
    expect((await staff.post('/staff/catalogue/file', { ...prices, EUR: 'dear' })).status).toBe(422);
  }, 120_000);

  /** What the bank does on the payment company's own page. */
  async function newestPayment(): Promise<string> {
    const headers = { authorization: `Bearer ${shop.token}` };
    const page = await (await fetch(shop.pages.payments, { headers })).text();
    const id = /\/sandbox\/pay\/payments\/(pi_\w+)/.exec(page)?.[1];
    if (id === undefined) throw new Error('no payment is known');
    return id;
  }
  const dispute = (payment: string) =>
    formTo(shop, `${shop.pages.payments}/payments/${payment}`, { do: 'dispute', webhook: 'once' });
});

describe('the auditor', () => {
  const pages = ['/audit', '/audit/erasures', '/audit/openings', '/audit/retention', '/audit/replay'];

  test('sees that the log is whole, replays a person and checks a receipt, and opens nothing by it', async () => {
    const charles = await visitor(shop);
    await charles.portrait(await charles.photo());
    await charles.ask('PUT', '/privacy/consents', { purpose: 'portrait.gallery', allow: true });
    await charles.ask('POST', '/privacy/erasures', { scope: 'photos', confirm: true });
    const erasures = await eventually('the receipt', async () => {
      const page = await auditor.text('/audit/erasures');
      return page.includes('Verified') ? page : undefined;
    });
    const path = /\/audit\/erasures\/[0-9a-f-]{36}/.exec(erasures)?.[0] ?? '';
    await says(auditor, '/audit', /The log is whole\./);
    const before = await openingsBy('auditor');

    expect(wordsOf(await auditor.text(path))).toContain('The receipt is genuine.');
    const subject = await subjectOf(path);
    const consents = wordsOf(await auditor.text(`/audit/replay?what=consent&subject=${subject}`));
    expect(consents).toMatch(/Allowed: portrait\.gallery.*words with the SHA-256 [0-9a-f]{64}/);
    const done = wordsOf(await auditor.text(`/audit/replay?what=processing&subject=${subject}&at=`));
    expect(done).toContain('The erasure destroyed 1 key.');
    const earlier = await auditor.get(`/audit/replay?what=consent&subject=${subject}&at=2020-01-01`);
    expect([earlier.status, (await earlier.text()).includes('The log tells nothing')]).toEqual([422, true]);
    for (const page of pages) expect((await auditor.get(page)).status).toBe(200);
    expect(await openingsBy('auditor')).toBe(before);
  }, 120_000);

  test('reads no name and no address, wherever it looks', async () => {
    for (const page of pages) {
      const text = await auditor.text(page);
      expect(`${page}: ${/canary|mary@/i.test(text)}`).toBe(`${page}: false`);
    }
  });

  async function subjectOf(erasurePage: string): Promise<string> {
    const id = erasurePage.split('/').at(-1) ?? '';
    const [first] = await within.shop.desks.auditing.recorded(`erasure-${id}`);
    return first?.metadata.subjects[0] ?? '';
  }
});

describe('operations', () => {
  const pages = ['/ops', '/ops/processes', '/ops/jobs', '/ops/services', '/ops/keys'];

  test('build a read model anew while the shop is open, equal to the live one, and drop the old one or take it back', async () => {
    for (const after of ['confirm', 'abort']) {
      expect((await ops.post('/ops/rebuild', { name: 'orders' })).headers.get('location')).toBe('/ops');
      await says(ops, '/ops', /orders , [^:]*:\d\d: rebuilt: [1-9]\d* rows compared, 0 differ/);
      expect((await ada.ask('GET', '/orders')).status).toBe(200);
      expect((await ops.post(`/ops/${after}`, { name: 'orders' })).status).toBe(303);
      expect((await ops.post(`/ops/${after}`, { name: 'orders' })).status).toBe(409); // there is none any more
      await says(ops, '/ops', /orders 2 \d+ up to date Live not kept/);
    }
    expect((await ops.post('/ops/rebuild', { name: 'no-such-model' })).status).toBe(404);
  }, 120_000);

  test('put nothing in place that differs from what is read, unless they say so outright', async () => {
    const { sql } = within.shop;
    const templates = async () => {
      const rows = await sql<
        { id: string; template: string }[]
      >`select "letterId" as id, template from live.letters`;
      return new Map(rows.map(({ id, template }) => [id, template]));
    };
    const before = await templates();
    await sql`update live.letters set template = 'written-by-nobody'`;
    await ops.post('/ops/rebuild', { name: 'letters' });
    const differs = /letters , [^:]*:\d\d: differs from the live one in (\d+) of (\d+) rows/;
    const [, differing, compared] = differs.exec(await says(ops, '/ops', differs)) ?? [];
    expect(Number(differing)).toBeGreaterThanOrEqual(before.size); // more may have gone out meanwhile
    expect(Number(compared)).toBeGreaterThanOrEqual(Number(differing));
    const kept = await templates();
    for (const id of before.keys()) expect(kept.get(id)).toBe('written-by-nobody');
    await ops.post('/ops/abort', { name: 'letters' });
    await ops.post('/ops/rebuild', { name: 'letters', anyway: 'yes' });
    const rebuilt = /letters , [^:]*:\d\d: rebuilt: \d+ rows compared, (\d+) differ/;
    const [, replaced] = rebuilt.exec(await says(ops, '/ops', rebuilt)) ?? [];
    expect(Number(replaced)).toBeGreaterThanOrEqual(before.size);
    const right = await templates();
    for (const [id, template] of before) expect(right.get(id)).toBe(template);
    await ops.post('/ops/confirm', { name: 'letters' });
  }, 120_000);

  test('try an event again at which a reader stands still, or pass it over, and are named with it', async () => {
    const letters = projections.find(({ name }) => name === 'letters');
    const [event] = await within.shop.desks.auditing.recorded('product-file');
    if (letters === undefined || event === undefined) throw new Error('no sample');
    const parked = parking(within.shop.sql);
    const stand = () => parked.park({ name: 'letters', shape: shapeOf(letters) }, event, 'event/malformed');
    await stand();
    await says(ops, '/ops', /Parked: letters.*ProductOffered, product-file.*event\/malformed/);
    expect((await ops.post('/ops/retry', { name: 'letters' })).headers.get('location')).toBe('/ops');
    expect((await ops.post('/ops/retry', { name: 'letters' })).status).toBe(409);
    await stand();
    await ops.post('/ops/skip', { name: 'letters' });
    await says(ops, '/ops/processes', new RegExp(`letters ProductOffered.*ops-${ops.account}`));
    await parked.stop();
  }, 120_000);

  test('see who answers, what was sent and how many keys there are, and never a name, an address or a key', async () => {
    await says(ops, '/ops/services', /payments http:\/\/127\.0\.0\.1:\d+ simulated Answers/);
    await says(ops, '/ops/keys', /active [1-9]\d*/);
    expect((await ops.post('/ops/jobs/retry', { name: 'render-master-when-ordered' })).status).toBe(409);
    for (const page of pages) {
      const text = await ops.text(page);
      expect(`${page}: ${/canary|mary@/i.test(text)}`).toBe(`${page}: false`);
    }
  }, 120_000);
});

test('each desk is shut to the other roles, to customers, and to whoever is not signed in', async () => {
  const desks = { '/staff/orders': staff, '/audit': auditor, '/ops': ops };
  for (const [path, own] of Object.entries(desks)) {
    const others = [staff, auditor, ops].filter((one) => one !== own);
    expect((await own.get(path)).status).toBe(200);
    for (const other of others) expect((await other.get(path)).status).toBe(403);
    const guest = await fetch(`${shop.url}${path}`, { redirect: 'manual' });
    expect([guest.status, guest.headers.get('location')]).toEqual([303, '/sign-in']);
  }
});

if (hasBrowser) journeys();
else console.log('no /usr/bin/chromium: nobody sat at a desk in a browser');

function journeys(): void {
  test('staff answer a customer at a desk on a phone, with the keyboard alone and without script', async () => {
    const { number } = await paidOrder();
    await says(staff, '/staff/orders?show=all', new RegExp(number));
    const browser = await openBrowser();
    const { page, complaints } = await openPage(browser, { width: 390, scheme: 'dark', script: false });
    await page.context().addCookies([{ name: 'session', value: staff.token, url: shop.url }]);
    await page.goto(`${shop.url}/staff/orders`);
    await page.getByLabel('Exact order number or e-mail address').focus();
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Order ${number}` }).waitFor();
    await page.getByLabel('Open name and e-mail for').focus();
    await page.keyboard.type('To answer');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('ada.canary@example.org').waitFor();
    await page.goto(page.url().replace(/\/open$/, ''));
    expect(await page.getByText('ada.canary@example.org').count()).toBe(0);
    await page.getByText('Refund…').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Amount in EUR').fill('2.00');
    await page.getByRole('button', { name: 'Refund', exact: true }).press('Enter');
    await page.getByText('The refund is asked for.').waitFor();
    expect(complaints).toEqual([]);
    await browser.close();
  }, 120_000);
}
