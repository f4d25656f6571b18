/** Persistent subscriptions deliver: answers of every kind, time-outs, limits, who gets what, and what was parked again. */
import { describe, expect, test } from 'bun:test';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { until } from '../../../waiting.ts';
import { clientOfThisFile, event, events, typesOf } from '../official-client.ts';
import { usualSettings } from '../preparations.ts';
import { rawClient } from '../raw-client.ts';
import { ask } from '../replay.ts';
import { connectTo, streamSettings } from './consumer.ts';

const it = clientOfThisFile();

let named = 0;
const subscribed = async (count: number, changes: Parameters<typeof streamSettings>[0] = {}) => {
  const stream = `delivered-${++named}`;
  if (count > 0) await it.client.appendToStream(stream, events(count));
  await it.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings(changes));
  return stream;
};
const stats = async (stream: string) =>
  (await it.client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats;
const checkpointAt = (stream: string, revision: bigint) =>
  until(
    async () => (await stats(stream)).lastCheckpointedEventRevision === revision,
    `checkpoint ${revision}`,
  );
const parked = (stream: string, count: bigint) =>
  until(async () => (await stats(stream)).parkedMessageCount === count, `${count} parked`);
const parkedStream = (stream: string) => `$persistentsubscription-${stream}::group-parked`;

describe('acknowledged', () => {
  test('a message does not come again, also after a restart; another does, and says so', async () => {
    const stream = await subscribed(4);
    const consumer = await connectTo(it.client, stream);
    await consumer.gets(4);
    await consumer.ack(0, 1, 3);
    await checkpointAt(stream, 1n);
    await consumer.leave();
    const again = await connectTo(it.client, stream);
    await again.gets(1);
    expect(again.told()).toEqual(['E2+1']);
    await again.ack(0);
    await checkpointAt(stream, 3n);
    await it.restart();
    await it.client.appendToStream(stream, event('Later'));
    const afterwards = await connectTo(it.client, stream);
    await afterwards.gets(1);
    expect(afterwards.told()).toEqual(['Later']);
  });

  test('by the link, where links are resolved', async () => {
    const [target, links] = ['linked', 'links'];
    await it.client.appendToStream(target, events(2));
    const link = (revision: number) =>
      binaryEvent({ type: '$>', data: Buffer.from(`${revision}@${target}`) });
    await it.client.appendToStream(links, [link(1), link(0)]);
    const settings = streamSettings({ resolveLinkTos: true });
    await it.client.createPersistentSubscriptionToStream(links, 'group', settings);
    const consumer = await connectTo(it.client, links, { acks: true });
    await consumer.gets(2);
    expect(consumer.told()).toEqual(['E1', 'E0']);
    await checkpointAt(links, 1n);
  });

  test('history and what is appended meanwhile come once, in order', async () => {
    const stream = await subscribed(300, { readBatchSize: 10, historyBufferSize: 25, liveBufferSize: 15 });
    const consumer = await connectTo(it.client, stream, { acks: true, bufferSize: 5 });
    for (let at = 0; at < 30; at += 1) await it.client.appendToStream(stream, events(5, 300 + 5 * at));
    await consumer.gets(450);
    expect(consumer.told()).toEqual(events(450).map(({ type }) => type));
  });
});

describe('refused', () => {
  test('"retry": again at once, with the number of the try', async () => {
    const stream = await subscribed(1);
    const consumer = await connectTo(it.client, stream);
    for (const count of [1, 2, 3]) {
      await consumer.gets(count);
      await consumer.nack('retry', 'not now', count - 1);
    }
    await consumer.gets(4);
    expect(consumer.told()).toEqual(['E0', 'E0+1', 'E0+2', 'E0+3']);
  });

  test('"retry" more often than may be: parked, with the reason', async () => {
    const stream = await subscribed(1, { maxRetryCount: 1 });
    const consumer = await connectTo(it.client, stream);
    await consumer.gets(1);
    await consumer.nack('retry', 'not now', 0);
    await consumer.gets(2);
    await consumer.nack('retry', 'not now', 1);
    await parked(stream, 1n);
    const [told] = await Array.fromAsync(it.client.readStream(parkedStream(stream)));
    expect(told?.event?.metadata).toMatchObject({ reason: 'Reached retry count of 1' });
  });

  test('"skip" and "stop": done', async () => {
    const stream = await subscribed(2);
    const consumer = await connectTo(it.client, stream);
    await consumer.gets(2);
    await consumer.nack('skip', 'boring', 0);
    await consumer.nack('stop', 'enough', 1);
    await checkpointAt(stream, 1n);
    expect((await stats(stream)).parkedMessageCount).toBe(0n);
  });

  test('"park": put aside as a link, with the reason, and replayed when asked', async () => {
    const stream = await subscribed(4);
    const consumer = await connectTo(it.client, stream);
    await consumer.gets(4);
    await consumer.nack('park', 'cannot be read', 1, 2, 3);
    await consumer.ack(0);
    await parked(stream, 3n);
    const [first] = await Array.fromAsync(
      it.client.readStream(parkedStream(stream), { resolveLinkTos: true }),
    );
    expect(first?.event?.type).toBe('E1');
    expect(first?.link?.metadata).toMatchObject({
      reason: "Client explicitly NAK'ed message.\ncannot be read",
      subscriptionEventNumber: 1,
    });
    await it.client.replayParkedMessagesToStream(stream, 'group', { stopAt: 2 });
    await consumer.gets(6);
    expect(consumer.told().slice(4)).toEqual(['E1', 'E2']);
    await consumer.ack(4, 5);
    await parked(stream, 1n);
    await it.client.replayParkedMessagesToStream(stream, 'group');
    await consumer.gets(7);
    expect(consumer.told().slice(6)).toEqual(['E3']);
    await parked(stream, 0n);
    expect(await typesOf(it.client.readStream(parkedStream(stream)))).toEqual([]);
  });
});

describe('not answered', () => {
  test('in time: tried again, and parked in the end', async () => {
    const stream = await subscribed(1, { messageTimeout: 100, maxRetryCount: 1 });
    const consumer = await connectTo(it.client, stream);
    await consumer.gets(2);
    expect(consumer.told()).toEqual(['E0', 'E0+1']);
    await parked(stream, 1n);
  });

  test('by who has left: given to another, oldest first', async () => {
    const stream = await subscribed(3);
    const lost = await connectTo(it.client, stream);
    await lost.gets(3);
    await lost.leave();
    const heir = await connectTo(it.client, stream);
    await heir.gets(3);
    expect(heir.told()).toEqual(['E0+1', 'E1+1', 'E2+1']);
  });
});

describe('to whom', () => {
  const two = async (strategy: string, count: number, bufferSize: number) => {
    const stream = await subscribed(0, { consumerStrategyName: strategy });
    const first = await connectTo(it.client, stream, { bufferSize });
    const second = await connectTo(it.client, stream, { bufferSize });
    await it.client.appendToStream(stream, events(count));
    return { stream, first, second };
  };

  test('in turn', async () => {
    const { first, second } = await two('RoundRobin', 6, 10);
    await Promise.all([first.gets(3), second.gets(3)]);
    expect(first.told()).toEqual(['E0', 'E2', 'E4']);
    expect(second.told()).toEqual(['E1', 'E3', 'E5']);
  });

  test('to one until it is full, then to the next until that is', async () => {
    const { stream, first, second } = await two('DispatchToSingle', 3, 2);
    await Promise.all([first.gets(2), second.gets(1)]);
    expect([first.told(), second.told()]).toEqual([['E0', 'E1'], ['E2']]);
    await first.ack(0, 1);
    await until(async () => (await stats(stream)).outstandingMessagesCount === 1, 'the answer');
    await it.client.appendToStream(stream, events(2, 3));
    await Promise.all([first.gets(3), second.gets(2)]);
    expect([first.told().slice(2), second.told().slice(1)]).toEqual([['E4'], ['E3']]);
  });

  test('no more than a consumer has room for', async () => {
    const stream = await subscribed(5);
    const consumer = await connectTo(it.client, stream, { bufferSize: 2 });
    await consumer.gets(2);
    expect((await stats(stream)).outstandingMessagesCount).toBe(2);
    await consumer.ack(0);
    await consumer.gets(3);
    expect(consumer.told()).toEqual(['E0', 'E1', 'E2']);
  });

  const room = { bufferSize: 50 };
  /** Two consumers of a group over a stream; the client knows one strategy less than the server. */
  const twoOf = async (stream: string, strategy: string) => {
    const raw = rawClient(it.port);
    const settings = { ...usualSettings, resolve_links: true, consumer_strategy: strategy };
    const options = {
      stream: { stream_identifier: { stream_name: stream }, start: {} },
      group_name: 'group',
      settings,
    };
    await ask(raw, 'PersistentSubscriptions/Create', { options });
    raw.close();
    return [await connectTo(it.client, stream, room), await connectTo(it.client, stream, room)];
  };
  const pinned = async (strategy: string, name: (source: number) => object) => {
    const links = `pinned-${++named}`;
    const sources = Array.from({ length: 8 }, (_, at) => at);
    const target = (source: number) => `source${named}-${source}`;
    for (const source of sources)
      await it.client.appendToStream(
        target(source),
        Array.from({ length: 3 }, (_, at) =>
          jsonEvent({ type: `S${source}.${at}`, data: {}, metadata: { ...name(source) } }),
        ),
      );
    const consumers = await twoOf(links, strategy);
    for (const at of [0, 1, 2])
      for (const source of sources)
        await it.client.appendToStream(
          links,
          binaryEvent({ type: '$>', data: Buffer.from(`${at}@${target(source)}`) }),
        );
    const all = () => consumers.flatMap(({ told }) => told());
    await until(() => all().length === 24, 'all of them');
    return consumers.map(({ told }) => new Set(told().map((type) => type.split('.')[0] ?? '')));
  };

  test('always to the same one, by the stream that an event comes from', async () => {
    const [first, second] = await pinned('Pinned', () => ({}));
    expect(first?.size).toBeGreaterThan(0);
    expect(second?.size).toBeGreaterThan(0);
    expect([...(first ?? [])].filter((source) => second?.has(source))).toEqual([]);
  });

  test('always to the same one, by correlation', async () => {
    const [first, second] = await pinned('PinnedByCorrelation', (source) => ({
      $correlationId: source % 2 === 0 ? 'even' : 'odd',
    }));
    const parity = (sources: ReadonlySet<string> | undefined) =>
      new Set([...(sources ?? [])].map((source) => Number(source.slice(1)) % 2));
    const [ofFirst, ofSecond] = [parity(first), parity(second)];
    expect([ofFirst.size, ofSecond.size]).toEqual([1, 1]);
    expect([...ofFirst].filter((each) => ofSecond.has(each))).toEqual([]);
  });

  test('a link that names no stream comes from the stream that it is in', async () => {
    const stream = `pinned-${++named}`;
    const consumers = await twoOf(stream, 'Pinned');
    await it.client.appendToStream(stream, [event(), binaryEvent({ type: '$>', data: Buffer.from('7') })]);
    const counts = () => consumers.map(({ given }) => given.length).toSorted();
    await until(() => counts().reduce((sum, count) => sum + count) === 2, 'both');
    expect(counts()).toEqual([0, 2]);
  });

  test('a stream that is tombstoned tells of that, and nobody is dropped', async () => {
    const stream = await subscribed(1);
    const consumer = await connectTo(it.client, stream, { acks: true });
    await consumer.gets(1);
    await it.client.tombstoneStream(stream);
    await consumer.gets(2);
    expect(consumer.told()).toEqual(['E0', '$streamDeleted']);
    expect(consumer.failure()).toBeUndefined();
  });
});
