/** What somebody allowed and withdrew, step by step, with the words that were shown: for their history and its receipts. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type Consentable, type ConsentEvent, consentStream } from '../src/modules/consent/consent.events.ts';
import type { Sealed, SubjectRef } from '../src/personal-data/personal.ts';

export type ConsentStepRow = {
  readonly eventId: string;
  readonly purposes: readonly Consentable[];
  readonly is: 'given' | 'withdrawn';
  readonly at: string;
  readonly policyVersion: string;
  readonly textSha256: string | null;
  readonly evidence: Sealed<'consent.evidence'>;
};
export type ConsentHistoryRow = { readonly subject: SubjectRef; readonly steps: readonly ConsentStepRow[] };

export const consentHistory = projection<ConsentHistoryRow, ConsentEvent>({
  name: 'consent_history',
  version: 1,
  columns: { subject: 'uuid', steps: 'jsonb' },
  streams: [consentStream],
  key: ({ person }) => person.ref,

  on: {
    ConsentGiven: (row, { person, purposes, textSha256 }, { id, created, metadata }) =>
      longer(row, person.ref, {
        ...{ eventId: id, purposes, is: 'given', at: created, policyVersion: metadata.policyVersion },
        ...{ textSha256, evidence: person.evidence },
      }),
    ConsentWithdrawn: (row, { person, purposes }, { id, created, metadata }) =>
      longer(row, person.ref, {
        ...{ eventId: id, purposes, is: 'withdrawn', at: created, policyVersion: metadata.policyVersion },
        ...{ textSha256: null, evidence: person.evidence },
      }),
  },
  forget: 'values',
});

const longer = (
  row: ConsentHistoryRow | undefined,
  subject: SubjectRef,
  step: ConsentStepRow,
): ConsentHistoryRow => ({ subject, steps: [...(row?.steps ?? []), step] });

export const consentStepsOf = async (
  rows: Rows<ConsentHistoryRow>,
  subject: SubjectRef,
): Promise<readonly ConsentStepRow[]> => (await rows.where('subject', subject))[0]?.steps ?? [];
