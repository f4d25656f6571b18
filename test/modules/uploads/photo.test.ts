/** Photos: whose they may be, how the free quota is spent on them, and for which orders they stay. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type PhotoCommand, photo, stylesPerUnit } from '../../../src/modules/uploads/photo.ts';
import { given, obey } from '../../given.ts';
import { blob, orderId, owner, photoId, portraitId, style, unitId } from '../facts.ts';

const facts = {
  ...{ photoId: photoId(), owner: owner(), blob: blob('ada'), faces: 1, faceHeightPx: 640 },
  ...({ kind: 'person', advice: [], ageLimit: 16 } as const),
};
const uploaded = { type: 'PhotoUploaded', ...facts } as const;
const upload = { type: 'UploadPhoto', ...facts, mayUseIt: true, oldEnough: true } as const;

const granted = (unit: string) =>
  ({ type: 'PaintingGranted', photoId: photoId(), unitId: unitId(unit) }) as const;
const begun = (unit: string, portrait: string) =>
  ({
    ...({ type: 'PaintingBegun', photoId: photoId(), unitId: unitId(unit) } as const),
    ...{ portraitId: portraitId(portrait), style: style() },
  }) as const;
const begin = (unit: string | null, portrait: string) =>
  ({
    ...({ type: 'BeginPainting', photoId: photoId(), style: style() } as const),
    ...{ unitId: unit === null ? null : unitId(unit), portraitId: portraitId(portrait) },
  }) as const;
const stop = (portrait: string) =>
  ({ type: 'StopPainting', photoId: photoId(), portraitId: portraitId(portrait) }) as const;
const stopped = (portrait: string) => ({ ...stop(portrait), type: 'PaintingStopped' }) as const;
const released = (unit: string) =>
  ({ type: 'PaintingReleased', photoId: photoId(), unitId: unitId(unit) }) as const;

describe('a photo', () => {
  test('is uploaded by somebody who is old enough and may use it', () =>
    given(photo).when(upload).emits(uploaded));
  test('is uploaded once', () => given(photo, uploaded).when(upload).refuses('photo-already-here'));
  test('of a child is not taken: nothing is stored', () =>
    given(photo)
      .when({ ...upload, oldEnough: false })
      .refuses('visitor-too-young'));
  test('that is not theirs to use is not taken', () =>
    given(photo)
      .when({ ...upload, mayUseIt: false })
      .refuses('photo-not-yours-to-use'));
});

const full = [granted('u1'), begun('u1', 'a'), begun('u1', 'b'), begun('u1', 'c')];

describe('a painting', () => {
  test('needs a unit of the quota', () =>
    given(photo, uploaded).when(begin(null, 'a')).refuses('painting-needs-a-unit'));
  test('begins with the unit that was granted', () =>
    given(photo, uploaded).when(begin('u1', 'a')).emits(granted('u1'), begun('u1', 'a')));
  test('goes on the unit that has room, whatever else was granted', () =>
    given(photo, uploaded, granted('u1'), begun('u1', 'a')).when(begin('u2', 'b')).emits(begun('u1', 'b')));
  test('asks for no unit where one has room', () =>
    given(photo, uploaded, granted('u1'), begun('u1', 'a')).when(begin(null, 'b')).emits(begun('u1', 'b')));
  test('beyond the third needs another unit', () =>
    given(photo, uploaded, ...full)
      .when(begin(null, 'd'))
      .refuses('painting-needs-a-unit'));
  test('and begins with it', () =>
    given(photo, uploaded, ...full)
      .when(begin('u2', 'd'))
      .emits(granted('u2'), begun('u2', 'd')));
  test('begins once', () =>
    given(photo, uploaded, ...full)
      .when(begin(null, 'c'))
      .refuses('painting-already-begun'));
  test('that an earlier unit paid for begins once too', () =>
    given(photo, uploaded, ...full, granted('u2'), begun('u2', 'd'))
      .when(begin(null, 'a'))
      .refuses('painting-already-begun'));
  test('of a photo that is not there does not begin', () =>
    given(photo).when(begin('u1', 'a')).refuses('photo-unknown'));
});

describe('a quota that is used up', () => {
  const refuse = { type: 'RefusePainting', photoId: photoId(), reason: 'quota-used' } as const;
  test('is written down, without what it was counted by', () =>
    given(photo, uploaded)
      .when(refuse)
      .emits({ ...refuse, type: 'PaintingRefused' }));
  test('for a photo that is not there is not', () => given(photo).when(refuse).refuses('photo-unknown'));
});

describe('a painting that fails', () => {
  const two = [granted('u1'), begun('u1', 'a'), begun('u1', 'b')];
  test('gives its place back', () =>
    given(photo, uploaded, ...full, stopped('b'))
      .when(begin(null, 'd'))
      .emits(begun('u1', 'd')));
  test('counts for nothing, while others were painted', () =>
    given(photo, uploaded, ...two)
      .when(stop('a'))
      .emits(stopped('a')));
  test('as the last of its unit, gives the unit back', () =>
    given(photo, uploaded, ...two, stopped('a'))
      .when(stop('b'))
      .emits(stopped('b'), released('u1')));
  test('gives back the unit that it was painted from, and not a later one', () =>
    given(photo, uploaded, ...full, granted('u2'), begun('u2', 'd'), stopped('a'), stopped('b'))
      .when(stop('c'))
      .emits(stopped('c'), released('u1')));
  test('leaves a unit that was given back to nobody', () =>
    given(photo, uploaded, granted('u1'), begun('u1', 'a'), stopped('a'), released('u1'))
      .when(begin(null, 'b'))
      .refuses('painting-needs-a-unit'));
  test('fails once', () =>
    given(photo, uploaded, ...two, stopped('a'))
      .when(stop('a'))
      .refuses('painting-already-stopped'));
  test('and never began, is nobody’s', () =>
    given(photo, uploaded).when(stop('a')).refuses('painting-unknown'));
  test('of a photo that is not there, neither', () => given(photo).when(stop('a')).refuses('photo-unknown'));
});

describe('a photo that is ordered from', () => {
  const keep = (order: string) =>
    ({ type: 'KeepPhoto', photoId: photoId(), orderId: orderId(order) }) as const;
  const letGo = (order: string) => ({ ...keep(order), type: 'LetPhotoGo' }) as const;
  const kept = (order: string) => ({ ...keep(order), type: 'PhotoKept' }) as const;

  test('stays for the order', () => given(photo, uploaded).when(keep('gift')).emits(kept('gift')));
  test('once', () => given(photo, uploaded, kept('gift')).when(keep('gift')).refuses('photo-already-kept'));
  test('stays for each of several', () =>
    given(photo, uploaded, kept('gift')).when(keep('other')).emits(kept('other')));
  test('may go when the order is done', () =>
    given(photo, uploaded, kept('gift'))
      .when(letGo('gift'))
      .emits({ ...letGo('gift'), type: 'PhotoLetGo' }));
  test('is not let go by an order that never kept it', () =>
    given(photo, uploaded, kept('gift')).when(letGo('other')).refuses('photo-not-kept'));
  test('is not kept where it is not', () => given(photo).when(keep('gift')).refuses('photo-unknown'));
  test('nor let go', () => given(photo).when(letGo('gift')).refuses('photo-unknown'));
});

const portraits = ['a', 'b', 'c', 'd', 'e', 'f'];
const commands: fc.Arbitrary<PhotoCommand> = fc.oneof(
  fc.constant(upload),
  fc
    .tuple(fc.option(fc.uuid()), fc.constantFrom(...portraits))
    .map(([unit, portrait]) => begin(unit, portrait)),
  fc.constantFrom(...portraits).map(stop),
);

test('however paintings begin and fail, no unit ever holds more than three, and one is given back once, when none is left', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 60, size: 'max' }), async (asked) => {
      const { events } = await obey(photo, [upload, ...asked]);
      const unitOf = new Map<string, string>();
      const living = new Map<string, Set<string>>();
      const givenBack: string[] = [];
      for (const event of events) {
        if (event.type === 'PaintingBegun') {
          expect(givenBack).not.toContain(event.unitId);
          const ones = living.get(event.unitId) ?? new Set();
          living.set(event.unitId, ones.add(event.portraitId));
          unitOf.set(event.portraitId, event.unitId);
          expect(ones.size).toBeLessThanOrEqual(stylesPerUnit);
        }
        if (event.type === 'PaintingStopped')
          living.get(unitOf.get(event.portraitId) ?? '')?.delete(event.portraitId);
        if (event.type === 'PaintingReleased') {
          expect(living.get(event.unitId)?.size).toBe(0);
          givenBack.push(event.unitId);
        }
      }
      expect(new Set(givenBack).size).toBe(givenBack.length);
      for (const [unit, ones] of living) expect(ones.size === 0).toBe(givenBack.includes(unit));
    }),
  ));
