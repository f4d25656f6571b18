/** What the events of a painting do to its page. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  after,
  type Easel,
  isSettled,
  type PaintingEvent,
  spoken,
  titleOf,
} from '../../src/web/components/easel.ts';
import { half } from './samples.ts';

const done: PaintingEvent = {
  event: 'done',
  data: {
    id: 'pt_engraving',
    style: 'engraving',
    label: 'Engraving',
    src: '/p',
    alt: 'Engraving',
    seconds: 2.9,
  },
};
const failed: PaintingEvent = {
  event: 'failed',
  data: {
    id: 'pt_pop-art',
    style: 'pop-art',
    label: 'Pop art',
    reason: 'Unlike the photo.',
    remedy: 'Try another.',
  },
};
const events: readonly PaintingEvent[] = [
  { event: 'stage', data: { id: 'pop-art', label: 'Pop art', state: 'now' } },
  { event: 'stage', data: { id: 'watermark', label: 'Watermark', state: 'wait' } },
  { event: 'progress', data: { id: 'engraving', done: 1500, total: 1840, doing: 'Laying lines' } },
  done,
  failed,
];
const all = (easel: Easel, list: readonly PaintingEvent[]): Easel => list.reduce(after, easel);

describe('the easel', () => {
  test('a portrait that arrives is ready, its stage is done, and it is unveiled once', () => {
    const easel = after(half, done);
    expect(easel.portraits[1]?.status).toBe('ready');
    expect(easel.stages.find(({ id }) => id === 'engraving')).toMatchObject({ state: 'done', seconds: 2.9 });
    expect(after(easel, done).unveiled).toEqual(['pt_engraving']);
  });

  test('a style that stops says why, and does not stop the others', () => {
    const easel = after(half, failed);
    expect(easel.stages.at(-1)).toMatchObject({ state: 'stopped', reason: 'Unlike the photo.' });
    expect(isSettled(easel)).toBe(false);
  });

  test('an event that comes twice changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), fc.constantFrom(...events), (before, event) => {
        const once = after(all(half, before), event);
        expect(after(once, event)).toEqual(once);
      }),
    );
  });

  test('progress never takes back what is done', () => {
    const progress: PaintingEvent = { event: 'progress', data: { id: 'engraving', done: 1, total: 2 } };
    expect(all(half, [done, progress]).stages.find(({ id }) => id === 'engraving')?.state).toBe('done');
  });

  test('the title tells how far it is, up to the end and when nothing came of it', () => {
    expect(titleOf({ portraits: half.portraits.slice(1) })).toBe('The studio is at work');
    expect(titleOf(half)).toBe('The first one is on the easel');
    expect(titleOf(after(half, done))).toBe('Two are on the easel');
    expect(titleOf(all(half, [done, failed]))).toBe('Two portraits of your sitter');
    expect(titleOf({ portraits: half.portraits.map((one) => ({ ...one, status: 'stopped' })) })).toBe(
      'The studio could not paint this one',
    );
  });

  test('it is told aloud what is ready and what is under way', () => {
    expect(spoken(half)).toBe('Impressionist oil is ready. Engraving is under way, 61 percent.');
    expect(spoken(all(half, [done, failed]))).toContain('The painting is over.');
  });
});
