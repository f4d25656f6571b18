/** What a real EventStoreDB 23.10.6 answered, our server answers too. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, startEventStore } from '../../../src/embedded/event-store/event-store.ts';
import { live, prepare } from './preparations.ts';
import { rawClient, type RawClient } from './raw-client.ts';
import { ask, replayStep, type World } from './replay.ts';
import { type Bindings, orderOf, transcripts } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
let store: EventStore;
let client: RawClient;

beforeAll(async () => {
  store = await startEventStore({ file: join(folder, 'events.db') });
  client = rawClient(store.port);
});
afterAll(async () => {
  client.close();
  await store.stop();
  rmSync(folder, { recursive: true });
});

const world = (): World => ({
  client,
  ask: (rpc, request) => ask(client, rpc, request),
  append: async (stream, types, data, ids) => {
    const positions: string[] = [];
    for (const [at, type] of types.entries()) {
      const isJson = type !== '$>';
      const { messages: [answer] } = await ask(client, 'Streams/Append', [
        { options: { stream_identifier: { stream_name: stream }, any: {} } },
        { proposed_message: {
          id: { string: ids?.[at] ?? crypto.randomUUID() },
          metadata: { type: type.replace('json', ''), 'content-type': isJson ? 'application/json' : 'application/octet-stream' },
          data: data?.[at] ?? '{}',
        } },
      ]);
      positions.push(JSON.parse(JSON.stringify(answer)).success.position.commit_position);
    }
    return positions;
  },
  restart: async () => {
    client.close();
    await store.stop();
    store = await startEventStore({ file: join(folder, 'events.db') });
    client = rawClient(store.port);
  },
});

const replayable = transcripts.filter(({ name }) => !/^(persistent-(park-then|message-timeout|max-sub|updated|round|dispatch|config-stream|list-all$|list-for-stream-named|across|create-strategy)|secure|wire|server-features|append-race|checkpoint-places|positions-across|idempotent-across)|subscribe-stream-large|unfiltered-checkpoints|checkpoints-window/.test(name));

for (const asked of replayable)
  test(asked.name, async () => {
    const bindings: Bindings = new Map();
    await prepare(world(), asked, bindings);
    const found: string[] = [];
    for (const [at, step] of asked.steps.entries()) {
      if (step.rpc === '(preparation)') continue;
      if (asked.name === 'metadata-$maxAge' && (at === 2 || at === 7)) await Bun.sleep(1_700);
      const told = await replayStep(world(), step, bindings, live(world(), asked.name));
      found.push(...told.map((what) => `step ${at} ${step.rpc}: ${what}`));
    }
    expect([...found, ...orderOf(bindings)]).toEqual([]);
  }, 20_000);
