/** Somebody allows, looks back at what they allowed, and withdraws it: over real wires. */
import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { portraitOf } from '../../projections/portraits.ts';
import { connected } from '../../scripts/connect.ts';
import { PolicyDocument } from '../../src/modules/policies/policy.events.ts';
import { policy } from '../../src/modules/policies/policy.ts';
import { PortraitId } from '../../src/modules/portraits/portrait.events.ts';
import { ConsentReceipt } from '../../src/personal-data/consent-record.ts';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import type { Visitor } from './rights.ts';
import { pay, visitor } from './visitor.ts';

const shop = await shopOfThisFile();

const Consents = z.object({
  consents: z.array(z.object({ purpose: z.string(), says: z.string(), on: z.boolean(), gpc: z.boolean() })),
});
const consentsIn = async (answer: Response) => Consents.parse(await answer.json()).consents;
const gallery = 'portrait.gallery';

/** As the shop's own pages would, in a process of its own: the gate asks at that moment. */
const openedForGallery = (portraitId: string) =>
  connected(shop.data, async ({ rooms }) => {
    const row = await portraitOf(rooms.reads.portraits, PortraitId.parse(portraitId));
    if (row?.preview == null) throw new Error('it is not painted');
    const opened = await rooms.openAs('tester').blob(row.preview, 'media.portrait', gallery);
    if (opened.is === 'value') await opened.value.stream.cancel();
    return opened.is;
  });

test('everything is off until it is turned on, and what a browser says for its person is heard', async () => {
  const ada = await visitor(shop);
  const plain = await consentsIn(await ada.ask('GET', '/privacy/consents'));
  expect(plain.map(({ on }) => on)).toEqual(plain.map(() => false));
  const heard = await consentsIn(await ada.ask('GET', '/privacy/consents', undefined, { 'sec-gpc': '1' }));
  expect(heard.filter(({ on }) => on)).toEqual([]);
  for (const purpose of ['abuse.device', 'marketing.email']) {
    expect(plain.map((one) => one.purpose)).not.toContain(purpose); // nobody is asked for what the shop does not do
    expect((await ada.ask('PUT', '/privacy/consents', { purpose, allow: true })).status).toBe(422);
  }
  const page = await fetch(`${shop.url}/account/privacy`, { headers: { 'sec-gpc': '1' } });
  expect(await page.text()).toContain('Your browser says no for you. We heard it');
  expect(await (await fetch(`${shop.url}/.well-known/gpc.json`)).json()).toMatchObject({ gpc: true });
});

test('nobody is remembered for a visit: no cookie before something is sent', async () => {
  for (const path of ['/', '/create', '/privacy', '/account/privacy', '/account/privacy/consents'])
    expect((await fetch(`${shop.url}${path}`)).headers.getSetCookie()).toEqual([]);
});

test('a withdrawal is answered when nothing opens on it any more, within a second', async () => {
  const ada = await visitor(shop);
  const portrait = await ada.portrait(await ada.photo(), 'engraving');
  expect(await openedForGallery(portrait)).toBe('withheld');
  await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: true });
  expect(await openedForGallery(portrait)).toBe('value');
  const answer = await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: false });
  expect((await consentsIn(answer)).find(({ purpose }) => purpose === gallery)?.on).toBe(false);
  expect(await openedForGallery(portrait)).toBe('withheld');
}, 60_000);

async function history(who: Visitor): Promise<string> {
  const page = await fetch(`${shop.url}/account/privacy/consents`, {
    headers: { authorization: `Bearer ${who.token}` },
  });
  return page.text();
}

test('the history shows the words of that day and their fingerprint, and a receipt that fits its schema', async () => {
  const ada = await visitor(shop);
  const [first] = await consentsIn(
    await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: true }),
  );
  await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: false }, { 'sec-gpc': '1' });
  const says = first?.says ?? '';
  const sha256 = createHash('sha256').update(says).digest('hex');
  const page = await eventually('the history', async () => {
    const text = await history(ada);
    return text.includes('You withdrew it.') ? text : undefined;
  });
  expect(page).toContain(says);
  expect(page).toContain(sha256);
  expect(page).toContain('while the browser sent Global Privacy Control');

  const receipts = z.object({ receipts: z.array(ConsentReceipt) });
  const [receipt] = receipts.parse(
    await (await ada.ask('GET', '/privacy/consents/receipts')).json(),
  ).receipts;
  expect(receipt?.['dct:hasPart'].map((step) => step['dpv:hasConsentStatus']['@id'])).toEqual([
    'dpv:ConsentGiven',
    'dpv:ConsentWithdrawn',
  ]);
  expect(receipt?.['dct:hasPart'][0]?.['dpv:hasNotice']).toMatchObject({
    'dct:identifier': sha256,
    'dct:description': says,
  });
  const headers = { authorization: `Bearer ${ada.token}` };
  const file = await fetch(`${shop.url}/account/privacy/consents/${gallery}.jsonld`, { headers });
  expect(ConsentReceipt.parse(await file.json())).toEqual(ConsentReceipt.parse(receipt));
  expect((await fetch(`${shop.url}/account/privacy/consents/nothing.jsonld`, { headers })).status).toBe(404);
});

/** By an operator who changes the words and takes that back: the program that runs has the words of before again. */
const askInOtherWordsAndBack = () =>
  connected(shop.data, async ({ rooms: { handle, stateOf } }) => {
    const inForce = await stateOf(policy, 'privacy');
    if (inForce.status === 'none') throw new Error('no policy is in force');
    const { version, document } = inForce;
    const day = version.slice(0, 'yyyy-mm-dd'.length);
    const consents = document.consents.map((one) => ({ ...one, textSha256: 'b'.repeat(64) }));
    for (const put of [{ ...document, consents }, document]) {
      const commandId = crypto.randomUUID();
      const context = { commandId, actor: 'tester', correlationId: commandId, causationId: null };
      const publish = { type: 'PublishPolicy', day, document: PolicyDocument.parse(put) } as const;
      await handle(policy, 'privacy', publish, { ...context, purpose: 'accountability' });
    }
  });

test('what was asked in other words in between is off, and one tap allows it anew', async () => {
  const ada = await visitor(shop);
  const ofGallery = async (answer: Response) =>
    (await consentsIn(answer)).find(({ purpose }) => purpose === gallery);
  await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: true });
  await askInOtherWordsAndBack();
  await eventually('asked again', async () => {
    const choice = await ofGallery(await ada.ask('GET', '/privacy/consents'));
    return choice?.on === false ? choice : undefined;
  });
  const answer = await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: true });
  expect((await ofGallery(answer))?.on).toBe(true);
}, 60_000);

/** Before somebody pays: the page that says by which policy. */
async function checkoutOf({ token }: Visitor, portrait: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const body = new URLSearchParams({ portrait, product: 'file', variant: 'jpeg' });
  await fetch(`${shop.url}/basket`, { method: 'POST', headers, body, redirect: 'manual' });
  return (await fetch(`${shop.url}/checkout`, { headers })).text();
}

test('after a start with another policy, everything says the version that is in force, to the number', async () => {
  await askInOtherWordsAndBack();
  const ada = await visitor(shop);
  await shop.close();
  await shop.reopen();
  await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: true });
  const policies = await (await fetch(`${shop.url}/privacy`)).text();
  const inForce = /20\d\d-\d\d-\d\d\.\d+/.exec(policies)?.[0] ?? 'no version';
  expect(await history(ada)).toContain(`policy of ${inForce}`);
  expect(await (await fetch(`${shop.url}/audit/register`)).text()).toContain(`Policy of ${inForce}`);
  const portrait = await ada.portrait(await ada.photo(), 'engraving');
  expect(await checkoutOf(ada, portrait)).toContain(`href="/privacy/${inForce}"`);
}, 60_000);

const Held = z.object({ held: z.array(z.object({ what: z.string(), until: z.string().nullable() })) });
const endOf = async (who: Visitor, what: string) =>
  Held.parse(await (await who.ask('GET', '/privacy/held')).json()).held.find((one) => one.what === what)
    ?.until;

test('a bought portrait lives ninety days; in a gallery as long as it is allowed, and then no longer', async () => {
  const ada = await visitor(shop);
  const portrait = await ada.portrait(await ada.photo(), 'pop-art');
  const placed = await ada.order(portrait, 'file', 'jpeg');
  await pay(shop, placed.payment.url);
  await ada.until(placed.id, ({ order: { status } }) => status === 'fulfilled', 'the file');
  const daysLeft = (until: string) => Math.round((Date.parse(until) - Date.now()) / 86_400_000);
  const untilIs = (what: string, days: number | null) =>
    eventually(`${what}: ${days} days`, async () => {
      const until = await endOf(ada, what);
      return (until == null ? null : daysLeft(until)) === days ? true : undefined;
    });
  await untilIs('Your portraits', 90);
  await untilIs('Your photo', 30);
  await untilIs('High-resolution files', 60);
  await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: true });
  await untilIs('Your portraits', null);
  await untilIs('Your photo', null);
  const page = await fetch(`${shop.url}/account/privacy`, {
    headers: { authorization: `Bearer ${ada.token}` },
  });
  expect(await page.text()).toContain('as long as you allow it in your gallery');
  await ada.ask('PUT', '/privacy/consents', { purpose: gallery, allow: false });
  await untilIs('Your portraits', 90);
  await untilIs('Your photo', 30);
}, 120_000);
