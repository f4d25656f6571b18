/** Where a reader stops at an event that it cannot deal with, until somebody says: try again, or pass it over. */
import { setTimeout as pause } from 'node:timers/promises';
import { channels } from './channels.ts';
import type { Sql } from './database.ts';
import type { RecordedEvent } from './event-store.ts';
import { untilAny } from './signals.ts';

/** A reader of the log; `shape` is empty but for a read model: another shape may be able to read the event. */
export type Reader = { readonly name: string; readonly shape: string };

export type Parked = Reader & {
  readonly position: bigint;
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  readonly reason: string;
  readonly parkedAt: string;
};

export type Parking = {
  park(reader: Reader, event: RecordedEvent, reason: string): Promise<void>;
  /** Resolves as soon as nothing of this reader is parked, or when the signal is. */
  free(reader: Reader, signal: AbortSignal): Promise<void>;
  /** Aborted when the reader must look again where it stands; ask before you look. */
  again(reader: Reader): AbortSignal;
  /** The positions that this reader passes over. */
  skipped(reader: Reader): Promise<ReadonlySet<bigint>>;
  stop(): Promise<void>;
};

const againMs = 30_000;

export function parking(sql: Sql): Parking {
  const said = new Map<string, AbortController>();
  const say = (name: string) => {
    said.get(name)?.abort();
    said.delete(name);
  };
  const listening = sql.listen(channels.lookAgain, say, () => [...said.keys()].map(say));

  function again({ name }: Reader): AbortSignal {
    const waiting = said.get(name) ?? new AbortController();
    said.set(name, waiting);
    return waiting.signal;
  }

  return {
    again,

    async park({ name, shape }, { position, id, stream, type }, reason) {
      await sql`
        insert into progress.parked (name, shape, position, event_id, stream, type, reason)
        values (${name}, ${shape}, ${position}, ${id}, ${stream}, ${type}, ${reason})
        on conflict (name) do update set (shape, position, event_id, stream, type, reason, parked_at) =
          (excluded.shape, excluded.position, excluded.event_id, excluded.stream, excluded.type, excluded.reason, now())`;
    },

    async free(reader, signal) {
      const { name, shape } = reader;
      await listening;
      for (let isParked = true; isParked && !signal.aborted; ) {
        const changed = again(reader);
        const [row] = await sql`select 1 from progress.parked where (name, shape) = (${name}, ${shape})`;
        isParked = row !== undefined;
        if (isParked) await untilAny([signal, changed], aborted);
      }
    },

    async skipped({ name, shape }) {
      const rows = await sql<{ position: bigint }[]>`
        select position from progress.skipped where (name, shape) = (${name}, ${shape})`;
      return new Set(rows.map(({ position }) => position));
    },

    stop: async () => (await listening).unlisten(),
  };
}

/** Or after a while: a hint may be lost. */
const aborted = (signal: AbortSignal): Promise<unknown> =>
  pause(againMs, undefined, { signal }).catch(() => {});

export const parkedEvents = async (sql: Sql): Promise<readonly Parked[]> =>
  sql<Parked[]>`
    select name, shape, position, event_id as "eventId", stream, type, reason, parked_at as "parkedAt"
    from progress.parked order by name`;

/** The reader tries the event again. @returns false if nothing of this name is parked */
export async function retryParked(sql: Sql, name: string): Promise<boolean> {
  const { count } = await sql`delete from progress.parked where name = ${name}`;
  await sql.notify(channels.lookAgain, name);
  return count > 0;
}

/** The reader passes the event over, now and in every rebuild of this shape; who said so is kept. */
export async function skipParked(sql: Sql, name: string, by: string): Promise<boolean> {
  const { count } = await sql`
    with parked as (delete from progress.parked where name = ${name} returning *)
    insert into progress.skipped (name, shape, position, event_id, stream, type, reason, skipped_by)
    select name, shape, position, event_id, stream, type, reason, ${by} from parked`;
  await sql.notify(channels.lookAgain, name);
  return count > 0;
}
