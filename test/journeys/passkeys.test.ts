/** Passkeys, rightly and wrongly used; and what changes who may come in. */
import { describe, expect, test } from 'bun:test';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { authenticator, type Wrong } from './authenticator.ts';
import { openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import {
  addPasskey,
  knownCustomer,
  linkFor,
  pathInLetter,
  type Surfer,
  signIn,
  signInByPasskey,
  surfer,
} from './surfer.ts';
import { mails } from './visitor.ts';

const shop = await shopOfThisFile(openShopBehindProxy);
const within = await shop.enter();

let people = 0;
const customer = () => knownCustomer(shop, within.shop, `customer.${++people}@example.org`);

const isIn = async (who: Surfer): Promise<boolean> => (await who.get('/account')).status === 200;
/** A proof of a moment ago is one of long ago. */
const later = () => within.shop.sql`update session set proved_at = proved_at - interval '11 minutes'`;

describe('a passkey', () => {
  test('is added, and lets its owner in where no link was asked for', async () => {
    const ada = await customer();
    const { key, location } = await addPasskey(shop, ada);
    expect(location).toBe('/account?saved=passkey');
    const elsewhere = surfer(shop);
    expect((await signInByPasskey(elsewhere, key)).status).toBe(200);
    expect(await (await elsewhere.get('/account')).text()).toContain(ada.email);
  });

  test('that nobody added lets nobody in', async () => {
    const mallory = surfer(shop);
    expect((await signInByPasskey(mallory, authenticator(shop.url))).status).toBe(400);
    expect(await isIn(mallory)).toBe(false);
  });

  const wrongs: readonly (readonly [string, Wrong])[] = [
    ['from another site’s page', { origin: 'https://evil.example' }],
    ['for another shop', { shop: 'evil.example' }],
    ['without the person', { verified: false }],
    ['that counts backwards, because it was copied', { counter: 0 }],
    ['by another key', { key: authenticator('http://localhost').privateKey }],
  ];
  test.each(wrongs)('that signs %s lets nobody in', async (_, wrong) => {
    const { key } = await addPasskey(shop, await customer());
    const mallory = surfer(shop);
    const options = await (await mallory.json('/sign-in/passkey/options')).json();
    const answer = await mallory.json('/sign-in/passkey', key.sign(options, wrong));
    expect(answer.status).toBe(400);
    expect(await isIn(mallory)).toBe(false);
  });

  test('signs for one moment: what was seen once is of no use again', async () => {
    const { key } = await addPasskey(shop, await customer());
    const ada = surfer(shop);
    const options = await (await ada.json('/sign-in/passkey/options')).json();
    const signed = key.sign(options);
    const thief = ada.copy();
    expect((await ada.json('/sign-in/passkey', signed)).status).toBe(200);
    expect((await thief.json('/sign-in/passkey', signed)).status).toBe(400);
    expect((await ada.json('/sign-in/passkey', signed)).status).toBe(400);
  });

  test('signs for one browser: another’s challenge does not fit', async () => {
    const { key } = await addPasskey(shop, await customer());
    const [ada, mallory] = [surfer(shop), surfer(shop)];
    const options = await (await ada.json('/sign-in/passkey/options')).json();
    await mallory.json('/sign-in/passkey/options');
    expect((await mallory.json('/sign-in/passkey', key.sign(options))).status).toBe(400);
  });

  test('belongs to one account: nobody adds somebody else’s', async () => {
    const [ada, mallory] = [await customer(), await customer()];
    const { key } = await addPasskey(shop, ada);
    const copied = authenticator(shop.url, key.credential);
    expect((await addPasskey(shop, mallory, copied)).answer.status).toBe(400);
    expect((await signInByPasskey(surfer(shop), copied)).status).toBe(400);
    expect((await signInByPasskey(surfer(shop), key)).status).toBe(200);
  });

  test('of somebody else proves nothing in this session', async () => {
    const [ada, mallory] = [await customer(), await customer()];
    await addPasskey(shop, ada);
    const { key } = await addPasskey(shop, mallory);
    const options = await (await ada.json('/account/prove/options')).json();
    expect((await ada.json('/account/prove', key.sign(options))).status).toBe(400);
  });

  test('that was removed lets nobody in', async () => {
    const ada = await customer();
    const { key } = await addPasskey(shop, ada);
    const page = await (await ada.get('/account')).text();
    const [remove = ''] = /\/account\/passkeys\/[\w-]+\/remove/.exec(page) ?? [];
    expect((await ada.post(remove)).headers.get('location')).toBe('/account?saved=passkey-removed');
    expect((await signInByPasskey(surfer(shop), key)).status).toBe(400);
  });

  test('is nobody else’s to remove', async () => {
    const [ada, mallory] = [await customer(), await customer()];
    const { key } = await addPasskey(shop, ada);
    const [remove = ''] =
      /\/account\/passkeys\/[\w-]+\/remove/.exec(await (await ada.get('/account')).text()) ?? [];
    await mallory.post(remove);
    expect((await signInByPasskey(surfer(shop), key)).status).toBe(200);
  });

  const nonsense: readonly unknown[] = [
    ...[{}, [], 'text', null, { id: 'x' }],
    { id: 'x', rawId: 'x', type: 'public-key', response: {} },
  ];
  test.each(nonsense.map((body) => [JSON.stringify(body), body] as const))(
    'that is none is answered shortly: %s',
    async (_, body) => {
      const mallory = surfer(shop);
      await mallory.json('/sign-in/passkey/options');
      const answer = await mallory.json('/sign-in/passkey', body);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('passkey-not-accepted');
    },
  );
});

describe('what changes who may come in', () => {
  test('asks for a proof of a moment ago', async () => {
    const ada = await customer();
    await later();
    expect((await ada.json('/account/passkeys/options')).status).toBe(403);
    const moved = await ada.post('/account/address', { email: 'elsewhere@example.org' });
    expect(moved.headers.get('location')).toBe('/account/prove?next=/account');
  });

  test('is allowed again after the passkey has signed once more', async () => {
    const ada = await customer();
    const { key } = await addPasskey(shop, ada);
    await later();
    const options = await (await ada.json('/account/prove/options')).json();
    expect((await ada.json('/account/prove', key.sign(options))).status).toBe(200);
    expect((await ada.json('/account/passkeys/options')).status).toBe(200);
  });
});

const addressLink = /http\S+\/account\/address\/[\w-]+/;

describe('an address', () => {
  async function moved(ada: Surfer): Promise<string> {
    const email = `new.${++people}@example.org`;
    await ada.post('/account/address', { email });
    await ada.post(await pathInLetter(shop, email, addressLink));
    return email;
  }

  test('is changed once the new one has answered; the old one opens nothing any more', async () => {
    const ada = await customer();
    const email = await moved(ada);
    expect(await (await ada.get('/account')).text()).toContain(email);
    await surfer(shop).post('/sign-in', { email: ada.email });
    const again = surfer(shop);
    expect(await signIn(shop, again, email)).toBe('/account');
    const letters = (await mails(shop)).filter(({ to }) => to.includes(ada.email));
    expect(letters).toHaveLength(1); // the one with which they came
  });

  test('is not changed by a look at the letter', async () => {
    const ada = await customer();
    const email = `new.${++people}@example.org`;
    await ada.post('/account/address', { email });
    await ada.get(await pathInLetter(shop, email, addressLink));
    expect(await (await ada.get('/account')).text()).not.toContain(email);
  });

  test('stays with its account: another that proves it is told so', async () => {
    const [ada, bob] = [await customer(), await customer()];
    const before = (await mails(shop)).filter(({ to }) => to.includes(bob.email)).length;
    await ada.post('/account/address', { email: bob.email });
    const path = await pathInLetter(shop, bob.email, addressLink);
    expect(before).toBeGreaterThan(0);
    expect((await ada.post(path)).headers.get('location')).toBe('/account?refused=address-taken');
  });

  test('ends every other session when it changes', async () => {
    const ada = await customer();
    const phone = surfer(shop);
    await signIn(shop, phone, ada.email);
    await moved(ada);
    expect(await isIn(phone)).toBe(false);
    expect(await isIn(ada)).toBe(true);
  });

  test('is not changed by a link that was made to sign in', async () => {
    const ada = await customer();
    const mine = `mallory.${++people}@example.org`;
    await within.shop.lookUp.give('email', mine, SubjectRef.parse(crypto.randomUUID()));
    const thief = ada.copy(); // of a session that proved itself long ago
    const path = await linkFor(shop, thief, mine);
    const answer = await thief.post(path.replace('/sign-in/', '/account/address/'));
    expect(answer.headers.get('location')).toBe('/account?refused=link-unknown');
    expect(await (await ada.get('/account')).text()).toContain(ada.email);
  });

  test('is not signed in with by a link that was made to change it', async () => {
    const ada = await customer();
    const email = `new.${++people}@example.org`;
    await ada.post('/account/address', { email });
    const path = await pathInLetter(shop, email, addressLink);
    expect((await ada.post(path.replace('/account/address/', '/sign-in/'))).status).toBe(410);
  });
});
