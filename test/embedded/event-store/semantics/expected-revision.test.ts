/** Whether a write may happen, decided without a server: every expectation over every state that a stream can be in. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  type Decision,
  decideWrite,
  type Expected,
  type StreamView,
} from '../../../../src/embedded/event-store/semantics/expected-revision.ts';

const id = (number: number): Uint8Array => Buffer.alloc(16, number);

/** A stream that holds these event ids, the first of them as revision 0. */
const streamOf = (ids: readonly number[], told: Partial<StreamView> = {}): StreamView => ({
  last: ids.length - 1,
  isTombstoned: false,
  isSoftDeleted: false,
  hasMetadata: () => false,
  revisionOf: (wanted) => {
    const at = ids.lastIndexOf(wanted[0] ?? 0);
    return at < 0 ? undefined : at;
  },
  holdsAt: (revision, wanted) => ids[revision] === wanted[0],
  ...told,
});

const absent = streamOf([]);
const three = streamOf([1, 2, 3]);
const deleted = streamOf([1, 2, 3], { isSoftDeleted: true, hasMetadata: () => true });
const tombstoned = streamOf([1, 2, 3], { isTombstoned: true });

const decide = (stream: StreamView, expected: Expected, ...ids: readonly number[]) =>
  decideWrite(stream, expected, ids.map(id));
const write: Decision = { is: 'write' };
const wrong: Decision = { is: 'wrong-version' };
const before = (last: number): Decision => ({ is: 'written-before', last });

describe('a new event', () => {
  test.each<readonly [Expected, Decision, Decision]>([
    ['any', write, write],
    ['no-stream', write, wrong],
    ['stream-exists', wrong, write],
    [0, wrong, wrong],
    [2, wrong, write],
    [9, wrong, wrong],
  ])('expecting %p, of an absent stream and of one at revision 2', (expected, onAbsent, onThree) => {
    expect(decide(absent, expected, 9)).toEqual(onAbsent);
    expect(decide(three, expected, 9)).toEqual(onThree);
  });

  test('a stream that has metadata only exists', () => {
    expect(decide(streamOf([], { hasMetadata: () => true }), 'stream-exists', 9)).toEqual(write);
  });

  test('a tombstoned stream takes nothing, whatever is expected, not even what it has', () => {
    for (const expected of ['any', 'no-stream', 'stream-exists', 2, 7] as const)
      expect(decide(tombstoned, expected, 1)).toEqual({ is: 'deleted' });
  });

  test('a soft-deleted stream begins again, but does not exist', () => {
    for (const expected of ['any', 'no-stream', 2] as const)
      expect(decide(deleted, expected, 9)).toEqual(write);
    expect(decide(deleted, 1, 9)).toEqual(wrong);
    expect(decide(deleted, 'stream-exists', 9)).toEqual({ is: 'deleted' });
  });
});

describe('an event that was written before', () => {
  test('at the same place it is a success of then', () => {
    expect(decide(three, 'no-stream', 1, 2)).toEqual(before(1));
    expect(decide(three, 0, 2)).toEqual(before(1));
    expect(decide(three, 'any', 1)).toEqual(before(0));
  });

  test('a part from the middle is one where no place is expected', () => {
    expect(decide(three, 'any', 2, 3)).toEqual(before(2));
    expect(decide(three, 'stream-exists', 2, 3)).toEqual(before(2));
    expect(decide(three, 'no-stream', 2, 3)).toEqual(wrong);
  });

  test('in another order, too, and the answer is where the last one stands', () => {
    expect(decide(three, 'any', 3, 2, 1)).toEqual(before(0));
  });

  test('followed by a new one it is refused, and after a new one written again', () => {
    for (const expected of ['any', 'stream-exists', 'no-stream', 0] as const)
      expect(decide(three, expected, expected === 0 ? 2 : 1, 2, 9)).toEqual(wrong);
    expect(decide(three, 'any', 9, 1)).toEqual(write);
    expect(decide(three, 'stream-exists', 9, 1)).toEqual(write);
  });

  test('of a soft-deleted stream it stays deleted', () => {
    expect(decide(deleted, 'no-stream', 1, 2, 3)).toEqual(before(2));
    expect(decide(deleted, 'any', 1)).toEqual(before(0));
  });
});

describe('no event at all', () => {
  test('only the version is looked at', () => {
    expect(decide(absent, 'no-stream')).toEqual(write);
    expect(decide(three, 'any')).toEqual(write);
    expect(decide(three, 2)).toEqual(write);
    expect(decide(three, 'no-stream')).toEqual(wrong);
    expect(decide(three, 9)).toEqual(wrong);
  });
});

const ids = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 5 });

test('whatever a stream holds, what was written at a place is known there', () => {
  const place = fc
    .tuple(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }), fc.nat(4), fc.nat(4))
    .filter(([held, from, count]) => from + count < held.length);
  fc.assert(
    fc.property(place, ([held, from, count]) => {
      const written = held.slice(from, from + count + 1);
      const decision = decide(streamOf(held), from === 0 ? 'no-stream' : from - 1, ...written);
      expect(decision).toEqual(before(from + count));
    }),
  );
});

test('an exact revision never lets a write through but at the end', () => {
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 0, max: 8 }), (held, wanted, expected) => {
      const decision = decide(streamOf(held), expected, ...wanted);
      if (decision.is === 'write') expect(expected).toBe(held.length - 1);
    }),
  );
});
