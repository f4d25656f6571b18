/** What every table of a read model does: the model in memory and the one in PostgreSQL, by the same sentences. */
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import { checkpoints } from '../../src/eventsourcing/checkpoints.ts';
import { createIndexes, createTable, postgresTable, rowsOf } from '../../src/eventsourcing/postgres-table.ts';
import type { Projection } from '../../src/eventsourcing/projection.ts';
import type { Change, Rows, Table } from '../../src/eventsourcing/table.ts';
import { InMemoryTable } from '../in-memory/table.ts';
import { testServers } from '../servers.ts';

type Everything = {
  readonly id: string;
  readonly n: number;
  readonly share: number;
  readonly large: bigint;
  readonly is: boolean;
  readonly day: string;
  readonly at: string | null;
  readonly list: readonly { readonly text: string }[];
};

const everything: Projection<Everything> = {
  name: 'everything',
  version: 1,
  columns: {
    ...{ id: 'uuid', n: 'integer', share: 'double precision', large: 'bigint', is: 'boolean' },
    ...{ day: 'date', at: 'timestamptz', list: 'jsonb' },
  },
  indexes: [['n', 'at']],
  forget: 'values',
  read: () => undefined,
};

const row = (n: number, ...kids: readonly string[]): Change => ({ row: values(n), kids });
const values = (n: number): Everything => ({
  id: '0190a1b2-7b1e-5c3d-9e4f-000000000001',
  ...{ n, share: 0.1 + 0.2, large: 2n ** 60n, is: true, day: '2026-11-24', at: null },
  list: [{ text: 'a "quoted" ☺ \\u0041 one' }],
});

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

async function inPostgres() {
  const { sql } = await servers.shop();
  await sql.begin((tx) => createTable(tx, everything, 'live'));
  await createIndexes(sql, everything, 'live');
  return { ...postgresTable(sql, everything, checkpoints(sql)), ...rowsOf(sql, everything) };
}

const aTable = (name: string, open: () => Promise<Table & Rows<Everything>>) =>
  describe(name, () => {
    test('holds its rows and how far they go', async () => {
      const table = await open();
      expect(await table.position()).toBe(-1n);
      expect(await table.commit(new Map([['a', row(1)]]), -1n, 7n)).toBe(true);
      expect(await table.position()).toBe(7n);
      const loaded = await table.load(['a', 'b'], []);
      expect([...loaded]).toEqual([
        ['a', values(1)],
        ['b', undefined],
      ]);
    });

    test('lets one of two runners through, and writes nothing of the other', async () => {
      const table = await open();
      await table.commit(new Map([['a', row(1)]]), -1n, 7n);
      expect(await table.commit(new Map([['a', row(2)]]), -1n, 5n, new Map([['k1', 3n]]))).toBe(false);
      expect(await table.position()).toBe(7n);
      expect((await table.load(['a'], [])).get('a')).toEqual(values(1));
      expect([...(await table.destroyed(['k1']))]).toEqual([]);
    });

    test('lets one through of many that come at once', async () => {
      const table = await open();
      const all = Array.from({ length: 8 }, (_, n) => table.commit(new Map([['a', row(n)]]), -1n, 7n));
      expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
    });

    test('moves on where nothing changes, and lets one of two through there too', async () => {
      const table = await open();
      const moves = [table.commit(new Map(), -1n, 7n), table.commit(new Map(), -1n, 9n)];
      const through = await Promise.all(moves);
      expect(through.filter(Boolean)).toHaveLength(1);
      expect(await table.position()).toBe(through[0] === true ? 7n : 9n);
    });

    test('finds rows by the keys that they hold values under, until those are gone', async () => {
      const table = await open();
      const held = [
        ['a', row(1, 'k1', 'k2')],
        ['b', row(2, 'k2')],
        ['c', row(3)],
      ] as const;
      await table.commit(new Map(held), -1n, 0n);
      expect([...(await table.load([], ['k2'])).keys()].toSorted()).toEqual(['a', 'b']);
      const forgotten = [
        ['a', row(1, 'k1')],
        ['b', { row: undefined, kids: [] }],
      ] as const;
      await table.commit(new Map(forgotten), 0n, 1n);
      expect([...(await table.load([], ['k2'])).keys()]).toEqual([]);
      expect((await table.load(['b'], [])).get('b')).toBeUndefined();
    });

    test('remembers which keys are destroyed, and where that was first said', async () => {
      const table = await open();
      await table.commit(new Map(), -1n, 7n, new Map([['k1', 7n]]));
      await table.commit(new Map(), 7n, 9n, new Map([['k1', 9n]]));
      expect([...(await table.destroyed(['k1', 'k2']))]).toEqual([['k1', 7n]]);
    });

    test('gives every value as it was put there', async () => {
      const table = await open();
      const at = ['2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.120Z', '0999-01-01T23:59:59.999Z', null];
      const put = at.map((at, n) => [String(n), { row: { ...values(n), at }, kids: [] }] as const);
      await table.commit(new Map(put), -1n, 0n);
      const got = await table.all({ by: 'n' });
      expect(got).toEqual(at.map((at, n) => ({ ...values(n), at })));
      expect(await table.byKey('2')).toEqual({ ...values(2), at: at[2] ?? null });
      expect(await table.byKey('9')).toBeUndefined();
    });

    test('answers by a column, in an order, a page at a time', async () => {
      const table = await open();
      const put = [3, 1, 2, 4].map((n) => [String(n), row(n)] as const);
      await table.commit(new Map(put), -1n, 0n);
      expect(await table.where('n', 2)).toEqual([values(2)]);
      expect(await table.where('at', '2026-11-24T09:00:00.000Z')).toEqual([]);
      const page = await table.where('at', null, { by: 'n', descending: true, limit: 2, offset: 1 });
      expect(page.map(({ n }) => n)).toEqual([3, 2]);
    });
  });

aTable('the table in memory', async () => new InMemoryTable());
aTable('the table in PostgreSQL', inPostgres);
