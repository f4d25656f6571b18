/** Readers of the log over real servers: several processes, events that cannot be read, ends at any moment. */
import { afterAll, afterEach, expect, test } from 'bun:test';
import type { EventStore } from '../../src/eventsourcing/event-store.ts';
import type { Leases } from '../../src/eventsourcing/leases.ts';
import { parkedEvents, retryParked, skipParked } from '../../src/eventsourcing/parking.ts';
import type { Runners } from '../../src/eventsourcing/runner.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { testServers } from '../servers.ts';
import { until } from '../waiting.ts';
import { bookId, metadata } from './library.ts';
import { openProcess, type Process } from './readers.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

async function opened() {
  const store = await servers.eventStore();
  const { url } = await servers.shop();
  const open = async (own: EventStore = store, leases?: Leases) => {
    const it = await openProcess(own, url, leases);
    servers.ends(it.close);
    return { ...it, start: (...runners: Parameters<typeof it.start>) => started(it.start(...runners)) };
  };
  return { store, open, it: await open() };
}

function started(runners: Runners): Runners {
  servers.ends(runners.stop);
  return runners;
}
const titles = ['Emma', 'Dracula', 'Middlemarch', 'Ulysses'];
const shelved = async ({ store }: Process, title: string) =>
  (await store.read(`shelf-${bookId(title)}`)).map(({ type }) => type);

test('a page that waits for its read model sees what was just appended', async () => {
  const { it } = await opened();
  it.start();
  for (const title of titles) {
    const outcome = await it.lend(title, 'Ada');
    expect('position' in outcome && (await it.passing.waitFor(['loans'], outcome.position, 30_000))).toBe(
      true,
    );
    expect(await it.loans.where('bookId', bookId(title))).toMatchObject([{ loans: 1 }]);
  }
  expect(await it.settled()).toBe(true);
  expect(await it.borrowers.all()).toMatchObject([{ books: titles.length }]);
});

test('and waits no longer than it may', async () => {
  const { it } = await opened();
  await it.lend('Emma', 'Ada');
  expect(await it.passing.waitFor(['loans'], await it.store.head(), 20)).toBe(false);
});

test('a page also hears of events that its read model passes over', async () => {
  const { it } = await opened();
  it.start();
  const position = await it.say([crypto.randomUUID()]);
  expect(position !== 'conflict' && (await it.passing.waitFor(['loans'], position, 30_000))).toBe(true);
});

test('of two processes one does the work, and when it ends the other goes on', async () => {
  const { it, open } = await opened();
  const [first, second] = [it, await open()];
  const one = first.start();
  await until(() => first.told.length === first.runners.length);
  second.start();
  await first.lend('Emma', 'Ada');
  await first.settled();
  expect(second.told).toEqual([]);
  await one.stop();
  await second.lend('Dracula', 'Ada');
  expect(await second.settled()).toBe(true);
  expect(await second.borrowers.all()).toMatchObject([{ books: 2 }]);
});

/** As if every process held every lease. */
const careless: Leases = {
  acquire: async () => ({ lost: new AbortController().signal, release: async () => {} }),
  tryNow: async () => ({ lost: new AbortController().signal, release: async () => {} }),
  stop: async () => {},
};

test('two that both think they are the one take nothing twice', async () => {
  const { it, open } = await opened();
  const { store } = it;
  const both = [await open(store, careless), await open(store, careless)];
  for (const process of both) process.start();
  for (let round = 0; round < 5; round++)
    for (const title of titles) {
      await it.lend(title, 'Ada');
      await it.giveBack(title, 10);
    }
  await it.settled();
  const rows = await it.loans.all({ by: 'bookId' });
  expect(rows.map(({ loans, fineCents }) => [loans, fineCents])).toEqual(titles.map(() => [5, 50]));
  expect(await it.borrowers.all()).toMatchObject([{ books: 20 }]);
  await until(async () => (await shelved(it, 'Ulysses')).length === 5);
  for (const title of titles) expect(await shelved(it, title)).toHaveLength(5);
});

/** A fine that the schema of `BookReturned` does not admit. */
const poison = (store: EventStore, title: string, revision: bigint) =>
  store.append(`book-${bookId(title)}`, revision, [
    {
      id: uuidFrom('poison', title),
      type: 'BookReturned',
      data: { fineCents: -1 },
      metadata: metadata('poison'),
    },
  ]);

/** Pitfall 29: one event stops every reader, or is skipped without a word. */
test('an event that cannot be read stops what reads it, and nothing else', async () => {
  const { it } = await opened();
  it.start();
  await it.lend('Emma', 'Ada');
  await poison(it.store, 'Emma', 0n);
  await it.lend('Dracula', 'Ada');
  const past = await it.store.head();
  expect(await it.passing.waitFor(['borrowers'], past, 30_000)).toBe(true);
  await until(async () => (await parkedEvents(it.sql)).length === 2);
  const parked = await parkedEvents(it.sql);
  expect(parked).toMatchObject([
    { name: 'loans', type: 'BookReturned', eventId: uuidFrom('poison', 'Emma') },
    { name: 'shelve-book-when-returned', stream: `book-${bookId('Emma')}` },
  ]);
  expect(parked[0]?.reason).toStartWith('event/malformed');
  expect(await it.loans.all()).toHaveLength(1); // what came before it is there
});

test('it is tried again when somebody says so, and stays parked if nothing has changed', async () => {
  const { it } = await opened();
  await it.lend('Emma', 'Ada');
  await poison(it.store, 'Emma', 0n);
  it.start(it.runners.slice(0, 1));
  await until(async () => (await parkedEvents(it.sql)).length === 1);
  const [before] = await parkedEvents(it.sql);
  expect(await retryParked(it.sql, 'loans')).toBe(true);
  await until(async () => ((await parkedEvents(it.sql))[0]?.parkedAt ?? '') > (before?.parkedAt ?? ''));
  expect(await retryParked(it.sql, 'nobody')).toBe(false);
});

test('it is passed over when somebody says so, who is remembered', async () => {
  const { it } = await opened();
  it.start();
  await it.lend('Emma', 'Ada');
  await poison(it.store, 'Emma', 0n);
  await it.lend('Dracula', 'Ada');
  await until(async () => (await parkedEvents(it.sql)).length === 2);
  expect(await skipParked(it.sql, 'loans', 'ops-1')).toBe(true);
  expect(await it.settled()).toBe(true);
  expect(await it.loans.all()).toHaveLength(2);
  const skipped = await it.sql`select name, skipped_by, type from progress.skipped`;
  expect([...skipped]).toEqual([{ name: 'loans', skipped_by: 'ops-1', type: 'BookReturned' }]);
});

test('a process whose command is refused parks the event, with the refusal', async () => {
  const { it } = await opened();
  it.start();
  for (let loan = 0; loan <= 9; loan++) {
    await it.lend('Emma', 'Ada');
    await it.giveBack('Emma');
  }
  await until(async () => (await parkedEvents(it.sql)).length === 1);
  expect((await parkedEvents(it.sql))[0]?.reason).toContain('shelf-is-full');
  expect(await shelved(it, 'Emma')).toHaveLength(9);
});

test('a store that is gone for a while stops nobody for good', async () => {
  const { it, open } = await opened();
  let isGone = false;
  const flickering: EventStore = {
    ...it.store,
    async *follow(after, signal) {
      for await (const batch of it.store.follow(after, signal)) {
        if (isGone) throw new Error('gone');
        yield batch;
      }
    },
  };
  const shaky = await open(flickering);
  shaky.start();
  await it.lend('Emma', 'Ada');
  await shaky.settled();
  isGone = true;
  await it.lend('Dracula', 'Ada');
  await until(() => shaky.told.some(({ is }) => is === 'failing'));
  isGone = false;
  expect(await shaky.settled()).toBe(true);
  expect(await parkedEvents(it.sql)).toEqual([]);
});
