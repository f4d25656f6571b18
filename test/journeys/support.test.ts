/** Writing to us without an account, being answered by a person who opens nothing else, and taking it all back. */
import { expect, test } from 'bun:test';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { atDesk } from './somebody-at-a-desk.ts';
import { mails, visitor } from './visitor.ts';

const shop = await shopOfThisFile();

const whole = 90_000;
const Begun = z.object({ id: z.string(), number: z.string(), link: z.string() });
const Thread = z.object({
  status: z.string(),
  said: z.array(z.object({ by: z.string(), text: z.string().optional() })),
});

const words = 'The frame came with a broken corner.\n\nCan you send another one?';
const letterTo = (email: string, says: RegExp) =>
  eventually('the letter', async () =>
    (await mails(shop)).find(({ subject, to }) => says.test(subject) && to.includes(email)),
  );

test(
  'a message is acknowledged, answered word for word, and the conversation goes on by its link',
  async () => {
    const ada = await visitor(shop);
    const asked = { topic: 'delivery', text: words, email: 'ada@example.org' };
    const begun = Begun.parse(await (await ada.ask('POST', '/support', asked)).json());
    await letterTo('ada@example.org', new RegExp(`We have your message: ${begun.number}`));
    const grace = await atDesk(shop, 'staff');
    expect(await grace.text('/staff/support')).toContain(begun.number);
    const page = await grace.text(`/staff/support/${begun.id}`);
    expect(page).toContain('Can you send another one?');
    expect(page).not.toContain('ada@example.org');
    await grace.post(`/staff/support/${begun.id}/answer`, { text: 'Another one is on its way.', once: 'a' });
    const letter = await letterTo('ada@example.org', /An answer to your message/);
    expect(letter.text).toContain('Another one is on its way.');
    const path = new URL(begun.link).pathname;
    await fetch(`${shop.url}${path}`, { method: 'POST', body: new URLSearchParams({ text: 'Thank you.' }) });
    const thread = Thread.parse(await (await ada.ask('GET', `/support/${begun.id}`)).json());
    expect(thread.said.map(({ by, text }) => `${by}: ${text}`)).toEqual([
      `customer: ${words}`,
      'shop: Another one is on its way.',
      'customer: Thank you.',
    ]);
    expect(thread.status).toBe('waiting');
  },
  whole,
);

test(
  'whoever is erased has said nothing: the page knows it, and the desk has no row',
  async () => {
    const mary = await visitor(shop);
    const asked = { text: 'A secret of mine.', email: 'mary@example.org' };
    const begun = Begun.parse(await (await mary.ask('POST', '/support', asked)).json());
    await mary.ask('POST', '/privacy/erasures', { scope: 'everything', confirm: true });
    const path = new URL(begun.link).pathname;
    await eventually('erased', async () =>
      (await (await fetch(`${shop.url}${path}`)).text()).includes('A secret of mine.') ? undefined : true,
    );
    const grace = await atDesk(shop, 'staff');
    await eventually('the row gone', async () =>
      (await grace.text('/staff/support')).includes(begun.number) ? undefined : true,
    );
  },
  whole,
);

test('what cannot be answered is not taken, and says which field', async () => {
  const eve = await visitor(shop);
  for (const wrong of [
    { text: '', email: 'eve@example.org' },
    { text: 'Hello', email: 'eve' },
    { text: 'Hello', email: 'eve@example.org', order: 'P-1; drop table' },
    { text: 'x'.repeat(10_001), email: 'eve@example.org' },
  ])
    expect((await eve.ask('POST', '/support', wrong)).status).toBe(422);
});

test('a conversation of somebody else does not exist', async () => {
  const [ada, eve] = await Promise.all([visitor(shop), visitor(shop)]);
  const asked = { text: 'Mine.', email: 'ada@example.org' };
  const { id } = Begun.parse(await (await ada.ask('POST', '/support', asked)).json());
  expect((await eve.ask('GET', `/support/${id}`)).status).toBe(404);
  expect((await fetch(`${shop.url}/support/${'A'.repeat(22)}.${'A'.repeat(22)}`)).status).toBe(404);
  expect((await fetch(`${shop.url}/staff/support/${id}`, { redirect: 'manual' })).status).toBe(303);
});

/** As another mail server hands it over. */
const mailToShop = (more: object) => {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(new URL(shop.url).port) + 4,
    ignoreTLS: true,
  });
  return transport.sendMail({ from: 'eve@example.org', to: 'studio@portrait123.example', ...more });
};

test(
  'an answer by mail goes on with the conversation, word for word and without what it quotes',
  async () => {
    const bob = await visitor(shop);
    const asked = { text: 'Where is my print?', email: 'bob@example.org' };
    const begun = Begun.parse(await (await bob.ask('POST', '/support', asked)).json());
    const letter = await letterTo('bob@example.org', new RegExp(begun.number));
    expect(letter.replyTo).toMatch(/^r\.[a-z2-7]{52}@portrait123\.example$/);
    const form = { method: 'POST', headers: { authorization: `Bearer ${shop.token}` } };
    const body = new URLSearchParams({ text: 'It came just now.' });
    await fetch(`${shop.pages.mailbox}/${letter.id}/reply`, { ...form, body });
    const thread = await eventually('his answer', async () => {
      const { said } = Thread.parse(await (await bob.ask('GET', `/support/${begun.id}`)).json());
      return said.length > 1 ? said : undefined;
    });
    expect(thread.map(({ text }) => text)).toEqual(['Where is my print?', 'It came just now.']);
  },
  whole,
);

test(
  'a mail of a stranger begins a conversation, once however often it comes; what machines send is let go',
  async () => {
    await mailToShop({ subject: 'Away', text: 'I am away.', headers: { 'auto-submitted': 'auto-replied' } });
    await mailToShop({ subject: 'News', text: 'Buy!', headers: { precedence: 'bulk' } });
    const hello = { subject: 'A gift', text: 'Do you wrap it?', messageId: '<one@example.org>' };
    await mailToShop(hello);
    await mailToShop(hello);
    const letter = await letterTo('eve@example.org', /We have your message/);
    const page = await (await fetch(linkIn(letter))).text();
    expect(page).toContain('A gift');
    expect(page.match(/Do you wrap it\?/g)).toHaveLength(1);
    await mailToShop({ text: 'And one more.' });
    const number = /S-\d+/.exec(letter.subject)?.[0];
    const another = (subject: string) =>
      subject.includes('We have your message') && !subject.includes(`${number}`);
    const letters = await eventually('the letter about the later mail', async () => {
      const all = (await mails(shop)).filter(({ to }) => to.includes('eve@example.org'));
      return all.some(({ subject }) => another(subject)) ? all : undefined;
    });
    expect(letters).toHaveLength(2);
  },
  whole,
);

const linkIn = ({ text }: { readonly text: string }) => /http\S+\/support\/\S+/.exec(text)?.[0] ?? '';

test(
  'whoever writes under the number of somebody else’s mail is somebody else, and reads nothing of theirs',
  async () => {
    const messageId = '<shared@example.org>';
    await mailToShop({ from: 'olive@example.org', text: 'Only between us.', messageId });
    const letter = await letterTo('olive@example.org', /We have your message/);
    await mailToShop({ from: 'mallory2@example.org', text: 'Let me in.', messageId });
    const theirs = await letterTo('mallory2@example.org', /We have your message/);
    expect(linkIn(theirs)).not.toBe(linkIn(letter));
    expect(await (await fetch(linkIn(theirs))).text()).not.toContain('Only between us.');
    const { lookUp } = (await shop.enter()).shop;
    const [olive] = await lookUp.givers('email', 'olive@example.org');
    expect(olive).toBeDefined();
    expect(await lookUp.givers('email', 'mallory2@example.org')).not.toContain(olive);
  },
  whole,
);

test('the address that answers go to opens no page: it only writes', async () => {
  const ada = await visitor(shop);
  const asked = { text: 'A question.', email: 'ada3@example.org' };
  await ada.ask('POST', '/support', asked);
  const { replyTo } = await letterTo('ada3@example.org', /We have your message/);
  const coded = /^r\.([a-z2-7]+)@/.exec(replyTo ?? '')?.[1] ?? '';
  const bits = [...coded].map((one) =>
    'abcdefghijklmnopqrstuvwxyz234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  const bytes = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const token = `${bytes.subarray(0, 16).toString('base64url')}.${bytes.subarray(16).toString('base64url')}`;
  expect(bytes).toHaveLength(32);
  expect((await fetch(`${shop.url}/support/${token}`)).status).toBe(404);
});

test('what holds no words of its sender is refused, and their own “wrote:” is theirs', async () => {
  await expect(
    mailToShop({ from: 'q@example.org', subject: 'Re: x', text: '> only a quote' }),
  ).rejects.toThrow(/554/);
  const text = 'On Monday your driver wrote:\nnobody at home. I was.';
  await mailToShop({ from: 'q@example.org', subject: 'Parcel', text });
  const page = await (await fetch(linkIn(await letterTo('q@example.org', /We have your message/)))).text();
  expect(page).toContain('nobody at home. I was.');
});

test('the mail door is nobody’s relay, and takes no endless mail', async () => {
  await expect(mailToShop({ to: 'somebody@example.net' })).rejects.toThrow(/not for us/);
  await expect(mailToShop({ text: 'x'.repeat(6e6) })).rejects.toThrow(/552/);
  const forged = `r.${'a'.repeat(52)}@portrait123.example`;
  await mailToShop({ from: 'mallory@example.org', to: forged, text: 'Into whose conversation?' });
  await letterTo('mallory@example.org', /We have your message/);
});
