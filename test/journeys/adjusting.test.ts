/** A portrait is changed: sketches that cost nothing and are kept nowhere, then a painting with these choices. */
import { beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import sharp from 'sharp';
import { eventually, root, shopOfThisFile } from './opened-shop.ts';
import { surfer } from './surfer.ts';

setDefaultTimeout(180_000);

const shop = await shopOfThisFile();
const ada = surfer(shop);
let studio: string;

beforeAll(async () => {
  const form = new FormData();
  form.set('photo', Bun.file(`${root}/test/fixtures/photos/astronaut.png`), 'photo.png');
  const fields = { subject: 'person', style: 'poster', mine: 'yes', age: 'yes', country: 'DE' };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  studio = (await ada.ask('POST', '/create', form)).headers.get('location') ?? '';
  await portraits(1);
});

/** Ids of those that are painted, once there are so many; the page of the comparison knows no others. */
const portraits = (many: number): Promise<readonly string[]> =>
  eventually(`${many} painted`, async () => {
    const page = await (await ada.get(`${studio}/compare`)).text();
    const ids = [...new Set([...page.matchAll(/compare\?portrait=([\w-]+)/g)].map(([, id]) => id ?? ''))];
    return ids.length >= many ? ids : undefined;
  });

const left = async (): Promise<string | undefined> =>
  /\d of \d free paintings left/.exec(await (await ada.get(`${studio}/compare`)).text())?.[0];

const sketch = (query: string) => ada.get(`${studio}/draft?${query}`);

test('the page shows what can be chosen, as the portrait has it', async () => {
  const page = await (await ada.get(`${studio}/adjust`)).text();
  for (const field of ['variant', 'background', 'intensity', 'zoom', 'across', 'down'])
    expect(page).toContain(`name="${field}"`);
  expect(page).toContain('Paint this');
});

test('a sketch is a small picture that nobody keeps, and another one of another choice', async () => {
  const before = await left();
  const [one, other] = [await sketch('background=studio'), await sketch('background=plain&zoom=140')];
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(one.headers.get('cache-control')).toBe('no-store');
  const [a, b] = [await one.arrayBuffer(), await other.arrayBuffer()];
  expect(await sharp(a).metadata()).toMatchObject({ format: 'jpeg', width: 512, height: 640 });
  expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
  expect(await left()).toBe(before);
  expect(await portraits(1)).toHaveLength(1);
});

test.each(['zoom=9999', 'background=beach', 'intensity=lots'])(
  'no sketch of what there is not: %s',
  async (query) => {
    expect((await sketch(query)).status).toBe(422);
  },
);

test('somebody with the link sees the sketches, and cannot have anything painted', async () => {
  const eve = surfer(shop);
  expect((await eve.get(`${studio}/draft`)).status).toBe(200);
  const page = await (await eve.get(`${studio}/adjust`)).text();
  expect(page).not.toContain('Paint this');
  expect((await eve.post(`${studio}/adjust`, { background: 'plain' })).status).toBe(403);
});

test('a guessed address leads nowhere', async () => {
  for (const path of ['adjust', 'draft']) expect((await ada.get(`/studio/guessed/${path}`)).status).toBe(404);
});

test('what was chosen is painted, once, however often the button is pressed', async () => {
  const choice = { variant: 'forest', background: 'plain', intensity: '90', zoom: '150', down: '-10' };
  const [first, again] = [
    await ada.post(`${studio}/adjust`, { ...choice, once: 'a' }),
    await ada.post(`${studio}/adjust`, { ...choice, once: 'a' }),
  ];
  expect([first.status, again.status]).toEqual([303, 303]);
  expect(first.headers.get('location')).toBe(studio);
  expect(await portraits(2)).toHaveLength(2);
  const page = await (await ada.get(`${studio}/compare`)).text();
  expect(page).toContain('Poster, forest and gold');
});
