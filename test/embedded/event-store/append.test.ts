/** Appending, by the official client: expected revisions, retries, sizes, deadlines, and the errors it makes of a "no". */
import { describe, expect, test } from 'bun:test';
import {
  type AppendExpectedRevision,
  type AppendToStreamOptions,
  binaryEvent,
  DeadlineExceededError,
  jsonEvent,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { failureOf } from '../../waiting.ts';
import { clientOfThisFile, event, events, typesOf } from './official-client.ts';

const it = clientOfThisFile();

/** A client that is given credentials asks by Append, otherwise by BatchAppend. */
const credentials = { username: 'admin', password: 'changeit' };
const calls: readonly (readonly [string, AppendToStreamOptions])[] = [
  ['BatchAppend', {}],
  ['Append', { credentials }],
];
let named = 0;
const fresh = (name = 'stream') => `${name}-${++named}`;
const read = (stream: string) => typesOf(it.client.readStream(stream));

describe.each(calls)('by %s', (_, by) => {
  const append = (stream: string, count: number, expectedRevision: AppendExpectedRevision = 'any') =>
    it.client.appendToStream(stream, events(count), { ...by, expectedRevision });

  test('answers with revision and position of the last event', async () => {
    const stream = fresh();
    const first = await append(stream, 3, 'no_stream');
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 2n });
    const second = await append(stream, 1, 2n);
    expect(second.nextExpectedRevision).toBe(3n);
    expect(second.position?.commit ?? 0n).toBeGreaterThan(first.position?.commit ?? 0n);
    for await (const { event: last } of it.client.readStream(stream, { fromRevision: 3n }))
      expect(last?.position).toEqual(second.position);
  });

  test.each<readonly [AppendExpectedRevision, boolean, boolean]>([
    ['any', true, true],
    ['no_stream', true, false],
    ['stream_exists', false, true],
    [0n, false, false],
    [1n, false, true],
    [7n, false, false],
  ])('expecting %p: of an absent stream %p, of one at revision 1 %p', async (expected, absent, there) => {
    const [none, two] = [fresh('absent'), fresh('there')];
    await append(two, 2);
    for (const [stream, succeeds, actual] of [
      [none, absent, 'no_stream'],
      [two, there, 1n],
    ] as const) {
      if (succeeds) {
        expect((await append(stream, 1, expected)).success).toBe(true);
        continue;
      }
      const failure = await failureOf(append(stream, 1, expected));
      expect(failure).toBeInstanceOf(WrongExpectedVersionError);
      expect(failure).toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        expectedVersion: expected,
        actualVersion: actual,
      });
    }
  });

  test('the same events again are written once, whatever is expected, before and after a restart', async () => {
    const told = await Promise.all(
      (['any', 'no_stream', 'stream_exists', 0n] as const).map(async (expectedRevision) => {
        const stream = fresh('again');
        const [zero, ...batch] = [event('Zero'), event('One'), event('Two')];
        const asked = expectedRevision === 'no_stream' ? [zero, ...batch] : batch;
        if (expectedRevision !== 'no_stream') await it.client.appendToStream(stream, zero, by);
        const again = () => it.client.appendToStream(stream, asked, { ...by, expectedRevision });
        const first = await again();
        expect(await again()).toEqual(first);
        await it.client.appendToStream(stream, event('Later'), by);
        return { stream, first, again };
      }),
    );
    await it.restart();
    for (const { stream, first, again } of told) {
      expect(await again()).toEqual(first);
      expect(await read(stream)).toEqual(['Zero', 'One', 'Two', 'Later']);
    }
  });

  test('an old event with a new one behind it is refused, and nothing of it is written', async () => {
    const stream = fresh('overlap');
    const old = event('Old');
    await it.client.appendToStream(stream, old, by);
    const failure = await failureOf(it.client.appendToStream(stream, [old, event('New')], by));
    expect(failure).toBeInstanceOf(WrongExpectedVersionError);
    expect(failure).toMatchObject({ expectedVersion: 'any', actualVersion: 0n });
    expect(await read(stream)).toEqual(['Old']);
  });

  test('of many writers that all want to be first, one is', async () => {
    const stream = fresh('race');
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => append(stream, 1, 'no_stream')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await read(stream)).toHaveLength(1);
  });

  test('what is written at once keeps its order', async () => {
    const stream = fresh('order');
    const asked = Array.from({ length: 50 }, (_, at) =>
      it.client.appendToStream(stream, [event(`A${at}`), event(`B${at}`)], by),
    );
    const told = await Promise.all(asked);
    expect(new Set(told.map(({ nextExpectedRevision }) => nextExpectedRevision)).size).toBe(50);
    const types = await read(stream);
    for (let at = 0; at < types.length; at += 2)
      expect(types[at + 1]).toBe(types[at]?.replace('A', 'B') ?? '');
  });

  test('one append holds 1 MiB of data, and not a byte more', async () => {
    const stream = fresh('large');
    const sized = (bytes: number) =>
      binaryEvent({ type: 'Large', data: Buffer.alloc(bytes), metadata: Buffer.alloc(5_000) });
    await it.client.appendToStream(stream, sized(1_048_576), by);
    for (const tooMuch of [[sized(1_048_577)], [sized(1_048_000), sized(577)]]) {
      const failure = await failureOf(it.client.appendToStream(stream, tooMuch, by));
      expect(failure).toBeInstanceOf(MaxAppendSizeExceededError);
      expect(failure).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 });
    }
    expect(await read(stream)).toEqual(['Large']);
  });

  test('a tombstoned stream is told by name', async () => {
    const stream = fresh('tombstoned');
    await it.client.tombstoneStream(stream);
    const failure = await failureOf(append(stream, 1));
    expect(failure).toBeInstanceOf(StreamDeletedError);
    expect(failure).toMatchObject({ type: 'stream-deleted', streamName: stream });
  });

  test('no events are a success that writes nothing', async () => {
    const stream = fresh('none');
    await append(stream, 2);
    expect(await append(stream, 0)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await read(stream)).toHaveLength(2);
  });
});

describe('what is stored', () => {
  test('is what was sent: id, type, data, metadata, in JSON and in bytes', async () => {
    const stream = fresh('kept');
    const id = crypto.randomUUID();
    const json = jsonEvent({ id, type: 'Ä b/𝄞', data: { n: 'ü', deep: [1, null] }, metadata: { by: 'ada' } });
    const bytes = binaryEvent({
      type: 'Bytes',
      data: Buffer.from([0, 255, 10]),
      metadata: Buffer.from([1, 2]),
    });
    const before = Date.now();
    await it.client.appendToStream(stream, [json, bytes]);
    const after = Date.now();
    const [first, second] = await Array.fromAsync(it.client.readStream(stream));
    expect(first?.event).toMatchObject({
      id,
      type: 'Ä b/𝄞',
      isJson: true,
      streamId: stream,
      revision: 0n,
      data: { n: 'ü', deep: [1, null] },
      metadata: { by: 'ada' },
    });
    expect(second?.event).toMatchObject({ isJson: false, type: 'Bytes' });
    expect(second?.event?.data).toEqual(new Uint8Array([0, 255, 10]));
    const created = first?.event?.created.getTime();
    expect(created).toBeGreaterThanOrEqual(before);
    expect(created).toBeLessThanOrEqual(after);
  });

  test('streams may have any name', async () => {
    for (const name of ['ü/ ?#%', 'a'.repeat(20_000), '$'.repeat(20_000), '-', ' ', '0@x', '\0', '\0\0']) {
      const [stream, other] = [`${fresh()}${name}`, `${name}${fresh()}`];
      for (const each of [stream, other]) {
        await it.client.appendToStream(each, event());
        expect(await read(each)).toEqual(['Happened']);
      }
    }
  });

  test('a large batch in parts is one append', async () => {
    const stream = fresh('parts');
    await it.client.appendToStream(stream, events(1_000), { batchAppendSize: 1_000 });
    expect(await read(stream)).toHaveLength(1_000);
  });
});

describe('a deadline', () => {
  test('that is over before anything happens is told as such, and nothing is written', async () => {
    const stream = fresh('late');
    const unary = await failureOf(it.client.appendToStream(stream, event(), { credentials, deadline: -1 }));
    expect(unary).toBeInstanceOf(DeadlineExceededError);
    const batch = await failureOf(it.client.appendToStream(stream, event(), { deadline: 0 }));
    expect(batch).toBeInstanceOf(DeadlineExceededError);
    await it.client.appendToStream(stream, event('OnTime'));
    expect(await read(stream)).toEqual(['OnTime']);
  });
});
