/** The portraits of a photo, painted or on the easel: for the studio page and the shop. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type PortraitEvent,
  type PortraitId,
  portraitStream,
} from '../src/modules/portraits/portrait.events.ts';
import type { BlobRef, Sealed, SubjectRef } from '../src/personal-data/personal.ts';

export type PortraitRow = {
  readonly portraitId: PortraitId;
  readonly photoId: string;
  readonly owner: SubjectRef;
  readonly style: string;
  readonly variant: string;
  readonly status: 'requested' | 'painted' | 'failed';
  readonly reason: 'photo-gone' | 'engine-failed' | 'no-subject' | 'stopped' | 'declined' | null;
  /** Who was to paint it. */
  readonly painter: 'studio' | 'replicate' | 'openai';
  readonly recipe: Sealed<'portrait.recipe'>;
  readonly picture: Sealed<'media.portrait'> | null;
  readonly preview: BlobRef | null;
  readonly requestedAt: string;
  readonly endedAt: string | null;
};

export const portraits = projection<PortraitRow, PortraitEvent>({
  name: 'portraits',
  version: 2,
  columns: {
    portraitId: 'uuid',
    photoId: 'uuid',
    owner: 'uuid',
    style: 'text',
    variant: 'text',
    status: 'text',
    reason: 'text',
    painter: 'text',
    recipe: 'jsonb',
    picture: 'jsonb',
    preview: 'text',
    requestedAt: 'timestamptz',
    endedAt: 'timestamptz',
  },
  streams: [portraitStream],
  key: ({ portraitId }) => portraitId,

  on: {
    PortraitRequested: (_, { portraitId, photoId, sitter, style, variant, painter }, { created }) => ({
      ...{ portraitId, photoId, owner: sitter.ref, style, variant, status: 'requested', reason: null },
      ...{
        painter,
        recipe: sitter.recipe,
        picture: null,
        preview: null,
        requestedAt: created,
        endedAt: null,
      },
    }),
    PortraitPainted: (row, { sitter, preview }, { created }) =>
      row && {
        ...{ ...row, status: 'painted', recipe: sitter.recipe, picture: sitter.picture },
        ...{ preview, endedAt: created },
      },
    PortraitFailed: (row, { reason }, { created }) =>
      row && { ...row, status: 'failed', reason, endedAt: created },
  },
  forget: 'values',
});

const oldestFirst = (a: PortraitRow, b: PortraitRow): number => a.requestedAt.localeCompare(b.requestedAt);

export const portraitsOfPhoto = async (
  rows: Rows<PortraitRow>,
  photoId: string,
): Promise<readonly PortraitRow[]> => (await rows.where('photoId', photoId)).toSorted(oldestFirst);

export const portraitsOf = async (
  rows: Rows<PortraitRow>,
  owner: SubjectRef,
): Promise<readonly PortraitRow[]> => (await rows.where('owner', owner)).toSorted(oldestFirst);

export const portraitOf = async (
  rows: Rows<PortraitRow>,
  portraitId: PortraitId,
): Promise<PortraitRow | undefined> => (await rows.where('portraitId', portraitId))[0];
