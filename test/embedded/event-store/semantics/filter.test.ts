/** Server-side filters, links, and where a filtered subscription tells its place. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { checkpointCounter } from '../../../../src/embedded/event-store/semantics/checkpoints.ts';
import { type Expression, filterOf } from '../../../../src/embedded/event-store/semantics/filter.ts';
import { parseLink } from '../../../../src/embedded/event-store/semantics/links.ts';

const order = { stream: 'order-17', type: 'OrderPlaced' };
const system = { stream: '$$order-17', type: '$metadata' };
const passes = (on: 'stream' | 'type', expression: Partial<Expression>, record = order) =>
  filterOf(on, { regex: '', prefix: [], ...expression })(record);

describe('a filter', () => {
  test('by prefix takes what begins with one of them', () => {
    expect(passes('stream', { prefix: ['photo-', 'order-'] })).toBe(true);
    expect(passes('stream', { prefix: ['rder-'] })).toBe(false);
    expect(passes('type', { prefix: ['order'] })).toBe(false);
    expect(passes('type', { prefix: [] })).toBe(false);
  });

  test('by expression finds it anywhere, and stands before prefixes', () => {
    expect(passes('type', { regex: 'Placed', prefix: ['Nothing'] })).toBe(true);
    expect(passes('type', { regex: '^Placed', prefix: ['Order'] })).toBe(false);
  });

  test('leaves out what the system writes', () => {
    const excluding = { regex: '^[^\\$].*' };
    expect(passes('type', excluding)).toBe(true);
    expect(passes('type', excluding, system)).toBe(false);
  });

  test('takes what .NET writes otherwise: options in front, anchors, escapes', () => {
    expect(passes('type', { regex: '(?i)^ORDER' })).toBe(true);
    expect(passes('type', { regex: '\\AOrder[A-Z]\\w+\\z' })).toBe(true);
    expect(passes('type', { regex: '\\APlaced\\Z' })).toBe(false);
    expect(passes('stream', { regex: '^order\\-\\d+$' })).toBe(true);
  });

  test('that is broken is refused before anything is read', () => {
    expect(() => filterOf('type', { regex: '(', prefix: [] })).toThrow(SyntaxError);
  });

  test('by prefix says what the language says', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (stream, prefix) => {
        expect(filterOf('stream', { regex: '', prefix })({ stream, type: '' })).toBe(
          prefix.some((each) => stream.startsWith(each)),
        );
      }),
    );
  });
});

describe('a link', () => {
  test('names a revision and a stream, which may hold the sign itself', () => {
    expect(parseLink(Buffer.from('5@order-1'))).toEqual({ revision: 5, stream: 'order-1' });
    expect(parseLink(Buffer.from('0@mail-a@b'))).toEqual({ revision: 0, stream: 'mail-a@b' });
  });

  test('without a stream leads nowhere', () => {
    expect(parseLink(Buffer.from('5'))).toEqual({ revision: 5, stream: '' });
  });

  test.each(['', 'order-1', '@order-1', 'five@order-1', '1.5@order-1'])('%p is none', (text) => {
    expect(parseLink(Buffer.from(text))).toBeUndefined();
  });
});

describe('checkpoints', () => {
  test('live: at each interval of events', () => {
    const counter = checkpointCounter(3);
    expect(Array.from({ length: 7 }, () => counter.live())).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  test('in the history: with the window that fills the interval, and the rest counts on', () => {
    const counter = checkpointCounter(10);
    expect([4, 4, 4, 4, 4].map((considered) => counter.window(considered))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  test('never further apart than interval and window', () => {
    const windows = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 100 }), (all, interval) => {
        const counter = checkpointCounter(interval);
        let since = 0;
        for (const considered of all) {
          since += considered;
          if (counter.window(considered)) since = 0;
          expect(since).toBeLessThan(interval);
        }
      }),
    );
  });
});
