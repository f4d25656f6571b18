/** A photo that is painted from, ordered or let go lives longer or shorter, and its portraits with it. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type PhotoId, photoStream } from '../modules/uploads/photo.events.ts';
import { movePhotoEnds } from './photo-ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly photoId: PhotoId };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'vault' | 'clock'>;

const used = ({ photoId }: Ids) => ({ ids: { photoId } });

export const moveEndsWhenPhotoUsed = effect(
  'move-ends-when-photo-used',
  photoStream,
  { PaintingBegun: used, PhotoKept: used, PhotoLetGo: used },

  async ({ ids: { photoId } }: Job<Ids>, deps: Deps) => {
    await movePhotoEnds(photoId, deps);
    return [];
  },
);
