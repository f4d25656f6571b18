/** A read model's table in PostgreSQL. Rows, checkpoint and what was destroyed move in one statement. */
import { createHash } from 'node:crypto';
import { assume } from './assume.ts';
import { channels } from './channels.ts';
import { begin, type Checkpoint, type Checkpoints } from './checkpoints.ts';
import { quoted, type Sql, type Transaction } from './database.ts';
import type { Projection } from './projection.ts';
import type { Change, Order, Row, Rows, Table } from './table.ts';

/** The schema that a table stands in: what pages read, what a rebuild fills, and what was there before it. */
export type Place = 'live' | 'next' | 'old';

export const tableName = ({ name }: Projection, place: Place = 'live'): string => `${place}.${quoted(name)}`;

/** What the rows depend on besides the log: a table of another shape is not this projection's. */
export const shapeOf = ({ version, columns, forget }: Projection): string =>
  `${version}-${createHash('sha256')
    .update(JSON.stringify([columns, forget]))
    .digest('hex')
    .slice(0, 12)}`;

export const checkpointOf = (projection: Projection, place: Place = 'live'): Checkpoint => ({
  kind: place,
  name: projection.name,
  shape: shapeOf(projection),
});

/** An empty table, its checkpoint before the first event. Without indexes: they are cheaper to make at the end. */
export async function createTable(tx: Transaction, projection: Projection, place: Place): Promise<void> {
  const columns = Object.entries(projection.columns).map(([column, type]) => `, ${quoted(column)} ${type}`);
  await tx.unsafe(`create table ${tableName(projection, place)}
    (row_key text primary key, row_kids text[] not null ${columns.join('')})`);
  await begin(tx, checkpointOf(projection, place));
}

export async function createIndexes(sql: Sql, projection: Projection, place: Place): Promise<void> {
  const table = tableName(projection, place);
  for (const columns of projection.indexes)
    await sql.unsafe(`create index on ${table} (${columns.map(quoted).join(', ')})`);
  await sql.unsafe(`create index on ${table} using gin (row_kids) where row_kids <> '{}'`);
  await sql.unsafe(`analyze ${table}`);
}

export function postgresTable(
  sql: Sql,
  projection: Projection,
  checkpoints: Checkpoints,
  place: Place = 'live',
): Table {
  const of = checkpointOf(projection, place);
  const loading = `select row_key, ${namesOf(projection)} from ${tableName(projection, place)}`;
  const committing = commitStatement(projection, place);
  return {
    position: () => checkpoints.read(of),

    async load(keys, kids) {
      const rows = new Map<string, Row | undefined>(keys.map((key) => [key, undefined]));
      if (keys.length + kids.length === 0) return rows;
      const holding = kids.length === 0 ? '' : `or (row_kids && $2 and row_kids <> '{}')`;
      const asked = kids.length === 0 ? [[...keys]] : [[...keys], [...kids]];
      const found = await sql.unsafe(`${loading} where row_key = any ($1) ${holding}`, asked, {
        prepare: true,
      });
      for (const { row_key, ...row } of found) rows.set(row_key, row);
      return rows;
    },

    async destroyed(kids) {
      if (kids.length === 0) return new Map();
      const rows = await sql<{ kid: string; position: bigint }[]>`
        select kid, position from progress.destroyed_keys where kid = any (${[...kids]})`;
      return new Map(rows.map(({ kid, position }) => [kid, position]));
    },

    async commit(changes, from, to, destroyed = new Map()) {
      if (changes.size + destroyed.size === 0) return from === to || checkpoints.move(of, from, to);
      const [told] = await sql.unsafe(
        committing,
        [
          of.name,
          of.shape,
          from,
          to,
          gone(changes),
          json(changes),
          [...destroyed.keys()],
          [...destroyed.values()].map(String),
        ],
        { prepare: true },
      );
      return told?.['moved'] === true;
    },
  };
}

const namesOf = ({ columns }: Projection): string => Object.keys(columns).map(quoted).join(', ');

/** One statement is one transaction, and one way to the server and back. */
function commitStatement(projection: Projection, place: Place): string {
  const { columns } = projection;
  const typed = Object.entries(columns).map(([column, type]) => `${quoted(column)} ${type}`);
  const set = Object.keys(columns).map((column) => `, ${quoted(column)} = excluded.${quoted(column)}`);
  const told =
    place === 'live' ? `(select pg_notify('${channels.passed}', $1 || ' ' || $4) from moved)` : 'null';
  return `
    with moved as (
      update progress.checkpoints set position = $4::bigint
      where (kind, name, shape, position) = ('${place}', $1, $2, $3::bigint) returning 1
    ), gone as (
      delete from ${tableName(projection, place)} where row_key = any ($5::text[]) and exists (select from moved)
    ), put as (
      insert into ${tableName(projection, place)} (row_key, row_kids, ${namesOf(projection)})
      select row_key, row_kids, ${namesOf(projection)}
      from json_to_recordset($6::text::json) as row (row_key text, row_kids text[], ${typed.join(', ')})
      where exists (select from moved)
      on conflict (row_key) do update set row_kids = excluded.row_kids ${set.join('')}
    ), noted as (
      insert into progress.destroyed_keys (kid, position)
      select * from unnest($7::text[], $8::bigint[]) where exists (select from moved)
      on conflict do nothing
    )
    select exists (select from moved) as moved, ${told} as told`;
}

const gone = (changes: ReadonlyMap<string, Change>): string[] =>
  [...changes].flatMap(([key, { row }]) => (row === undefined ? [key] : []));

const json = (changes: ReadonlyMap<string, Change>): string =>
  JSON.stringify(
    [...changes].flatMap(([key, { row, kids }]) =>
      row === undefined ? [] : [{ ...row, row_key: key, row_kids: kids }],
    ),
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );

/** What pages ask. A projection's own statements read `live.<name>`, where the rows are whatever is rebuilt beside them. */
export function rowsOf<R extends Row>(sql: Sql, projection: Projection<R>): Rows<R> {
  const selecting = `select ${namesOf(projection)} from ${tableName(projection)}`;
  const ask = async (conditions: string, values: readonly unknown[]): Promise<readonly R[]> =>
    assume([...(await sql.unsafe(`${selecting} ${conditions}`, assume(values), { prepare: true }))]); // its columns
  return {
    byKey: async (key) => (await ask('where row_key = $1', [key]))[0],
    where: (column, equals, order) =>
      equals === null
        ? ask(`where ${quoted(String(column))} is null ${ordered(order)}`, [])
        : ask(`where ${quoted(String(column))} = $1 ${ordered(order)}`, [equals]),
    all: (order) => ask(ordered(order), []),
  };
}

function ordered<R>(order: Order<R> | undefined): string {
  if (order === undefined) return '';
  const { by, descending = false, limit, offset = 0 } = order;
  const most = limit === undefined ? '' : `limit ${Math.trunc(limit)}`;
  const direction = descending ? 'desc' : 'asc';
  return `order by ${quoted(by)} ${direction} ${most} offset ${Math.trunc(offset)}`;
}
