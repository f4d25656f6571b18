/**
 * Who does what, where several processes could: an advisory lock for each name, all on one connection, so that
 * they end with the process. They save work; that nothing is done twice, the checkpoints see to.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { database } from './database.ts';

export type Lease = {
  /** Aborted when the connection is lost, and with it the lock. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
};

export type Leases = {
  /** Waits until it is free. @returns undefined if the signal was first */
  acquire(name: string, signal: AbortSignal): Promise<Lease | undefined>;
  /** @returns undefined if somebody else has it */
  tryNow(name: string): Promise<Lease | undefined>;
  stop(): Promise<void>;
};

/** @param url of the database that the processes share @param retryMs how soon a free one is taken */
export function leases(url: string, retryMs = 1000): Leases {
  const { take, end } = session(url);
  const wanted = new Set<{ readonly name: string; taken(lease: Lease): void }>();
  const stopping = new AbortController();
  let isTrying = false;

  async function tryAll(): Promise<void> {
    isTrying = true;
    while (wanted.size > 0 && !stopping.signal.aborted) {
      await pause(0); // whoever starts with this one is about to ask
      const asked = [...wanted];
      const free = await take(asked.map(({ name }) => name)).catch(() => new Map<string, Lease>());
      for (const one of asked) {
        const lease = free.get(one.name);
        if (lease === undefined) continue;
        free.delete(one.name); // a second who wants the same waits for the first
        wanted.delete(one);
        one.taken(lease);
      }
      if (wanted.size > 0) await pause(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    isTrying = false;
  }

  return {
    acquire: (name, signal) =>
      new Promise((resolve) => {
        const one = { name, taken: resolve };
        wanted.add(one);
        const giveUp = () => wanted.delete(one) && resolve(undefined);
        signal.addEventListener('abort', giveUp, { once: true });
        stopping.signal.addEventListener('abort', giveUp, { once: true });
        if (signal.aborted || stopping.signal.aborted) giveUp();
        else if (!isTrying) void tryAll();
      }),
    tryNow: async (name) => (await take([name])).get(name),
    async stop() {
      stopping.abort();
      await end();
    },
  };
}

/** The one connection that holds them: whatever it held is lost with it. */
function session(url: string) {
  let connection = new AbortController();
  const mine = new Set<string>(); // a session may take its own lock again; a process may not
  const sql = database(url, {
    connectionsMax: 1,
    onClose: () => {
      connection.abort();
      mine.clear();
      connection = new AbortController();
    },
  });
  return { take, end: () => sql.end({ timeout: 1 }) };

  async function take(names: readonly string[]): Promise<Map<string, Lease>> {
    const { signal: lost } = connection;
    const free = [...new Set(names)].filter((name) => !mine.has(name));
    for (const name of free) mine.add(name);
    const rows = await sql<{ name: string; held: boolean }[]>`
      select name, pg_try_advisory_lock(hashtextextended(name, 0)) as held
      from unnest(${free}::text[]) as name`.catch((cause: unknown) => {
      for (const name of free) mine.delete(name);
      throw cause;
    });
    for (const { name, held } of rows) if (!held) mine.delete(name);
    const held = rows.filter(({ held }) => held && !lost.aborted);
    return new Map(held.map(({ name }) => [name, { lost, release: () => release(name, lost) }]));
  }

  async function release(name: string, lost: AbortSignal): Promise<void> {
    if (lost.aborted) return;
    await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.catch(() => {});
    mine.delete(name);
  }
}
