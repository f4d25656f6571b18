/** Deleting, tombstones and metadata, by the official client: what is hidden, what comes back, and what goes on. */
import { describe, expect, test } from 'bun:test';
import {
  type ExpectedRevision,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { failureOf } from '../../waiting.ts';
import { clientOfThisFile, event, events, streamsOf, typesOf } from './official-client.ts';

const it = clientOfThisFile();
const streamOf = streamsOf(it);
const read = (stream: string) => typesOf(it.client.readStream(stream));
const readBack = (stream: string) =>
  typesOf(it.client.readStream(stream, { direction: 'backwards', fromRevision: 'end' }));
const setMetadata = (stream: string, metadata: object) =>
  it.client.setStreamMetadata(stream, { ...metadata });

describe('deleting', () => {
  test('hides a stream, whose numbers go on when it is written to again', async () => {
    const stream = await streamOf(3);
    await it.client.deleteStream(stream);
    expect(await failureOf(read(stream))).toBeInstanceOf(StreamNotFoundError);
    const { nextExpectedRevision } = await it.client.appendToStream(stream, event('Again'));
    expect(nextExpectedRevision).toBe(3n);
    expect(await read(stream)).toEqual(['Again']);
    expect(await readBack(stream)).toEqual(['Again']);
    await it.restart();
    expect(await read(stream)).toEqual(['Again']);
  });

  test('can be done again and again', async () => {
    const stream = await streamOf(1);
    for (const round of [1, 2, 3]) {
      await it.client.deleteStream(stream);
      await it.client.appendToStream(stream, event(`Round${round}`), { expectedRevision: 'no_stream' });
      expect(await read(stream)).toEqual([`Round${round}`]);
    }
  });

  test('the whole log still tells of what was deleted', async () => {
    const stream = await streamOf(2, 'told');
    await it.client.deleteStream(stream);
    const told = await Array.fromAsync(it.client.readAll());
    expect(told.filter(({ event }) => event?.streamId === stream)).toHaveLength(2);
    const deletion = told.findLast(({ event }) => event?.streamId === `$$${stream}`)?.event;
    expect(deletion?.type).toBe('$metadata');
  });

  test.each<readonly [ExpectedRevision, boolean]>([
    ['any', true],
    ['no_stream', false],
    [1n, true],
    [0n, false],
    [9n, false],
  ])('expecting %p of a stream at revision 1: %p', async (expectedRevision, succeeds) => {
    for (const remove of ['deleteStream', 'tombstoneStream'] as const) {
      const stream = await streamOf(2);
      const asked = it.client[remove](stream, { expectedRevision });
      if (succeeds) expect((await asked).position?.commit ?? 0n).toBeGreaterThan(0n);
      else {
        const failure = await failureOf(asked);
        expect(failure).toBeInstanceOf(WrongExpectedVersionError);
        expect(failure).toMatchObject({ streamName: stream, actualVersion: 1n });
      }
    }
  });

  test('what is not there cannot be deleted, but can be tombstoned', async () => {
    const absent = await streamOf(0, 'absent');
    for (const expectedRevision of ['any', 'no_stream'] as const) {
      const failure = await failureOf(it.client.deleteStream(absent, { expectedRevision }));
      expect(failure).toBeInstanceOf(WrongExpectedVersionError);
    }
    await it.client.tombstoneStream(absent, { expectedRevision: 'no_stream' });
    expect(await failureOf(read(absent))).toBeInstanceOf(StreamDeletedError);
  });

  test('a stream that has metadata only can be', async () => {
    const stream = await streamOf(0, 'metadata-only');
    await setMetadata(stream, { colour: 'blue' });
    await it.client.deleteStream(stream);
    expect(await failureOf(read(stream))).toBeInstanceOf(StreamNotFoundError);
  });
});

describe('a tombstone', () => {
  test('ends a stream for ever', async () => {
    const stream = await streamOf(2);
    await it.client.tombstoneStream(stream);
    for (const asked of [
      () => read(stream),
      () => readBack(stream),
      () => it.client.appendToStream(stream, event()),
      () => it.client.deleteStream(stream),
      () => it.client.tombstoneStream(stream),
    ]) {
      const failure = await failureOf(asked());
      expect(failure).toBeInstanceOf(StreamDeletedError);
      expect(failure).toMatchObject({ streamName: stream });
    }
  });

  test('is the last that the log tells of it', async () => {
    const stream = await streamOf(1);
    const { position } = await it.client.tombstoneStream(stream);
    const [told] = await Array.fromAsync(
      it.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }),
    );
    expect(told?.event).toMatchObject({
      streamId: stream,
      type: '$streamDeleted',
      revision: 2n ** 63n - 1n,
      position,
    });
  });
});

describe('metadata', () => {
  test('is what was set last', async () => {
    const stream = await streamOf(1);
    expect(await it.client.getStreamMetadata(stream)).toEqual({ streamName: stream });
    await setMetadata(stream, {
      maxCount: 5,
      maxAge: 60,
      truncateBefore: 2,
      cacheControl: 9,
      colour: 'blue',
    });
    await setMetadata(stream, { maxCount: 7 });
    const { metadata } = await it.client.getStreamMetadata(stream);
    expect(metadata).toMatchObject({ maxCount: 7 });
  });

  test('is written under expectations of its own', async () => {
    const stream = await streamOf(3);
    const first = await it.client.setStreamMetadata(
      stream,
      { maxCount: 2 },
      { expectedRevision: 'no_stream' },
    );
    expect(first.nextExpectedRevision).toBe(0n);
    const failure = await failureOf(
      it.client.setStreamMetadata(stream, { maxCount: 3 }, { expectedRevision: 'no_stream' }),
    );
    expect(failure).toBeInstanceOf(WrongExpectedVersionError);
    expect(await read(stream)).toEqual(['E1', 'E2']);
  });

  test('of a tombstoned stream can neither be changed nor read', async () => {
    const stream = await streamOf(1);
    await setMetadata(stream, { maxCount: 1 });
    await it.client.tombstoneStream(stream);
    for (const asked of [
      () => setMetadata(stream, { maxCount: 1 }),
      () => it.client.getStreamMetadata(stream),
    ]) {
      const failure = await failureOf(asked());
      expect(failure).toBeInstanceOf(StreamDeletedError);
      expect(failure).toMatchObject({ streamName: `$$${stream}` });
    }
  });
});

describe('limits', () => {
  test('the newest events: read both ways, from any start, and back when the limit goes', async () => {
    const stream = await streamOf(6);
    await setMetadata(stream, { maxCount: 2 });
    expect(await read(stream)).toEqual(['E4', 'E5']);
    expect(await readBack(stream)).toEqual(['E5', 'E4']);
    const from = (fromRevision: bigint, direction: 'forwards' | 'backwards', maxCount = 10) =>
      typesOf(it.client.readStream(stream, { fromRevision, direction, maxCount }));
    expect(await from(1n, 'forwards', 1)).toEqual(['E4']);
    expect(await from(4n, 'backwards')).toEqual(['E4']);
    expect(await from(2n, 'backwards')).toEqual([]);
    await it.client.appendToStream(stream, event('E6'));
    expect(await read(stream)).toEqual(['E5', 'E6']);
    await setMetadata(stream, {});
    expect(await read(stream)).toHaveLength(7);
  });

  test('those from a revision on, also one that is yet to come', async () => {
    const stream = await streamOf(4);
    await setMetadata(stream, { truncateBefore: 2 });
    expect(await read(stream)).toEqual(['E2', 'E3']);
    await setMetadata(stream, { truncateBefore: 5 });
    expect(await read(stream)).toEqual([]);
    await it.client.appendToStream(stream, events(2, 4), { expectedRevision: 'stream_exists' });
    expect(await read(stream)).toEqual(['E5']);
  });

  test('the youngest', async () => {
    const stream = await streamOf(2);
    await setMetadata(stream, { maxAge: 1_000 });
    expect(await read(stream)).toHaveLength(2);
    await setMetadata(stream, { maxAge: 1 });
    await Bun.sleep(1_050);
    expect(await read(stream)).toEqual([]);
    const { nextExpectedRevision } = await it.client.appendToStream(stream, event('Young'));
    expect(nextExpectedRevision).toBe(2n);
    await setMetadata(stream, { maxAge: 1_000 }); // it may have grown old by now
    expect(await read(stream)).toEqual(['E0', 'E1', 'Young']);
  });

  test('of several the strictest, and none hides anything from the whole log', async () => {
    const stream = await streamOf(6);
    await setMetadata(stream, { maxCount: 4, truncateBefore: 3 });
    expect(await read(stream)).toEqual(['E3', 'E4', 'E5']);
    const told = await Array.fromAsync(it.client.readAll());
    expect(told.filter(({ event }) => event?.streamId === stream)).toHaveLength(6);
  });
});
