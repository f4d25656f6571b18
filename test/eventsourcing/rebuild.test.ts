/** Read models built anew beside the live ones: equal, whole, and without anybody noticing. */
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { parkedEvents, skipParked } from '../../src/eventsourcing/parking.ts';
import { postgresTable, shapeOf } from '../../src/eventsourcing/postgres-table.ts';
import { openReadModels, type RebuildProgress, rebuild } from '../../src/eventsourcing/rebuild.ts';
import { projectionRunner } from '../../src/eventsourcing/runner.ts';
import { abort, confirm } from '../../src/eventsourcing/swap.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { testServers } from '../servers.ts';
import { failureOf, until } from '../waiting.ts';
import { bookId, borrowers, loans, metadata } from './library.ts';
import { openProcess, type Process } from './readers.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

async function opened(start = true) {
  const { store, connectionString } = await servers.eventStoreServer();
  const { url } = await servers.shop();
  const it = await openProcess(store, url);
  servers.ends(it.close);
  const running = start ? it.start() : undefined;
  if (running !== undefined) servers.ends(running.stop);
  return { ...it, connectionString, stopRunning: async () => running?.stop() };
}

const titles = ['Emma', 'Dracula', 'Middlemarch', 'Ulysses', 'Persuasion'];
const people = ['Ada', 'Charles', 'Mary'];
async function someLoans(it: Pick<Process, 'lend' | 'giveBack'>, rounds = 3) {
  for (let round = 0; round < rounds; round++)
    for (const [n, title] of titles.entries()) {
      await it.lend(title, people[(n + round) % people.length] ?? '');
      if (n > round) await it.giveBack(title, n);
    }
}
const rowsOf = (it: Pick<Process, 'loans' | 'borrowers'>) =>
  Promise.all([it.loans.all({ by: 'bookId' }), it.borrowers.all({ by: 'ref' })]);

describe('a rebuild', () => {
  test('gives the same rows, and keeps the table before until somebody is content', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    const before = await rowsOf(it);
    const done = await rebuild([loans, borrowers], it.deps);
    expect(done).toMatchObject([
      { readModel: 'loans', is: 'swapped', comparison: { rows: titles.length, differing: 0, examples: [] } },
      { readModel: 'borrowers', is: 'swapped', comparison: { rows: people.length, differing: 0 } },
    ]);
    expect(await rowsOf(it)).toEqual(before);
    expect(await confirm(it.sql, 'loans')).toBe(true);
    expect(await confirm(it.sql, 'loans')).toBe(false);
  });

  test('leaves the runner going, which knows nothing of it', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    await rebuild([loans], it.deps);
    await it.lose('Emma');
    expect(await it.settled()).toBe(true);
    expect((await it.loans.all()).map(({ bookId }) => bookId)).not.toContain(bookId('Emma'));
    expect(it.told.filter(({ is }) => is === 'failing')).toEqual([]);
  });

  /** Pitfall 26: of nothing; below, while live, two at once, and broken off. */
  test('of an empty log gives empty tables', async () => {
    const it = await opened();
    expect(await rebuild([loans], it.deps)).toMatchObject([{ is: 'swapped', comparison: { rows: 0 } }]);
    await it.lend('Emma', 'Ada');
    expect(await it.settled()).toBe(true);
    expect(await it.loans.all()).toHaveLength(1);
  });

  test('also compares where nobody runs the live table, and brings it on first', async () => {
    const it = await opened(false);
    await someLoans(it);
    expect(await rebuild([loans], it.deps)).toMatchObject([
      { is: 'swapped', comparison: { rows: titles.length, differing: 0 } },
    ]);
  });

  /** Pitfall 27: letters are sent again. */
  test('makes nothing happen but rows', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    await until(async () => (await it.checkpoints.read(shelving)) === (await it.store.head()));
    const [events, points] = [await it.store.readAll(-1n), await checkpointsOf(it)];
    await rebuild([loans, borrowers], it.deps);
    expect(await it.store.readAll(-1n)).toEqual(events);
    expect(await checkpointsOf(it)).toEqual(points);
  });

  test('tells how far it is', async () => {
    const it = await opened();
    await someLoans(it);
    const told: RebuildProgress[] = [];
    await rebuild([loans], { ...it.deps, progress: (one) => void told.push(one) });
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['replay', 'index', 'compare', 'swap']);
    const replayed = told.findLast(({ phase }) => phase === 'replay');
    expect(replayed?.position).toBeGreaterThanOrEqual(replayed?.head ?? 0n);
    expect(replayed?.events).toBeGreaterThanOrEqual(titles.length);
  });
});

const shelving = { kind: 'process', name: 'shelve-book-when-returned', shape: '' } as const;
const checkpointsOf = async ({ sql }: Pick<Process, 'sql'>) => [
  ...(await sql`select name, position from progress.checkpoints where kind = 'process'`),
];

describe('what the live table holds and history does not', () => {
  async function spoilt() {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    await it.sql`update live.loans set loans = 99 where row_key = ${bookId('Emma')}`;
    return it;
  }

  test('is found, and nothing is touched', async () => {
    const it = await spoilt();
    expect(await rebuild([loans], it.deps)).toMatchObject([
      { is: 'differs', comparison: { differing: 1, examples: [bookId('Emma')] } },
    ]);
    expect(await it.loans.where('bookId', bookId('Emma'))).toMatchObject([{ loans: 99 }]);
    expect(await abort(it.sql, 'loans', shapeOf(loans))).toBe('dropped');
  });

  test('is put right when somebody says so, and may be taken back', async () => {
    const it = await spoilt();
    const [done] = await rebuild([loans], it.deps, true);
    expect(done).toMatchObject({ is: 'swapped', comparison: { differing: 1 } });
    expect(await it.loans.where('bookId', bookId('Emma'))).toMatchObject([{ loans: 1 }]);
    await it.lose('Ulysses');
    await it.settled();
    expect(await abort(it.sql, 'loans', shapeOf(loans))).toBe('taken-back');
    await until(async () => (await it.loans.all()).length === titles.length - 1); // it catches up
    expect(await it.loans.where('bookId', bookId('Emma'))).toMatchObject([{ loans: 99 }]);
    expect(await abort(it.sql, 'loans', shapeOf(loans))).toBe('nothing');
  });
});

describe('while the shop is open', () => {
  /** Pitfall 31: a reader comes in the moment of the swap. */
  test('no reader ever sees an empty table, and no event is lost', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    let isOver = false;
    const fewest = { rows: Infinity, asked: 0 };
    const reading = (async () => {
      while (!isOver) {
        fewest.rows = Math.min(fewest.rows, (await it.loans.all()).length);
        fewest.asked++;
      }
    })();
    const writing = (async () => {
      for (let n = 0; !isOver; n++) await it.lend(`Volume ${n}`, people[n % 3] ?? '');
    })();
    for (let round = 0; round < 4; round++) {
      const done = await rebuild([loans, borrowers], it.deps);
      expect(done.map(({ is, comparison }) => [is, comparison?.differing])).toEqual([
        ['swapped', 0],
        ['swapped', 0],
      ]);
    }
    isOver = true;
    await Promise.all([reading, writing]);
    expect(fewest.asked).toBeGreaterThan(10);
    expect(fewest.rows).toBeGreaterThanOrEqual(titles.length);
    expect(await it.settled()).toBe(true);
    const lent = (await it.store.readAll(-1n)).filter(({ type }) => type === 'BookLent');
    const books = new Set(lent.map(({ stream }) => stream)).size;
    expect(await it.loans.all()).toHaveLength(books);
    const counted = (await it.borrowers.all()).reduce((sum, { books }) => sum + books, 0);
    expect(counted).toBe(lent.length);
  }, 60_000);

  test('a second rebuild of the same is refused', async () => {
    const it = await opened();
    await someLoans(it, 1);
    const both = await Promise.allSettled([rebuild([loans], it.deps), rebuild([loans], it.deps)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'rebuild/under-way' },
    });
  });
});

describe('a rebuild that comes to no end', () => {
  test('leaves everything as it was, and may be begun again', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    const before = await rowsOf(it);
    const stopping = new AbortController();
    const aborted = rebuild([loans], {
      ...it.deps,
      signal: stopping.signal,
      progress: () => stopping.abort(),
    });
    expect(await failureOf(aborted)).toMatchObject({ code: 'rebuild/aborted' });
    expect(await rowsOf(it)).toEqual(before);
    expect(await rebuild([loans], it.deps)).toMatchObject([{ is: 'swapped' }]);
  });

  test('also when another process says so', async () => {
    const it = await opened();
    await someLoans(it);
    let said: Promise<unknown> | undefined;
    const progress = () => {
      said ??= abort(it.sql, 'loans', shapeOf(loans));
    };
    expect(await failureOf(rebuild([loans], { ...it.deps, progress }))).toBeInstanceOf(Error);
    expect(await said).toBe('dropped');
    expect(await rebuild([loans], it.deps)).toMatchObject([{ is: 'swapped' }]);
  });

  test('or is killed', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    const before = await rowsOf(it);
    const child = Bun.spawn(['bun', join(import.meta.dir, 'stuck-rebuild.ts'), it.connectionString, it.url], {
      stdout: 'pipe',
      stderr: 'inherit',
    });
    const { value } = await child.stdout.getReader().read();
    expect(new TextDecoder().decode(value)).toBe('begun\n');
    expect(await failureOf(rebuild([loans], it.deps))).toMatchObject({ code: 'rebuild/under-way' });
    child.kill('SIGKILL');
    await child.exited;
    await until(async () =>
      rebuild([loans], it.deps).then(
        () => true,
        () => false,
      ),
    );
    expect(await rowsOf(it)).toEqual(before);
  });
});

describe('an event that cannot be read', () => {
  test('ends a rebuild, unless somebody has said to pass it over', async () => {
    const it = await opened();
    await it.lend('Emma', 'Ada');
    const bad = { id: uuidFrom('bad'), type: 'BookReturned', data: {}, metadata: metadata('bad') };
    await it.store.append(`book-${bookId('Emma')}`, 0n, [bad]);
    await it.lend('Dracula', 'Ada');
    await until(async () => (await parkedEvents(it.sql)).some(({ name }) => name === 'loans'));
    expect(await failureOf(rebuild([loans], it.deps))).toMatchObject({ code: 'event/malformed' });
    await skipParked(it.sql, 'loans', 'ops-1');
    await it.settled();
    expect(await rebuild([loans], it.deps)).toMatchObject([{ is: 'swapped', comparison: { rows: 2 } }]);
  });
});

describe('another version of a read model', () => {
  const later = { ...loans, version: 2 };

  test('is built before the shop opens, and what ran it before writes no more', async () => {
    const it = await opened();
    await someLoans(it);
    await it.settled();
    const before = await rowsOf(it);
    expect(await openReadModels([later, borrowers], it.deps)).toMatchObject([
      { readModel: 'loans', is: 'swapped' },
    ]);
    expect(await openReadModels([later, borrowers], it.deps)).toEqual([]);
    expect(await rowsOf(it)).toEqual(before);
    await it.lose('Emma');
    await until(() => it.told.some(({ runner, is }) => runner === 'loans' && is === 'failing'));
    expect(await it.loans.where('bookId', bookId('Emma'))).toHaveLength(1);
    await it.stopRunning();
    const runner = projectionRunner(later, forgetting, postgresTable(it.sql, later, it.checkpoints));
    const running = it.start([runner]);
    await until(async () => (await it.loans.where('bookId', bookId('Emma'))).length === 0);
    await running.stop();
  });

  test('of two processes that start with it, one builds it', async () => {
    const it = await opened(false);
    await someLoans(it, 1);
    const other = await openProcess(it.store, it.url);
    servers.ends(other.close);
    const built = await Promise.all([it, other].map(({ deps }) => openReadModels([later], deps)));
    expect(built.flat()).toHaveLength(1);
  });

  test('cannot be taken back to the version before', async () => {
    const it = await opened(false);
    await openReadModels([later], it.deps);
    expect(await failureOf(abort(it.sql, 'loans', shapeOf(later)))).toMatchObject({
      code: 'rebuild/other-shape',
    });
  });
});
