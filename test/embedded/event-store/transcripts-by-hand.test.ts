/** What a real EventStoreDB 23.10.6 answered, where the question takes more than one call, or a server of its own. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import http2 from 'node:http2';
import { assume } from '../../../src/embedded/event-store/assume.ts';
import * as persistent from '../../../src/embedded/event-store/messages/persistent.ts';
import { readReq, readResp } from '../../../src/embedded/event-store/messages/streams.ts';
import { decodeJson, encodeJson, type Json, type JsonObject } from './message-json.ts';
import { group } from './preparations.ts';
import type { RawCall } from './raw-client.ts';
import { headersFor, open, replayStep } from './replay.ts';
import { type Bindings, differences, type Step, transcript } from './transcript.ts';
import { type OpenWorld, openWorld } from './world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const readOptions = { uuid_option: { string: {} }, no_filter: {} };
const stepOf = (name: string, at: number): Step => {
  const step = transcript(name).steps[at];
  if (step === undefined) throw new Error(`${name} has no step ${at}`);
  return step;
};
const replayed = async (name: string, at: number, bindings: Bindings) =>
  expect(await replayStep(world, stepOf(name, at), bindings)).toEqual([]);

test('append-race-no_stream: of ten at once, one is the first', async () => {
  const event = () => ({
    proposed_message: {
      id: { string: crypto.randomUUID() },
      metadata: { type: 'T', 'content-type': 'application/json' },
      data: '{}',
    },
  });
  const options = { options: { stream_identifier: { stream_name: 'race' }, no_stream: {} } };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => world.ask('Streams/Append', [options, event()])),
  );
  const told = answers.map(({ messages: [answer] }) => assume<JsonObject>(answer ?? {}));
  expect(told.filter((answer) => answer['success'] !== undefined)).toHaveLength(1);
  const refusals = told.flatMap((answer) => answer['wrong_expected_version'] ?? []);
  expect(refusals.map((refusal) => assume<JsonObject>(refusal)['current_revision'])).toEqual(
    Array(9).fill('0'),
  );
});

test('server-features: what the original can do, but for its redaction of chunk files', async () => {
  const { messages } = await world.ask('ServerFeatures/GetSupportedMethods', {});
  const expected = assume<{ methods: { service_name: string }[]; event_store_server_version: string }>(
    stepOf('server-features', 0).response,
  );
  const methods = expected.methods.filter(({ service_name: service }) => !service.includes('redaction'));
  const told = assume<{ methods: JsonObject[]; event_store_server_version: string }>(messages[0] ?? {});
  const offered = told.methods.filter(
    ({ service_name: service }) => !String(service).includes('projections'),
  );
  expect(offered).toEqual(methods);
  expect(told.event_store_server_version).toBe(expected.event_store_server_version);
});

test('subscribe-stream-large-catch-up: one "caught up", after all of it', async () => {
  for (let at = 0; at < 3; at += 1) await appendMany('large', 500);
  const call = subscribe({
    stream: { stream_identifier: { stream_name: 'large' }, start: {} },
    no_filter: {},
  });
  expect(runs(await messagesOf(call))).toEqual([
    ['confirmation', 1],
    ['event', 1_500],
    ['caught_up', 1],
  ]);
});

test('subscribe-all-unfiltered-checkpoints: there are none', async () => {
  const call = subscribe({ all: { start: {} }, no_filter: {} });
  const kinds = runs(await messagesOf(call)).map(([kind]) => kind);
  expect(kinds).toEqual(['confirmation', 'event', 'caught_up']);
});

describe('where checkpoints fall', () => {
  /** Number 0 is where subscriptions start; number 100 is the only hit. */
  let positions: readonly string[] = [];
  beforeAll(async () => {
    const before = await world.append('ck', ['Miss']);
    const misses = await appendMany('ck', 99);
    const hit = await world.append('ck', ['CkHit']);
    positions = [...before, ...misses, ...hit, ...(await appendMany('ck', 99))];
  });

  for (const name of ['10-multiplier-3', '1-multiplier-1', '200-multiplier-1'])
    test(`history, window ${name}`, async () => {
      const [max, , multiplier] = name.split('-').map(Number);
      const position = { commit_position: positions[0] ?? '', prepare_position: positions[0] ?? '' };
      const call = subscribe({ all: { position }, filter: filterOf(max ?? 0, multiplier ?? 0) });
      const told = (await messagesOf(call)).map((message) => placed(message, positions));
      const expected = assume<readonly Json[]>(
        stepOf(`checkpoint-places-history-window-${name}`, 0)['response_in_order'],
      );
      expect(differences(expected, told, new Map())).toEqual([]);
    });

  for (const name of ['10-multiplier-1', '10-multiplier-3', '200-multiplier-1'])
    test(`live, window ${name}`, async () => {
      const [max, , multiplier] = name.split('-').map(Number);
      const call = subscribe({ all: { end: {} }, filter: filterOf(max ?? 0, multiplier ?? 0) });
      const first = [await next(call), await next(call)];
      const live = await world.append('ckl', [...Array(60).fill('Miss'), 'CkHit', ...Array(20).fill('Miss')]);
      const told = [...first, ...(await messagesOf(call))].map((message) => placed(message, live));
      const expected = assume<readonly Json[]>(
        stepOf(`checkpoint-places-live-window-${name}`, 0)['response_in_order'],
      );
      // each of these has its own place, which the recording calls by one name
      const withoutPrepare = (all: readonly Json[]) =>
        JSON.parse(JSON.stringify(all).replaceAll(/"prepare_position":"[^"]*"/g, '"p":1'));
      expect(withoutPrepare(told)).toEqual(withoutPrepare(expected));
    });
});

describe('across a restart', () => {
  test('positions stay as they were', async () => {
    const name = 'positions-across-a-restart';
    const bindings: Bindings = new Map();
    await replayed(name, 0, bindings);
    await replayed(name, 1, bindings);
    await world.restart();
    await replayed(name, 2, bindings);
    await replayed(name, 3, bindings);
  });

  test('event ids are remembered under "no stream", as there', async () => {
    const name = 'idempotent-across-a-restart-no_stream';
    const bindings: Bindings = new Map();
    await replayed(name, 0, bindings);
    await world.restart();
    for (const at of [1, 2, 3]) await replayed(name, at, bindings);
  });

  test.each(['any', 'stream_exists'])(
    'and under "%s", where the original forgets them',
    async (expectation) => {
      const name = `idempotent-across-a-restart-${expectation}`;
      const bindings: Bindings = new Map();
      const before = transcript(name).steps.findIndex(({ notes }) => notes === 'before the restart');
      for (let at = 0; at <= before; at += 1) await replayed(name, at, bindings);
      await world.restart();
      const again = { ...stepOf(name, before), notes: 'after the restart' };
      expect(await replayStep(world, again, bindings)).toEqual([]);
    },
  );

  test('a persistent subscription goes on after its checkpoint', async () => {
    const name = 'persistent-across-a-restart';
    const bindings: Bindings = new Map(['id1', 'id2', 'id3'].map((id) => [id, crypto.randomUUID()]));
    const ids = ['id1', 'id2', 'id3'].map((id) => bindings.get(id) ?? '');
    for (const [at, position] of (await world.append('rst-ps', ['T', 'T', 'T'], undefined, ids)).entries())
      bindings.set(`pos${at + 1}`, position);
    await replayed(name, 0, bindings);
    const { error: _error, ...first } = stepOf(name, 1);
    expect(await replayStep(world, first, bindings)).toEqual([]);
    await world.restart();
    await replayed(name, 2, bindings);
    await replayed(name, 3, bindings);
  });
});

describe('persistent subscriptions with their consumers connected', () => {
  test('persistent-park-then-replay', async () => {
    const name = 'persistent-park-then-replay';
    const bindings: Bindings = new Map();
    await world.append('ps-rp', ['T0', 'T1']);
    await group(world, 'ps-rp');
    const script = scriptOf(name, 6);
    const call = open(world.client, 'PersistentSubscriptions/Read');
    await follow(call, script.slice(0, 6), bindings);
    await Bun.sleep(100);
    for (const at of [0, 1, 2]) await replayed(name, at, bindings);
    await follow(call, script.slice(6), bindings);
    await Bun.sleep(100);
    for (const at of [3, 4, 5]) await replayed(name, at, bindings);
    call.cancel();
  });

  test(
    'persistent-message-timeout',
    async () => {
      const name = 'persistent-message-timeout';
      const bindings: Bindings = new Map();
      await world.append('ps-to', ['T0']);
      await group(world, 'ps-to', { start: {} }, { message_timeout_ms: 700, max_retry_count: 1 });
      const call = open(world.client, 'PersistentSubscriptions/Read');
      await follow(call, scriptOf(name, 2).slice(0, 4), bindings);
      expect(await call.next(3_500)).toBeUndefined();
      for (const at of [0, 1]) await replayed(name, at, bindings);
      call.cancel();
    },
    { timeout: 15_000 },
  );

  test('persistent-max-subscribers', async () => {
    await world.append('ps-ms', ['T0']);
    await group(world, 'ps-ms', { start: {} }, { max_subscriber_count: 1 });
    const call = open(world.client, 'PersistentSubscriptions/Read');
    const bindings: Bindings = new Map();
    await follow(call, scriptOf('persistent-max-subscribers', 1), bindings);
    await replayed('persistent-max-subscribers', 0, bindings);
    call.cancel();
  });

  test('persistent-updated-while-connected', async () => {
    const name = 'persistent-updated-while-connected';
    await world.append('ps-uc', ['T0']);
    await group(world, 'ps-uc', { end: {} });
    const bindings: Bindings = new Map();
    const consumer = replayStep(world, stepOf(name, 1), bindings, async () => {
      await replayed(name, 0, bindings);
    });
    expect(await consumer).toEqual([]);
  });

  test.each([
    ['persistent-round-robin-two-consumers', 'ps-rr', 'RoundRobin', 10],
    ['persistent-dispatch-to-single-two-consumers', 'ps-ds', 'DispatchToSingle', 2],
  ])('%s', async (name, stream, strategy, size) => {
    await group(world, String(stream), { start: {} }, { consumer_strategy: String(strategy) });
    const calls = [0, 1].map(() => open(world.client, 'PersistentSubscriptions/Read'));
    const options: JsonObject = {
      stream_identifier: { stream_name: String(stream) },
      group_name: 'g',
      buffer_size: Number(size),
      uuid_option: { string: {} },
    };
    for (const call of calls) {
      call.send(encodeJson(persistent.readReq, { options }));
      await call.next(2_000);
    }
    await world.append(String(stream), ['R0', 'R1', 'R2', 'R3', 'R4', 'R5']);
    const revisions = await Promise.all(calls.map(revisionsOf));
    expect({ consumer_1_revisions: revisions[0], consumer_2_revisions: revisions[1] }).toEqual({
      consumer_1_revisions: assume<string[]>(stepOf(String(name), 0)['consumer_1_revisions']),
      consumer_2_revisions: assume<string[]>(stepOf(String(name), 0)['consumer_2_revisions']),
    });
    for (const call of calls) call.cancel();
  });

  test.each(['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation'])(
    'the strategy %s is told',
    async (name) => {
      await world.append('ps-a', ['T']);
      await replayed(`persistent-create-strategy-${name}`, 0, new Map());
      const { messages } = await world.ask('PersistentSubscriptions/GetInfo', {
        options: { stream_identifier: { stream_name: 'ps-a' }, group_name: `str-${name}` },
      });
      expect(JSON.stringify(messages)).toContain(`"named_consumer_strategy":"${name}"`);
    },
  );

  test('persistent-config-stream', async () => {
    const { messages } = await world.ask('Streams/Read', {
      options: {
        ...readOptions,
        stream: { stream_identifier: { stream_name: '$persistentSubscriptionConfig' }, end: {} },
        read_direction: 'Backwards',
        count: '1',
      },
    });
    const record = assume<{ event: { event: { metadata: JsonObject; data: string } } }>(messages[0]).event
      .event;
    const step = stepOf('persistent-config-stream', 0);
    const data = assume<JsonObject>(JSON.parse(record.data));
    expect(record.metadata['type']).toBe(String(step['type']));
    expect(Object.keys(data)).toEqual(assume<string[]>(step['keys']));
    const entry = assume<JsonObject[]>(data['entries']).find(({ stream }) => stream === 'ps-rp') ?? {};
    const renamed: JsonObject = { ...entry, stream: 'ps-r' };
    expect(renamed).toEqual(assume<JsonObject>(step['entry_example']));
  });
});

describe('on the wire', () => {
  const raw = (path: string, type: string, body: Buffer) =>
    new Promise<{ readonly headers: object; readonly trailers: object; readonly bytes: number }>(
      (resolve) => {
        const session = http2.connect(`http://127.0.0.1:${world.port}`);
        const stream = session.request({
          ':method': 'POST',
          ':path': path,
          'content-type': type,
          te: 'trailers',
        });
        let [headers, trailers, bytes] = [{}, {}, 0];
        stream.on('response', (told) => {
          headers = told;
        });
        stream.on('trailers', (told) => {
          trailers = told;
        });
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        stream.on('close', () => {
          session.close();
          resolve({ headers, trailers, bytes });
        });
        stream.end(body);
      },
    );
  const nothing = Buffer.alloc(5);
  const visible = ({ headers }: { readonly headers: object }) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'date'));

  test('a unary answer has headers, a message and trailers', async () => {
    const told = await raw('/event_store.client.gossip.Gossip/Read', 'application/grpc', nothing);
    expect(visible(told)).toEqual(assume<JsonObject>(stepOf('wire-success-headers', 0)['response_headers']));
    expect(Object.fromEntries(Object.entries(told.trailers))).toEqual({ 'grpc-status': '0' });
  });

  test('an error without a message is told in the headers', async () => {
    const told = await raw('/event_store.client.streams.Streams/Read', 'application/grpc', nothing);
    expect(visible(told)).toEqual(assume<JsonObject>(stepOf('wire-success-headers', 1)['response_headers']));
  });

  test('what is not gRPC is refused', async () => {
    const told = await raw('/event_store.client.gossip.Gossip/Read', 'text/plain', nothing);
    expect(visible(told)).toEqual(
      assume<JsonObject>(stepOf('wire-wrong-content-type', 0)['response_headers']),
    );
  });

  test('an unknown method is unimplemented, an unknown service is not found', async () => {
    const method = await raw('/event_store.client.gossip.Gossip/Write', 'application/grpc', nothing);
    expect(visible(method)).toMatchObject({ ':status': 200, 'grpc-status': '12' });
    const service = await raw('/event_store.client.gossip.Rumour/Read', 'application/grpc', nothing);
    expect(visible(service)).toMatchObject({ ':status': 404 });
  });
});

const filterOf = (max: number, checkpointIntervalMultiplier: number) => ({
  event_type: { prefix: ['CkHit'] },
  max,
  checkpointIntervalMultiplier,
});

const subscribe = (options: JsonObject): RawCall => {
  const call = open(world.client, 'Streams/Read', headersFor(undefined));
  call.send(encodeJson(readReq, { options: { uuid_option: { string: {} }, subscription: {}, ...options } }));
  call.end();
  return call;
};

const next = async (call: RawCall): Promise<JsonObject> => {
  const message = await call.next(2_000);
  return message === undefined ? {} : decodeJson(readResp, message);
};

/** Until nothing comes any more. */
const messagesOf = async (call: RawCall): Promise<readonly JsonObject[]> => {
  const got: JsonObject[] = [];
  for (let message = await call.next(1_500); message !== undefined; message = await call.next(300))
    got.push(decodeJson(readResp, message));
  call.cancel();
  return got;
};

const runs = (messages: readonly JsonObject[]): readonly (readonly [string, number])[] => {
  const found: [string, number][] = [];
  for (const message of messages) {
    const [kind = ''] = Object.keys(message);
    const before = found.at(-1);
    if (before?.[0] === kind) before[1] += 1;
    else found.push([kind, 1]);
  }
  return found;
};

/** By the number of the event that stands at the place. */
const placed = (message: JsonObject, positions: readonly string[]): Json => {
  const told = JSON.stringify(message);
  const position = /"commit_position":"(\d+)"/.exec(told)?.[1] ?? '';
  if (message['event'] !== undefined) return { event_number: positions.indexOf(position) };
  if (message['checkpoint'] === undefined)
    return Object.fromEntries(Object.keys(message).map((kind) => [kind, {}]));
  const prepare = /"prepare_position":"(\d+)"/.exec(told)?.[1];
  return {
    checkpoint_at_the_position_of_event_number: positions.indexOf(position),
    prepare_position: prepare ?? 0,
  };
};

const appendMany = async (stream: string, count: number): Promise<readonly string[]> => {
  const event = () => ({
    proposed_message: {
      id: { string: crypto.randomUUID() },
      metadata: { type: 'Miss', 'content-type': 'application/json' },
      data: '{}',
    },
  });
  const options = { options: { stream_identifier: { stream_name: stream }, any: {} } };
  await world.ask('Streams/Append', [options, ...Array.from({ length: count }, event)]);
  const { messages } = await world.ask('Streams/Read', {
    options: {
      ...readOptions,
      stream: { stream_identifier: { stream_name: stream }, end: {} },
      read_direction: 'Backwards',
      count: String(count),
    },
  });
  return messages
    .map((told) => /"commit_position":"(\d+)"/.exec(JSON.stringify(told))?.[1] ?? '')
    .toReversed();
};

const scriptOf = (name: string, at: number) => assume<readonly JsonObject[]>(stepOf(name, at).response ?? []);

const follow = async (call: RawCall, script: readonly JsonObject[], bindings: Bindings) => {
  for (const { sent, received } of script) {
    if (sent !== undefined)
      call.send(encodeJson(persistent.readReq, assume<JsonObject>(filledIn(sent, bindings))));
    if (received === undefined) continue;
    const message = await call.next(3_000);
    const told = message === undefined ? null : decodeJson(persistent.readResp, message);
    expect(differences(received, told, bindings)).toEqual([]);
  }
};

const filledIn = (told: Json, bindings: Bindings): Json =>
  JSON.parse(JSON.stringify(told).replaceAll(/"(uuid\d+|id\d+)"/g, (_, name) => `"${bindings.get(name)}"`));

const revisionsOf = async (call: RawCall): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let message = await call.next(1_500); message !== undefined; message = await call.next(300)) {
    const { event } = persistent.readResp.decode(message);
    if (event?.event !== undefined) found.push(String(event.event.stream_revision));
  }
  return found;
};
