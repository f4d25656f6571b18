/** The proof of a consent is kept as long as the consent holds, and three years more (GDPR Art. 7(1)). */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { consentStream } from '../modules/consent/consent.events.ts';
import { consent } from '../modules/consent/consent.ts';
import { endOf, noEnd } from '../personal-data/ends.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly person: SubjectRef };
type Changed = { readonly person: { readonly ref: SubjectRef } };
const changed = ({ person }: Changed) => ({ ids: { person: person.ref } });

export const moveEndOfEvidenceWhenConsentChanged = effect(
  'move-end-of-evidence-when-consent-changed',
  consentStream,
  { ConsentGiven: changed, ConsentWithdrawn: changed },

  async (
    { ids: { person: subject } }: Job<Ids>,
    { historyOf, vault }: Pick<Ports, 'historyOf' | 'vault'>,
  ) => {
    const past = await historyOf(consentStream, subject);
    const { given } = past.map(({ event }) => event).reduce(consent.evolve, consent.initialState);
    const end = given.length > 0 ? noEnd : endOf('consent.evidence', past.at(-1)?.at ?? '');
    await vault.expire({ subject, category: 'consent.evidence', item: null }, end);
    return [];
  },
);
