/** The node around the streams: how clients find it, the standard projections, a size and a port of its own, its end. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import http2 from 'node:http2';
import { EventStoreDBClient } from '@eventstore/db-client';
import { failureOf, until } from '../../waiting.ts';
import { event, events, type Opened, openClient, typesOf } from './official-client.ts';

setDefaultTimeout(60_000); // the machine may be busy
let it: Opened;
beforeAll(async () => {
  it = await openClient({ maxAppendBytes: 2_000 });
  await it.client.appendToStream('order-1', [event('OrderPlaced'), event('OrderPaid')]);
  await it.client.appendToStream('order-2', event('OrderPlaced'));
  await it.client.appendToStream('photo-1', event('PhotoUploaded'));
  await it.client.appendToStream('lonely', event('Happened'));
});
afterAll(() => it.close());

describe('finding it', () => {
  test('by gossip: it is its own leader', async () => {
    const found = EventStoreDBClient.connectionString(
      `esdb+discover://127.0.0.1:${it.port}?tls=false&nodePreference=leader`,
    );
    expect(await typesOf(found.readStream('order-1'))).toEqual(['OrderPlaced', 'OrderPaid']);
    await found.dispose();
  });

  test('by plain HTTP: that it lives, and who it is', async () => {
    const get = (path: string) => fetch(`http://127.0.0.1:${it.port}${path}`);
    expect((await get('/health/live')).status).toBe(204);
    expect(await (await get('/info')).json()).toMatchObject({ state: 'leader' });
    expect(await (await get('/gossip')).json()).toMatchObject({
      members: [{ state: 'Leader', isAlive: true, httpEndPointPort: it.port }],
    });
    expect((await get('/streams/order-1')).status).toBe(404);
  });

  test('it answers who asks whether it is still there', async () => {
    const session = http2.connect(`http://127.0.0.1:${it.port}`);
    const tookMs = await new Promise<number>((resolve, reject) => {
      session.once('error', reject);
      session.once('connect', () => {
        session.ping((error, ms) => (error === null ? resolve(ms) : reject(error)));
      });
    });
    expect(tookMs).toBeGreaterThanOrEqual(0);
    session.destroy();
  });

  test('what it was started with holds: the size of an append', async () => {
    const failure = await failureOf(
      it.client.appendToStream('large', event('Large', { text: 'x'.repeat(2_000) })),
    );
    expect(failure).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 2_000 });
  });
});

describe('standard projections', () => {
  const read = (stream: string) => typesOf(it.client.readStream(stream, { resolveLinkTos: true }));

  test('by category, by type and by stream, as soon as somebody reads them', async () => {
    expect(await read('$ce-order')).toEqual(['OrderPlaced', 'OrderPaid', 'OrderPlaced']);
    expect(await read('$et-OrderPlaced')).toEqual(['OrderPlaced', 'OrderPlaced']);
    const streams = await Array.fromAsync(it.client.readStream('$streams', { resolveLinkTos: true }));
    expect(streams.map(({ event }) => event?.streamId)).toEqual(['order-1', 'order-2', 'photo-1', 'lonely']);
  });

  test('a reader sees what was appended just before, without waiting', async () => {
    for (let at = 0; at < 5; at += 1) {
      await it.client.appendToStream('fresh-1', events(1, at));
      expect(await read('$ce-fresh')).toHaveLength(at + 1);
    }
  });

  test('a subscriber gets it as it comes, links and their events', async () => {
    const seen: string[] = [];
    const subscription = it.client.subscribeToStream('$ce-live', { resolveLinkTos: true });
    subscription.on('data', ({ event, link }) => seen.push(`${link?.streamId} ${event?.type}`));
    for (const type of ['A', 'B', 'C']) await it.client.appendToStream(`live-${type}`, event(type));
    await until(() => seen.length === 3, 'three links');
    expect(seen).toEqual(['$ce-live A', '$ce-live B', '$ce-live C']);
    await subscription.unsubscribe();
  });

  test('a deleted stream leaves links that lead nowhere', async () => {
    await it.client.appendToStream('gone-1', event('Gone'));
    await it.client.deleteStream('gone-1');
    const links = await Array.fromAsync(it.client.readStream('$ce-gone', { resolveLinkTos: true }));
    expect(links[0]?.event).toBeUndefined();
    expect(links[0]?.link?.type).toBe('$>');
  });

  test('survive a restart, without a link twice', async () => {
    await it.restart();
    await it.client.appendToStream('order-3', event('OrderPlaced'));
    expect(await read('$et-OrderPlaced')).toHaveLength(3);
  });

  test('are listed, stopped and started', async () => {
    const names = (await it.client.listProjections()).map(({ name }) => name).toSorted();
    expect(names).toEqual([
      '$by_category',
      '$by_correlation_id',
      '$by_event_type',
      '$stream_by_category',
      '$streams',
    ]);
    await it.client.disableProjection('$by_category');
    expect((await it.client.getProjectionStatus('$by_category')).projectionStatus).toBe('Stopped');
    await it.client.appendToStream('order-4', event('Unseen'));
    expect(await read('$ce-order')).not.toContain('Unseen');
    await it.client.enableProjection('$by_category');
    expect((await it.client.getProjectionStatus('$by_category')).projectionStatus).toBe('Running');
    expect(await read('$ce-order')).toContain('Unseen');
  });

  test('there are no others, which is said clearly', async () => {
    const failure = await failureOf(it.client.createProjection('mine', 'fromAll().when({})'));
    expect(String(failure)).toContain('standard projections only');
    expect(await failureOf(it.client.enableProjection('mine'))).toMatchObject({ code: 2 });
    expect(await failureOf(it.client.getProjectionState('mine'))).toMatchObject({ code: 12 });
  });
});

test('a client outlives its server: what it asks next is answered by the next one', async () => {
  const other = await openClient();
  await other.client.appendToStream('stream', event('Before'));
  await other.restart();
  expect(await typesOf(other.client.readStream('stream'))).toEqual(['Before']);
  await other.close();
});
