/** The photos that somebody sent: for the studio page, and for what is held about them. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type PhotoEvent, type PhotoId, photoStream } from '../src/modules/uploads/photo.events.ts';
import type { BlobRef, Sealed, SubjectRef } from '../src/personal-data/personal.ts';

export type PhotoRow = {
  readonly photoId: PhotoId;
  readonly owner: SubjectRef;
  readonly kind: 'person' | 'pet';
  readonly file: Sealed<'media.upload'>;
  readonly blob: BlobRef;
  readonly faceHeightPx: number | null;
  readonly advice: readonly string[];
  readonly portraits: readonly string[];
  readonly uploadedAt: string;
};

export const photos = projection<PhotoRow, PhotoEvent>({
  name: 'photos',
  version: 1,
  columns: {
    photoId: 'uuid',
    owner: 'uuid',
    kind: 'text',
    file: 'jsonb',
    blob: 'text',
    faceHeightPx: 'integer',
    advice: 'jsonb',
    portraits: 'jsonb',
    uploadedAt: 'timestamptz',
  },
  streams: [photoStream],
  key: ({ photoId }) => photoId,

  on: {
    PhotoUploaded: (_, { photoId, owner, kind, blob, faceHeightPx, advice }, { created }) => ({
      ...{ photoId, owner: owner.ref, kind, file: owner.file, blob, faceHeightPx, advice },
      ...{ portraits: [], uploadedAt: created },
    }),
    PaintingBegun: (row, { portraitId }) => row && { ...row, portraits: [...row.portraits, portraitId] },
  },
  forget: 'values',
});

export const photosOf = (rows: Rows<PhotoRow>, owner: SubjectRef): Promise<readonly PhotoRow[]> =>
  rows.where('owner', owner);

export const photoOf = async (rows: Rows<PhotoRow>, photoId: PhotoId): Promise<PhotoRow | undefined> =>
  (await rows.where('photoId', photoId))[0];
