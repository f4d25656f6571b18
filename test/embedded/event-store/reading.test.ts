/** Reading, by the official client: streams and the whole log, both ways, from every start, with limits, links, filters. */
import { beforeAll, describe, expect, test } from 'bun:test';
import {
  type AllStreamResolvedEvent,
  binaryEvent,
  type Direction,
  type Position,
  type ReadPosition,
  type ReadRevision,
  StreamDeletedError,
  StreamNotFoundError,
  UnknownError,
} from '@eventstore/db-client';
import { failureOf } from '../../waiting.ts';
import { clientOfThisFile, event, events, typesOf } from './official-client.ts';

const it = clientOfThisFile();
/** What the log holds, in order, system events among them. */
let log: readonly AllStreamResolvedEvent[];
const count = 12;
beforeAll(async () => {
  await it.client.appendToStream('twelve', events(5));
  await it.client.appendToStream('other', event('Other'));
  await it.client.appendToStream('twelve', events(count - 5, 5));
  await it.client.setStreamMetadata('other', { colour: 'blue' });
  log = await Array.fromAsync(it.client.readAll());
});

const numbers = Array.from({ length: count }, (_, at) => at);
const read = (stream: string, options: Parameters<typeof it.client.readStream>[1] = {}) =>
  typesOf(it.client.readStream(stream, options));

describe('a stream', () => {
  const starts: readonly ReadRevision[] = ['start', 'end', 0n, 1n, 6n, 11n];
  const limits = [1, 2, 11, 12, 13, Number.MAX_SAFE_INTEGER];
  for (const direction of ['forwards', 'backwards'] as const satisfies readonly Direction[])
    for (const fromRevision of starts)
      test(`${direction} from ${fromRevision}, whatever the limit`, async () => {
        // the original cannot read on from where nothing is yet
        if (direction === 'forwards' && fromRevision === 'end') {
          const failure = await failureOf(read('twelve', { direction, fromRevision, maxCount: 1 }));
          expect(failure).toBeInstanceOf(UnknownError);
          return;
        }
        const from = fromRevision === 'start' ? 0 : fromRevision === 'end' ? count - 1 : Number(fromRevision);
        const there =
          direction === 'forwards' ? numbers.slice(from) : numbers.slice(0, from + 1).toReversed();
        for (const maxCount of limits)
          expect(await read('twelve', { direction, fromRevision, maxCount })).toEqual(
            there.slice(0, maxCount).map((number) => `E${number}`),
          );
      });

  test('from beyond its end: nothing forwards, all of it backwards', async () => {
    expect(await read('twelve', { fromRevision: 50n })).toEqual([]);
    expect(await read('twelve', { fromRevision: 50n, direction: 'backwards' })).toHaveLength(count);
  });

  test('that is absent, deleted, tombstoned: each has its error', async () => {
    for (const stream of ['soft', 'hard']) await it.client.appendToStream(stream, event());
    await it.client.deleteStream('soft');
    await it.client.tombstoneStream('hard');
    for (const direction of ['forwards', 'backwards'] as const) {
      for (const stream of ['absent', 'soft']) {
        const failure = await failureOf(read(stream, { direction }));
        expect(failure).toBeInstanceOf(StreamNotFoundError);
        expect(failure).toMatchObject({ type: 'stream-not-found', streamName: stream });
      }
      const failure = await failureOf(read('hard', { direction }));
      expect(failure).toBeInstanceOf(StreamDeletedError);
      expect(failure).toMatchObject({ streamName: 'hard' });
    }
  });

  test('of many pages comes whole, in order, also to a slow reader', async () => {
    await it.client.appendToStream('long', events(3_000));
    const seen: string[] = [];
    for await (const { event } of it.client.readStream('long')) {
      seen.push(event?.type ?? '');
      if (seen.length % 1_000 === 0) await Bun.sleep(20);
    }
    expect(seen).toEqual(events(3_000).map(({ type }) => type));
    const back = await read('long', { direction: 'backwards', fromRevision: 'end' });
    expect(back).toEqual(seen.toReversed());
  });

  test('a reader that leaves early disturbs nobody', async () => {
    const reading = it.client.readStream('long');
    for await (const _ of reading) break;
    await reading.cancel();
    expect(await read('twelve')).toHaveLength(count);
  });
});

describe('the whole log', () => {
  const all = (options: Parameters<typeof it.client.readAll>[0]) => typesOf(it.client.readAll(options));
  const typeOf = ({ event }: AllStreamResolvedEvent) => event?.type ?? '';
  const positionOf = ({ event }: AllStreamResolvedEvent): Position =>
    event?.position ?? { commit: 0n, prepare: 0n };

  test('holds everything once, in the order in which it was written, system events too', () => {
    const places = log.map((each) => positionOf(each).commit);
    expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(places).size).toBe(log.length);
    expect(log.map(typeOf).filter((type) => type.startsWith('E'))).toEqual(
      events(count).map(({ type }) => type),
    );
    expect(log.filter(({ event }) => event?.streamId === '$$other')).toHaveLength(1);
  });

  test('forwards from each position: with what is there', async () => {
    for (const [at, each] of log.entries()) {
      const rest = log.slice(at).map(typeOf);
      const fromPosition: ReadPosition = positionOf(each);
      expect(await all({ fromPosition, maxCount: log.length - at })).toEqual(rest);
      const two = await all({ fromPosition, maxCount: 2 });
      expect(two.slice(0, rest.length)).toEqual(rest.slice(0, 2));
    }
  });

  test('backwards from each position: without what is there', async () => {
    for (const [at, each] of log.entries()) {
      const rest = log.slice(0, at).map(typeOf).toReversed();
      const direction = 'backwards';
      expect(await all({ direction, fromPosition: positionOf(each) })).toEqual(rest);
      expect(await all({ direction, fromPosition: positionOf(each), maxCount: 2 })).toEqual(rest.slice(0, 2));
    }
  });

  test('from its ends', async () => {
    expect(await all({ direction: 'backwards', fromPosition: 'start' })).toEqual([]);
    expect(await all({ direction: 'forwards', fromPosition: 'end' })).toEqual([]);
    const back = await all({ direction: 'backwards', fromPosition: 'end', maxCount: 1 });
    expect(back).toEqual((await all({})).slice(-1));
  });

  test('a place where nothing begins is an error, and one beyond the end is not yet', async () => {
    const [first] = log;
    const commit = first === undefined ? 0n : positionOf(first).commit;
    const between = { commit: commit + 1n, prepare: commit + 1n };
    for (const direction of ['forwards', 'backwards'] as const)
      expect(await failureOf(all({ direction, fromPosition: between }))).toBeInstanceOf(UnknownError);
    const beyond = { commit: 9_000_000_000n, prepare: 9_000_000_000n };
    expect(await all({ fromPosition: beyond })).toEqual([]);
  });
});

describe('links', () => {
  const link = (data: string) => binaryEvent({ type: '$>', data: Buffer.from(data) });

  test('lead to their event, if they are asked to, and say what they are', async () => {
    await it.client.appendToStream('links', [
      link('3@twelve'),
      link('99@twelve'),
      link('0@absent'),
      event('Plain'),
    ]);
    const plain = await Array.fromAsync(it.client.readStream('links'));
    expect(plain.map(({ event, link }) => [event?.type, link])).toEqual([
      ['$>', undefined],
      ['$>', undefined],
      ['$>', undefined],
      ['Plain', undefined],
    ]);
    const resolved = await Array.fromAsync(it.client.readStream('links', { resolveLinkTos: true }));
    expect(resolved.map(({ event, link }) => [event?.type, link?.revision])).toEqual([
      ['E3', 0n],
      [undefined, 1n],
      [undefined, 2n],
      ['Plain', undefined],
    ]);
    expect(resolved[0]?.event).toMatchObject({ streamId: 'twelve', revision: 3n });
    expect(resolved[0]?.commitPosition).toBe(resolved[0]?.link?.position?.commit);
  });
});
