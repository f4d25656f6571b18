/** How far each reader of the log has come. Whoever moves a checkpoint says from where: the second of two loses. */
import { setTimeout as pause } from 'node:timers/promises';
import { channels } from './channels.ts';
import type { Querying, Sql } from './database.ts';
import { Fault } from './fault.ts';

export type CheckpointKind = 'live' | 'next' | 'old' | 'process' | 'effect';

/** `shape` is empty but for a read model, whose rows depend on it. */
export type Checkpoint = { readonly kind: CheckpointKind; readonly name: string; readonly shape: string };

export type Checkpoints = {
  /** A reader that is new begins before the first event; one that is there stays where it is. */
  begin(of: Checkpoint): Promise<void>;
  /** @throws Fault checkpoint/missing: it was never begun, or is of another shape by now */
  read(of: Checkpoint): Promise<bigint>;
  /**
   * For events that changed nothing: those that move at the same time share one statement.
   * @returns false if another runner was there first
   */
  move(of: Checkpoint, from: bigint, to: bigint): Promise<boolean>;
  /** The same at once, for an event from which something followed. */
  moveNow(of: Checkpoint, from: bigint, to: bigint): Promise<boolean>;
};

type Move = Checkpoint & {
  readonly from: bigint;
  readonly to: bigint;
  done(moved: boolean): void;
  failed(cause: unknown): void;
};

/** At most so many statements a second, however many events come and however many readers pass over them. */
const pauseMs = 20;

export function checkpoints(sql: Sql): Checkpoints {
  let waiting: Move[] = [];
  let isMoving = false;

  async function moveAll(): Promise<void> {
    isMoving = true;
    await pause(0); // whoever has read the same events is about to ask
    while (waiting.length > 0) {
      const moves = [...new Map(waiting.map((move) => [keyOf(move), move])).values()]; // one of two at a time
      waiting = waiting.filter((move) => !moves.includes(move));
      try {
        const names = await moved(sql, moves);
        for (const move of moves) move.done(names.has(keyOf(move)));
      } catch (cause) {
        for (const move of moves) move.failed(cause);
      }
      await pause(pauseMs);
    }
    isMoving = false;
  }

  return {
    begin: (of) => begin(sql, of),
    async read({ kind, name, shape }) {
      const [row] = await sql<{ position: bigint }[]>`
        select position from progress.checkpoints where (kind, name, shape) = (${kind}, ${name}, ${shape})`;
      if (row === undefined) throw new Fault('checkpoint/missing', { kind, name, shape });
      return row.position;
    },
    move: (of, from, to) =>
      new Promise((done, failed) => {
        waiting.push({ ...of, from, to, done, failed });
        if (!isMoving) void moveAll();
      }),
    moveNow: (of, from, to) => moveWithin(sql, of, from, to),
  };
}

const keyOf = ({ kind, name }: Checkpoint): string => `${kind} ${name}`;

async function moved(sql: Sql, moves: readonly Move[]): Promise<ReadonlySet<string>> {
  const rows = await sql<{ kind: CheckpointKind; name: string }[]>`
    with moved as (
      update progress.checkpoints as at set position = move.to_position
      from unnest(
        ${moves.map(({ kind }) => kind)}::text[], ${moves.map(({ name }) => name)}::text[],
        ${moves.map(({ shape }) => shape)}::text[], ${moves.map(({ from }) => String(from))}::bigint[],
        ${moves.map(({ to }) => String(to))}::bigint[]
      ) as move (kind, name, shape, from_position, to_position)
      where (at.kind, at.name, at.shape, at.position) = (move.kind, move.name, move.shape, move.from_position)
      returning at.kind, at.name, at.position
    )
    select kind, name, case when kind = 'live' then pg_notify(${channels.passed}, name || ' ' || position) end as told
    from moved`;
  return new Set(rows.map((row) => keyOf({ ...row, shape: '' })));
}

/** The same inside a transaction, with whatever follows from the events. */
export async function moveWithin(tx: Querying, of: Checkpoint, from: bigint, to: bigint): Promise<boolean> {
  const { count } = await tx`
    update progress.checkpoints set position = ${to}
    where (kind, name, shape, position) = (${of.kind}, ${of.name}, ${of.shape}, ${from})`;
  return count === 1;
}

/** Where every reader stands, for whoever watches them; the tables of before a rebuild left out. */
export const positions = (
  sql: Sql,
): Promise<readonly { readonly kind: CheckpointKind; readonly name: string; readonly position: bigint }[]> =>
  sql<{ kind: CheckpointKind; name: string; position: bigint }[]>`
    select kind, name, position from progress.checkpoints where kind <> 'old' order by kind, name`;

export async function begin(sql: Querying, of: Checkpoint): Promise<void> {
  await sql`
    insert into progress.checkpoints (kind, name, shape, position)
    values (${of.kind}, ${of.name}, ${of.shape}, -1) on conflict do nothing`;
}
