/**
 * Every route, asked by everybody, for their own things and for those of others. The routes are those that the OpenAPI
 * document tells, and those of the pages, which it does not: one without a rule, or with another than it says, fails;
 * and so does an answer that is not of the shape that the document gives it.
 */
import { beforeAll, describe, expect, test } from 'bun:test';
import { z } from 'zod';
import { AccountId, type Role } from '../../src/modules/accounts/account.events.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { openFor } from '../../src/web/accounts/entering.ts';
import { invite } from '../../src/web/accounts/inviting.ts';
import { routesOf } from '../../src/web/app.ts';
import { type Rule, ruleFor } from '../../src/web/who-may.ts';
import { describedAnswers } from './described-answers.ts';
import { eventually, openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import { visitor } from './visitor.ts';

const shop = await shopOfThisFile(openShopBehindProxy);
const within = await shop.enter();
const described = await describedAnswers(shop);
/** What was answered otherwise than the document says. */
const misdescribed: string[] = [];
let routes: readonly Route[];
let ada: Member;
let bob: Member;
let guest: Awaited<ReturnType<typeof visitor>>;
let staff: Readonly<Record<Role, Member>>;
/** What is Ada's, by the pattern of the route that names it. */
let hers: Readonly<Record<string, string>>;

beforeAll(async () => {
  routes = [...routesOf(within.shop).routes, { method: 'GET', path: '/docs' }];
  guest = await visitor(shop);
  const session = await within.shop.sessions.of(bearing(guest.token));
  if (session === undefined) throw new Error('no session');
  ada = await member('ada', session.subject);
  bob = await member('bob', (await within.shop.sessions.begin()).subject);
  const [one, two, three, four] = await Promise.all(roles.map(worker));
  if (!one || !two || !three || !four) throw new Error('nobody works here');
  staff = { staff: one, auditor: two, ops: three, 'privacy-officer': four };
  hers = await thingsOf();
});

type Route = { readonly method: string; readonly path: string };
type Member = { readonly account: AccountId; readonly subject: SubjectRef; readonly roles: readonly Role[] };
const roles = ['staff', 'auditor', 'ops', 'privacy-officer'] as const satisfies readonly Role[];
const who = () => ({ id: '', actor: 'command-line', subject: ada.subject });

const bearing = (token: string) =>
  new Request('http://localhost', { headers: { authorization: `Bearer ${token}` } });

async function member(name: string, subject: SubjectRef): Promise<Member> {
  const opening = {
    session: { id: '', actor: 'command-line' },
    cause: crypto.randomUUID(),
    by: 'link',
  } as const;
  const account = await openFor(within.shop, opening, subject, `${name}@example.org`);
  return { account, subject, roles: [] };
}

async function worker(role: Role): Promise<Member> {
  const by = { who: who(), account: null, cause: crypto.randomUUID() };
  const invited = await invite(within.shop, by, role, `${role}@example.org`);
  if ('refused' in invited) throw new Error(invited.refused);
  const [subject] = await within.shop.accountPeople.heldBy(invited.account);
  if (subject === undefined) throw new Error('an account of nobody');
  return { account: AccountId.parse(invited.account), subject, roles: [role] };
}

const Named = z.object({ id: z.string() });

/** Of one photo: its portrait, an order, a question, a request. */
async function thingsOf() {
  const taken = await guest.send('astronaut.png');
  const { id: photo } = Named.parse(await bodyOf({ method: 'POST', path: '/api/v1/photos' }, taken));
  const portrait = await guest.portrait(photo, 'engraving');
  const { id: order } = await guest.order(portrait, 'file', 'jpeg', {
    email: 'ada@example.org',
    fileAtOnce: false,
  });
  const Made = z.object({ request: z.string() });
  const complaint = await guest.ask('POST', '/privacy/complaints', { text: 'It is not like me.' });
  const { request } = Made.parse(await complaint.json());
  const question = await guest.ask('POST', '/support', {
    ...{ topic: 'other', text: 'When will it come?', email: 'ada@example.org' },
  });
  const asked = Named.safeParse(await question.json());
  const studio = within.shop.tokens.make('studio', photo);
  return {
    '/api/v1/photos/:id': photo,
    '/api/v1/photos/:id/events': photo,
    '/api/v1/portraits/:id': portrait,
    '/api/v1/portraits/:id/events': portrait,
    '/api/v1/orders/:id': order,
    '/staff/orders/:id': order,
    '/api/v1/privacy/requests/:id': request,
    '/officer/:id': request,
    ...(asked.success ? { '/api/v1/support/:id': asked.data.id } : {}),
    '/studio/:token/stop': studio,
    '/studio/:token/adjust': studio,
  };
}

type Actor = { readonly name: string; readonly token: () => Promise<string | undefined> };

const as = (name: string, member: () => Member, by: 'link' | 'passkey'): Actor => ({
  name,
  async token() {
    const { account, subject, roles: held } = member();
    const rights = by === 'passkey' ? held : [];
    const begun = { account, subject, roles: rights, by, device: 'a test' };
    return (await within.shop.sessions.signIn(undefined, begun)).token;
  },
});

const nobody: Actor = { name: 'nobody', token: async () => undefined };
const stranger: Actor = {
  name: 'a visitor',
  token: async () => (await within.shop.sessions.begin()).token,
};
const owner = as('the owner', () => ada, 'link');
const other = as('another customer', () => bob, 'link');
const workers = roles.map((role) => as(role, () => staff[role], 'passkey'));
const byMail = roles.map((role) => as(`${role}, by a link`, () => staff[role], 'link'));
const everybody = [nobody, stranger, owner, other, ...workers, ...byMail];

async function ask(route: Route, actor: Actor, named?: string, bearer?: string) {
  const token = bearer ?? (await actor.token());
  const { status, problem } = await send(route, token, named);
  return { status, problem };
}

let networks = 0;
async function send(
  route: Route,
  token: string | undefined,
  named: string = crypto.randomUUID(),
  sent: object = {},
) {
  const { method, path } = route;
  const headers = {
    ...{ accept: 'application/json', 'x-forwarded-for': `2001:db8:${(++networks).toString(16)}::1` },
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(method === 'POST' || method === 'PUT' ? { 'content-type': 'application/json' } : {}),
  };
  const body = method === 'POST' || method === 'PUT' ? { body: JSON.stringify(sent) } : {};
  const where = path.replaceAll(/:\w+|\*/g, named);
  const answer = await fetch(`${shop.url}${where}`, { method, headers, redirect: 'manual', ...body });
  const told = await bodyOf(route, answer);
  const isProblem = told !== undefined && answer.headers.get('content-type')?.includes('problem+json');
  return { status: answer.status, told, problem: isProblem ? typeIn(told) : undefined };
}

/** Held against the document. @returns undefined of what is no JSON: streams go on for ever */
async function bodyOf({ method, path }: Route, answer: Response): Promise<unknown> {
  const isJson = /^application\/(problem\+)?json\b/.test(answer.headers.get('content-type') ?? '');
  if (!isJson || method === 'HEAD') {
    await answer.body?.cancel();
    return undefined;
  }
  const body: unknown = await answer.json();
  misdescribed.push(...described.wrongIn(method, path, answer, body));
  return body;
}

const askedByEverybody = (route: Route, named?: string) =>
  Promise.all(everybody.map(async (actor) => ({ actor, ...(await ask(route, actor, named)) })));

const typeIn = (document: unknown): string =>
  z
    .object({ type: z.string() })
    .parse(document)
    .type.replace(/.*\/problems\//, '');

const ruled = (...rules: readonly Rule[]) =>
  routes.flatMap((route) => {
    const rule = ruleFor(route.method, route.path);
    return rule !== undefined && rules.includes(rule) ? [{ ...route, rule }] : [];
  });

/** What the door says, before anything is looked up. */
const refusals = new Set(['sign-in-needed', 'passkey-needed', 'forbidden']);
/** A sentence that fails names the question, and who asked. */
const seen = ({ method, path }: Route, { name }: Actor, what: unknown) => [
  `${method} ${path}, ${name}`,
  what,
];

/** What opens an account with a role is not changed by whoever reads its letters: that the handler says. */
const changesKeys = new Set(['/account/passkeys', '/account/passkeys/options']);

function wanted(rule: Rule, { method, path }: Route, { name }: Actor): string | undefined {
  if (name === 'nobody' || name === 'a visitor') return 'sign-in-needed';
  if (rule === 'account' && method === 'POST' && changesKeys.has(path) && name.endsWith('by a link'))
    return 'forbidden';
  if (rule === 'account' || name === rule) return undefined;
  return workers.some((one) => one.name === name) ? 'forbidden' : 'passkey-needed';
}

/** What is answered where a link or a signature is wanted, and there is none. */
const withoutKey: Readonly<Record<string, readonly number[]>> = {
  link: [404, 410],
  signed: [400, 401, 403, 404],
};

test('every operation of the document is a route that somebody thought about, and so is every page', async () => {
  const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
  const { paths } = Document.parse(await (await fetch(`${shop.url}/docs/json`)).json());
  const told = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  const there = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  expect(told.filter((route) => !there.has(route))).toEqual([]);
  expect(told.length).toBeGreaterThan(30);
  expect(routes.filter(({ method, path }) => ruleFor(method, path) === undefined)).toEqual([]);
});

describe('the door lets in whoever the rule names, and says to everybody else only that it does not', () => {
  test.each(['account', ...roles] as const)('%s', async (rule) => {
    const asked = ruled(rule);
    expect(asked.length).toBeGreaterThan(0);
    for (const route of asked)
      for (const { actor, status, problem } of await askedByEverybody(route, hers[route.path])) {
        const refusal = problem !== undefined && refusals.has(problem) ? problem : undefined;
        expect(seen(route, actor, refusal)).toEqual(seen(route, actor, wanted(rule, route, actor)));
        expect(seen(route, actor, status < 500)).toEqual(seen(route, actor, true));
      }
  });

  test.each(['anyone', 'self', 'link', 'signed'] as const)('%s', async (rule) => {
    const asked = ruled(rule);
    expect(asked.length).toBeGreaterThan(0);
    for (const route of asked)
      for (const { actor, status, problem } of await askedByEverybody(route)) {
        expect(seen(route, actor, refusals.has(problem ?? ''))).toEqual(seen(route, actor, false));
        expect(seen(route, actor, status < 500)).toEqual(seen(route, actor, true));
        const known = withoutKey[rule];
        if (known !== undefined)
          expect(seen(route, actor, known)).toEqual(seen(route, actor, expect.arrayContaining([status])));
      }
  });
});

describe('what is somebody’s', () => {
  const isNamed = ({ path }: Route) => /:/.test(path);

  test('is there for them', async () => {
    for (const route of ruled('owner').filter(isNamed)) {
      const named = hers[route.path];
      expect([route.path, named]).toEqual([route.path, expect.any(String)]); // a new route names its own thing above
      if (route.method === 'GET')
        expect(seen(route, owner, (await ask(route, owner, named)).status)).toEqual(seen(route, owner, 200));
    }
  });

  test('is for nobody else, whoever they are: they are told no more than of what does not exist', async () => {
    for (const route of ruled('owner').filter(isNamed))
      for (const actor of everybody.filter((one) => one !== owner)) {
        const theirs = await ask(route, actor, hers[route.path]);
        expect(seen(route, actor, [401, 403, 404].includes(theirs.status))).toEqual(seen(route, actor, true));
        if (/:id/.test(route.path))
          expect(seen(route, actor, await ask(route, actor))).toEqual(seen(route, actor, theirs));
      }
  });

  test('stays theirs after everybody has tried', async () => {
    const looks = ruled('owner', ...roles).filter(({ method, path }) => method === 'GET' && path in hers);
    expect(looks.length).toBeGreaterThan(6);
    for (const route of looks) {
      const actor = workers.find(({ name }) => name === route.rule) ?? owner;
      expect(seen(route, actor, (await ask(route, actor, hers[route.path])).status)).toEqual(
        seen(route, actor, 200),
      );
    }
  });
});

describe('an address that is asked in a way that it does not know', () => {
  const steps = (path: string) => path.replace(/\/$/, '').split('/');
  /** Whether this route would be asked by what is sent to that path. */
  const fits = (route: Route, path: string) => {
    const [pattern, sent] = [steps(route.path), steps(path)];
    if (route.path.endsWith('*')) return path.startsWith(route.path.slice(0, -1));
    return (
      pattern.length === sent.length && pattern.every((one, i) => one.startsWith(':') || one === sent[i])
    );
  };
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const mayUse = (rule: Rule | undefined, { name }: Actor) =>
    rule === name ||
    !['account', ...roles].some((one) => one === rule) ||
    (rule === 'account' && name !== 'nobody');

  async function wrongly(method: string, path: string, token: string | undefined) {
    const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${shop.url}${path.replace(/:\w+|\*/, 'named')}`, { method, headers });
    const allow = answer.headers.get('allow')?.split(', ').toSorted();
    return { status: answer.status, problem: typeIn(await answer.json()), ...(allow && { allow }) };
  }

  test.each([nobody, owner, ...workers])(
    'is told which it knows, if they may use one of them: $name',
    async (actor) => {
      const token = await actor.token();
      let asked = 0;
      for (const path of new Set(routes.map((route) => route.path))) {
        const there = routes.filter((route) => fits(route, path));
        const known = there.flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]));
        const may = there.some((one) => mayUse(ruleFor(one.method, one.path), actor));
        const wanted = may
          ? { status: 405, problem: 'method-not-allowed', allow: [...new Set(known)].toSorted() }
          : { status: actor === nobody ? 401 : 403, problem: expect.stringMatching(/needed|forbidden/) };
        const others = methods.filter((method) => !known.includes(method));
        const answers = await Promise.all(others.map((method) => wrongly(method, path, token)));
        asked += others.length;
        for (const answer of answers) expect({ path, ...answer }).toEqual({ path, ...wanted });
      }
      expect(asked).toBeGreaterThan(500);
    },
  );

  test('is a page for a person, and changes nothing', async () => {
    const answer = await fetch(`${shop.url}/terms`, { method: 'DELETE', headers: { accept: 'text/html' } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await answer.text()).toContain('That cannot be done at this address.');
  });

  test('has no body for whoever asks for heads alone', async () => {
    const answer = await fetch(`${shop.url}/theme`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([405, 'POST', '']);
  });

  test('in bytes that are no text is nowhere, for every route', async () => {
    for (const route of routes.filter(({ path }) => /:|\*/.test(path)))
      expect(seen(route, owner, (await ask(route, owner, '%ff')).status)).toEqual(seen(route, owner, 404));
    for (const route of routes.filter(({ path, method }) => /:/.test(path) && method === 'POST'))
      expect(seen(route, owner, (await ask(route, owner, '%25')).status < 500)).toEqual(
        seen(route, owner, true),
      ); // read once
  });
});

describe('what the document says of an answer', () => {
  test('is so where something is asked for, changed or made', async () => {
    const token = await owner.token();
    const things = await wishes();
    expect((await send({ method: 'POST', path: '/api/v1/privacy/codes' }, guest.token)).status).toBe(202);
    for (const [method, path, status, body, named] of things)
      expect([path, (await send({ method, path }, token, named ?? hers[path], body)).status]).toEqual([
        ...[path, status],
      ]);
  });

  test('is so of an erasure, and of whoever has no address that a code could go to', async () => {
    const token = await stranger.token();
    const path = '/api/v1/privacy/erasures';
    expect((await send({ method: 'POST', path: '/api/v1/privacy/codes' }, token)).status).toBe(200);
    const consent = { purpose: 'portrait.gallery', allow: true };
    await send({ method: 'PUT', path: '/api/v1/privacy/consents' }, token, undefined, consent);
    const begun = await send({ method: 'POST', path }, token, undefined, { confirm: true });
    const { request } = z.object({ request: z.string() }).parse(begun.told);
    const seen = await send({ method: 'GET', path: '/api/v1/privacy/requests/:id' }, token, request);
    expect([begun.status, seen.status]).toEqual([202, 200]);
  });

  test('was so all the time, whoever asked; and of each that it tells of one came', async () => {
    await Promise.all(['/health/live', '/health/ready'].map((path) => ask({ method: 'GET', path }, nobody)));
    expect([...new Set(misdescribed)]).toEqual([]);
    const never = described.shapes.filter((name) => !described.fitted.has(name));
    expect(never).toEqual(['GET /health/ready 503']); // the shop is whole
  });
});

type Wish = readonly [
  method: string,
  path: string,
  status: number,
  body?: object | undefined,
  named?: string | undefined,
];

/** Everything that a program may send, once; and what is there to see of it afterwards. */
async function wishes(): Promise<readonly Wish[]> {
  const portrait = hers['/api/v1/portraits/:id'];
  const Versions = z.object({ versions: z.tuple([z.object({ version: z.string() })], z.unknown()) });
  const { told } = await send({ method: 'GET', path: '/api/v1/policies' }, undefined);
  const [{ version }] = Versions.parse(told).versions;
  const buyer = { email: 'ada@example.org', acceptTerms: true, fileAtOnce: true };
  const report = { text: 'This is my face.', email: 'eve@example.org' };
  const question = { topic: 'other', text: 'When will it come?', email: 'ada@example.org' };
  const privacy = '/api/v1/privacy';
  return [
    ['POST', '/api/v1/sessions', 201],
    ['POST', '/api/v1/portraits', 202, { photo: hers['/api/v1/photos/:id'], style: 'engraving' }],
    ['POST', '/api/v1/orders', 201, { ...buyer, items: [{ portrait, product: 'file', variant: 'jpeg' }] }],
    ['POST', '/api/v1/support', 201, question],
    ['POST', '/api/v1/tokens', 201],
    ['PUT', `${privacy}/consents`, 200, { purpose: 'portrait.gallery', allow: true }],
    ['POST', `${privacy}/erasures`, 200, { scope: 'everything' }],
    ['PUT', `${privacy}/contact`, 202, { email: 'ada@example.org', name: 'Ada' }],
    ['POST', `${privacy}/objections`, 202],
    ['POST', `${privacy}/complaints`, 202, { text: 'It is not like me.' }],
    ['POST', `${privacy}/depicted`, 202, report],
    ['POST', `${privacy}/children`, 202, report],
    ['POST', `${privacy}/exports`, 202],
    ['PUT', `${privacy}/restriction`, 202, { on: true }],
    ['PUT', `${privacy}/restriction`, 202, { on: false }],
    ...['account', 'orders', 'support', 'products', 'styles', 'policies'].map(
      (name): Wish => ['GET', `/api/v1/${name}`, 200],
    ),
    ...['held', 'processing', 'consents', 'consents/receipts', 'requests'].map(
      (name): Wish => ['GET', `${privacy}/${name}`, 200],
    ),
    ['GET', '/api/v1/policies/:version', 200, undefined, version],
    ...['photos', 'portraits', 'orders', 'support', 'privacy/requests'].map(
      (name): Wish => ['GET', `/api/v1/${name}/:id`, 200],
    ),
  ];
}

test('whoever must prove who they are is told how a program does', async () => {
  const challenge = async (headers: Record<string, string>) =>
    (await fetch(`${shop.url}/api/v1/account`, { headers })).headers.get('www-authenticate');
  expect(await challenge({})).toBe('Bearer realm="Portrait123"');
  const forged = { authorization: `Bearer ${'x'.repeat(43)}` };
  expect(await challenge(forged)).toBe('Bearer realm="Portrait123", error="invalid_token"');
});

describe('a token for programs', () => {
  const made = async (actor: Actor): Promise<string> => {
    const authorization = `Bearer ${await actor.token()}`;
    const answer = await fetch(`${shop.url}/api/v1/tokens`, { method: 'POST', headers: { authorization } });
    return z.object({ token: z.string() }).parse(await answer.json()).token;
  };

  test('reads what its owner may read', async () => {
    const token = await made(owner);
    for (const route of ruled('owner').filter(
      ({ method, path }) => method === 'GET' && !path.endsWith('/events'),
    ))
      expect([route.path, (await ask(route, owner, hers[route.path], token)).status]).toEqual([
        route.path,
        200,
      ]);
  });

  test('changes nothing, anywhere', async () => {
    const token = await made(owner);
    for (const route of routes.filter(({ method }) => !['GET', 'HEAD'].includes(method)))
      expect([route.path, (await ask(route, owner, hers[route.path], token)).problem]).toEqual([
        route.path,
        'insufficient-scope',
      ]);
  });

  test('dies with the session that it was made in', async () => {
    const token = (await owner.token()) ?? '';
    const authorization = `Bearer ${token}`;
    const answer = await fetch(`${shop.url}/api/v1/tokens`, { method: 'POST', headers: { authorization } });
    const program = z.object({ token: z.string() }).parse(await answer.json()).token;
    const look = () => ask({ method: 'GET', path: '/api/v1/account' }, owner, undefined, program);
    expect((await look()).status).toBe(200);
    await fetch(`${shop.url}/sign-out`, { method: 'POST', headers: { authorization } });
    expect((await look()).status).toBe(401);
  });
});

test('what was refused at a door stands in the log by its route, with nothing of whoever asked', async () => {
  await ask({ method: 'GET', path: '/audit/' }, other);
  const log = await eventually('the log', async () => {
    const text = await Bun.file(`${shop.data}/shop.log`).text();
    return text.includes('"route":"/audit/","because":"passkey-needed"') ? text : undefined;
  });
  const refused = log.split('\n').filter((line) => line.includes('refused at the door'));
  expect(refused.length).toBeGreaterThan(100);
  const known = ['trace', 'method', 'route', 'because', 'level', 'time', 'role', 'msg'];
  for (const line of refused)
    expect(Object.keys(JSON.parse(line)).filter((name) => !known.includes(name))).toEqual([]);
});
