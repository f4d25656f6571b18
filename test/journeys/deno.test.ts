/** The same pages on another engine: an order is placed at a shop's web role that runs on Deno, beside Bun's servers. */
import { afterAll, expect, test } from 'bun:test';
import { type OpenedShop, openShop, root, shopFolder, untilReady } from './opened-shop.ts';
import { pay, visitor } from './visitor.ts';

const npx = Bun.which('npx');
const folder = await shopFolder();
const stops: (() => unknown)[] = [folder.clean];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
}, 60_000);

/** Fetched from the npm registry at the first time. It is started by its own path: a signal to npx ends npx alone. */
function denoPath(): string {
  const asked = [npx ?? 'npx', '--yes', 'deno@2.9.6', 'eval', 'console.log(Deno.execPath())'];
  return Bun.spawnSync(asked, { stdout: 'pipe', stderr: 'ignore' }).stdout.toString().trim();
}

/** The pages alone. */
async function openOnDeno(data: string): Promise<string> {
  const args = [
    'run',
    '-A',
    '--node-modules-dir=manual',
    'src/main.ts',
    '--role',
    'web',
    '--port',
    '0',
    '--data',
    data,
  ];
  const shop = Bun.spawn([denoPath(), ...args], { cwd: root, stdout: 'pipe', stderr: 'ignore' });
  stops.push(async () => {
    shop.kill('SIGTERM');
    await shop.exited;
  });
  const block = await untilReady(shop.stdout);
  return /^shop +(\S+)/m.exec(block ?? '')?.[1] ?? '';
}

if (npx === null) console.log('no npx: no order was placed under Deno');
else
  test('an order is placed under Deno, and paid', async () => {
    const owner = await openShop(folder.data);
    stops.push(owner.close);
    const shop: OpenedShop = { ...owner, url: await openOnDeno(folder.data) };
    expect(shop.url).not.toBe(owner.url);
    const ada = await visitor(shop);
    const portrait = await ada.portrait(await ada.photo(), 'engraving');
    const placed = await ada.order(portrait, 'file', 'jpeg', { fileAtOnce: false });
    await pay(shop, placed.payment.url);
    const order = await ada.until(placed.id, ({ order: { status } }) => status === 'confirmed');
    expect(order.payment.status).toBe('captured');
  }, 240_000);
