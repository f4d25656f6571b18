/** A read model is built anew from the command line, while the shop is open, sells, and forgets somebody. */
import { expect, test } from 'bun:test';
import { z } from 'zod';
import { run } from '../scripts/run.ts';
import { eventually, root, shopOfThisFile } from './opened-shop.ts';
import { codeFor } from './rights.ts';
import { visitor } from './visitor.ts';

const shop = await shopOfThisFile();
const within = await shop.enter();
const ada = await visitor(shop);
const portrait = await ada.portrait(await ada.photo(), 'engraving');

const projection = (...args: readonly string[]) => run('projection', [...args, '--data', shop.data]);

const States = z.array(z.object({ name: z.string(), is: z.string(), rows: z.int(), hasOld: z.boolean() }));
async function stateOf(name: string) {
  const { out } = await projection('status', '--json');
  return States.parse(JSON.parse(out)).find((one) => one.name === name);
}

/** Orders one thing after the other, and looks at each at once, until told to stop. */
function selling() {
  const placed: { readonly id: string; readonly link: string }[] = [];
  const stopping = new AbortController();
  const sold = (async () => {
    while (!stopping.signal.aborted) {
      const order = await ada.order(portrait, 'file', 'jpeg', { fileAtOnce: false });
      placed.push(order);
      expect((await ada.seen(order.id)).order.status).toBe('placed');
      expect((await fetch(order.link)).status).toBe(200);
    }
  })();
  return {
    placed,
    async stop() {
      stopping.abort();
      await sold;
    },
  };
}

/** As at a terminal. @returns all that was drawn there */
async function rebuildAtTerminal(...args: readonly string[]): Promise<string> {
  const seen: Uint8Array[] = [];
  const child = Bun.spawn(
    [process.execPath, 'scripts/projection.ts', 'rebuild', ...args, '--data', shop.data],
    {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      terminal: {
        cols: 120,
        rows: 40,
        data: (_, bytes) => void seen.push(bytes.slice()),
      },
    },
  );
  await child.exited;
  child.terminal?.close();
  return Buffer.concat(seen).toString();
}

test('orders are placed and seen while their read model is built anew, compared, and put in place', async () => {
  const customers = selling();
  const drawn = await rebuildAtTerminal('orders');
  for (const phase of ['replay  orders', '100 %', 'index  orders', 'compare  orders', 'swap  orders'])
    expect(drawn).toContain(phase);
  expect(drawn).toMatch(/orders: rebuilt, \d+ rows?, equal to the live ones/);
  expect(drawn).toContain('what was there before is kept until: bun run projection confirm orders');
  const { status, out } = await projection('rebuild', '--all', '--json');
  const rebuilt = z.array(z.object({ readModel: z.string(), is: z.string() })).parse(JSON.parse(out));
  expect([status, rebuilt.filter(({ is }) => is !== 'swapped')]).toEqual([0, []]);
  await customers.stop();

  expect(customers.placed.length).toBeGreaterThan(1);
  for (const { id } of customers.placed) expect((await ada.seen(id)).order.status).toBe('placed');
  expect(await stateOf('orders')).toMatchObject({ rows: customers.placed.length, hasOld: true });
  expect((await projection('confirm', '--all')).status).toBe(0);
  expect(await stateOf('orders')).toMatchObject({ is: 'up to date', hasOld: false });
});

test('somebody who is erased while it is built stays unreadable in the new one, and in every later one', async () => {
  const eve = await visitor(shop);
  const email = 'eve.canary@example.org';
  const hers = await eve.order(await eve.portrait(await eve.photo(), 'engraving'), 'file', 'jpeg', { email });
  await fetch(`${hers.link}/cancel`, { method: 'POST', redirect: 'manual' });
  expect(await sealedContact(hers.id)).toStartWith('ey'); // a JWE
  const code = await codeFor(shop, eve, email);
  const [rebuilt, asked] = await Promise.all([
    projection('rebuild', 'orders'),
    eve.ask('POST', '/privacy/erasures', { scope: 'everything', confirm: true, code }),
  ]);
  expect([rebuilt.status, asked.status]).toEqual([0, 202]);
  await eventually('forgotten', async () => ((await sealedContact(hers.id)) === '' ? true : undefined));
  const again = await projection('rebuild', 'orders');
  expect(again.out).toMatch(/orders: rebuilt, \d+ rows, equal to the live ones/);
  expect(await sealedContact(hers.id)).toBe('');
  expect(await (await fetch(hers.link)).text()).not.toContain(email);
});

async function sealedContact(order: string): Promise<string | undefined> {
  const rows = await within.shop.sql<{ jwe: string }[]>`
    select contact->>'jwe' as jwe from live.orders where "orderId" = ${order}`;
  return rows[0]?.jwe;
}
