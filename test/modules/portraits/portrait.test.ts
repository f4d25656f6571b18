/** Portraits: asked for once, and painted once or failed once. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type PortraitCommand, portrait } from '../../../src/modules/portraits/portrait.ts';
import { given, obey } from '../../given.ts';
import { blob, painted, photoId, portraitId, sitter, style, variant } from '../facts.ts';

const id = { portraitId: portraitId('a') };
const facts = {
  ...id,
  photoId: photoId(),
  photoBlob: blob('ada'),
  kind: 'person',
  sitter: sitter(),
  painter: 'studio',
} as const;
const request = { type: 'RequestPortrait', ...facts, style: style(), variant } as const;
const requested = { ...request, type: 'PortraitRequested' } as const;
const record = {
  ...({ type: 'RecordPainting', ...id, sitter: painted() } as const),
  ...{ preview: blob('preview'), original: null, seconds: 2.5 },
} as const;
const done = { ...record, type: 'PortraitPainted' } as const;
const fail = { type: 'RecordFailure', ...id, reason: 'engine-failed' } as const;
const failed = { type: 'PortraitFailed', ...id, photoId: photoId(), reason: 'engine-failed' } as const;

describe('a portrait', () => {
  test('is asked for', () => given(portrait).when(request).emits(requested));
  test('and once', () => given(portrait, requested).when(request).refuses('portrait-already-requested'));
  test('is painted: the recipe is said again, with nothing left open', () =>
    given(portrait, requested).when(record).emits(done));
  test('and once', () => given(portrait, requested, done).when(record).refuses('portrait-already-painted'));
  test('fails, and says of which photo', () => given(portrait, requested).when(fail).emits(failed));
  test('and once', () => given(portrait, requested, failed).when(fail).refuses('portrait-already-failed'));
  test('that is painted does not fail any more', () =>
    given(portrait, requested, done).when(fail).refuses('portrait-already-painted'));
  test('that has failed is not painted any more: it was given back to the quota', () =>
    given(portrait, requested, failed).when(record).refuses('portrait-already-failed'));
  test('that nobody asked for is not painted', () =>
    given(portrait).when(record).refuses('portrait-unknown'));
  test('nor does it fail', () => given(portrait).when(fail).refuses('portrait-unknown'));
});

const commands: fc.Arbitrary<PortraitCommand> = fc.constantFrom<PortraitCommand>(request, record, fail);

test('whatever comes in whatever order, one portrait has one beginning and at most one end', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 12 }), async (asked) => {
      const { events, refusals } = await obey(portrait, asked);
      expect(events.length).toBeLessThanOrEqual(2);
      expect(events.length + refusals.length).toBe(asked.length);
      if (events[0] !== undefined) expect(events[0].type).toBe('PortraitRequested');
    }),
  ));
