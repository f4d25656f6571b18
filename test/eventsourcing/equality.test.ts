/** A read model is a function of the log: whatever happened, whenever it was read, in batches of any size. */
import { afterAll, afterEach, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { checkpoints } from '../../src/eventsourcing/checkpoints.ts';
import type { Sql } from '../../src/eventsourcing/database.ts';
import type { EventStore } from '../../src/eventsourcing/event-store.ts';
import { createIndexes, createTable, postgresTable, rowsOf } from '../../src/eventsourcing/postgres-table.ts';
import { advance, type Projection } from '../../src/eventsourcing/projection.ts';
import type { Row, Rows, Table } from '../../src/eventsourcing/table.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { InMemoryTable } from '../in-memory/table.ts';
import { testServers } from '../servers.ts';
import { bookId, borrowers, library, loans, ref } from './library.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

type Readers = { readonly loans: Table & Rows<Row>; readonly borrowers: Table & Rows<Row> };
const columns = { loans: 'bookId', borrowers: 'ref' } as const;

/** A log whose next append waits for something: what was sealed before it arrives after it. */
function openLog() {
  const inner = new InMemoryEventStore(() => '2026-11-24T09:00:00.000Z');
  let before: (() => Promise<unknown>) | undefined;
  const store: EventStore = {
    read: (stream) => inner.read(stream),
    readLast: (stream) => inner.readLast(stream),
    readAll: (after, max) => inner.readAll(after, max),
    head: () => inner.head(),
    follow: (after, signal) => inner.follow(after, signal),
    async append(...appended) {
      const first = before;
      before = undefined;
      await first?.();
      return inner.append(...appended);
    },
  };
  const it = library(store);
  const delayed = (first: () => Promise<unknown>) => {
    before = first;
  };
  return { ...it, delayed };
}
type Open = ReturnType<typeof openLog>;

async function catchUp({ store }: Pick<Open, 'store'>, readers: Readers, batchMax: number) {
  const advanceOne = async (projection: Projection, table: Table) => {
    while ((await advance(projection, table, { store, forgetting, batchMax })) > 0);
  };
  await Promise.all([advanceOne(loans, readers.loans), advanceOne(borrowers, readers.borrowers)]);
  return readers;
}

const everything = async (readers: Readers) => ({
  loans: sorted(await readers.loans.all(), columns.loans),
  borrowers: sorted(await readers.borrowers.all(), columns.borrowers),
});
const sorted = (rows: readonly Row[], by: string) =>
  rows.toSorted((a, b) => String(a[by]).localeCompare(String(b[by])));

const inMemory = (): Readers => ({ loans: new InMemoryTable(), borrowers: new InMemoryTable() });

const title = fc.constantFrom('Emma', 'Dracula', 'Ulysses');
const person = fc.constantFrom('Ada', 'Charles', 'Mary');
type Step = (it: Open, live: readonly Readers[]) => Promise<unknown>;
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(title, person).map(
    ([title, name]): Step =>
      (it) =>
        it.lend(title, name),
  ),
  fc.tuple(title, fc.nat(900)).map(
    ([title, fine]): Step =>
      (it) =>
        it.giveBack(title, fine),
  ),
  title.map(
    (title): Step =>
      (it) =>
        it.lose(title),
  ),
  person.map(
    (name): Step =>
      (it) =>
        it.forget(name),
  ),
  fc.tuple(title, person).map(
    ([title, name]): Step =>
      async (it) => {
        it.delayed(() => it.forget(name));
        await it.lend(title, name); // sealed, forgotten, and only then in the log
      },
  ),
  fc.integer({ min: 1, max: 4 }).map(
    (batchMax): Step =>
      (it, live) =>
        Promise.all(live.map((readers) => catchUp(it, readers, batchMax))),
  ),
);

test('rebuilt equals live', async () => {
  const property = fc.asyncProperty(
    fc.array(steps, { maxLength: 30 }),
    fc.integer({ min: 1, max: 50 }),
    async (steps, batchMax) => {
      const [it, live] = [openLog(), inMemory()];
      for (const step of steps) await step(it, [live]);
      const rows = await everything(await catchUp(it, live, 2000));
      expect(await everything(await catchUp(it, inMemory(), batchMax))).toEqual(rows);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

async function inPostgres(sql: Sql): Promise<Readers> {
  const points = checkpoints(sql);
  for (const projection of [loans, borrowers])
    await sql.begin(async (tx) => {
      await tx.unsafe(`drop table if exists live.${projection.name}`);
      await tx`delete from progress.checkpoints where name = ${projection.name}`;
      await createTable(tx, projection, 'live');
    });
  const reading = (projection: Projection) => ({
    ...postgresTable(sql, projection, points),
    ...rowsOf(sql, projection),
  });
  return { loans: reading(loans), borrowers: reading(borrowers) };
}

test('in PostgreSQL too, and both equal the model', async () => {
  const { sql } = await servers.shop();
  const property = fc.asyncProperty(
    fc.array(steps, { maxLength: 20 }),
    fc.integer({ min: 1, max: 50 }),
    async (steps, batchMax) => {
      await sql`delete from progress.destroyed_keys`;
      const it = openLog();
      const live = [inMemory(), await inPostgres(sql)] as const;
      for (const step of steps) await step(it, live);
      const [model, rows] = [
        await everything(await catchUp(it, live[0], 2000)),
        await everything(await catchUp(it, live[1], 2000)),
      ];
      expect(rows).toEqual(model);
      expect(await everything(await catchUp(it, await inPostgres(sql), batchMax))).toEqual(model);
    },
  );
  await fc.assert(property, { numRuns: 25 });
});

test('a fact that arrives after its key was destroyed leaves no ciphertext', async () => {
  const { sql } = await servers.shop();
  for (const batchMax of [1, 2000])
    for (const readers of [inMemory(), await inPostgres(sql)]) {
      const it = openLog();
      await it.lend('Emma', 'Ada');
      it.delayed(() => it.forget('Ada'));
      await it.lend('Dracula', 'Ada');
      const { loans, borrowers } = await everything(await catchUp(it, readers, batchMax));
      expect(JSON.stringify([loans, borrowers])).not.toMatch(/"jwe":"[^"]/);
      expect(loans.find(({ bookId: id }) => id === bookId('Dracula'))).toMatchObject({
        borrower: ref('Ada'),
        contact: { category: 'contact', jwe: '' },
      });
      expect(borrowers).toEqual([]); // its rows go with the key
    }
});

test('a kept key is not mistaken for a destroyed one', async () => {
  const it = openLog();
  await it.lend('Emma', 'Ada');
  await it.forget('Charles');
  await it.lend('Dracula', 'Mary');
  const { borrowers } = await everything(await catchUp(it, inMemory(), 2000));
  expect(borrowers.map(({ ref }) => ref).toSorted()).toEqual([ref('Ada'), ref('Mary')].toSorted());
});

test('indexes are made of every id that is looked up', async () => {
  const { sql } = await servers.shop();
  await inPostgres(sql);
  await createIndexes(sql, loans, 'live');
  const rows = await sql<{ def: string }[]>`
    select indexdef as def from pg_indexes where (schemaname, tablename) = ('live', 'loans')`;
  const told = rows.map(({ def }) => def.replace(/^.* USING /, '')).toSorted();
  expect(told).toEqual([
    'btree ("bookId")',
    'btree (borrower)',
    'btree (row_key)',
    "gin (row_kids) WHERE (row_kids <> '{}'::text[])",
  ]);
});
