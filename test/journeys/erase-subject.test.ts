/** Somebody is erased, over every real wire: at once, while an order runs, after it, and through power cuts. */
import { describe, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { verifyReceipt } from '../../src/personal-data/receipts.ts';
import { hits, searchDatabase, searchFiles, searchLog, spellings } from '../canary.ts';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { codeFor, type Visitor } from './rights.ts';
import { formTo, labOrders, mails, pay, visitor } from './visitor.ts';

const shop = await shopOfThisFile();

const whole = 240_000;

/** What somebody leaves with us, in words that stand nowhere else. */
const canary = {
  fileName: 'wilhelmina-canary-at-home.png',
  agent: 'Wilhelmina-Canary-Browser/7.0',
  email: 'Wilhelmina.Canary@example.org',
  name: 'Wilhelmina Canary',
  address: {
    ...{ name: 'Wilhelmina Canary', line1: '17 Kanarienvogelstrasse', postalCode: '10115' },
    ...{ city: 'Kanarienstadt', country: 'DE' },
  },
} as const;

async function sendsPhoto({ token }: Visitor): Promise<string> {
  const form = new FormData();
  form.set('photo', Bun.file(`${import.meta.dir}/../fixtures/photos/astronaut.png`), canary.fileName);
  const fields = { subject: 'person', mine: 'true', age: 'true', country: 'DE' };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const headers = { authorization: `Bearer ${token}`, 'user-agent': canary.agent };
  const answer = await fetch(`${shop.url}/api/v1/photos`, { method: 'POST', headers, body: form });
  return z.object({ id: z.string() }).parse(await answer.json()).id;
}

const Portrait = z.object({ preview: z.object({ url: z.string() }) });

/** Slices out of the middle of every picture that the shop shows of them. */
async function pictures(who: Visitor, portrait: string, ...files: readonly string[]) {
  const { preview } = Portrait.parse(await (await who.ask('GET', `/portraits/${portrait}`)).json());
  const path = new URL(preview.url, shop.url).pathname;
  const shown = [`${shop.url}${path}`, ...files];
  return Promise.all(
    shown.map(async (url) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      expect(bytes.length).toBeGreaterThan(10_000);
      return bytes.slice(bytes.length >> 1, (bytes.length >> 1) + 48);
    }),
  );
}

/** The addresses by which a portrait, and the photo beside it, were seen. */
async function linksOf(who: Visitor, portrait: string): Promise<readonly string[]> {
  const { preview } = Portrait.parse(await (await who.ask('GET', `/portraits/${portrait}`)).json());
  const shown = `${shop.url}${new URL(preview.url, shop.url).pathname}`;
  const links = [shown, `${shown}/photo`];
  for (const url of links) expect((await fetch(url)).status).toBe(200);
  return links;
}

const Request = z.object({
  status: z.string(),
  round: z.number(),
  receipt: z.string().nullable(),
  processors: z.array(z.object({ processor: z.string(), answer: z.string() })),
});

/** @returns the request's token */
async function asksToBeErased(who: Visitor, wish: object = { scope: 'everything' }): Promise<string> {
  const code = await codeFor(shop, who);
  const answer = await who.ask('POST', '/privacy/erasures', { ...wish, confirm: true, code });
  expect(answer.status).toBe(202);
  return z.object({ request: z.string() }).parse(await answer.json()).request;
}

const requestOf = async (token: string) =>
  Request.parse(await (await fetch(`${shop.url}/api/v1/privacy/requests/${token}`)).json());

/** Waits for the receipt of a round, and holds it against the public keys alone. */
async function receiptOf(token: string, round = 0) {
  const done = await eventually('the receipt', async () => {
    const request = await requestOf(token);
    return request.status === 'receipt' && request.round === round ? request : undefined;
  });
  const jwks: JSONWebKeySet = await (await fetch(`${shop.url}/.well-known/jwks.json`)).json();
  const receipt = done.receipt ?? '';
  const [head = '', payload = '', signature = ''] = receipt.split('.');
  const forged = `${head}.${payload.slice(0, -2)}AA.${signature}`;
  await expect(verifyReceipt(forged, jwks)).rejects.toMatchObject({ code: 'receipt/invalid' });
  return { told: await verifyReceipt(receipt, jwks), processors: done.processors };
}

const Run = z.object({ addresses: z.object({ shopDb: z.string(), vaultDb: z.string() }) });
const companies = ['stripe', 'print-lab', 'mailbox'];

/** Pitfall 6: whatever is in the data folder and the folder of keys, but for what stands in for other companies; the log with its traces is a file there. And whatever was printed. */
async function findings(secrets: readonly (string | Uint8Array)[]) {
  const needles = secrets.flatMap(spellings);
  const run = Run.parse(JSON.parse(await readFile(join(shop.data, 'run.json'), 'utf8')));
  const looked = [
    await searchFiles(shop.data, needles, companies),
    await searchFiles(`${shop.data}-keys`, needles),
    await searchDatabase(run.addresses.shopDb, needles),
    await searchDatabase(run.addresses.vaultDb, needles),
    searchLog(join(shop.data, 'events.db'), needles),
  ];
  const count = (of: 'files' | 'values') =>
    looked.reduce((sum, one) => sum + (of in one ? Number(Reflect.get(one, of)) : 0), 0);
  expect(count('files')).toBeGreaterThan(100);
  expect(count('values')).toBeGreaterThan(100);
  return [...looked.flatMap(({ found }) => found), ...hits('printed', Buffer.from(shop.printed()), needles)];
}

const words = [
  ...[canary.fileName, canary.agent, canary.email, canary.name],
  ...[canary.address.line1, canary.address.city],
];

describe('a visitor', () => {
  test(
    'who sent a photo is erased: nothing of it is left, in any file, table or line of a log',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await sendsPhoto(ada), 'engraving');
      const seen = await pictures(ada, portrait);
      const links = await linksOf(ada, portrait);
      const { told } = await receiptOf(await asksToBeErased(ada));
      expect(told).toMatchObject({ scope: 'everything', readBack: { opened: 0 }, waitsForOrders: 0 });
      expect(await findings([...words, ...seen, ada.token])).toEqual([]);
      expect((await ada.ask('POST', '/privacy/erasures', { confirm: true })).status).toBe(401); // the session is gone too
      expect(told['remains']).toHaveLength(3); // Pitfall 21: what the log still tells is said
      for (const url of links) expect([404, 410]).toContain((await fetch(url)).status); // Pitfall 16: every address is dead
      expect(await (await ada.ask('GET', '/privacy/held')).json()).toEqual({ held: [] });
    },
    whole,
  );

  test(
    'who has one photo erased keeps the other, and the painting under way is stopped',
    async () => {
      const ada = await visitor(shop);
      const [gone, kept] = [await ada.photo(), await ada.photo()];
      const portrait = await ada.portrait(kept, 'engraving');
      const asked = await ada.ask('POST', '/portraits', { photo: gone, style: 'impressionist' });
      const late = z.object({ id: z.string() }).parse(await asked.json()).id;
      const { told } = await receiptOf(await asksToBeErased(ada, { scope: 'photo', photo: gone }));
      expect(told).toMatchObject({ scope: 'photo' });
      const stopped = await ada.ask('GET', `/portraits/${late}`);
      expect(await stopped.json()).toMatchObject({ status: 'failed' });
      const held = await (await ada.ask('GET', '/privacy/held')).json();
      const photos = { what: 'Your photo', value: '1 photo' };
      expect(held).toMatchObject({ held: expect.arrayContaining([expect.objectContaining(photos)]) });
      expect(await pictures(ada, portrait)).toHaveLength(1);
      expect(
        (await ada.ask('POST', '/privacy/erasures', { scope: 'photo', photo: crypto.randomUUID() })).status,
      ).toBe(404);
    },
    whole,
  );
});

async function buys(who: Visitor, product: string, variant: string) {
  const portrait = await who.portrait(await sendsPhoto(who), 'pop-art');
  const buyer = { email: canary.email, name: canary.name };
  const where = product === 'file' ? {} : { shippingAddress: canary.address };
  const placed = await who.order(portrait, product, variant, { ...buyer, ...where });
  await pay(shop, placed.payment.url);
  return { portrait, placed };
}

describe('a buyer', () => {
  test(
    'whose order is done is erased, apart from what the law keeps, sealed',
    async () => {
      const ada = await visitor(shop);
      const { portrait, placed } = await buys(ada, 'file', 'jpeg');
      const { files } = await ada.until(placed.id, (order) => order.files.length > 0, 'the file');
      const seen = await pictures(ada, portrait, files[0]?.url ?? '');
      const wrong = await ada.ask('POST', '/privacy/erasures', { confirm: true, code: '00000000' });
      expect(wrong.status).toBe(403);
      const token = await asksToBeErased(ada);
      const { told, processors } = await receiptOf(token);
      expect(told).toMatchObject({ waitsForOrders: 0 });
      expect(processors.map(({ processor }) => processor)).toEqual(
        expect.arrayContaining(['object-storage', 'smtp', 'stripe', 'prodigi']),
      );
      expect(await findings([...words, ...seen])).toEqual([]);
      await eventually('the payment company has forgotten who paid, and the receipt says so', async () => {
        const { receipt } = await requestOf(token);
        const signed = Buffer.from((receipt ?? '').split('.')[1] ?? '', 'base64url').toString();
        return signed.includes('{"processor":"stripe","answer":"acknowledged"') ? true : undefined;
      });
      expect((await fetch(files[0]?.url ?? '')).status).toBe(410);
      const last = await eventually('the last letter', async () =>
        (await mails(shop)).find(({ subject }) => subject.startsWith('Your erasure has begun')),
      );
      expect(last.to).toEqual([canary.email]);
    },
    whole,
  );

  test(
    'whose print is at the lab is erased now in part, and of the rest when it is on its way',
    async () => {
      const ada = await visitor(shop);
      const before = await labOrders(shop);
      const { portrait, placed } = await buys(ada, 'framed-20x25', 'walnut-white');
      const isThere = ['on-hold', 'in-progress'];
      await ada.until(placed.id, ({ print }) => isThere.includes(print?.status ?? ''), 'the lab');
      const [labOrder = ''] = (await labOrders(shop)).filter((id) => !before.includes(id));
      const seen = await pictures(ada, portrait);
      const token = await asksToBeErased(ada);
      expect((await receiptOf(token)).told).toMatchObject({ waitsForOrders: 1 });
      expect(await findings([canary.fileName, canary.agent, ...seen])).toEqual([]);
      await eventually('the second receipt', async () => {
        await formTo(shop, `${shop.pages.printlab}/${labOrder}`, { do: 'advance', callback: 'once' });
        return (await requestOf(token)).round === 1 ? true : undefined;
      });
      expect((await receiptOf(token, 1)).told).toMatchObject({ waitsForOrders: 0, round: 1 });
      expect(await findings([...words, ...seen])).toEqual([]);
    },
    whole,
  );
});

/** Pitfall 4: wherever the power goes, the erasure arrives, with one receipt. */
test(
  'a power cut in the middle of it changes nothing: it goes on by itself',
  async () => {
    for (const waitMs of [0, 150, 500, 1200]) {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await sendsPhoto(ada), 'engraving');
      const seen = await pictures(ada, portrait);
      const token = await asksToBeErased(ada);
      await Bun.sleep(waitMs);
      await shop.reopen();
      const { told } = await receiptOf(token);
      expect(told).toMatchObject({ round: 0, readBack: { opened: 0 } });
      expect(await findings([canary.fileName, canary.agent, ...seen])).toEqual([]);
    }
  },
  whole,
);
