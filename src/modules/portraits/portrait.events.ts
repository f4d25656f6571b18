/** What may stand in `portrait-…`, for ever. */
import { z } from 'zod';
import { BlobRef, type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const PortraitId = z.uuid().brand<'PortraitId'>();
export type PortraitId = z.output<typeof PortraitId>;

const word = /^[a-z][a-z-]{0,39}$/;
export const StyleId = z.string().regex(word).brand<'StyleId'>();
export const VariantId = z.string().regex(word).brand<'VariantId'>();

/** What is asked for is a recipe; what was painted says its recipe again, with nothing left open. */
export const Sitter = subject({ recipe: personal('portrait.recipe') });
export const Painted = subject({ recipe: personal('portrait.recipe'), picture: personal('media.portrait') });

export const PortraitRequested = event('PortraitRequested', {
  portraitId: PortraitId,
  photoId: z.uuid().brand<'PhotoId'>(),
  photoBlob: BlobRef,
  kind: z.enum(['person', 'pet']),
  sitter: Sitter,
  style: StyleId,
  variant: VariantId,
  /** Who was to paint it, as was said to whoever asked; it stays with that, or with the studio itself. */
  painter: z.enum(['studio', 'replicate', 'openai']).default('studio'),
});
export const PortraitPainted = event('PortraitPainted', {
  portraitId: PortraitId,
  sitter: Painted,
  preview: BlobRef,
  /** As another company painted it: what every print is made from. What the studio paints needs none. */
  original: BlobRef.nullable().default(null),
  seconds: z.number().nonnegative(),
});
export const PortraitFailed = event('PortraitFailed', {
  portraitId: PortraitId,
  photoId: z.uuid().brand<'PhotoId'>(),
  reason: z.enum(['photo-gone', 'engine-failed', 'no-subject', 'stopped', 'declined']),
});

const events = [PortraitRequested, PortraitPainted, PortraitFailed] as const;
export const portraitStream = stream('portrait', events);
export type PortraitEvent = EventOf<typeof events>;
