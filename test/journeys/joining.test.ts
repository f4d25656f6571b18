/** Guests first: what somebody ordered before they had an account is theirs once they prove the address, and nobody else's. */
import { expect, test } from 'bun:test';
import { ordersOf } from '../../projections/orders.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { run } from '../scripts/run.ts';
import { eventually, openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import { codeFor } from './rights.ts';
import { lettersTo, signIn, surfer } from './surfer.ts';
import { pay, visitor } from './visitor.ts';

const shop = await shopOfThisFile(openShopBehindProxy);
const within = await shop.enter();
/** Whoever had the account that is gone. */
let erased: readonly SubjectRef[] = [];

/** A guest who ordered: the visitor, and the number of the order. */
async function guest(email: string) {
  const who = await visitor(shop);
  const portrait = await who.portrait(await who.photo(), 'engraving');
  const { number, link } = await who.order(portrait, 'file', 'jpeg', { email, fileAtOnce: false });
  return { who, number, link };
}

const textOf = async (answer: Promise<Response>): Promise<string> => (await answer).text();

test('every guest who ordered with an address joins whoever proves it, and an order’s link stays its key', async () => {
  const [first, second] = await Promise.all([guest('ada@example.org'), guest('ada@example.org')]);
  const ada = surfer(shop);
  await signIn(shop, ada, 'Ada@Example.org');
  const orders = await textOf(ada.get('/orders'));
  expect(orders).toContain(first.number);
  expect(orders).toContain(second.number);
  expect(await textOf(ada.get('/account'))).toContain('Signed in as Ada@Example.org');
  expect(await textOf(ada.get('/account/privacy'))).toContain('as a guest with the same e-mail address');
  expect((await surfer(shop).get(new URL(first.link).pathname)).status).toBe(200); // no account asked for
  expect(await textOf(first.who.ask('GET', '/privacy/held'))).toBe('{"held":[]}'); // what is hers now, she sees alone

  const headers = {
    authorization: `Bearer ${ada.cookies.get('session')}`,
    'content-type': 'application/json',
  };
  const right = JSON.stringify({ email: 'ada@example.org', name: 'Ada Corrected' });
  const asked = await fetch(`${shop.url}/api/v1/privacy/contact`, { method: 'PUT', headers, body: right });
  expect(asked.status).toBe(202);
  await eventually('corrected for every guest that she was', async () => {
    const names = await namesOn(await within.shop.lookUp.givers('email', 'ada@example.org'));
    return names.length === 2 && names.every((name) => name === 'Ada Corrected') ? true : undefined;
  });
});

async function namesOn(people: readonly SubjectRef[]) {
  const rows = await ordersOf(within.shop.reads.orders, people);
  const opened = await Promise.all(
    rows.map(({ contact }) => within.shop.openAs('a-test')(contact, 'account.access')),
  );
  return opened.map((one) => (one.is === 'value' ? one.value.name : one.is));
}

test('whoever typed an address before its owner came in sees nothing of what the owner does then', async () => {
  const { who: mallory } = await guest('hedy@example.org');
  const hedy = surfer(shop);
  await signIn(shop, hedy, 'hedy@example.org');
  const asHedy = {
    authorization: `Bearer ${hedy.cookies.get('session')}`,
    'content-type': 'application/json',
  };
  const question = JSON.stringify({ topic: 'other', text: 'For me alone.', email: 'hedy@example.org' });
  const asked = await fetch(`${shop.url}/api/v1/support`, {
    method: 'POST',
    headers: asHedy,
    body: question,
  });
  expect(asked.status).toBe(201);
  expect(await textOf(mallory.ask('GET', '/support'))).toBe('{"conversations":[]}');
  expect(await textOf(fetch(`${shop.url}/api/v1/support`, { headers: asHedy }))).toContain('S-0');
});

test('a guest proves who they are where they paid, whatever address a thief of their session orders with', async () => {
  const who = await visitor(shop);
  const portrait = await who.portrait(await who.photo(), 'engraving');
  const theirs = { email: 'lotte@example.org', fileAtOnce: true };
  const { id, payment } = await who.order(portrait, 'file', 'jpeg', theirs);
  await pay(shop, payment.url);
  await who.until(id, ({ order }) => order.status !== 'placed');
  await who.order(portrait, 'file', 'jpeg', { email: 'thief@example.org', fileAtOnce: false });
  expect(await codeFor(shop, who, 'lotte@example.org')).toMatch(/^\d{8}$/);
  expect((await lettersTo(shop, 'thief@example.org')).map(({ subject }) => subject)).toEqual([]);
});

test('what somebody else ordered stays theirs', async () => {
  const [{ number }] = await Promise.all([guest('grace@example.org'), guest('joan@example.org')]);
  const joan = surfer(shop);
  await signIn(shop, joan, 'joan@example.org');
  expect(await textOf(joan.get('/orders'))).not.toContain(number);
});

test('an address that somebody typed into an order of theirs opens nothing of them to its owner', async () => {
  await guest('emmy@example.org');
  const emmy = surfer(shop);
  await signIn(shop, emmy, 'emmy@example.org');
  const portrait = /\/studio\/[^"]+/.exec(await textOf(emmy.get('/gallery')))?.[0] ?? '';
  expect(portrait).not.toBe('');
  const token = emmy.cookies.get('session') ?? '';
  const asEmmy = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const id = new URL(portrait, shop.url).searchParams.get('portrait');
  const items = [{ portrait: id, product: 'file', variant: 'jpeg', quantity: 1 }];
  const buyer = { email: 'wrong.emmy@example.org', currency: 'EUR', acceptTerms: true, fileAtOnce: false };
  const placed = await fetch(`${shop.url}/api/v1/orders`, {
    ...{ method: 'POST', headers: asEmmy, body: JSON.stringify({ items, ...buyer }) },
  });
  expect(placed.status).toBe(201);
  await surfer(shop).post('/sign-in', { email: 'wrong.emmy@example.org' });
  await signIn(shop, surfer(shop), 'emmy@example.org'); // asked for later, and here
  const subjects = (await lettersTo(shop, 'wrong.emmy@example.org')).map(({ subject }) => subject);
  expect(subjects.filter((subject) => /sign-in/.test(subject))).toEqual([]);
});

test('whoever is erased and comes back is somebody new', async () => {
  const { who: before, number } = await guest('gone@example.org');
  const ada = surfer(shop);
  await signIn(shop, ada, 'gone@example.org');
  const thief = ada.copy();
  erased = await peopleAt('gone@example.org');
  expect(erased).not.toEqual([]);
  await ada.post('/account/privacy/erase', { scope: 'everything', confirm: 'yes' });
  await eventually('signed out', async () =>
    (await thief.get('/account')).headers.get('location') === '/sign-in' ? true : undefined,
  );
  const links = async () =>
    (await lettersTo(shop, 'gone@example.org')).filter(({ subject }) => /sign-in/.test(subject)).length;
  const sent = await links();
  await surfer(shop).post('/sign-in', { email: 'gone@example.org' });
  await guest('gone@example.org');
  expect(await links()).toBe(sent); // there was nobody to write to
  const again = surfer(shop);
  await signIn(shop, again, 'gone@example.org');
  expect(await textOf(again.get('/orders'))).not.toContain(number);
  expect(await codeFor(shop, before)).toBe('');
});

test('the index of addresses is learned anew by a command, beside the open shop: everybody is found as before', async () => {
  await guest('lise@example.org');
  const maria = surfer(shop);
  await guest('maria@example.org');
  await signIn(shop, maria, 'maria@example.org');
  await within.shop.lookUp.forget([
    ...(await peopleAt('maria@example.org')),
    ...(await peopleAt('lise@example.org')),
  ]);
  expect(await peopleAt('maria@example.org')).toEqual([]);
  const { status, out } = await run('lookup', ['rebuild', '--data', shop.data]);
  expect([status, out]).toEqual([0, expect.stringMatching(/finds \d+ accounts by their address/)]);
  await signIn(shop, surfer(shop), 'Maria@Example.org');
  await signIn(shop, surfer(shop), 'lise@example.org');
  for (const one of await peopleAt('gone@example.org')) expect(erased).not.toContain(one);
});

async function peopleAt(email: string): Promise<readonly SubjectRef[]> {
  const { lookUp } = within.shop;
  return [await lookUp.find('email', email), ...(await lookUp.givers('email', email))].flatMap(
    (one) => one ?? [],
  );
}
