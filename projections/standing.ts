/** What each person has said of the use of their data, as it stands: the gate asks it before every opening. */
import type { Typed } from '../src/eventsourcing/decider.ts';
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type Consentable, type ConsentEvent, consentStream } from '../src/modules/consent/consent.events.ts';
import { type ErasureEvent, erasureStream } from '../src/modules/privacy/erasure.events.ts';
import { type RequestEvent, requestStream } from '../src/modules/privacy/request.events.ts';
import type { SubjectRef } from '../src/personal-data/personal.ts';

export type StandingRow = {
  readonly subject: SubjectRef;
  readonly consents: readonly { readonly purpose: Consentable; readonly since: string }[];
  readonly withdrawn: readonly { readonly purpose: Consentable; readonly since: string }[];
  readonly objections: readonly string[];
  /** Art. 18, and what is kept after an erasure: storage, and nothing else. */
  readonly restriction: 'none' | 'restricted';
};

export const standing = projection<StandingRow, ConsentEvent | ErasureEvent | RequestEvent>({
  name: 'standing',
  version: 3,
  columns: {
    subject: 'uuid',
    consents: 'jsonb',
    withdrawn: 'jsonb',
    objections: 'jsonb',
    restriction: 'text',
  },
  streams: [consentStream, erasureStream, requestStream],
  key: (event) => {
    if (event.type === 'ConsentGiven' || event.type === 'ConsentWithdrawn') return event.person.ref;
    if (isSaidOfPeople(event)) return event.people.map(({ ref }) => ref);
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
    DataRestricted: (row, told, _, key) => {
      const known = row ?? named(told, key);
      return known && { ...known, restriction: 'restricted' };
    },
    RestrictionLifted: (row) => row && { ...row, restriction: 'none' },
    ProcessingObjected: (row, told, _, key) => {
      const known = row ?? named(told, key);
      return known && { ...known, objections: [...new Set([...known.objections, ...told.purposes])] };
    },
    ObjectionOverruled: (row, { purposes }) =>
      row && { ...row, objections: row.objections.filter((one) => !purposes.some((said) => said === one)) },
  },
  forget: 'values',
});

type SaidOfPeople = Extract<
  RequestEvent,
  { readonly type: 'DataRestricted' | 'RestrictionLifted' | 'ProcessingObjected' | 'ObjectionOverruled' }
>;
const isSaidOfPeople = (event: Typed): event is SaidOfPeople =>
  ['DataRestricted', 'RestrictionLifted', 'ProcessingObjected', 'ObjectionOverruled'].includes(event.type);

/** From then on what is kept is stored, and nothing else; every consent has ended with the person. */
function erased(
  row: StandingRow | undefined,
  told: People,
  _: unknown,
  key: string,
): StandingRow | undefined {
  const known = row ?? named(told, key);
  return known && { ...known, consents: [], restriction: 'restricted' };
}

type People = { readonly people: readonly { readonly ref: SubjectRef }[] };

/** Somebody of whom nothing was said so far. */
function named({ people }: People, key: string): StandingRow | undefined {
  const person = people.find(({ ref }) => ref === key);
  return person && newcomer(person.ref);
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
