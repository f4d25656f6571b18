/**
 * A photo lives thirty days after its last painting, or until the last order that uses it is done, whichever is
 * later; what was painted from it, and nobody bought, ends with it.
 */
import { daysAfter } from '../eventsourcing/days.ts';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type PhotoId, photoStream } from '../modules/uploads/photo.events.ts';
import { photo } from '../modules/uploads/photo.ts';
import { entryOf } from '../personal-data/register.ts';
import type { Ports } from './ports.ts';

/** While an order needs it: longer than any order takes; the order's end sets the true date. */
const orderDaysMax = 365;

type Ids = { readonly photoId: PhotoId; readonly days: number };

const afterUse = ({ photoId }: { readonly photoId: PhotoId }) => ({
  ids: { photoId, days: entryOf('media.upload').retention.keepDays },
});

export const moveEndsWhenPhotoUsed = effect(
  'move-ends-when-photo-used',
  photoStream,
  {
    PaintingBegun: afterUse,
    PhotoLetGo: afterUse,
    PhotoKept: ({ photoId }) => ({ ids: { photoId, days: orderDaysMax } }),
  },

  async (
    { ids: { photoId, days } }: Job<Ids>,
    { stateOf, vault, clock }: Pick<Ports, 'stateOf' | 'vault' | 'clock'>,
  ) => {
    const used = await stateOf(photo, photoId);
    if (used.status === 'none') return [];
    const end = daysAfter(clock(), used.keptFor.length > 0 ? orderDaysMax : days);
    const { owner: subject } = used;
    await vault.expire({ subject, category: 'media.upload', item: photoId }, end);
    for (const item of used.unit?.portraits ?? []) {
      await vault.expire({ subject, category: 'portrait.recipe', item }, end);
      await vault.expire({ subject, category: 'media.portrait', item }, end);
    }
    return [];
  },
);
