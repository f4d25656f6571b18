/** A gallery keeps what was bought until its owner says stop; from then on its ends are those of everybody's. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { consentStream } from '../modules/consent/consent.events.ts';
import { PortraitId } from '../modules/portraits/portrait.events.ts';
import { portrait } from '../modules/portraits/portrait.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import { movePhotoEnds } from './photo-ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly person: SubjectRef };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'vault' | 'clock'>;
type Chosen = { readonly person: { readonly ref: SubjectRef }; readonly purposes: readonly string[] };

const chosen = ({ person, purposes }: Chosen) =>
  purposes.includes('portrait.gallery') ? { ids: { person: person.ref } } : [];

export const moveEndsWhenGalleryChosen = effect(
  'move-ends-when-gallery-chosen',
  consentStream,
  { ConsentGiven: chosen, ConsentWithdrawn: chosen },

  async ({ ids: { person } }: Job<Ids>, deps: Deps) => {
    const held = await deps.vault.keysOf([person]);
    const portraits = held.flatMap(({ category, item }) => (category === 'media.portrait' ? [item] : []));
    const known = await Promise.all(portraits.map((item) => deps.stateOf(portrait, PortraitId.parse(item))));
    const photos = new Set(known.flatMap((one) => (one.status === 'none' ? [] : [one.photoId])));
    for (const photoId of photos) await movePhotoEnds(photoId, deps);
    return [];
  },
);
