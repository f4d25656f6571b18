/** The privacy officer's desk: what waits, what is answered in time and by whom, and what a look at it leaves behind. */
import { describe, expect, test } from 'bun:test';
import { z } from 'zod';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { requestIn, untilRequest, type Visitor } from './rights.ts';
import { atDesk } from './somebody-at-a-desk.ts';
import { mails, visitor } from './visitor.ts';

const shop = await shopOfThisFile();
const grace = await atDesk(shop, 'privacy-officer');

const whole = 120_000;

/** Somebody with an order, so that letters reach them. */
async function buyer(): Promise<Visitor> {
  const ada = await visitor(shop);
  const portrait = await ada.portrait(await ada.photo(), 'engraving');
  await ada.order(portrait, 'file', 'jpeg');
  return ada;
}

const complains = async (who: Visitor, text: string) =>
  requestIn(await who.ask('POST', '/privacy/complaints', { text }));

const letterThatSays = (words: RegExp) =>
  eventually(`a letter: ${words}`, async () => (await mails(shop)).find(({ text }) => words.test(text)));

const Processing = z.object({
  processing: z.array(z.object({ by: z.string(), what: z.array(z.string()), purpose: z.string() })),
});
const openingsOf = async (who: Visitor) =>
  Processing.parse(await (await who.ask('GET', '/privacy/processing')).json()).processing;

describe('a complaint', () => {
  test(
    'stands on the desk with its day, takes longer once, for a reason, and is answered once, by letter',
    async () => {
      const ada = await buyer();
      const { request: id, dueOn } = await complains(ada, 'You keep too much of me.');
      const [year = '', month = '', day = ''] = dueOn.split('-');
      const desk = await grace.text('/officer/');
      expect(desk).toContain(`/officer/${id}`);
      expect(desk).toMatch(new RegExp(`${Number(day)} \\w+ ${year}|${year}-${month}-${day}`));
      expect(await grace.text(`/officer/${id}`)).toContain('You keep too much of me.');

      const answer = (path: string, fields: Record<string, string>) =>
        grace.post(`/officer/${id}/${path}`, fields);
      expect((await answer('extend', { because: '' })).status).toBe(422);
      expect((await answer('extend', { because: 'complex' })).status).toBe(303);
      expect((await answer('extend', { because: 'complex' })).status).toBe(422);
      const longer = await requestIn(await ada.ask('GET', `/privacy/requests/${id}`));
      expect(longer.dueOn > dueOn).toBe(true);
      await letterThatSays(/within a month, because/);

      expect((await answer('answer', { outcome: 'refused', text: '' })).status).toBe(422);
      const text = 'We keep what tax law asks for, and nothing else.';
      expect((await answer('answer', { outcome: 'refused', text })).status).toBe(303);
      expect((await answer('answer', { outcome: 'done', text: 'Another one.' })).status).toBe(422);
      const letter = await letterThatSays(/We keep what tax law asks for/);
      expect(letter.text).toContain('data protection authority');
      const answered = await requestIn(await ada.ask('GET', `/privacy/requests/${id}`));
      expect([answered.status, answered.outcome]).toEqual(['answered', 'refused']);
      const page = await (await fetch(answered.link)).text();
      expect(page).toContain('We keep what tax law asks for');
      expect(await grace.text('/officer/')).not.toContain(`/officer/${id}`);
    },
    whole,
  );

  test('that was read by a person says so to whoever made it', async () => {
    const ada = await visitor(shop);
    const { request: id } = await complains(ada, 'Read me.');
    expect((await openingsOf(ada)).map(({ by }) => by)).not.toContain('A person of ours');
    await grace.text(`/officer/${id}`);
    const seen = await eventually('that a person read it', async () =>
      (await openingsOf(ada)).find(({ by }) => by === 'A person of ours'),
    );
    expect(seen.what).toEqual(['your requests']);
  });
});

describe('an objection', () => {
  test('counts while it is weighed; overruled, with the reason, it counts no more', async () => {
    const ada = await visitor(shop);
    const { request: id } = await requestIn(await ada.ask('POST', '/privacy/objections', {}));
    const text = 'There are grounds, and these are they.';
    const answer = await grace.post(`/officer/${id}/answer`, { outcome: 'refused', text });
    expect(answer.status).toBe(303);
    const answered = await untilRequest(ada, id, ({ status }) => status === 'answered');
    expect(answered.outcome).toBe('refused');
  });
});

describe('somebody in a photo that another person sent', () => {
  test(
    'has it erased after a person looked, which its owner sees; and is answered',
    async () => {
      const ada = await buyer();
      const portrait = await ada.portrait(await ada.photo('chelsea.png', 'pet'), 'pencil');
      const { preview } = z
        .object({ preview: z.object({ url: z.string() }) })
        .parse(await (await ada.ask('GET', `/portraits/${portrait}`)).json());
      const eve = await visitor(shop);
      const told = { where: preview.url, text: 'That is my face.', email: 'eve@example.org' };
      const asked = z
        .object({ request: z.string() })
        .parse(await (await eve.ask('POST', '/privacy/depicted', told)).json());
      const page = await grace.text(`/officer/${asked.request}`);
      expect(page).toContain('That is my face.');

      const picture = await grace.post(`/officer/${asked.request}/picture`, {});
      expect([picture.status, picture.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(picture.headers.get('content-type')).toMatch(/^image\//);
      expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(1000);
      const look = await eventually('that a person looked', async () =>
        (await openingsOf(ada)).find(({ by }) => by === 'A person of ours'),
      );
      expect(look.what).toEqual(['your portraits']);

      const erased = await grace.post(`/officer/${asked.request}/erase`, { where: '' });
      expect(erased.status).toBe(303);
      expect(await grace.text(`/officer/${asked.request}`)).toContain('its receipt');
      await eventually('the portrait is gone', async () =>
        (await fetch(preview.url)).status === 200 ? undefined : true,
      );
      await letterThatSays(/A person looked at it and decided/);
      const again = await grace.post(`/officer/${asked.request}/picture`, {});
      expect(again.status).toBe(410);
      const words = 'It is gone, with what was painted from it.';
      await grace.post(`/officer/${asked.request}/answer`, { outcome: 'done', text: words });
      const letter = await letterThatSays(/It is gone, with what was painted from it/);
      expect(letter.to).toEqual(['eve@example.org']);
    },
    whole,
  );

  test('a picture that is none of ours is not found, and nothing is erased', async () => {
    const eve = await visitor(shop);
    const told = { where: '', text: 'Somewhere I am.', email: '' };
    const asked = z
      .object({ request: z.string() })
      .parse(await (await eve.ask('POST', '/privacy/depicted', told)).json());
    for (const where of ['', 'P-99999', 'https://elsewhere.example/p.png', "'; drop table orders"]) {
      const answer = await grace.post(`/officer/${asked.request}/erase`, { where });
      expect([where, answer.status]).toEqual([where, 422]);
    }
  });
});

describe('whoever is no officer', () => {
  test('sees no desk, no request and no picture, and answers nothing', async () => {
    const ada = await visitor(shop);
    const { request: id } = await complains(ada, 'Not for everybody.');
    const staff = await atDesk(shop, 'staff');
    const customer = { authorization: `Bearer ${ada.token}` };
    for (const path of ['/officer/', `/officer/${id}`]) {
      expect((await staff.get(path)).status).toBe(403);
      const answer = await fetch(`${shop.url}${path}`, { headers: customer, redirect: 'manual' });
      expect([path, answer.headers.get('location')]).toEqual([path, '/sign-in']);
    }
    for (const what of ['answer', 'extend', 'erase', 'picture'])
      expect((await staff.post(`/officer/${id}/${what}`, { outcome: 'done', text: 'x' })).status).toBe(403);
    expect((await requestIn(await ada.ask('GET', `/privacy/requests/${id}`))).status).toBe('open');
  });

  test('and for an officer, what is none is not found', async () => {
    for (const id of ['x', crypto.randomUUID()]) expect((await grace.get(`/officer/${id}`)).status).toBe(404);
  });
});
