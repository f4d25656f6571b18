/** A gallery keeps what was bought until its owner says stop; from then on its ends are those of everybody's. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { consentStream } from '../modules/consent/consent.events.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import { type EndDeps, moveGalleryEnds } from './photo-ends.ts';

type Ids = { readonly person: SubjectRef };
type Chosen = { readonly person: { readonly ref: SubjectRef }; readonly purposes: readonly string[] };

const chosen = ({ person, purposes }: Chosen) =>
  purposes.includes('portrait.gallery') ? { ids: { person: person.ref } } : [];

export const moveEndsWhenGalleryChosen = effect(
  'move-ends-when-gallery-chosen',
  consentStream,
  { ConsentGiven: chosen, ConsentWithdrawn: chosen },

  async ({ ids: { person } }: Job<Ids>, deps: EndDeps) => {
    await moveGalleryEnds(person, deps);
    return [];
  },
);
