/** What people asked about their data, with its clock: for whoever asked, and for the privacy officer. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type Kind,
  type Outcome,
  type RequestEvent,
  type RequestId,
  requestStream,
} from '../src/modules/privacy/request.events.ts';
import type { BlobRef, Sealed, SubjectRef } from '../src/personal-data/personal.ts';

export type RequestRow = {
  readonly requestId: RequestId;
  readonly number: number;
  readonly kind: Kind;
  readonly owner: SubjectRef;
  readonly people: readonly SubjectRef[];
  readonly says: Sealed<'rights.requests'>;
  readonly contact: Sealed<'contact'> | null;
  readonly portraitId: string | null;
  readonly status: 'open' | 'answered';
  readonly madeAt: string;
  readonly dueOn: string;
  readonly acknowledgedAt: string | null;
  readonly extendedBecause: string | null;
  readonly outcome: Outcome | null;
  readonly answer: Sealed<'rights.requests'> | null;
  readonly answeredAt: string | null;
  readonly copy: Sealed<'rights.copy'> | null;
  readonly blob: BlobRef | null;
  readonly copyEndsOn: string | null;
  readonly erasureId: RequestId | null;
};

export const requests = projection<RequestRow, RequestEvent>({
  name: 'requests',
  version: 1,
  columns: {
    requestId: 'uuid',
    number: 'integer',
    kind: 'text',
    owner: 'uuid',
    people: 'jsonb',
    says: 'jsonb',
    contact: 'jsonb',
    portraitId: 'uuid',
    status: 'text',
    madeAt: 'timestamptz',
    dueOn: 'date',
    acknowledgedAt: 'timestamptz',
    extendedBecause: 'text',
    outcome: 'text',
    answer: 'jsonb',
    answeredAt: 'timestamptz',
    copy: 'jsonb',
    blob: 'text',
    copyEndsOn: 'date',
    erasureId: 'uuid',
  },
  streams: [requestStream],
  key: ({ requestId }) => requestId,

  on: {
    RequestMade: (
      _,
      { requestId, number, kind, person, people, contact, portraitId, dueOn },
      { created },
    ) => ({
      ...{ requestId, number, kind, owner: person.ref, people: people.map(({ ref }) => ref) },
      ...{ says: person.request, contact: contact?.contact ?? null, portraitId, status: 'open' },
      ...{ madeAt: created, dueOn, acknowledgedAt: null, extendedBecause: null, outcome: null },
      ...{ answer: null, answeredAt: null, copy: null, blob: null, copyEndsOn: null, erasureId: null },
    }),
    RequestAcknowledged: (row, _, { created }) => row && { ...row, acknowledgedAt: created },
    RequestExtended: (row, { dueOn, because }) => row && { ...row, dueOn, extendedBecause: because },
    RequestAnswered: (row, { outcome, answer }, { created }) =>
      row && {
        ...{ ...row, status: 'answered', outcome, answeredAt: created },
        answer: answer?.request ?? null,
      },
    CopyBuilt: (row, { receiver, blob, endsOn }) =>
      row && { ...row, copy: receiver.copy, blob, copyEndsOn: endsOn },
    PhotoErasureOrdered: (row, { erasureId }) => row && { ...row, erasureId },
  },
  forget: 'values',
});

export const requestsOf = async (rows: Rows<RequestRow>, owner: SubjectRef): Promise<readonly RequestRow[]> =>
  (await rows.where('owner', owner)).toSorted((a, b) => b.madeAt.localeCompare(a.madeAt));

export const requestOf = async (
  rows: Rows<RequestRow>,
  requestId: RequestId,
): Promise<RequestRow | undefined> => (await rows.where('requestId', requestId))[0];

/** Whatever nobody has answered, what is due first. */
export const openRequests = async (rows: Rows<RequestRow>): Promise<readonly RequestRow[]> =>
  (await rows.where('status', 'open')).toSorted((a, b) => a.dueOn.localeCompare(b.dueOn));
