/** A shop that was closed, or died, goes on where it stopped. */
import { afterAll, expect, test } from 'bun:test';
import { readRun } from '../../src/composition/run-file.ts';
import { rawClient } from '../embedded/event-store/raw-client.ts';
import { openShop, shopFolder } from './opened-shop.ts';
import { pay, visitor } from './visitor.ts';

const folder = await shopFolder();
afterAll(folder.clean);

test('a second start goes on with the data of the first; Ctrl-C ends with 0', async () => {
  const first = await openShop(folder.data);
  const ada = await visitor(first);
  const portrait = await ada.portrait(await ada.photo(), 'engraving');
  const placed = await ada.order(portrait, 'file', 'jpeg');
  expect(await first.close()).toBe(0);

  const second = await openShop(folder.data, '--port', new URL(first.url).port);
  const order = await ada.seen(placed.id);
  expect(order).toMatchObject({ order: { status: 'placed' }, payment: { status: 'open' } });
  expect(await second.close()).toBe(0);
}, 120_000);

test('a shop that is killed while it paints and sells loses nothing, and does nothing twice', async () => {
  let shop = await openShop(folder.data);
  const port = new URL(shop.url).port;
  const ada = await visitor(shop);
  const portrait = await ada.portrait(await ada.photo(), 'engraving');
  const placed = await ada.order(portrait, 'framed-20x25', 'walnut-white');
  await pay(shop, placed.payment.url);
  for (let kill = 0; kill < 3; kill++) {
    await Bun.sleep(700 * kill);
    await shop.kill();
    shop = await openShop(folder.data, '--port', port);
  }
  const order = await ada.until(
    placed.id,
    ({ print }) => print !== null && print.status !== 'planned',
    'the lab',
  );
  expect(order.payment.status).toBe('captured');
  await shop.close();
}, 240_000);

test('a shop whose log has ended by itself says so, closes with 1, and goes on at the next start', async () => {
  const shop = await openShop(folder.data);
  const log = rawClient(Number(new URL(readRun(folder.data)?.addresses.eventStore ?? '').port));
  const asked = log.call('/event_store.client.operations.Operations/Shutdown');
  asked.send(new Uint8Array(0));
  asked.end();
  expect(await shop.ended).toBe(1);
  log.close();
  expect(shop.printed()).toContain(
    'portrait123: error: a client has shut the event store down\nhint: start again',
  );
  expect(await (await openShop(folder.data)).close()).toBe(0);
}, 120_000);
