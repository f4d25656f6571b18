/** Somebody takes what we hold along, corrects it, has it kept and not used, objects and complains: over real wires. */
import { describe, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { connected } from '../../scripts/connect.ts';
import { CopyDocument } from '../../src/personal-data/copy.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { categories } from '../../src/personal-data/register.ts';
import { unzip } from '../processes/unzip.ts';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { codeFor, requestIn, untilRequest, type Visitor } from './rights.ts';
import { mails, pay, visitor } from './visitor.ts';

const shop = await shopOfThisFile();

const whole = 180_000;

async function copyOf(who: Visitor, code = '') {
  const asked = await requestIn(await who.ask('POST', '/privacy/exports', { code }));
  const ready = await untilRequest(who, asked.request, ({ copy }) => copy?.is === 'ready');
  const url = ready.copy?.url ?? '';
  const answer = await fetch(url, { headers: { authorization: `Bearer ${who.token}` } });
  expect(answer.status).toBe(200);
  const archive = unzip(Buffer.from(await answer.arrayBuffer()));
  const data = CopyDocument.parse(JSON.parse(String(archive.get('data.json'))));
  return { url, archive, data, until: ready.copy?.until };
}

describe('a copy', () => {
  test(
    'of a visitor holds their photo, their portrait and all that was told, and each file as it says',
    async () => {
      const ada = await visitor(shop);
      await ada.portrait(await ada.photo(), 'engraving');
      const { url, archive, data, until } = await copyOf(ada);
      expect(data.files.map(({ category }) => category).toSorted()).toEqual([
        'media.portrait',
        'media.upload',
      ]);
      for (const { path, sha256, bytes } of data.files) {
        const file = archive.get(path) ?? Buffer.alloc(0);
        expect(file.length).toBe(bytes);
        expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
      }
      expect(data.records.map(({ event }) => event)).toEqual(
        expect.arrayContaining(['PhotoUploaded', 'PortraitRequested', 'PortraitPainted', 'RequestMade']),
      );
      const held = z
        .object({ held: z.array(z.unknown()) })
        .parse(await (await ada.ask('GET', '/privacy/held')).json());
      expect(data.held.length).toBe(held.held.length);
      expect(String(archive.get('index.html'))).toContain('Your data at Portrait123');
      expect(JSON.parse(String(archive.get('data.jsonld')))['dcat:distribution']).toHaveLength(2);
      expect(archive.has('data.schema.json')).toBe(true);
      const weekMs = Date.parse(until ?? '') - Date.now();
      expect(weekMs / 86_400_000).toBeGreaterThan(5);
      expect(weekMs / 86_400_000).toBeLessThan(7.1);

      expect((await fetch(url)).status).toBe(403); // the link alone is not enough
      const eve = await visitor(shop);
      expect((await fetch(url, { headers: { authorization: `Bearer ${eve.token}` } })).status).toBe(403);
      expect((await fetch(`${url.slice(0, -4)}AAAA`)).status).toBe(404);

      const key = { category: 'rights.copy', item: data.request } as const;
      for (const one of data.subjects)
        await connected(shop.data, ({ stores }) =>
          stores.vault.expire({ subject: SubjectRef.parse(one), ...key }, new Date().toISOString()),
        );
      await eventually('the link is over', async () => {
        const late = await fetch(url, { headers: { authorization: `Bearer ${ada.token}` } });
        return late.status === 410 && (await late.text()).includes('waited for seven days')
          ? true
          : undefined;
      });
    },
    whole,
  );

  test('is described by a schema that is published, and fits it in every field', async () => {
    const schema = await (await fetch(`${shop.url}/schemas/copy-1.json`)).json();
    expect(schema).toMatchObject({ $id: `${shop.url}/schemas/copy-1.json`, type: 'object' });
    expect(schema).toMatchObject({ required: expect.arrayContaining(['records', 'held', 'files']) });
    expect((await fetch(`${shop.url}/schemas/consent-receipt-1.json`)).status).toBe(200);
    expect((await fetch(`${shop.url}/schemas/nothing.json`)).status).toBe(404);
  });
});

async function buyer() {
  const ada = await visitor(shop);
  const portrait = await ada.portrait(await ada.photo(), 'pop-art');
  const email = `ada.${crypto.randomUUID().slice(0, 8)}@example.org`;
  const placed = await ada.order(portrait, 'file', 'jpeg', { email });
  await pay(shop, placed.payment.url);
  await ada.until(placed.id, ({ files }) => files.length > 0, 'the file');
  return { ada, email, placed };
}

const letterTo = (email: string, subject: string) =>
  eventually(subject, async () =>
    (await mails(shop)).find((one) => one.to.includes(email) && one.subject.includes(subject)),
  );

describe('a buyer', () => {
  test(
    'proves by a code who asks, gets the copy, and a letter that it waits',
    async () => {
      const { ada, email } = await buyer();
      const refused = await ada.ask('POST', '/privacy/exports', {});
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ type: expect.stringContaining('code-needed') });
      const code = await codeFor(shop, ada, email);
      for (const wrong of ['00000000', '12345678'])
        expect((await ada.ask('POST', '/privacy/exports', { code: wrong })).status).toBe(403);
      const { data } = await copyOf(ada, code);
      const values = data.records.flatMap(({ personal }) => personal);
      expect(values).toContainEqual(
        expect.objectContaining({
          category: 'contact',
          is: 'value',
          value: expect.objectContaining({ email }),
        }),
      );
      expect(data.files.map(({ category }) => category)).toContain('media.master');
      expect(values.every(({ category }) => categories.some((one) => one === category))).toBe(true);
      expect((await letterTo(email, 'Your copy of your data is ready')).text).toContain('/account/privacy');
    },
    whole,
  );

  test(
    'corrects the address: the new one counts everywhere, and the old one opens no more',
    async () => {
      const { ada, email } = await buyer();
      const code = await codeFor(shop, ada, email);
      const right = `right.${email}`;
      const asked = await requestIn(await ada.ask('PUT', '/privacy/contact', { email: right, code }));
      await untilRequest(ada, asked.request, ({ status }) => status === 'answered');
      const { data } = await copyOf(ada);
      const contacts = data.records
        .flatMap(({ event, personal }) => personal.map((one) => ({ event, ...one })))
        .filter(({ category }) => category === 'contact');
      const opened = contacts
        .filter(({ is }) => is === 'value')
        .map(({ value }) => z.object({ email: z.string() }).parse(value).email);
      expect([...new Set(opened)]).toEqual([right]);
      expect(contacts.filter(({ is }) => is === 'erased').length).toBeGreaterThanOrEqual(2);
      expect(await letterTo(right, 'Your copy of your data is ready')).toBeDefined();
      expect((await ada.ask('PUT', '/privacy/contact', { email: 'no address', code })).status).toBe(422);
    },
    whole,
  );
});

describe('a visitor', () => {
  test(
    'has the data kept and not used; painting stops, and goes on when the restriction is lifted',
    async () => {
      const ada = await visitor(shop);
      const photo = await ada.photo();
      await ada.portrait(photo, 'engraving');
      const asked = await requestIn(await ada.ask('PUT', '/privacy/restriction', { on: true }));
      expect(asked).toMatchObject({ kind: 'restriction', status: 'answered', outcome: 'done' });
      const { id } = z
        .object({ id: z.string() })
        .parse(await (await ada.ask('POST', '/portraits', { photo, style: 'pop-art' })).json());
      await eventually('it is not painted', async () => {
        const { status } = z
          .object({ status: z.string() })
          .parse(await (await ada.ask('GET', `/portraits/${id}`)).json());
        return status === 'failed' ? true : undefined;
      });
      await ada.ask('PUT', '/privacy/restriction', { on: false });
      await ada.portrait(photo, 'pop-art');
    },
    whole,
  );

  test(
    'objects, and complains: each is acknowledged at once, and has a day by which it is answered',
    async () => {
      const ada = await visitor(shop);
      const objection = await requestIn(await ada.ask('POST', '/privacy/objections', {}));
      const complaint = await requestIn(
        await ada.ask('POST', '/privacy/complaints', { text: 'Too many questions.' }),
      );
      for (const one of [objection, complaint]) {
        expect(one.status).toBe('open');
        expect(one.acknowledgedAt).not.toBeNull();
        const days = (Date.parse(one.dueOn) - Date.now()) / 86_400_000;
        expect(days).toBeGreaterThan(26);
        expect(days).toBeLessThan(32);
        expect(await (await fetch(one.link)).text()).toContain('An answer is due by');
      }
      expect((await ada.ask('POST', '/privacy/complaints', { text: '  ' })).status).toBe(422);
      const listed = z
        .object({ requests: z.array(z.object({ kind: z.string() })) })
        .parse(await (await ada.ask('GET', '/privacy/requests')).json());
      expect(listed.requests.map(({ kind }) => kind).toSorted()).toEqual(['complaint', 'objection']);
    },
    whole,
  );

  test(
    'who is in somebody else’s picture asks without an account, and only a link that nobody guesses acts by itself',
    async () => {
      const ada = await visitor(shop);
      const portrait = await ada.portrait(await ada.photo(), 'engraving');
      const { preview } = z
        .object({ preview: z.object({ url: z.string() }) })
        .parse(await (await ada.ask('GET', `/portraits/${portrait}`)).json());
      const somebody = { where: preview.url, text: 'That is my face.', email: '' };
      const eve = await visitor(shop);
      const depicted = await eve.ask('POST', '/privacy/depicted', somebody);
      expect(depicted.status).toBe(202);
      expect((await ada.ask('GET', `/portraits/${portrait}`)).status).toBe(200); // a person decides

      const child = await eve.ask('POST', '/privacy/children', { ...somebody, text: 'A child of ten.' });
      expect(child.status).toBe(202);
      await eventually('the photo is gone', async () => {
        const held = await (await ada.ask('GET', '/privacy/held')).text();
        return held.includes('Your photo') ? undefined : true;
      });
    },
    whole,
  );
});
