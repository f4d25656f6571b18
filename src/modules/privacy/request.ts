/** The life of a request: made, acknowledged where a person has to look, extended once at most, and answered. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { BlobRef, FactsOf, Sealed, SubjectRef } from '../../personal-data/personal.ts';
import {
  type ContactCorrected,
  type CopyBuilt,
  type Day,
  type ExtensionReason,
  type Kind,
  type Objectable,
  type Outcome,
  type PhotoErasureOrdered,
  type RequestAnswered,
  type RequestEvent,
  type RequestId,
  type RequestMade,
  requestStream,
} from './request.events.ts';

type Made = FactsOf<typeof RequestMade>;
type Named = { readonly requestId: RequestId };

export type RequestCommand =
  | Command<'MakeRequest', Made & { readonly purposes: readonly Objectable[] }>
  /** `dueOn`: two months later at most; `today`: whoever is told, is told within the first month (Art. 12(3)). */
  | Command<
      'ExtendRequest',
      Named & { readonly dueOn: Day; readonly today: Day; readonly because: ExtensionReason }
    >
  | Command<'AnswerRequest', Omit<FactsOf<typeof RequestAnswered>, 'kind'>>
  | Command<'RecordCopy', FactsOf<typeof CopyBuilt>>
  | Command<'RecordCorrection', FactsOf<typeof ContactCorrected>>
  | Command<'OrderPhotoErasure', FactsOf<typeof PhotoErasureOrdered>>;

type Facts = {
  readonly kind: Kind;
  readonly number: number;
  readonly owner: SubjectRef;
  readonly people: readonly SubjectRef[];
  readonly contact: Sealed<'contact'> | null;
  readonly purposes: readonly Objectable[];
  readonly dueOn: Day;
  readonly extendedBecause: ExtensionReason | null;
  readonly outcome: Outcome | null;
  readonly answer: Sealed<'rights.requests'> | null;
  readonly copy: { readonly blob: BlobRef; readonly endsOn: Day } | null;
};
export type Request = { readonly status: 'none' } | (Facts & { readonly status: 'open' | 'answered' });

export type RequestRefusal =
  | 'request-already-made'
  | 'request-unknown'
  | 'request-already-answered'
  | 'request-already-extended'
  | 'request-overdue'
  | 'request-needs-a-later-day'
  | 'request-of-another-kind'
  | 'request-names-no-purpose';

export const request = decider<Request, RequestCommand, RequestEvent, RequestRefusal>(requestStream, {
  initialState: { status: 'none' },

  decide: {
    MakeRequest({ purposes, ...made }, { status }) {
      if (status !== 'none') return refused('request-already-made');
      if (made.kind === 'objection' && purposes.length === 0) return refused('request-names-no-purpose');
      return [{ type: 'RequestMade', ...made }, ...consequences(made, purposes)];
    },

    ExtendRequest({ requestId, dueOn, today, because }, request) {
      if (request.status !== 'open') return refused(past[request.status]);
      if (request.extendedBecause !== null) return refused('request-already-extended');
      if (today > request.dueOn) return refused('request-overdue');
      if (dueOn <= request.dueOn) return refused('request-needs-a-later-day');
      return [{ type: 'RequestExtended', requestId, dueOn, because }];
    },

    AnswerRequest({ requestId, outcome, answer }, request) {
      if (request.status !== 'open') return refused(past[request.status]);
      const { kind, people, purposes } = request;
      const answered = { type: 'RequestAnswered', requestId, kind, outcome, answer } as const;
      const isOverruled = kind === 'objection' && outcome === 'refused';
      const refs = people.map((ref) => ({ ref }));
      return isOverruled
        ? [answered, { type: 'ObjectionOverruled', requestId, people: refs, purposes }]
        : [answered];
    },

    RecordCopy: (built, request) =>
      whenOpen('copy', request) ?? [
        { type: 'CopyBuilt', ...built },
        { type: 'RequestAnswered', requestId: built.requestId, kind: 'copy', outcome: 'done', answer: null },
      ],

    RecordCorrection: (corrected, request) =>
      whenOpen('correction', request) ?? [
        { type: 'ContactCorrected', ...corrected },
        {
          ...({ type: 'RequestAnswered', requestId: corrected.requestId, kind: 'correction' } as const),
          ...({ outcome: 'done', answer: null } as const),
        },
      ],

    OrderPhotoErasure(ordered, request) {
      if (request.status !== 'open') return refused(past[request.status]);
      const isAbout = request.kind === 'depicted' || request.kind === 'under-age';
      return isAbout ? [{ type: 'PhotoErasureOrdered', ...ordered }] : refused('request-of-another-kind');
    },
  },

  evolve: {
    RequestMade: (_, { kind, number, person, people, contact, dueOn }) => ({
      ...{ status: 'open', kind, number, owner: person.ref, people: people.map(({ ref }) => ref) },
      ...{ contact: contact?.contact ?? null, purposes: [], dueOn, extendedBecause: null },
      ...{ outcome: null, answer: null, copy: null },
    }),
    RequestAcknowledged: (request) => request,
    RequestExtended: (request, { dueOn, because }) => changed(request, { dueOn, extendedBecause: because }),
    RequestAnswered: (request, { outcome, answer }) =>
      changed(request, { status: 'answered', outcome, answer: answer?.request ?? null }),
    DataRestricted: (request) => request,
    RestrictionLifted: (request) => request,
    ProcessingObjected: (request, { purposes }) => changed(request, { purposes }),
    ObjectionOverruled: (request) => request,
    CopyBuilt: (request, { blob, endsOn }) => changed(request, { copy: { blob, endsOn } }),
    ContactCorrected: (request) => request,
    PhotoErasureOrdered: (request) => request,
  },
});

/** What follows at once: some take effect by being asked, others are acknowledged and wait for a person. */
function consequences(
  { requestId, kind, people }: Made,
  purposes: readonly Objectable[],
): readonly RequestEvent[] {
  const done = { type: 'RequestAnswered', requestId, kind, outcome: 'done', answer: null } as const;
  const arrived = { type: 'RequestAcknowledged', requestId, kind } as const;
  if (kind === 'restriction') return [{ type: 'DataRestricted', requestId, people }, done];
  if (kind === 'lifting') return [{ type: 'RestrictionLifted', requestId, people }, done];
  if (kind === 'objection') return [{ type: 'ProcessingObjected', requestId, people, purposes }, arrived];
  return kind === 'copy' || kind === 'correction' ? [] : [arrived];
}

const past = { none: 'request-unknown', answered: 'request-already-answered' } as const;

/** Why it is not recorded; undefined if it is its turn. */
function whenOpen(kind: Kind, request: Request) {
  if (request.status !== 'open') return refused<RequestRefusal>(past[request.status]);
  return request.kind === kind ? undefined : refused<RequestRefusal>('request-of-another-kind');
}

const changed = (request: Request, change: Partial<Extract<Request, { readonly kind: Kind }>>): Request =>
  request.status === 'none' ? request : { ...request, ...change };
