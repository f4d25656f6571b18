/** The moments in which two tables of a read model meet: to be compared, and to change places. */
import { channels, tellWithin } from './channels.ts';
import { quoted, type Sql, type Transaction } from './database.ts';
import { Fault } from './fault.ts';
import type { Place } from './postgres-table.ts';

/** Of the two tables: how many rows, in how many they differ, and the keys of a few that do. */
export type Comparison = {
  readonly rows: number;
  readonly differing: number;
  readonly examples: readonly string[];
};

const examplesMax = 20;

/** Brings the new table on to a position, over this connection. */
type Bring = (position: bigint, own: Sql) => Promise<void>;

/**
 * Compares both at one checkpoint, while the live one goes on: it is stopped only until both stand at the same
 * event, and a snapshot of that moment is compared.
 */
export const compareAtOneCheckpoint = (sql: Sql, name: string, bring: Bring): Promise<Comparison> =>
  withOwn(sql, (own) =>
    sql.begin('isolation level repeatable read read only', async (snapshot) => {
      await sql.begin(async (tx) => {
        await bring(await positionLocked(tx, name), own);
        await snapshot`select 1`; // the moment
      });
      const [counted] = await snapshot.unsafe<Comparison[]>(comparison(name));
      return counted ?? { rows: 0, differing: 0, examples: [] };
    }),
  );

/**
 * A connection that is taken before anything is locked: on a shared one, what the lock waits for would queue behind
 * a statement that waits for the lock.
 */
async function withOwn<T>(sql: Sql, work: (own: Sql) => Promise<T>): Promise<T> {
  const own = await sql.reserve();
  try {
    return await work(own);
  } finally {
    own.release();
  }
}

/** Whoever wants to move the live checkpoint waits until this transaction ends. */
async function positionLocked(tx: Transaction, name: string): Promise<bigint> {
  const [row] = await tx<{ position: bigint }[]>`
    select position from progress.checkpoints where (kind, name) = ('live', ${name}) for update`;
  return row?.position ?? -1n;
}

const comparison = (name: string): string => `
  with pair as (
    select coalesce(l.row_key, n.row_key) as key, l is distinct from n as differs
    from live.${quoted(name)} as l full join next.${quoted(name)} as n using (row_key)
  )
  select count(*)::int as rows, (count(*) filter (where differs))::int as differing,
    coalesce((array_agg(key order by key) filter (where differs))[1:${examplesMax}], '{}') as examples
  from pair`;

/**
 * Puts the new table in the place of the live one, which is kept in `old`, all in one transaction: a reader sees the
 * one or the other, whole.
 * @returns where it stands
 */
export const swapIn = (sql: Sql, name: string, bring: Bring): Promise<bigint> =>
  withOwn(sql, (own) =>
    sql.begin(async (tx) => {
      await tx`set local lock_timeout = '5s'`;
      // first the table, then its checkpoint, as those do who write it; the other way round both would wait
      if (await exists(tx, 'live', name))
        await tx.unsafe(`lock table live.${quoted(name)} in access exclusive mode`);
      await bring(await positionLocked(tx, name), own);
      await moveTable(tx, name, 'live', 'old');
      return moveTable(tx, name, 'next', 'live');
    }),
  );

async function moveTable(tx: Transaction, name: string, from: Place, to: Place): Promise<bigint> {
  if (!(await exists(tx, from, name))) return -1n;
  await dropTable(tx, name, to);
  await tx.unsafe(`alter table ${from}.${quoted(name)} set schema ${to}`);
  const [moved] = await tx<{ position: bigint }[]>`
    update progress.checkpoints set kind = ${to} where (kind, name) = (${from}, ${name}) returning position`;
  const position = moved?.position ?? -1n;
  if (to === 'live') {
    await tx`delete from progress.parked where name = ${name}`; // the table that stood there is gone
    await tellWithin(tx, channels.passed, `${name} ${position}`);
    await tellWithin(tx, channels.lookAgain, name);
  }
  return position;
}

export async function dropTable(tx: Transaction, name: string, place: Place): Promise<void> {
  await tx.unsafe(`drop table if exists ${place}.${quoted(name)}`);
  await tx`delete from progress.checkpoints where (kind, name) = (${place}, ${name})`;
}

async function exists(tx: Transaction, place: Place, name: string): Promise<boolean> {
  const [row] = await tx<{ there: boolean }[]>`
    select to_regclass(${`${place}.${quoted(name)}`}) is not null as there`;
  return row?.there === true;
}

/** What there was before the last swap is no longer wanted. @returns false if there is nothing */
export const confirm = (sql: Sql, name: string): Promise<boolean> =>
  sql.begin(async (tx) => {
    const isThere = await exists(tx, 'old', name);
    await dropTable(tx, name, 'old');
    return isThere;
  });

/**
 * Ends a rebuild, also one that another process is at; where none is, takes back the last swap: the table before it
 * catches up from where it stood.
 * @param shape that the live table must have, whichever it is
 * @throws Fault rebuild/other-shape: the table before is of another version of the program
 */
export const abort = (sql: Sql, name: string, shape: string): Promise<'dropped' | 'taken-back' | 'nothing'> =>
  sql.begin(async (tx) => {
    await tx`set local lock_timeout = '5s'`;
    if (await exists(tx, 'next', name)) {
      await dropTable(tx, name, 'next');
      return 'dropped';
    }
    if (!(await exists(tx, 'old', name))) return 'nothing';
    const [old] = await tx<{ shape: string }[]>`
      select shape from progress.checkpoints where (kind, name) = ('old', ${name})`;
    if (old?.shape !== shape) throw new Fault('rebuild/other-shape', { name });
    await moveTable(tx, name, 'old', 'live');
    return 'taken-back';
  });
