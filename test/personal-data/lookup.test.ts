import { afterAll, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type Known, lookUp } from '../../src/personal-data/lookup.ts';
import { databases } from './databases.ts';
import { buyer, clockAt, parcel, ref, room } from './people.ts';

const servers = await databases();
afterAll(servers.stop);

async function begin() {
  const { time, clock } = clockAt();
  const here = await (await servers.place()).open(clock);
  const secret = await here.keys.secret('look-up');
  return { ...here, time, lookUp: lookUp({ sql: here.sql, secret, clock }) };
}

test('somebody is found by their address, however they spell it, and by nothing else', async () => {
  const { lookUp } = await begin();
  expect(await lookUp.find('email', 'ada@example.org')).toBeUndefined();
  expect(await lookUp.reserve('email', 'Ada@Example.org', ref('Ada'))).toEqual({ is: 'reserved' });
  for (const spelling of ['ada@example.org', ' ADA@EXAMPLE.ORG ', 'ａda@example.org'])
    expect(await lookUp.find('email', spelling)).toBe(ref('Ada'));
  expect(await lookUp.find('email', 'ada@example.com')).toBeUndefined();
});

test('one address is one person’s, also of many who claim it at once', async () => {
  const { lookUp } = await begin();
  const people = Array.from({ length: 10 }, (_, i) => ref(`person ${i}`));
  const claims = await Promise.all(people.map((one) => lookUp.reserve('email', 'a@example.org', one)));
  const won = people[claims.findIndex(({ is }) => is === 'reserved')];
  expect(claims.filter(({ is }) => is === 'reserved')).toHaveLength(1);
  expect(claims.filter(({ is }) => is === 'taken')).toEqual(Array(9).fill({ is: 'taken', by: won }));
  expect(await lookUp.reserve('email', 'a@example.org', won ?? ref('nobody'))).toEqual({ is: 'reserved' });
});

test('what was claimed in vain is let go, by whoever claimed it and nobody else', async () => {
  const { lookUp } = await begin();
  await lookUp.reserve('email', 'ada@example.org', ref('Ada'));
  await lookUp.release('email', 'ada@example.org', ref('Mary'));
  expect(await lookUp.find('email', 'ada@example.org')).toBe(ref('Ada'));
  await lookUp.release('email', 'ada@example.org', ref('Ada'));
  expect(await lookUp.reserve('email', 'ada@example.org', ref('Mary'))).toEqual({ is: 'reserved' });
});

/** Pitfall 15: the blind index, and who registers again. */
test('an erased person has no row, and who comes back is somebody new', async () => {
  const { lookUp, sql } = await begin();
  await lookUp.reserve('email', 'ada@example.org', ref('Ada'));
  await lookUp.reserve('email', 'ada@example.com', ref('Ada'));
  await lookUp.reserve('email', 'mary@example.org', ref('Mary'));
  expect(await lookUp.forget([ref('Ada')])).toBe(2);
  expect(await lookUp.forget([ref('Ada')])).toBe(0);
  expect(await lookUp.reserve('email', 'ada@example.org', ref('a new name'))).toEqual({ is: 'reserved' });
  expect((await sql`select from look_up where subject = ${ref('Ada')}`).count).toBe(0);
});

test('the table tells no address: not without the secret, and every secret gives other rows', async () => {
  const { lookUp: mine, sql, clock } = await begin();
  await fc.assert(
    fc.asyncProperty(fc.emailAddress(), async (email) => {
      await mine.reserve('email', email, ref(email));
      const [row] = await sql<{ hmac: Uint8Array }[]>`select hmac from look_up where subject = ${ref(email)}`;
      const plain = new Bun.CryptoHasher('sha256').update(`email\0${email.toLowerCase()}`).digest();
      expect(Buffer.from(row?.hmac ?? []).equals(plain)).toBe(false);
    }),
    { numRuns: 20 },
  );
  const other = await begin();
  const theirs = lookUp({ sql, secret: await other.keys.secret('look-up'), clock });
  await mine.reserve('email', 'ada@example.org', ref('Ada'));
  expect(await theirs.find('email', 'ada@example.org')).toBeUndefined();
});

test('it is learned anew from what can be opened today: nobody who was erased comes back', async () => {
  const { lookUp, vault, time, clock } = await begin();
  const { remember, openAs, witnessed } = room(vault, { time, clock });
  const known: Known[] = [];
  for (const name of ['Ada', 'Mary', 'Grace']) {
    const sent = await remember(parcel(name));
    if (sent.type === 'ParcelSent')
      known.push({ subject: sent.buyer.ref, contact: sent.buyer.contact, proved: true });
    await lookUp.reserve('email', `${name}@example.org`, ref(name));
  }
  await vault.condemn({ subject: ref('Mary') }, 'erasure');
  time.now = '2026-12-24T10:00:00Z'; // what was claimed within a minute would stay
  const all = async function* () {
    yield* known.splice(0);
  };
  expect(await lookUp.relearn(all, openAs('operator'))).toEqual({ rows: 2 });
  expect(await lookUp.find('email', 'ada@example.org')).toBe(ref('Ada'));
  expect(await lookUp.find('email', 'mary@example.org')).toBeUndefined();
  expect(witnessed.map(({ purpose, actor }) => `${actor} ${purpose}`)).toContain('operator account.access');
});

test('it is learned beside an open shop: who claims an address meanwhile keeps it, who is erased meanwhile has none', async () => {
  const { lookUp, vault, time, clock } = await begin();
  const { remember, openAs } = room(vault, { time, clock });
  const sent = await remember(parcel('Ada'));
  if (sent.type !== 'ParcelSent') throw new Error(sent.type);
  const ada: Known = { subject: sent.buyer.ref, contact: sent.buyer.contact, proved: true };
  await lookUp.reserve('email', 'ada@example.org', ref('Ada'));
  const told = [ada];
  const meanwhile = async function* () {
    if (told.length === 0) return;
    yield* told.splice(0);
    await lookUp.reserve('email', 'grace@example.org', ref('Grace')); // what she appends comes later
    await lookUp.give('email', 'mary@example.org', ref('Mary'));
    await vault.condemn({ subject: ref('Ada') }, 'erasure');
    await lookUp.forget([ref('Ada')]);
  };
  await lookUp.relearn(meanwhile, openAs('operator'));
  expect(await lookUp.find('email', 'grace@example.org')).toBe(ref('Grace'));
  expect(await lookUp.givers('email', 'mary@example.org')).toEqual([ref('Mary')]);
  expect(await lookUp.find('email', 'ada@example.org')).toBeUndefined();
});

/** As the pages do it: the new address is claimed, said, and then the old one let go. */
test.each([
  ['proved', true],
  ['only given', false],
])('an address that was %s and is given up while the log is read finds nobody', async (_, proved) => {
  const { lookUp, vault, time, clock } = await begin();
  const { remember, openAs } = room(vault, { time, clock });
  const known = async (name: string): Promise<Known> => {
    const sent = await remember({ ...parcel('Ada'), buyer: { ...buyer(name), ref: ref('Ada') } });
    if (sent.type !== 'ParcelSent') throw new Error(sent.type);
    return { subject: ref('Ada'), contact: sent.buyer.contact, proved };
  };
  const findsOf = async (email: string) => [
    ...[await lookUp.find('email', email)].flatMap((one) => one ?? []),
    ...(await lookUp.givers('email', email)),
  ];
  const log = [await known('Before')];
  const claim = proved ? lookUp.reserve : lookUp.give;
  await claim('email', 'before@example.org', ref('Ada'));
  let readings = 0;
  const meanwhile = async function* () {
    yield* log.splice(0);
    if (++readings > 1) return;
    await claim('email', 'after@example.org', ref('Ada'));
    log.push(await known('After'));
    await (proved ? lookUp.release : lookUp.takeBack)('email', 'before@example.org', ref('Ada'));
  };
  await lookUp.relearn(meanwhile, openAs('operator'));
  expect(await findsOf('before@example.org')).toEqual([]);
  expect(await findsOf('after@example.org')).toEqual([ref('Ada')]);
});
