/** One owner per table: nobody writes SQL over a read model, and every other table belongs to one room. */
import { expect, test } from 'bun:test';
import { projections } from '../../projections/index.ts';
import { migrations, type Source, sourceOf, sources } from './source.ts';

/** Stand-ins have databases of their own. */
const ofTheShop = sources.filter(({ path }) => !path.startsWith('src/embedded/'));
const readModels = projections.map(({ name }) => name);

/** What a statement in a template reads or writes: `from x`, `into live.x`, `update x`. */
const named =
  /\b(?:from|join|into|update|truncate|table)\s+(?:if (?:not )?exists\s+|only\s+)?((?:[a-z_]+\.)?"?[a-z_]+"?)/g;

const tablesIn = ({ text }: Pick<Source, 'text'>): readonly string[] =>
  [...text.matchAll(/`[^`]*`/g)]
    .filter(([template]) => /\b(select|insert|update|delete|truncate|drop|alter|create)\b/i.test(template))
    .flatMap(([template]) =>
      [...template.matchAll(named)].map(([, table = '']) => table.replaceAll('"', '')),
    );

/** But for those of the file itself: a read model may count its own rows. */
const readModelsIn = (source: Source): readonly string[] =>
  tablesIn(source)
    .map((table) => table.replace(/^(live|next|old)\./, ''))
    .filter((table) => readModels.includes(table))
    .filter((table) => source.path !== `projections/${table.replaceAll('_', '-')}.ts`);

/** What cannot be replayed: tables that a migration makes. */
const kept = migrations.flatMap(({ text }) =>
  [...text.matchAll(/create table (?:if not exists )?([\w.]+)/g)].map(([, table = '']) => table),
);

const roomsOver = (table: string): readonly string[] => [
  ...new Set(
    ofTheShop
      .filter((one) => tablesIn(one).includes(table))
      .map(({ path }) => /^(src\/)?[\w-]+\//.exec(path)?.[0] ?? path),
  ),
];

test('it looked', () => {
  expect(kept.length).toBeGreaterThanOrEqual(13);
  expect(readModels.length).toBeGreaterThanOrEqual(14);
  expect(roomsOver('progress.checkpoints')).toEqual(['src/eventsourcing/']);
});

test('every table that a migration makes is read and written by one room', () => {
  const rooms = kept.map((table) => `${table}: ${roomsOver(table).join(', ')}`);
  expect(rooms.filter((said) => !/: [^,]+$/.test(said))).toEqual([]);
});

test('keys, fences and the look-up are for the room of personal data alone', () => {
  for (const table of ['key', 'key_encryption_key', 'fence', 'look_up', 'reconciliation'])
    expect([table, ...roomsOver(table)]).toEqual([table, 'src/personal-data/']);
});

test('no two read models share a table', () => {
  expect(new Set(readModels).size).toBe(readModels.length);
});

test('nobody else writes SQL over a read model: rows go through its projection, and answers through its queries', () => {
  expect(ofTheShop.flatMap((one) => readModelsIn(one).map((table) => `${one.path}: ${table}`))).toEqual([]);
});

test('no migration touches a read model', () => {
  const mentioned = migrations.flatMap(({ path, text }) =>
    readModels
      .filter((name) => new RegExp(`\\b(live|next|old)\\.${name}\\b|table ${name}\\b`).test(text))
      .map((name) => `${path}: ${name}`),
  );
  expect(mentioned).toEqual([]);
});

test.each([
  'const rows = await sql`select * from live.orders`;',
  'await sql`delete from orders where true`;',
  'await sql.unsafe(`update next."orders" set status = null`);',
])('and it sees a trespasser: %s', (text) => {
  for (const path of ['src/web/planted.ts', 'projections/products.ts'])
    expect(readModelsIn(sourceOf(path, text))).toHaveLength(1);
  expect(readModelsIn(sourceOf('projections/orders.ts', text))).toEqual([]);
});
