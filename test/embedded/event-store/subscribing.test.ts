/** Subscriptions, by the official client: history, "caught up", what comes live, filters with checkpoints, and ends. */
import { describe, expect, test } from 'bun:test';
import {
  type AllStreamSubscription,
  CancelledError,
  eventTypeFilter,
  excludeSystemEvents,
  type Position,
  StreamDeletedError,
  type StreamSubscription,
  streamNameFilter,
} from '@eventstore/db-client';
import { until } from '../../waiting.ts';
import { clientOfThisFile, event, events, openClient, streamsOf } from './official-client.ts';

const it = clientOfThisFile();
const streamOf = streamsOf(it);

/** What a subscription tells, in order: types of events, and the rest in angle brackets. */
const follow = (subscription: StreamSubscription | AllStreamSubscription) => {
  const told: string[] = [];
  let failure: Error | undefined;
  subscription.on('confirmation', () => told.push('<confirmed>'));
  subscription.on('caughtUp', () => told.push('<caught up>'));
  subscription.on('error', (error: Error) => {
    failure = error;
    told.push('<error>');
  });
  subscription.on('data', ({ event, link }: { event?: { type: string }; link?: object }) =>
    told.push(link === undefined ? (event?.type ?? '') : `>${event?.type ?? 'nothing'}`),
  );
  return {
    told,
    failure: () => failure,
    tells: (...expected: readonly string[]) =>
      until(() => told.length >= expected.length, expected.join()).then(() =>
        expect(told).toEqual([...expected]),
      ),
  };
};

describe('to a stream', () => {
  test('from its start: all, once, and what comes later', async () => {
    const stream = await streamOf(3);
    const { tells } = follow(it.client.subscribeToStream(stream));
    await tells('<confirmed>', 'E0', 'E1', 'E2', '<caught up>');
    await it.client.appendToStream(stream, events(2, 3));
    await tells('<confirmed>', 'E0', 'E1', 'E2', '<caught up>', 'E3', 'E4');
  });

  test('from a revision: what comes after it', async () => {
    const stream = await streamOf(3);
    const from = follow(it.client.subscribeToStream(stream, { fromRevision: 1n }));
    await from.tells('<confirmed>', 'E2', '<caught up>');
    const beyond = follow(it.client.subscribeToStream(stream, { fromRevision: 3n }));
    await beyond.tells('<confirmed>', '<caught up>');
    await it.client.appendToStream(stream, events(2, 3));
    await beyond.tells('<confirmed>', '<caught up>', 'E4');
    await from.tells('<confirmed>', 'E2', '<caught up>', 'E3', 'E4');
  });

  test('from its end: what comes later', async () => {
    const stream = await streamOf(3);
    const { tells } = follow(it.client.subscribeToStream(stream, { fromRevision: 'end' }));
    await tells('<confirmed>', '<caught up>');
    await it.client.appendToStream(stream, event('Later'));
    await tells('<confirmed>', '<caught up>', 'Later');
  });

  test('that is not there yet', async () => {
    const stream = await streamOf(0);
    const { told, tells } = follow(it.client.subscribeToStream(stream));
    await until(() => told.length > 0);
    await it.client.appendToStream(stream, event('First'));
    await tells('<confirmed>', 'First', '<caught up>');
  });

  test('of many pages, to several readers, while it grows', async () => {
    const stream = await streamOf(1_500);
    const readers = Array.from({ length: 3 }, () => follow(it.client.subscribeToStream(stream)));
    for (let at = 0; at < 20; at += 1) await it.client.appendToStream(stream, events(2, 1_500 + 2 * at));
    const expected = events(1_540).map(({ type }) => type);
    for (const { told } of readers) {
      const types = () => told.filter((each) => !each.startsWith('<'));
      await until(() => types().length === expected.length, 'all events');
      expect(types()).toEqual(expected);
      expect(told.filter((each) => each === '<caught up>')).toHaveLength(1);
    }
  });

  test('with links resolved, in the history and live', async () => {
    const [target, links] = [await streamOf(2), await streamOf(0, 'links')];
    const link = (revision: number) => ({
      ...event('$>'),
      contentType: 'application/octet-stream' as const,
      data: Buffer.from(`${revision}@${target}`),
    });
    await it.client.appendToStream(links, [link(1), link(9)]);
    const { tells } = follow(it.client.subscribeToStream(links, { resolveLinkTos: true }));
    await tells('<confirmed>', '>E1', '>nothing', '<caught up>');
    await it.client.appendToStream(links, link(0));
    await tells('<confirmed>', '>E1', '>nothing', '<caught up>', '>E0');
  });

  test('without what its metadata hides', async () => {
    const stream = await streamOf(5);
    await it.client.setStreamMetadata(stream, { maxCount: 2 });
    const { tells } = follow(it.client.subscribeToStream(stream));
    await tells('<confirmed>', 'E3', 'E4', '<caught up>');
  });
});

describe('a deletion', () => {
  test('is not told to who has seen all, and the subscription goes on', async () => {
    const stream = await streamOf(1);
    const { tells } = follow(it.client.subscribeToStream(stream));
    await tells('<confirmed>', 'E0', '<caught up>');
    await it.client.deleteStream(stream);
    await it.client.appendToStream(stream, event('Again'));
    await tells('<confirmed>', 'E0', '<caught up>', 'Again');
  });

  test('by tombstone is told, and ends it', async () => {
    const stream = await streamOf(1);
    const { tells, failure } = follow(it.client.subscribeToStream(stream));
    await tells('<confirmed>', 'E0', '<caught up>');
    await it.client.tombstoneStream(stream);
    await tells('<confirmed>', 'E0', '<caught up>', '$streamDeleted', '<error>');
    expect(failure()).toBeInstanceOf(StreamDeletedError);
    expect(failure()).toMatchObject({ streamName: stream });
    const again = follow(it.client.subscribeToStream(stream));
    await again.tells('<error>');
  });
});

describe('to the whole log', () => {
  const positionOf = async (stream: string): Promise<Position> => {
    const [last] = await Array.fromAsync(
      it.client.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 }),
    );
    return last?.event?.position ?? { commit: 0n, prepare: 0n };
  };

  test('from a position: what comes after it', async () => {
    const stream = await streamOf(1);
    const fromPosition = await positionOf(stream);
    await it.client.appendToStream(stream, events(2, 1));
    const { tells } = follow(it.client.subscribeToAll({ fromPosition }));
    await tells('<confirmed>', 'E1', 'E2', '<caught up>');
    await it.client.appendToStream(await streamOf(0), event('Elsewhere'));
    await tells('<confirmed>', 'E1', 'E2', '<caught up>', 'Elsewhere');
  });

  test('from its start it tells what a read does', async () => {
    const { told } = follow(it.client.subscribeToAll());
    await until(() => told.includes('<caught up>'));
    const read = await Array.fromAsync(it.client.readAll());
    expect(told.filter((each) => !each.startsWith('<'))).toEqual(read.map(({ event }) => event?.type ?? ''));
  });

  test('filtered, by stream and by type, in the history and live', async () => {
    const stream = await streamOf(2, 'filtered');
    for (const filter of [
      streamNameFilter({ prefixes: [stream] }),
      streamNameFilter({ regex: `^${stream}$` }),
    ]) {
      const { tells } = follow(it.client.subscribeToAll({ filter }));
      await tells('<confirmed>', 'E0', 'E1', '<caught up>');
    }
    const rare = follow(
      it.client.subscribeToAll({
        fromPosition: 'end',
        filter: eventTypeFilter({ prefixes: ['Rare', 'Odd'] }),
      }),
    );
    await rare.tells('<confirmed>', '<caught up>');
    await it.client.appendToStream(stream, [
      event('Common'),
      event('Rare'),
      event('Common'),
      event('Oddity'),
    ]);
    await rare.tells('<confirmed>', '<caught up>', 'Rare', 'Oddity');
    const ordinary = follow(it.client.subscribeToAll({ filter: excludeSystemEvents() }));
    await until(() => ordinary.told.includes('<caught up>'));
    expect(ordinary.told.some((each) => each.startsWith('$'))).toBe(false);
  });

  test('checkpoints tell the place though nothing matches, and one can go on from there', async () => {
    const before = await positionOf(await streamOf(1));
    await it.client.appendToStream('dull', events(300));
    await it.client.appendToStream('dull', event('Needle'));
    const places: Position[] = [];
    const filter = eventTypeFilter({
      prefixes: ['Needle'],
      maxSearchWindow: 10,
      checkpointInterval: 2,
      checkpointReached: (_, position) => void places.push(position),
    });
    const { tells } = follow(it.client.subscribeToAll({ fromPosition: before, filter }));
    await tells('<confirmed>', 'Needle', '<caught up>');
    expect(places.length).toBeGreaterThanOrEqual(14);
    const commits = places.map(({ commit }) => commit);
    expect(commits).toEqual(commits.toSorted((a, b) => (a < b ? -1 : 1)));
    const from = places[7];
    const again = follow(it.client.subscribeToAll({ ...(from && { fromPosition: from }), filter }));
    await again.tells('<confirmed>', 'Needle', '<caught up>');
  });
});

describe('the end', () => {
  test('by the client: nothing more comes', async () => {
    const stream = await streamOf(1);
    const subscription = it.client.subscribeToStream(stream);
    const { told, tells } = follow(subscription);
    await tells('<confirmed>', 'E0', '<caught up>');
    await subscription.unsubscribe();
    const other = follow(it.client.subscribeToStream(stream));
    await other.tells('<confirmed>', 'E0', '<caught up>');
    await it.client.appendToStream(stream, event('Unheard'));
    await until(() => other.told.includes('Unheard'), 'what another one hears');
    expect(told).not.toContain('Unheard');
  });

  test('by the server: open calls are cancelled, and say so', async () => {
    const other = await openClient();
    await other.client.appendToStream('stream', event());
    const { tells, failure, told } = follow(other.client.subscribeToStream('stream'));
    await tells('<confirmed>', 'Happened', '<caught up>');
    await other.stopServer();
    await until(() => told.includes('<error>'), 'the end');
    expect(failure()).toBeInstanceOf(CancelledError);
    await other.close();
  });
});
