/** Coming in without a password: links and sessions, and what an attacker learns of them, which is nothing. */
import { describe, expect, test } from 'bun:test';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { networkName } from '../../src/web/accounts/attempts.ts';
import { eventually, openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import { lettersTo, linkFor, type Surfer, signIn, surfer } from './surfer.ts';
import { mails } from './visitor.ts';

const shop = await shopOfThisFile(openShopBehindProxy);
const within = await shop.enter();

let people = 0;
/** Somebody whose address the shop was given with an order. */
async function known(name = 'ada'): Promise<string> {
  const email = `${name}.${++people}@example.org`;
  await within.shop.lookUp.give('email', email, SubjectRef.parse(crypto.randomUUID()));
  return email;
}

async function askedBy(who: Surfer): Promise<{ readonly email: string; readonly path: string }> {
  const email = await known();
  return { email, path: await linkFor(shop, who, email) };
}

/** What is the same in every answer but for what is drawn anew for each. */
const bodyOf = async (answer: Response): Promise<string> =>
  (await answer.text()).replaceAll(/nonce="[^"]*"/g, '').replaceAll(/[\w.]+@example\.org/g, 'somebody');

describe('a link', () => {
  test('lets in whoever asked for it, with one press of a button', async () => {
    const ada = surfer(shop);
    const { email, path } = await askedBy(ada);
    expect(await (await ada.get(path)).text()).toContain('this is the browser that asked for it');
    const followed = await ada.post(path);
    expect(followed.status).toBe(303);
    expect(followed.headers.get('location')).toBe('/account');
    expect(await (await ada.get('/account')).text()).toContain(`Signed in as ${email}`);
  });

  test('is not used up by being looked at', async () => {
    const ada = surfer(shop);
    const { path } = await askedBy(ada);
    for (let i = 0; i < 3; i++) expect((await ada.get(path)).status).toBe(200);
    expect((await ada.post(path)).status).toBe(303);
  });

  test('works once', async () => {
    const ada = surfer(shop);
    const { path } = await askedBy(ada);
    await ada.post(path);
    await ada.post('/sign-out');
    const again = await ada.post(path);
    expect(again.status).toBe(410);
    expect((await ada.get('/account')).headers.get('location')).toBe('/sign-in');
  });

  test('works once, also for two who use it at the same moment', async () => {
    const ada = surfer(shop);
    const { path } = await askedBy(ada);
    const answers = await Promise.all([ada.post(path), ada.copy().post(path), ada.copy().post(path)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410, 410]);
  });

  test('belongs to the browser that asked for it', async () => {
    const ada = surfer(shop);
    const { path } = await askedBy(ada);
    const mallory = surfer(shop);
    expect((await mallory.post(path)).status).toBe(410);
    await mallory.post('/sign-in', { email: await known('mallory') });
    expect((await mallory.post(path)).status).toBe(410); // with a browser's secret, but another one's
    expect((await mallory.get('/account')).headers.get('location')).toBe('/sign-in');
    expect((await ada.post(path)).status).toBe(303);
  });

  test('is over after ten minutes', async () => {
    const ada = surfer(shop);
    const { path } = await askedBy(ada);
    await within.shop
      .sql`update sign_in_link set ends_at = ends_at - interval '10 minutes' where used_at is null`;
    expect((await ada.post(path)).status).toBe(410);
  });

  test.each(['AAAA', 'A'.repeat(43), '..%2f..%2faccount', '%00', 'passkey'])(
    'that is forged is answered with a way on: %s',
    async (token) => {
      const answer = await surfer(shop).get(`/sign-in/${token}`);
      expect([404, 410]).toContain(answer.status);
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );

  test('is not in the database: neither it nor the address', async () => {
    const ada = surfer(shop);
    const { email, path } = await askedBy(ada);
    const rows = JSON.stringify(await within.shop.sql`select * from sign_in_link`);
    expect(rows).not.toContain(email);
    expect(rows).not.toContain(path.replace('/sign-in/', ''));
  });
});

describe('whether an address is known', () => {
  test('shows in nothing that is answered', async () => {
    const [ada, bob] = [surfer(shop), surfer(shop)];
    const forKnown = await ada.post('/sign-in', { email: await known() });
    const forUnknown = await bob.post('/sign-in', { email: 'nobody.of.ours@example.org' });
    expect(forUnknown.status).toBe(forKnown.status);
    expect(await bodyOf(forUnknown)).toBe(await bodyOf(forKnown));
    expect([...bob.cookies.keys()]).toEqual([...ada.cookies.keys()]);
  });

  test('is told to whoever reads its letters alone: to others none is sent', async () => {
    const ada = surfer(shop);
    await ada.post('/sign-in', { email: 'stranger@example.org' });
    await askedBy(ada); // asked for later, and here
    expect((await mails(shop)).some(({ to }) => to.includes('stranger@example.org'))).toBe(false);
  });

  test.each([
    ...[
      '',
      'ada',
      'ada@',
      'ada@example',
      `${'a'.repeat(300)}@example.org`,
      'ada@example.org\nbcc: eve@example.org',
    ],
    'ada.\u212Aelvin@example.org', // the sign of Kelvin is a small k to some, and another mailbox to others
    '\uff41da@example.org',
  ])('is asked of whole addresses alone: %j', async (email) => {
    const answer = await surfer(shop).post('/sign-in', { email });
    expect(answer.status).toBe(422);
  });

  test('cannot be asked at random: after many attempts a network waits', async () => {
    const mallory = surfer(shop);
    const answers = [];
    for (let i = 0; i < 25; i++)
      answers.push(await mallory.post('/sign-in', { email: `guess.${i}@example.org` }));
    const last = answers.at(-1);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('cannot be asked at random either where the proxy names the port, too', async () => {
    const ask = (port: number) =>
      surfer(shop).ask('POST', '/sign-in', new URLSearchParams({ email: `guess.${port}@example.org` }), {
        'x-forwarded-for': `192.0.2.1:${port}`,
      });
    const statuses: number[] = [];
    for (let port = 4001; port <= 4021; port++) statuses.push((await ask(port)).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

const wrongLink = (n: number) => Buffer.from(String(n).padStart(32, '0')).toString('base64url');

test('five hundred wrong links let nobody in, are refused soon, and leave nothing personal in the log', async () => {
  const mallory = surfer(shop);
  const { email } = await askedBy(mallory);
  const statuses = new Map<number, number>();
  for (let i = 0; i < 500; i++) {
    const { status } = await mallory.post(`/sign-in/${wrongLink(i)}`);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].toSorted()).toEqual([410, 429]);
  expect(statuses.get(410)).toBeLessThanOrEqual(100);
  expect((await mallory.get('/account')).headers.get('location')).toBe('/sign-in');
  const log = await Bun.file(`${shop.data}/shop.log`).text();
  const leaked = [email, '2001:db8:', wrongLink(0), wrongLink(499)].filter((secret) => log.includes(secret));
  expect(leaked).toEqual([]);
  expect(log).toContain('/sign-in/…');
}, 60_000);

describe('a mailbox', () => {
  test('is not closed to its owner by somebody who asks for their links', async () => {
    const [mallory, ada, email] = [surfer(shop), surfer(shop), await known()];
    for (let i = 0; i < 12; i++) await mallory.post('/sign-in', { email });
    const some = async () => ((await lettersTo(shop, email)).length >= 5 ? true : undefined);
    await eventually('the letters that they asked for', some);
    expect(await signIn(shop, ada, email)).toBe('/account');
  });

  test('is not filled by questions in its owner’s name, from however many networks', async () => {
    const question = { topic: 'other', text: 'Look at this.', email: await known() };
    const answers: number[] = [];
    for (let i = 0; i < 11; i++) answers.push((await surfer(shop).post('/support', question)).status);
    expect(answers).toEqual([...Array(10).fill(303), 429]);
  });

  test('is not filled by reports that name it, either; and no network reports without end', async () => {
    const report = { where: '', text: 'It is my face.', email: await known() };
    for (let i = 0; i < 10; i++) await within.shop.attempts.may('report-to', report.email, 10);
    expect((await surfer(shop).post('/privacy/depicted', report)).status).toBe(429);
    const mallory = surfer(shop);
    for (let i = 0; i < 20; i++) await within.shop.attempts.may('report', networkName(mallory.network), 20);
    for (const path of ['/privacy/depicted', '/privacy/children'])
      expect((await mallory.post(path, { ...report, email: '' })).status).toBe(429);
  });

  test('is not filled by somebody who asks one right after the other', async () => {
    const { token, subject } = await within.shop.sessions.begin();
    for (let i = 0; i < 30; i++) await within.shop.attempts.may('request', subject, 30);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const complain = { method: 'POST', headers, body: JSON.stringify({ text: 'And again.' }) };
    const answer = await fetch(`${shop.url}/api/v1/privacy/complaints`, complain);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3600']);
    const form = surfer(shop);
    form.cookies.set('session', token);
    expect((await form.post('/account/privacy/complain', { text: 'And again.' })).status).toBe(429);
  });

  test('is not filled with codes, by many requests at once', async () => {
    const session = await within.shop.sessions.begin();
    const codes = await Promise.all(Array.from({ length: 12 }, () => within.shop.proofs.begin(session)));
    expect(codes.filter((code) => code !== undefined).length).toBe(5);
  });
});

test('a network that sends photo after photo, and has none painted, waits before the next is read', async () => {
  const mallory = surfer(shop);
  const most = 4 * within.shop.quota.perAddress;
  for (let i = 0; i < most; i++) await within.shop.attempts.may('photo', networkName(mallory.network), most);
  for (const path of ['/create', '/api/v1/photos'])
    expect((await mallory.ask('POST', path, new FormData())).status).toBe(429);
});

describe('a session', () => {
  test('has another token after somebody signed in, and the one before opens nothing', async () => {
    const ada = surfer(shop);
    const { path } = await askedBy(ada);
    const before = ada.copy();
    await ada.post(path);
    expect(ada.cookies.get('session')).not.toBe(before.cookies.get('session'));
    expect((await before.get('/account')).headers.get('location')).toBe('/sign-in');
  });

  test('is 256 random bits in a cookie that no script reads and no other site sends', async () => {
    const answer = await surfer(shop).post('/sign-in', { email: await known() });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('session='));
    expect(cookie).toMatch(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const stored = JSON.stringify(await within.shop.sql`select * from session`);
    expect(stored).not.toContain(/=([\w-]{43});/.exec(cookie ?? '')?.[1] ?? 'none');
  });

  test('ends with signing out, also for whoever copied its cookie', async () => {
    const ada = surfer(shop);
    await signIn(shop, ada, await known());
    const thief = ada.copy();
    expect((await thief.get('/account')).status).toBe(200);
    await ada.post('/sign-out');
    expect((await thief.get('/account')).headers.get('location')).toBe('/sign-in');
  });

  test('stands on its owner’s list, and is ended there', async () => {
    const email = await known();
    const [laptop, phone] = [surfer(shop), surfer(shop)];
    await signIn(shop, laptop, email);
    await signIn(shop, phone, email);
    const page = await (await laptop.get('/account')).text();
    const names = [...page.matchAll(/name="which" value="([0-9a-f]{16})"/g)].flatMap(
      ([, name]) => name ?? [],
    );
    expect(names).toHaveLength(1); // this one is ended by signing out
    await laptop.post('/account/sessions/end', { which: names[0] ?? '' });
    expect((await phone.get('/account')).headers.get('location')).toBe('/sign-in');
    expect((await laptop.get('/account')).status).toBe(200);
  });

  test('is nobody else’s to end', async () => {
    const [ada, mallory] = [surfer(shop), surfer(shop)];
    await signIn(shop, ada, await known());
    await signIn(shop, mallory, await known('mallory'));
    const rows = await within.shop.sql<{ id: string }[]>`select id from session where account is not null`;
    for (const { id } of rows) await mallory.post('/account/sessions/end', { which: id.slice(0, 16) });
    expect((await ada.get('/account')).status).toBe(200);
  });

  test('is not one for whoever makes up its token', async () => {
    const mallory = surfer(shop);
    for (const token of ['A'.repeat(43), 'null', '%00', "' or 1=1 --"]) {
      mallory.cookies.set('session', token);
      expect((await mallory.get('/account')).headers.get('location')).toBe('/sign-in');
    }
  });
});
