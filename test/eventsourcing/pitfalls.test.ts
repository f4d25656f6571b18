/**
 * Where logs and read models have gone wrong elsewhere: ends of servers and of processes, and streams cut short. Each
 * test of such a pitfall bears its number; those of forgetting, 1 to 21, stand in `test/personal-data`.
 *
 * | pitfall                                                   | is held by                                          |
 * |-----------------------------------------------------------|-----------------------------------------------------|
 * | 22 a rebuild misses events of concurrent writers          | here                                                |
 * | 23 a command sent again after the server's restart        | here                                                |
 * | 24 an append sent again in part                           | event-store.test.ts                                 |
 * | 25 an end between the rows and their checkpoint           | here                                                |
 * | 26 rebuilds of nothing, while live, two at once, aborted  | rebuild.test.ts                                     |
 * | 27 a rebuild that sends letters                           | rebuild.test.ts                                     |
 * | 28 events that are newer, older or unknown                | here                                                |
 * | 29 one event stops every reader                           | runner.test.ts                                      |
 * | 30 streams cut short or removed, in a replay              | here                                                |
 * | 31 a reader sees an empty table at the swap               | rebuild.test.ts                                     |
 * | 32 the server dies in the middle of appends               | here                                                |
 * | 33 a reader whose events are rare begins again            | here                                                |
 * | 34 two clients in one process fail together               | here                                                |
 * | 35 a log that was tampered with                           | test/notary/notary.test.ts                          |
 * | 36 proofs after shredding, cleaning, a change of keys     | test/notary/pitfalls.test.ts                        |
 * | 37 two histories of one size                              | test/notary/pitfalls.test.ts                        |
 * | 38 trees at the borders of a tile                         | test/notary/pitfalls.test.ts, tree.test.ts          |
 * | 39 a notary that restarts, or is started twice            | test/notary/notary.test.ts, pitfalls.test.ts        |
 * | 40 a proof with a line changed                            | test/notary/pitfalls.test.ts                        |
 */
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { EventStoreDBClient, eventTypeFilter, type Position } from '@eventstore/db-client';
import * as fc from 'fast-check';
import { z } from 'zod';
import type { EventData, EventStore } from '../../src/eventsourcing/event-store.ts';
import { eventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { Fault } from '../../src/eventsourcing/fault.ts';
import { parkedEvents } from '../../src/eventsourcing/parking.ts';
import { rebuild } from '../../src/eventsourcing/rebuild.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { event, stream } from '../../src/personal-data/personal.ts';
import { testServers } from '../servers.ts';
import { failureOf, until } from '../waiting.ts';
import { wireTo } from '../wire.ts';
import { bookId, library, loans, metadata } from './library.ts';
import { openProcess } from './readers.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

async function opened() {
  const server = await servers.eventStoreServer();
  const { url } = await servers.shop();
  const it = await openProcess(server.store, url);
  servers.ends(it.close);
  const start = () => {
    const runners = it.start();
    servers.ends(runners.stop);
  };
  return { ...it, ...server, start };
}

const happened = (name: string): EventData => ({
  ...{ id: uuidFrom(name), type: 'Happened', data: { name }, metadata: metadata(name) },
});

/** A server in a process of its own, which can be killed, and started again where it was. */
async function killableStore() {
  const file = join(await servers.folder, `${crypto.randomUUID()}.db`);
  let server = await startedOn(file, 0);
  const { port } = server;
  const store = eventStoreDb(`esdb://127.0.0.1:${port}?tls=false`, { timeoutMs: 5000 });
  servers.ends(store.stop);
  return {
    ...{ store, port },
    async kill() {
      server.child.kill('SIGKILL');
      await server.child.exited;
    },
    async again() {
      server = await startedOn(file, port);
    },
  };
}

/** A program of this folder, which ends with the test at the latest. */
function spawned(under: readonly string[], script: string, ...args: readonly string[]) {
  const command = [...under, process.execPath, join(import.meta.dir, script), ...args];
  const child = Bun.spawn(command, { stdout: 'pipe', stderr: 'inherit' });
  servers.ends(async () => {
    child.kill('SIGKILL');
    await child.exited;
  });
  return child;
}

async function startedOn(file: string, port: number, under: readonly string[] = []) {
  const child = spawned(under, 'stuck-store.ts', file, String(port));
  const said = child.stdout.getReader();
  const next = async () => new TextDecoder().decode((await said.read()).value).trim();
  return { child, port: Number(await next()), next };
}

/** As a caller does whose call failed with a code: it asks again. */
async function persistently<T>(call: () => Promise<T>, failed = () => {}): Promise<T> {
  for (;;)
    try {
      return await call();
    } catch (cause) {
      if (!(cause instanceof Fault) || cause.code !== 'event-store/unavailable') throw cause;
      failed();
      await Bun.sleep(20);
    }
}

describe('a store that dies', () => {
  /** Pitfall 32: nobody knows whether it was written. */
  test('in the middle of appends has each of them once, after a retry', async () => {
    const { store: direct, port, kill, again } = await killableStore();
    const wire = await wireTo(port);
    const store = eventStoreDb(`esdb://127.0.0.1:${wire.port}?tls=false`, { timeoutMs: 5000 });
    servers.ends(async () => wire.stop());
    servers.ends(store.stop);
    const all = Array.from({ length: 300 }, (_, n) => `${n}`);
    const answers: (bigint | 'conflict')[] = [];
    let failures = 0;
    const append = async (name: string) => {
      const both = [happened(`${name}a`), happened(`${name}b`)];
      const asked = () => store.append(`s-${name}`, 'no-stream', both);
      answers.push(await persistently(asked, () => failures++));
    };
    /** When it has stored this one, and before whoever asked for it hears of it. */
    const dies = async (name: string) => {
      await wire.silenceAt(`s-${name}`, 'after');
      await until(async () => (await direct.read(`s-${name}`)).length > 0);
      await kill();
      wire.mend();
      await again();
    };
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (const name of all.filter((_, n) => n % 20 === writer)) await append(name);
    });
    await dies('60');
    await dies('160');
    await Promise.all(writers);
    expect(failures).toBeGreaterThan(2);
    expect(answers.filter((answer) => answer === 'conflict')).toEqual([]);
    const names = (await persistently(() => store.readAll(-1n))).map(({ data }) => String(data['name']));
    expect(names.toSorted()).toEqual(all.flatMap((name) => [`${name}a`, `${name}b`]).toSorted());
  });

  test('is a fault with a code, and not a wait', async () => {
    const { store, kill } = await killableStore();
    await store.append('s-1', 'no-stream', [happened('a')]);
    await kill();
    for (const call of [
      () => store.read('s-1'),
      () => store.head(),
      () => store.append('s-2', 'no-stream', [happened('b')]),
    ])
      expect(await failureOf(call())).toMatchObject({ code: 'event-store/unavailable' });
  });

  /** Pitfall 23: the server was started anew between. */
  test('knows a command that was sent before it died', async () => {
    const { store, kill, again } = await killableStore();
    const before = await library(store).lend('Emma', 'Ada');
    await kill();
    await again();
    const after = await persistently(() => library(store).lend('Emma', 'Ada')); // under the same command id
    expect(after).toEqual(before);
    expect(await store.read(`book-${bookId('Emma')}`)).toHaveLength(1);
  });

  test('is followed on from where it was, once it is back', async () => {
    const { store, kill, again } = await killableStore();
    const seen: unknown[] = [];
    const stopping = new AbortController();
    const following = (async () => {
      for await (const batch of store.follow(-1n, stopping.signal))
        seen.push(...batch.map(({ data }) => data['name']));
    })();
    await store.append('s-1', 'no-stream', [happened('a')]);
    await until(() => seen.length === 1);
    await kill();
    await again();
    await persistently(() => store.append('s-2', 'no-stream', [happened('b')]));
    await until(() => seen.length === 2);
    expect(seen).toEqual(['a', 'b']);
    stopping.abort();
    await following;
  });
});

test('a disk that is full refuses what it has no room for, says so, and has all that it acknowledged', async () => {
  const file = join(await servers.folder, 'full.db');
  const roomBlocks = 4096; // of 512 bytes, for each file of the process
  const limited = ['sh', '-c', `ulimit -f ${roomBlocks}; exec "$@"`, 'sh'];
  const { child, port, next } = await startedOn(file, 0, limited);
  const store = eventStoreDb(`esdb://127.0.0.1:${port}?tls=false`, { timeoutMs: 5000 });
  servers.ends(store.stop);
  const acknowledged: string[] = [];
  const fill = async () => {
    for (let n = 0; n < 1000; n++) {
      const large = { ...happened(`${n}`), data: { name: `${n}`, text: 'x'.repeat(10_000) } };
      await store.append(`s-${n}`, 'no-stream', [large]);
      acknowledged.push(`${n}`);
    }
  };
  expect(await failureOf(fill())).toMatchObject({ code: 'event-store/unavailable' });
  expect(await next()).toBe('event-store/disk-failed');
  child.kill('SIGKILL');
  await child.exited;
  await startedOn(file, port);
  const there = (await persistently(() => store.readAll(-1n))).map(({ data }) => String(data['name']));
  expect(there.slice(0, acknowledged.length)).toEqual(acknowledged);
  expect(there.length).toBeLessThanOrEqual(acknowledged.length + 1); // the one of which nobody knew
});

/** Pitfall 25: kill -9 between the upsert and the commit, and batches that come twice. */
describe('an end between the rows and their checkpoint', () => {
  /** Lets every upsert of the table take a while, so that something can end in the middle of it. */
  const slow = (sql: Awaited<ReturnType<typeof opened>>['sql']) =>
    sql.unsafe(`
      create function pause() returns trigger as $$ begin perform pg_sleep(2); return new; end $$ language plpgsql;
      create trigger pause after insert on live.loans for each row execute function pause()`);

  test('of the server of the rows leaves neither, and a second run has both', async () => {
    const it = await opened();
    await slow(it.sql);
    await it.lend('Emma', 'Ada');
    it.start();
    const { sql } = it;
    const upserting = () => sql<{ pid: number }[]>`
      select pid from pg_stat_activity where query like '%insert into live."loans"%' and wait_event = 'PgSleep'`;
    await until(async () => (await upserting()).length === 1);
    const [{ pid } = { pid: 0 }] = await upserting();
    await sql`select pg_terminate_backend(${pid})`;
    await sql`alter table live.loans disable trigger pause`;
    expect(await it.settled()).toBe(true);
    expect(await it.loans.all()).toMatchObject([{ loans: 1 }]);
    expect(await parkedEvents(sql)).toEqual([]);
  });

  test('of the process, again and again, loses nothing and counts nothing twice', async () => {
    const it = await opened();
    const titles = Array.from({ length: 40 }, (_, n) => `Volume ${n}`);
    for (const title of titles) await it.lend(title, 'Ada');
    for (let round = 0; round < 4; round++) {
      const child = spawned([], 'stuck-readers.ts', it.connectionString, it.url);
      await child.stdout.getReader().read();
      for (const title of titles) await it.giveBack(title, 1).then(() => it.lend(title, 'Mary'));
      child.kill('SIGKILL');
      await child.exited;
    }
    it.start();
    expect(await it.settled()).toBe(true);
    const rows = await it.loans.all();
    expect(rows.map(({ loans, fineCents }) => [loans, fineCents])).toEqual(titles.map(() => [5, 4]));
    expect(await rebuild([loans], it.deps)).toMatchObject([{ comparison: { rows: 40, differing: 0 } }]);
  });
});

/** Pitfall 34: the driver keeps the pending appends of all clients of a process in one map. */
test('a server that dies fails the appends to another one with a code, and a retry has each of them once', async () => {
  const [dying, other] = [await killableStore(), await servers.eventStoreServer()];
  const all = Array.from({ length: 300 }, (_, n) => `${n}`);
  const append = (store: EventStore) => (name: string) =>
    store.append(`s-${name}`, 'no-stream', [happened(name)]);
  const lost = Promise.allSettled(all.map(append(dying.store)));
  const kept = Promise.all(all.map((name) => persistently(() => append(other.store)(name))));
  await dying.kill();
  await Promise.all([lost, kept]);
  const names = (await other.store.readAll(-1n)).map(({ data }) => String(data['name']));
  expect(names.toSorted()).toEqual(all.toSorted());
});

/** Pitfall 33: between two events that it wants, a reader is past thousands that it does not. */
test('a subscription to what is rare goes on from the checkpoint of what it passed over', async () => {
  const { store, connectionString } = await servers.eventStoreServer();
  const rare = (name: string) => ({ ...happened(name), type: 'SeldomHappened' });
  const again = (one: EventData) => ({ ...one, id: uuidFrom(one.id) });
  const common = Array.from({ length: 3000 }, (_, n) => happened(`${n}`));
  await store.append('s-1', 'no-stream', [rare('first'), ...common]);
  const client = EventStoreDBClient.connectionString(connectionString);
  servers.ends(() => client.dispose());
  const follow = async (fromPosition: Position | 'start', to: bigint) => {
    const seen: string[] = [];
    const { promise: passed, resolve } = Promise.withResolvers<Position>();
    const checkpointReached = (_: unknown, at: Position) => void (at.commit >= to && resolve(at));
    const filter = eventTypeFilter({ prefixes: ['Seldom'], checkpointInterval: 1, checkpointReached });
    const subscription = client.subscribeToAll({ fromPosition, filter });
    subscription.on('data', ({ event }) => void seen.push(event?.id ?? ''));
    const at = await passed;
    await subscription.unsubscribe();
    return { seen, at };
  };
  const nearEnd = async () => (await store.readAll(-1n)).at(-200)?.position ?? -1n;
  const first = await follow('start', await nearEnd());
  expect(first.seen).toEqual([uuidFrom('first')]);
  await store.append('s-2', 'no-stream', [rare('second'), ...common.slice(0, 1000).map(again)]);
  const second = await follow(first.at, await nearEnd());
  expect(second.seen).toEqual([uuidFrom('second')]);
});

describe('what a rebuild reads', () => {
  /** Pitfall 22: a log that is read in another order than it was written. */
  test('is every event of many writers', async () => {
    const it = await opened();
    const titles = Array.from({ length: 200 }, (_, n) => `Volume ${n}`);
    await Promise.all(titles.map((title) => it.lend(title, 'Ada')));
    expect(await rebuild([loans], it.deps)).toMatchObject([
      { comparison: { rows: titles.length, differing: 0 } },
    ]);
    expect(await it.store.readAll(-1n)).toHaveLength(titles.length);
  });

  /** Pitfall 30: tombstones and $maxCount. */
  test('is what is left of a stream that was cut short or removed', async () => {
    const it = await opened();
    for (const title of ['Emma', 'Dracula', 'Ulysses']) {
      await it.lend(title, 'Ada');
      await it.giveBack(title, 10);
      await it.lend(title, 'Mary');
    }
    const client = EventStoreDBClient.connectionString(it.connectionString);
    await client.tombstoneStream(`book-${bookId('Dracula')}`);
    await client.setStreamMetadata(`book-${bookId('Ulysses')}`, { maxCount: 1 });
    await client.dispose();
    it.start();
    expect(await it.settled()).toBe(true);
    expect(await rebuild([loans], it.deps)).toMatchObject([{ is: 'swapped', comparison: { differing: 0 } }]);
    expect(await it.loans.byKey(bookId('Emma'))).toMatchObject({ loans: 2, fineCents: 10 });
  });
});

/** Pitfall 28: another version of the program wrote it. */
describe('an event of another time', () => {
  test('that no reader asks for is passed over', async () => {
    const it = await opened();
    await it.lend('Emma', 'Ada');
    const later = { ...happened('x'), type: 'BookDigitised', data: {} };
    await it.store.append(`book-${bookId('Emma')}`, 0n, [later]);
    it.start();
    expect(await it.settled()).toBe(true);
    expect(await parkedEvents(it.sql)).toEqual([]);
  });

  test('whose shape is newer than the program stops whoever asks for it', async () => {
    const it = await opened();
    await it.lend('Emma', 'Ada');
    const newer = {
      ...happened('x'),
      type: 'BookReturned',
      data: { book: 'Emma' },
      metadata: metadata('x', 7),
    };
    await it.store.append(`book-${bookId('Emma')}`, 0n, [newer]);
    it.start();
    await until(async () => (await parkedEvents(it.sql)).some(({ name }) => name === 'loans'));
  });

  const counted = z.int().nonnegative();
  const PagesCounted = event(
    'PagesCounted',
    { pages: counted, plates: counted, binding: z.enum(['paper', 'cloth']) },
    ({ count, ...old }) => ({ ...old, pages: count }), // 1 → 2: it was called count
    (old) => ({ ...old, plates: 0 }), // 2 → 3: plates are counted by themselves
    (old) => ({ ...old, binding: 'paper' }), // 3 → 4: and the binding is told
  );
  const pages = stream('pages', [PagesCounted]);
  const shapes: readonly ((n: number) => EventData['data'])[] = [
    (n) => ({ count: n }),
    (n) => ({ pages: n }),
    (n) => ({ pages: n, plates: 0 }),
    (n) => ({ pages: n, plates: 0, binding: 'paper' }),
  ];

  test('is brought to today’s shape from whatever version it is', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (n, v) => {
        const data = shapes[v - 1]?.(n) ?? {};
        const old = { ...happened('x'), type: 'PagesCounted', data, metadata: metadata('x', v) };
        expect(pages.decode(old)).toEqual({ type: 'PagesCounted', pages: n, plates: 0, binding: 'paper' });
      }),
    );
  });
});
