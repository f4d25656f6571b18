/** What every event store does: the model in memory and the client of a real server, by the same sentences. */
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import type { EventData, EventStore } from '../../src/eventsourcing/event-store.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { testServers } from '../servers.ts';
import { metadata } from './library.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

const happened = (name: string): EventData => ({
  ...{ id: uuidFrom(name), type: 'Happened', data: { name, text: '☺ "quoted"', list: [1.5, null] } },
  metadata: metadata(name),
});
const [a, b, c] = [happened('a'), happened('b'), happened('c')];
const names = (events: readonly EventData[]) => events.map(({ data }) => data['name']);

const anEventStore = (name: string, open: () => Promise<EventStore>) =>
  describe(name, () => {
    test('reads a stream as it was appended, and nothing of another', async () => {
      const store = await open();
      await store.append('s-1', 'no-stream', [a, b]);
      await store.append('s-2', 'no-stream', [c]);
      const stream = await store.read('s-1');
      expect(stream.map(({ revision }) => revision)).toEqual([0n, 1n]);
      expect(stream.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual([a, b]);
      expect(stream[0]?.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
      expect(await store.read('s-3')).toEqual([]);
    });

    test('reads the last event of a stream alone', async () => {
      const store = await open();
      await store.append('s-1', 'no-stream', [a, b]);
      expect(await store.readLast('s-1')).toMatchObject({ id: b.id, revision: 1n });
      expect(await store.readLast('s-3')).toBeUndefined();
    });

    test('reads everything after a position, in order, as much as is wanted', async () => {
      const store = await open();
      const position = await store.append('s-1', 'no-stream', [a]);
      await store.append('s-2', 'no-stream', [b]);
      await store.append('s-1', 0n, [c]);
      expect(names(await store.readAll(-1n))).toEqual(['a', 'b', 'c']);
      expect(names(await store.readAll(-1n, 2))).toEqual(['a', 'b']);
      expect(position === 'conflict' || names(await store.readAll(position))).toEqual(['b', 'c']);
      expect(position === 'conflict' || names(await store.readAll(position, 1))).toEqual(['b']);
    });

    test('gives each event a place of its own, and answers an append with the place of its last', async () => {
      const store = await open();
      expect(await store.head()).toBe(-1n);
      const position = await store.append('s-1', 'no-stream', [a, b, c]);
      const positions = (await store.readAll(-1n)).map(({ position }) => position);
      expect(new Set(positions).size).toBe(3);
      expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
      expect(position).toBe(positions.at(-1) ?? 'conflict');
      expect(await store.head()).toBe(positions.at(-1) ?? -1n);
      expect((await store.read('s-1')).map(({ position }) => position)).toEqual(positions);
    });

    test('refuses what expects another revision', async () => {
      const store = await open();
      await store.append('s-1', 'no-stream', [a]);
      expect(await store.append('s-1', 'no-stream', [b])).toBe('conflict');
      expect(await store.append('s-1', 1n, [b])).toBe('conflict');
      expect(await store.append('s-2', 0n, [b])).toBe('conflict');
    });

    test('lets one through of many that come at once', async () => {
      const store = await open();
      const all = Array.from({ length: 20 }, (_, n) => store.append('s-1', 'no-stream', [happened(`${n}`)]));
      expect((await Promise.all(all)).filter((answer) => answer !== 'conflict')).toHaveLength(1);
      expect(await store.read('s-1')).toHaveLength(1);
    });

    /** Pitfall 24: sent again, with more or with less than the first time. */
    test('recognises a repeated append, and not a part of one', async () => {
      const store = await open();
      const position = await store.append('s-1', 'no-stream', [a, b]);
      expect(await store.append('s-1', 'no-stream', [a, b])).toBe(position);
      expect(await store.append('s-1', 'no-stream', [a, b, c])).toBe('conflict');
      expect(await store.append('s-1', 1n, [c])).not.toBe('conflict');
      expect(await store.append('s-1', 'no-stream', [a, b])).toBe(position);
      expect(await store.read('s-1')).toHaveLength(3);
    });

    test('is followed from any place, without a gap, without a repetition, and on into what comes', async () => {
      const store = await open();
      await store.append('s-1', 'no-stream', [a]);
      await store.append('s-2', 'no-stream', [b]);
      const [first] = await store.readAll(-1n, 1);
      const all = follow(store, -1n);
      const rest = follow(store, first?.position ?? -1n);
      await until(() => all.seen.length === 2 && rest.seen.length === 1);
      for (let n = 0; n < 50; n++) await store.append(`t-${n}`, 'no-stream', [happened(`${n}`)]);
      await until(() => all.seen.length === 52 && rest.seen.length === 51);
      expect(all.seen).toEqual(names(await store.readAll(-1n)));
      expect(rest.seen).toEqual(all.seen.slice(1));
      await Promise.all([all.stop(), rest.stop()]);
    });

    test('stops being followed when nobody wants it any more', async () => {
      const store = await open();
      const quiet = follow(store, -1n);
      await quiet.stop();
      await store.append('s-1', 'no-stream', [a]);
      expect(quiet.seen).toEqual([]);
    });
  });

function follow(store: EventStore, after: bigint) {
  const seen: unknown[] = [];
  const stopping = new AbortController();
  const following = (async () => {
    for await (const batch of store.follow(after, stopping.signal)) {
      expect(batch.length).toBeGreaterThan(0);
      seen.push(...names(batch));
    }
  })();
  return {
    seen,
    async stop() {
      stopping.abort();
      await following;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await Bun.sleep(5);
}

anEventStore('the store in memory', async () => new InMemoryEventStore(() => '2026-11-24T09:00:00Z'));
anEventStore('the store over the wire', servers.eventStore);
