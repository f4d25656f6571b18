/** What may stand in `photo-…`, for ever. */
import { z } from 'zod';
import { BlobRef, type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const PhotoId = z.uuid().brand<'PhotoId'>();
export type PhotoId = z.output<typeof PhotoId>;

/** One unit of the free quota: one photo, painted in up to three styles. */
export const UnitId = z.uuid().brand<'UnitId'>();
export type UnitId = z.output<typeof UnitId>;

const PortraitId = z.uuid().brand<'PortraitId'>();
const OrderId = z.uuid().brand<'OrderId'>();

/** Names a fixed list of the studio; it names nobody. */
const word = /^[a-z][a-z-]{0,39}$/;
export const StyleId = z.string().regex(word).brand<'StyleId'>();
const AdviceCode = z.string().regex(word).brand<'AdviceCode'>();

export const Owner = subject({
  file: personal('media.upload'),
  origin: personal('abuse.signals'),
});

export const PhotoUploaded = event('PhotoUploaded', {
  photoId: PhotoId,
  owner: Owner,
  kind: z.enum(['person', 'pet']),
  blob: BlobRef,
  faces: z.int().nonnegative(),
  faceHeightPx: z.int().positive().nullable(),
  advice: z.array(AdviceCode).readonly(),
  /** The declared minimum age, in years, that the visitor's country asks for. */
  ageLimit: z.int().min(13).max(18),
});
export const PaintingGranted = event('PaintingGranted', { photoId: PhotoId, unitId: UnitId });
export const PaintingRefused = event('PaintingRefused', {
  photoId: PhotoId,
  reason: z.enum(['quota-used']),
});
export const PaintingBegun = event('PaintingBegun', {
  photoId: PhotoId,
  unitId: UnitId,
  portraitId: PortraitId,
  style: StyleId,
});
/** A portrait that could not be painted counts for nothing. */
export const PaintingStopped = event('PaintingStopped', { photoId: PhotoId, portraitId: PortraitId });
/** Nothing of a unit was painted: it goes back to the quota. */
export const PaintingReleased = event('PaintingReleased', { photoId: PhotoId, unitId: UnitId });

/** An order needs the photo until it is done. */
export const PhotoKept = event('PhotoKept', { photoId: PhotoId, orderId: OrderId });
export const PhotoLetGo = event('PhotoLetGo', { photoId: PhotoId, orderId: OrderId });

const events = [
  PhotoUploaded,
  PaintingGranted,
  PaintingRefused,
  PaintingBegun,
  PaintingStopped,
  PaintingReleased,
  PhotoKept,
  PhotoLetGo,
] as const;
export const photoStream = stream('photo', events);
export type PhotoEvent = EventOf<typeof events>;
