/** What a stream's metadata says, and what of the stream can be seen because of it. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  isSoftDeleted,
  noMetadata,
  parseMetadata,
  softDeleted,
  undeleted,
} from '../../../../src/embedded/event-store/semantics/stream-metadata.ts';
import { visibleOf } from '../../../../src/embedded/event-store/semantics/truncation.ts';

const read = (value: unknown) => parseMetadata(Buffer.from(JSON.stringify(value)), true);

describe('reading', () => {
  test('limits, and who may do what: one role or several', () => {
    const { acl, ...limits } = read({
      $maxCount: 3,
      $maxAge: 60,
      $tb: 7,
      $cacheControl: 5,
      $acl: { $r: 'ada', $w: ['ada', 'bob'], $mr: [] },
      colour: 'blue',
    });
    expect(limits).toEqual({ maxCount: 3, maxAgeSeconds: 60, truncateBefore: 7 });
    expect(acl).toEqual({
      read: ['ada'],
      write: ['ada', 'bob'],
      delete: undefined,
      metaRead: [],
      metaWrite: undefined,
    });
  });

  test.each([
    '{"$tb":2,"$maxCount":0}',
    '{"$tb":2,"$maxCount":-1}',
    '{"$tb":2,"$maxCount":"2"}',
    '{"$tb":2,"$maxAge":1.5}',
    '{"$tb":-1,"$maxCount":2}',
    '{"$tb":2,"$cacheControl":0}',
    '{"$tb":2,"$acl":"everybody"}',
    '{"$tb":2,"$acl":{"$r":5}}',
    '[]',
    'null',
    '"text"',
  ])('where one value is none that its name can have, all are ignored: %s', (odd) => {
    expect(parseMetadata(Buffer.from(odd), true)).toEqual(noMetadata);
  });

  test('what is no JSON, or not said to be, is ignored', () => {
    expect(parseMetadata(Buffer.from('{"$tb":'), true)).toEqual(noMetadata);
    expect(parseMetadata(Buffer.from('{"$tb":1}'), false)).toEqual(noMetadata);
  });

  test('anything can be read', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, isJson) => void parseMetadata(bytes, isJson)),
    );
  });
});

describe('deletion', () => {
  test('what a delete writes reads as deleted', () => {
    expect(isSoftDeleted(parseMetadata(softDeleted, true))).toBe(true);
    expect(isSoftDeleted(read({ $tb: 5 }))).toBe(false);
  });

  test('a stream that begins again keeps its other metadata', () => {
    const again = undeleted(Buffer.from('{"$tb":9223372036854775807,"$maxCount":2}'), 6);
    expect(JSON.parse(Buffer.from(again ?? []).toString())).toEqual({ $tb: 6, $maxCount: 2 });
    expect(undeleted(Buffer.from('no JSON'), 6)).toBeUndefined();
  });
});

describe('what can be seen', () => {
  const nowUs = 1_000_000_000;
  const seen = (last: number, metadata: Partial<typeof noMetadata>) =>
    visibleOf(last, { ...noMetadata, ...metadata }, nowUs);

  test('the last events, or those from a revision on, whichever is less', () => {
    expect(seen(9, { maxCount: 3 }).first).toBe(7);
    expect(seen(9, { maxCount: 30 }).first).toBe(0);
    expect(seen(9, { truncateBefore: 4 }).first).toBe(4);
    expect(seen(9, { maxCount: 3, truncateBefore: 4 }).first).toBe(7);
    expect(seen(9, { truncateBefore: 12 }).first).toBe(12);
  });

  test('those of the last seconds', () => {
    expect(seen(9, { maxAgeSeconds: 60 }).createdFromUs).toBe(nowUs - 60_000_000);
    expect(seen(9, {}).createdFromUs).toBe(0);
  });

  test('with a limit never more than without, and never fewer than the limit while there are more', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 60 }), fc.nat(60), (last, maxCount, before) => {
        const { first } = seen(last, { maxCount, truncateBefore: before });
        expect(first).toBeGreaterThanOrEqual(before);
        expect(last - first + 1).toBeLessThanOrEqual(maxCount);
        if (before === 0) expect(last - first + 1).toBe(Math.min(maxCount, last + 1));
      }),
    );
  });
});
