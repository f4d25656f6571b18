/** The life of a portrait: asked for, then painted or failed. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { BlobRef, FactsOf, Sealed, SubjectRef } from '../../personal-data/personal.ts';
import {
  type PortraitEvent,
  type PortraitFailed,
  type PortraitPainted,
  type PortraitRequested,
  portraitStream,
} from './portrait.events.ts';

export type PortraitCommand =
  | Command<'RequestPortrait', FactsOf<typeof PortraitRequested>>
  | Command<'RecordPainting', FactsOf<typeof PortraitPainted>>
  | Command<'RecordFailure', Omit<FactsOf<typeof PortraitFailed>, 'photoId'>>;

type Asked = {
  readonly photoId: FactsOf<typeof PortraitRequested>['photoId'];
  readonly photoBlob: BlobRef;
  readonly kind: 'person' | 'pet';
  readonly owner: SubjectRef;
  readonly recipe: Sealed<'portrait.recipe'>;
  readonly painter: FactsOf<typeof PortraitRequested>['painter'];
};
export type Portrait =
  | { readonly status: 'none' }
  | (Asked & { readonly status: 'requested' | 'failed' })
  | (Asked & { readonly status: 'painted'; readonly preview: BlobRef; readonly original: BlobRef | null });

export type PortraitRefusal =
  | 'portrait-already-requested'
  | 'portrait-unknown'
  | 'portrait-already-painted'
  | 'portrait-already-failed';

export const portrait = decider<Portrait, PortraitCommand, PortraitEvent, PortraitRefusal>(portraitStream, {
  initialState: { status: 'none' },

  decide: {
    RequestPortrait(requested, { status }) {
      return status === 'none'
        ? [{ type: 'PortraitRequested', ...requested }]
        : refused('portrait-already-requested');
    },

    RecordPainting(painted, { status }) {
      return status === 'requested' ? [{ type: 'PortraitPainted', ...painted }] : refused(done[status]);
    },

    RecordFailure(failed, portrait) {
      if (portrait.status !== 'requested') return refused(done[portrait.status]);
      return [{ type: 'PortraitFailed', ...failed, photoId: portrait.photoId }];
    },
  },

  evolve: {
    PortraitRequested: (_, { photoId, photoBlob, kind, sitter, painter }) => ({
      ...{ status: 'requested', photoId, photoBlob, kind, painter },
      ...{ owner: sitter.ref, recipe: sitter.recipe },
    }),
    PortraitPainted: (portrait, { sitter, preview, original }) =>
      portrait.status === 'none'
        ? portrait
        : { ...portrait, status: 'painted', recipe: sitter.recipe, preview, original },
    PortraitFailed: (portrait) => (portrait.status === 'none' ? portrait : { ...portrait, status: 'failed' }),
  },
});

const done = {
  none: 'portrait-unknown',
  painted: 'portrait-already-painted',
  failed: 'portrait-already-failed',
} as const;
