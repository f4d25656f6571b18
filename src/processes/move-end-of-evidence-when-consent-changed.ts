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
    const scope = { subject, category: 'consent.evidence', item: null } as const;
    for (let set = ''; ; ) {
      const end = await endOfProof(subject, historyOf);
      if (end === set) return [];
      await vault.expire(scope, end);
      set = end;
    }
  },
);

/** As the log has it by now. Whoever set an end looks once more, so that of two who do it the later one is right. */
async function endOfProof(person: SubjectRef, historyOf: Ports['historyOf']): Promise<string> {
  const past = await historyOf(consentStream, person);
  const { given } = past.map(({ event }) => event).reduce(consent.evolve, consent.initialState);
  return given.length > 0 ? noEnd : endOf('consent.evidence', past.at(-1)?.at ?? '');
}
