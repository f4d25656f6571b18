/** After a command a page waits until its read models have passed the event, and not longer than it may. */
import { channels } from './channels.ts';
import type { Sql } from './database.ts';

export type Passing = {
  /** @returns false if one of them is still behind: the page shows what there is */
  waitFor(readModels: readonly string[], position: bigint, timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
};

export function passing(sql: Sql): Passing {
  const reached = new Map<string, bigint>();
  const waiting = new Set<() => void>();
  const listening = sql.listen(channels.passed, heard, missed);

  function heard(told: string): void {
    const [name = '', position = '-1'] = told.split(' ');
    reached.set(name, BigInt(position));
    for (const look of waiting) look();
  }

  /** Whatever was told while nobody listened. */
  function missed(): void {
    reached.clear();
    void lookUp().catch(() => {}); // and if the server is gone again, this happens again
  }

  async function lookUp(): Promise<void> {
    const rows = await sql<{ name: string; position: bigint }[]>`
      select name, position from progress.checkpoints where kind = 'live'`;
    for (const { name, position } of rows)
      if (position > (reached.get(name) ?? -1n)) reached.set(name, position);
    for (const look of waiting) look();
  }

  return {
    async waitFor(readModels, position, timeoutMs) {
      const arePast = () => readModels.every((name) => (reached.get(name) ?? -1n) >= position);
      if (readModels.some((name) => !reached.has(name))) await lookUp();
      return arePast() || (await eventually(arePast, waiting, timeoutMs));
    },
    stop: async () => (await listening).unlisten(),
  };
}

const eventually = (holds: () => boolean, waiting: Set<() => void>, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      waiting.delete(look);
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), timeoutMs);
    const look = () => holds() && end(true);
    waiting.add(look);
  });
