/** A shop that is open in a process of its own, for a bench to use as anybody does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type OpenedShop = { readonly url: string; readonly startMs: number; close(): Promise<void> };

type Options = { readonly port?: string; readonly env?: Readonly<Record<string, string>> };

const root = join(import.meta.dirname, '../..');

/** @throws when it ends before it is ready */
export async function openedShop(data: string, { port = '0', env = {} }: Options = {}): Promise<OpenedShop> {
  const begun = performance.now();
  const args = [join(root, 'src/main.ts'), '--port', port, '--data', data];
  const shop = spawn(process.execPath, args, {
    ...{ cwd: root, env: { ...process.env, NO_COLOR: '1', ...env } },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await urlOf(shop);
  const startMs = performance.now() - begun;
  return {
    ...{ url, startMs },
    async close() {
      shop.kill('SIGINT');
      await once(shop, 'exit');
    },
  };
}

async function urlOf(shop: ChildProcess): Promise<string> {
  let url = '';
  if (shop.stdout === null) throw new Error('it has no voice');
  for await (const line of createInterface({ input: shop.stdout })) {
    url = /^shop +(\S+)/.exec(line)?.[1] ?? url;
    if (!line.startsWith('ready')) continue;
    shop.stdout.resume(); // what it says later is not read, and must not stop it
    return url;
  }
  throw new Error('the shop did not open');
}
