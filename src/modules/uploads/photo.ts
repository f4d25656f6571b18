/** The life of a photo: uploaded, painted within the quota, and kept for the orders that need it. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { BlobRef, FactsOf, SubjectRef } from '../../personal-data/personal.ts';
import {
  type PaintingBegun,
  type PaintingRefused,
  type PaintingStopped,
  type PhotoEvent,
  type PhotoKept,
  type PhotoLetGo,
  type PhotoUploaded,
  photoStream,
} from './photo.events.ts';

type Begun = FactsOf<typeof PaintingBegun>;
type UnitId = Begun['unitId'];

export type PhotoCommand =
  | Command<
      'UploadPhoto',
      FactsOf<typeof PhotoUploaded> & { readonly mayUseIt: boolean; readonly oldEnough: boolean }
    >
  /** `unitId` is what the quota granted; null where it was not asked yet. */
  | Command<'BeginPainting', Omit<Begun, 'unitId'> & { readonly unitId: UnitId | null }>
  | Command<'RefusePainting', FactsOf<typeof PaintingRefused>>
  | Command<'StopPainting', FactsOf<typeof PaintingStopped>>
  | Command<'KeepPhoto', FactsOf<typeof PhotoKept>>
  | Command<'LetPhotoGo', FactsOf<typeof PhotoLetGo>>;

type Unit = {
  readonly unitId: UnitId;
  readonly portraits: readonly string[];
  readonly stopped: readonly string[];
  readonly isReleased: boolean;
};
export type Photo =
  | { readonly status: 'none' }
  | {
      readonly status: 'here';
      readonly owner: SubjectRef;
      readonly kind: 'person' | 'pet';
      readonly blob: BlobRef;
      readonly keptFor: readonly string[];
      /** Oldest first: what was painted from an earlier one can still fail, and gives it back. */
      readonly units: readonly Unit[];
    };

export type PhotoRefusal =
  | 'photo-already-here'
  | 'photo-not-yours-to-use'
  | 'visitor-too-young'
  | 'photo-unknown'
  | 'photo-already-kept'
  | 'photo-not-kept'
  | 'painting-needs-a-unit'
  | 'painting-already-begun'
  | 'painting-unknown'
  | 'painting-already-stopped';

/** RULINGS of the shop: one unit of the quota paints one photo in so many styles. */
export const stylesPerUnit = 3;

export const photo = decider<Photo, PhotoCommand, PhotoEvent, PhotoRefusal>(photoStream, {
  initialState: { status: 'none' },

  decide: {
    UploadPhoto({ mayUseIt, oldEnough, ...uploaded }, { status }) {
      if (status !== 'none') return refused('photo-already-here');
      if (!oldEnough) return refused('visitor-too-young');
      if (!mayUseIt) return refused('photo-not-yours-to-use');
      return [{ type: 'PhotoUploaded', ...uploaded }];
    },

    BeginPainting({ unitId, ...begun }, photo) {
      if (photo.status === 'none') return refused('photo-unknown');
      if (unitOf(photo.units, begun.portraitId) !== undefined) return refused('painting-already-begun');
      const open = photo.units.find(hasRoom);
      if (open !== undefined) return [{ type: 'PaintingBegun', ...begun, unitId: open.unitId }];
      if (unitId === null) return refused('painting-needs-a-unit');
      return [
        { type: 'PaintingGranted', photoId: begun.photoId, unitId },
        { type: 'PaintingBegun', ...begun, unitId },
      ];
    },

    RefusePainting(refusal, { status }) {
      return status === 'none' ? refused('photo-unknown') : [{ type: 'PaintingRefused', ...refusal }];
    },

    StopPainting({ photoId, portraitId }, photo) {
      if (photo.status === 'none') return refused('photo-unknown');
      const unit = unitOf(photo.units, portraitId);
      if (unit === undefined) return refused('painting-unknown');
      if (unit.stopped.includes(portraitId)) return refused('painting-already-stopped');
      const stopped = { type: 'PaintingStopped', photoId, portraitId } as const;
      const nothingLeft = unit.stopped.length + 1 === unit.portraits.length;
      return nothingLeft ? [stopped, { type: 'PaintingReleased', photoId, unitId: unit.unitId }] : [stopped];
    },

    KeepPhoto({ photoId, orderId }, photo) {
      if (photo.status === 'none') return refused('photo-unknown');
      if (photo.keptFor.includes(orderId)) return refused('photo-already-kept');
      return [{ type: 'PhotoKept', photoId, orderId }];
    },

    LetPhotoGo({ photoId, orderId }, photo) {
      if (photo.status === 'none') return refused('photo-unknown');
      if (!photo.keptFor.includes(orderId)) return refused('photo-not-kept');
      return [{ type: 'PhotoLetGo', photoId, orderId }];
    },
  },

  evolve: {
    PhotoUploaded: (_, { owner, kind, blob }) => ({
      ...{ status: 'here', owner: owner.ref, kind, blob },
      ...{ keptFor: [], units: [] },
    }),
    PaintingGranted: (photo, { unitId }) =>
      withUnits(photo, (units) => [...units, { unitId, portraits: [], stopped: [], isReleased: false }]),
    PaintingRefused: (photo) => photo,
    PaintingBegun: (photo, { unitId, portraitId }) =>
      withUnits(photo, (units) =>
        units.map((unit) =>
          unit.unitId === unitId ? { ...unit, portraits: [...unit.portraits, portraitId] } : unit,
        ),
      ),
    PaintingStopped: (photo, { portraitId }) =>
      withUnits(photo, (units) =>
        units.map((unit) =>
          unit.portraits.includes(portraitId) ? { ...unit, stopped: [...unit.stopped, portraitId] } : unit,
        ),
      ),
    PaintingReleased: (photo, { unitId }) =>
      withUnits(photo, (units) =>
        units.map((unit) => (unit.unitId === unitId ? { ...unit, isReleased: true } : unit)),
      ),
    PhotoKept: (photo, { orderId }) => keptFor(photo, (orders) => [...orders, orderId]),
    PhotoLetGo: (photo, { orderId }) => keptFor(photo, (orders) => orders.filter((id) => id !== orderId)),
  },
});

/** What was stopped gives its place back. */
const hasRoom = ({ portraits, stopped, isReleased }: Unit): boolean =>
  !isReleased && portraits.length - stopped.length < stylesPerUnit;

const unitOf = (units: readonly Unit[], portraitId: string): Unit | undefined =>
  units.find(({ portraits }) => portraits.includes(portraitId));

const withUnits = (photo: Photo, next: (units: readonly Unit[]) => readonly Unit[]): Photo =>
  photo.status === 'here' ? { ...photo, units: next(photo.units) } : photo;

const keptFor = (photo: Photo, next: (orders: readonly string[]) => readonly string[]): Photo =>
  photo.status === 'here' ? { ...photo, keptFor: next(photo.keptFor) } : photo;
