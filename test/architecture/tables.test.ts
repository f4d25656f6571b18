/** One owner per table: a read model is named in SQL by the code of all read models alone, and every other table by one room. */
import { expect, test } from 'bun:test';
import { projections } from '../../projections/index.ts';
import { migrations, type Source, sourceOf, sources } from './source.ts';

/** Which room writes what cannot be replayed; a table that is not here fails. */
const owners: Readonly<Record<string, RegExp>> = {
  key: /^src\/personal-data\//,
  key_encryption_key: /^src\/personal-data\//,
  fence: /^src\/personal-data\//,
  look_up: /^src\/personal-data\//,
  reconciliation: /^src\/personal-data\//,
  'progress.checkpoints': /^src\/eventsourcing\//,
  'progress.parked': /^src\/eventsourcing\//,
  'progress.skipped': /^src\/eventsourcing\//,
  'progress.destroyed_keys': /^src\/eventsourcing\//,
  session: /^src\/web\//,
  quota: /^src\/web\/quota\.ts$/,
  quota_unit: /^src\/web\/quota\.ts$/,
  proof: /^src\/web\/privacy\/proof\.ts$/,
};

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

const readModelsIn = (source: Source): readonly string[] =>
  tablesIn(source).filter((table) => readModels.includes(table.replace(/^(live|next|old)\./, '')));

test('it looked', () => {
  const seen = new Set(ofTheShop.flatMap(tablesIn));
  expect(Object.keys(owners).filter((table) => !seen.has(table))).toEqual([]);
  expect(readModels.length).toBeGreaterThanOrEqual(14);
});

test('every table that is made by a migration has an owner here', () => {
  const made = migrations.flatMap(({ text }) =>
    [...text.matchAll(/create table (?:if not exists )?([\w.]+)/g)].map(([, table = '']) => table),
  );
  expect(made.toSorted()).toEqual(Object.keys(owners).toSorted());
});

test('no two read models share a table', () => {
  expect(new Set(readModels).size).toBe(readModels.length);
});

test('nobody writes SQL over a read model: rows go through its projection, and answers through its queries', () => {
  expect(ofTheShop.flatMap((one) => readModelsIn(one).map((table) => `${one.path}: ${table}`))).toEqual([]);
});

test('nobody reads or writes the table of another room', () => {
  const offences = ofTheShop.flatMap((one) =>
    tablesIn(one)
      .filter((table) => owners[table] !== undefined && !owners[table].test(one.path))
      .map((table) => `${one.path}: ${table}`),
  );
  expect(offences).toEqual([]);
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
  expect(readModelsIn(sourceOf('src/web/planted.ts', text))).toHaveLength(1);
});
