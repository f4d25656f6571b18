/** Persistent subscriptions are created, changed, looked at, listed and deleted, to streams and to the whole log. */
import { describe, expect, test } from 'bun:test';
import {
  eventTypeFilter,
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionDroppedError,
  PersistentSubscriptionExistsError,
  PersistentSubscriptionFailedError,
  PersistentSubscriptionMaximumSubscribersReachedError,
} from '@eventstore/db-client';
import { failureOf, until } from '../../../waiting.ts';
import { clientOfThisFile, event, streamsOf } from '../official-client.ts';
import { allSettings, type Consumer, connectTo, consumerOf, streamSettings } from './consumer.ts';

const it = clientOfThisFile();
const streamOf = streamsOf(it);
const create = (stream: string, changes: Parameters<typeof streamSettings>[0] = {}, group = 'group') =>
  it.client.createPersistentSubscriptionToStream(stream, group, streamSettings(changes));
const info = (stream: string, group = 'group') =>
  it.client.getPersistentSubscriptionToStreamInfo(stream, group);

const unusual = {
  startFrom: 2n,
  resolveLinkTos: true,
  extraStatistics: true,
  messageTimeout: 12_345,
  maxRetryCount: 3,
  checkPointAfter: 1_500,
  checkPointLowerBound: 2,
  checkPointUpperBound: 5,
  maxSubscriberCount: 4,
  liveBufferSize: 30,
  readBatchSize: 7,
  historyBufferSize: 40,
  consumerStrategyName: 'Pinned',
} as const;

describe('to a stream', () => {
  test('its settings are told as they were given, also after a restart', async () => {
    const stream = await streamOf(0);
    await create(stream, unusual);
    expect((await info(stream)).settings).toEqual({ ...unusual });
    await it.restart();
    expect((await info(stream)).settings).toEqual({ ...unusual });
    expect(await info(stream)).toMatchObject({ eventSource: stream, groupName: 'group', connections: [] });
  });

  test('a second one of the same name is refused; of another name, or on another stream, not', async () => {
    const stream = await streamOf(0);
    await create(stream);
    const failure = await failureOf(create(stream));
    expect(failure).toBeInstanceOf(PersistentSubscriptionExistsError);
    expect(failure).toMatchObject({ streamName: stream, groupName: 'group' });
    await create(stream, {}, 'other');
    await create(await streamOf(0));
  });

  test('of many that create the same at once, one does', async () => {
    const stream = await streamOf(0);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => create(stream)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('what is not there can neither be changed, deleted, read, looked at nor replayed', async () => {
    const stream = await streamOf(0);
    for (const asked of [
      () => it.client.updatePersistentSubscriptionToStream(stream, 'group', streamSettings()),
      () => it.client.deletePersistentSubscriptionToStream(stream, 'group'),
      () => info(stream),
      () => it.client.replayParkedMessagesToStream(stream, 'group'),
      async () => {
        throw (await connectTo(it.client, stream)).failure();
      },
    ]) {
      const failure = await failureOf(asked());
      expect(failure).toBeInstanceOf(PersistentSubscriptionDoesNotExistError);
      expect(failure).toMatchObject({ streamName: stream, groupName: 'group' });
    }
  });

  test('a change takes effect, and drops who is connected', async () => {
    const stream = await streamOf(1);
    await create(stream);
    const consumer = await connectTo(it.client, stream);
    await it.client.updatePersistentSubscriptionToStream(
      stream,
      'group',
      streamSettings({ maxRetryCount: 99 }),
    );
    expect((await info(stream)).settings.maxRetryCount).toBe(99);
    await until(() => consumer.failure() !== undefined, 'the drop');
    expect(consumer.failure()).toBeInstanceOf(PersistentSubscriptionDroppedError);
    expect(consumer.failure()).toMatchObject({ streamName: stream, groupName: 'group' });
  });

  test('a deletion drops who is connected, and a new one of that name begins anew', async () => {
    const stream = await streamOf(2);
    await create(stream);
    const consumer = await connectTo(it.client, stream, { acks: true });
    await consumer.gets(2);
    await it.client.deletePersistentSubscriptionToStream(stream, 'group');
    await until(() => consumer.failure() !== undefined, 'the drop');
    expect(consumer.failure()).toBeInstanceOf(PersistentSubscriptionDroppedError);
    await create(stream);
    const again = await connectTo(it.client, stream);
    await again.gets(2);
    expect(again.told()).toEqual(['E0', 'E1']);
  });

  test('settings that contradict each other are refused', async () => {
    const stream = await streamOf(0);
    const failure = await failureOf(create(stream, { readBatchSize: 20, historyBufferSize: 20 }));
    expect(failure).toBeInstanceOf(PersistentSubscriptionFailedError);
    expect(failure).toMatchObject({ streamName: stream, groupName: 'group' });
  });

  test('only so many consumers as may be', async () => {
    const stream = await streamOf(0);
    await create(stream, { maxSubscriberCount: 1 });
    const first = await connectTo(it.client, stream);
    const second = await connectTo(it.client, stream);
    expect(second.failure()).toBeInstanceOf(PersistentSubscriptionMaximumSubscribersReachedError);
    expect(second.failure()).toMatchObject({ streamName: stream, groupName: 'group' });
    await first.leave();
    await until(async () => (await connectTo(it.client, stream)).isConnected(), 'a free place');
  });

  test('statistics: who is connected, what is in flight, waiting, parked, done', async () => {
    const stream = await streamOf(5);
    await create(stream, { extraStatistics: true });
    const consumer = await connectTo(it.client, stream, { bufferSize: 3 });
    await consumer.gets(3);
    const busy = await info(stream);
    expect(busy.stats).toMatchObject({
      totalInFlightMessages: 3,
      outstandingMessagesCount: 3,
      totalItems: 3n,
    });
    expect(busy.connections).toHaveLength(1);
    expect(busy.connections[0]).toMatchObject({ availableSlots: 0, inFlightMessages: 3, totalItems: 3n });
    await consumer.nack('park', 'bad', 0);
    await consumer.ack(1, 2);
    await consumer.gets(5);
    await consumer.ack(3, 4);
    await until(
      async () => (await info(stream)).stats.lastCheckpointedEventRevision === 4n,
      'the checkpoint',
    );
    const idle = await info(stream);
    expect(idle.stats).toMatchObject({
      parkedMessageCount: 1n,
      outstandingMessagesCount: 0,
      lastKnownEventRevision: 4n,
      totalItems: 5n,
    });
    expect(idle.status).toBe('Live');
    expect([...(idle.connections[0]?.extraStatistics?.keys() ?? [])]).toContain('quintile 3');
  });
});

describe('lists', () => {
  test('all, those of a stream, those of the whole log', async () => {
    const stream = await streamOf(0);
    await create(stream, {}, 'one');
    await create(stream, {}, 'two');
    await it.client.createPersistentSubscriptionToAll('listed', allSettings());
    const groups = (all: readonly { readonly groupName: string }[]) => all.map(({ groupName }) => groupName);
    expect(groups(await it.client.listPersistentSubscriptionsToStream(stream))).toEqual(['one', 'two']);
    expect(groups(await it.client.listPersistentSubscriptionsToAll())).toContain('listed');
    expect(groups(await it.client.listAllPersistentSubscriptions())).toEqual(
      expect.arrayContaining(['one', 'two', 'listed', 'group']),
    );
    const failure = await failureOf(it.client.listPersistentSubscriptionsToStream('nobody-reads-this'));
    expect(failure).toBeInstanceOf(PersistentSubscriptionDoesNotExistError);
  });
});

describe('to the whole log', () => {
  test('with its filter, from its start, a position or its end', async () => {
    const before = await it.client.appendToStream('marked', event('Mark'));
    await it.client.appendToStream('marked', [event('Other'), event('Mark')]);
    const options = { filter: eventTypeFilter({ prefixes: ['Mark'] }) };
    const { position } = before;
    const starts = { 'from-start': 'start', 'from-end': 'end', 'from-there': position ?? 'start' } as const;
    const consumers: Consumer[] = [];
    for (const [group, startFrom] of Object.entries(starts)) {
      await it.client.createPersistentSubscriptionToAll(group, allSettings({ startFrom }), options);
      consumers.push(consumerOf(it.client.subscribeToPersistentSubscriptionToAll(group), { acks: true }));
    }
    await until(() => consumers.every(({ isConnected }) => isConnected()), 'all connections');
    await it.client.appendToStream('marked', [event('Other'), event('MarkLater')]);
    const [start, end, there] = consumers;
    await Promise.all([start?.gets(3), end?.gets(1), there?.gets(3)]);
    expect(start?.told()).toEqual(['Mark', 'Mark', 'MarkLater']);
    expect(end?.told()).toEqual(['MarkLater']);
    expect(there?.told()).toEqual(['Mark', 'Mark', 'MarkLater']);
  });

  test('is told, changed and deleted like any other', async () => {
    await it.client.createPersistentSubscriptionToAll('group', allSettings({ maxRetryCount: 5 }));
    const failure = await failureOf(it.client.createPersistentSubscriptionToAll('group', allSettings()));
    expect(failure).toBeInstanceOf(PersistentSubscriptionExistsError);
    expect(failure).toMatchObject({ streamName: '$all', groupName: 'group' });
    await it.client.updatePersistentSubscriptionToAll('group', allSettings({ maxRetryCount: 6 }));
    const told = await it.client.getPersistentSubscriptionToAllInfo('group');
    expect(told).toMatchObject({ eventSource: '$all', settings: { maxRetryCount: 6, startFrom: 'start' } });
    await it.client.deletePersistentSubscriptionToAll('group');
    expect(await failureOf(it.client.getPersistentSubscriptionToAllInfo('group'))).toBeInstanceOf(
      PersistentSubscriptionDoesNotExistError,
    );
  });
});

test('a restart of all of them drops their consumers, and they go on after their checkpoints', async () => {
  const stream = await streamOf(3);
  await create(stream);
  const consumer = await connectTo(it.client, stream);
  await consumer.gets(3);
  await consumer.ack(0, 1);
  await until(async () => (await info(stream)).stats.lastCheckpointedEventRevision === 1n, 'the checkpoint');
  await it.client.restartPersistentSubscriptionSubsystem();
  await until(() => consumer.failure() !== undefined, 'the drop');
  expect(consumer.failure()).toBeInstanceOf(PersistentSubscriptionDroppedError);
  const again = await connectTo(it.client, stream);
  await again.gets(1);
  expect(again.told()).toEqual(['E2']);
});
