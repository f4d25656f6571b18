/** Whether everything that the shop cannot do without answers. */
import type { Readiness } from '../web/shop.ts';
import type { Run } from './run-file.ts';
import type { Stores } from './stores.ts';

/** An answer that takes longer is none. */
const patienceMs = 3000;

export function readinessOf({ log, sql, vaultSql, storage }: Stores, run: Run): () => Promise<Readiness> {
  const asked: Readonly<Record<string, () => PromiseLike<unknown>>> = {
    log: () => log.head(),
    database: () => sql`select 1`,
    vault: () => vaultSql`select 1`,
    storage: () => storage.check(run.addresses.s3.bucket),
  };
  return async () => {
    const answers = Object.entries(asked).map(async ([name, ask]) => [name, await stateOf(ask)] as const);
    return Object.fromEntries(await Promise.all(answers));
  };
}

async function stateOf(ask: () => PromiseLike<unknown>): Promise<'up' | 'down'> {
  const late = new Promise<'down'>((resolve) => setTimeout(resolve, patienceMs, 'down'));
  const answer = Promise.resolve(ask()).then(
    () => 'up' as const,
    () => 'down' as const,
  );
  return Promise.race([answer, late]);
}
