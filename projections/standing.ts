/** What each person has said of the use of their data, as it stands: the gate asks it before every opening. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type Consentable, type ConsentEvent, consentStream } from '../src/modules/consent/consent.events.ts';
import { type ErasureEvent, erasureStream } from '../src/modules/privacy/erasure.events.ts';
import type { SubjectRef } from '../src/personal-data/personal.ts';

export type StandingRow = {
  readonly subject: SubjectRef;
  readonly consents: readonly { readonly purpose: Consentable; readonly since: string }[];
  readonly withdrawn: readonly { readonly purpose: Consentable; readonly since: string }[];
  readonly objections: readonly string[];
  /** Art. 18, and what is kept after an erasure: storage, and nothing else. */
  readonly restriction: 'none' | 'restricted';
};

export const standing = projection<StandingRow, ConsentEvent | ErasureEvent>({
  name: 'standing',
  version: 2,
  columns: {
    subject: 'uuid',
    consents: 'jsonb',
    withdrawn: 'jsonb',
    objections: 'jsonb',
    restriction: 'text',
  },
  streams: [consentStream, erasureStream],
  key: (event) => {
    if ('person' in event && 'purposes' in event) return event.person.ref;
    const isWhole = event.type === 'ErasureResumed' || ('scope' in event && event.scope === 'everything');
    return isWhole && event.openOrders.length === 0 ? event.people.map(({ ref }) => ref) : [];
  },

  on: {
    ConsentGiven: (row, { person, purposes }, { created }) => ({
      ...(row ?? newcomer(person.ref)),
      consents: [
        ...without(row?.consents ?? [], purposes),
        ...purposes.map((purpose) => ({ purpose, since: created })),
      ],
      withdrawn: without(row?.withdrawn ?? [], purposes),
    }),
    ConsentWithdrawn: (row, { person, purposes }, { created }) => ({
      ...(row ?? newcomer(person.ref)),
      consents: without(row?.consents ?? [], purposes),
      withdrawn: [
        ...without(row?.withdrawn ?? [], purposes),
        ...purposes.map((purpose) => ({ purpose, since: created })),
      ],
    }),
    ErasureAccepted: erased,
    ErasureResumed: erased,
  },
  forget: 'values',
});

/** From then on what is kept is stored, and nothing else; every consent has ended with the person. */
function erased(
  row: StandingRow | undefined,
  { people }: { readonly people: readonly { readonly ref: SubjectRef }[] },
  _: unknown,
  key: string,
): StandingRow | undefined {
  const person = people.find(({ ref }) => ref === key);
  return person && { ...(row ?? newcomer(person.ref)), consents: [], restriction: 'restricted' };
}

const newcomer = (subject: SubjectRef): StandingRow => ({
  ...{ subject, consents: [], withdrawn: [], objections: [], restriction: 'none' },
});

const without = <Said extends { readonly purpose: Consentable }>(
  said: readonly Said[],
  purposes: readonly Consentable[],
): readonly Said[] => said.filter(({ purpose }) => !purposes.includes(purpose));

export const standingOf = async (rows: Rows<StandingRow>, subject: SubjectRef): Promise<StandingRow> =>
  (await rows.where('subject', subject))[0] ?? newcomer(subject);
