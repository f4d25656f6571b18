/** The life of an erasure: accepted, then phase by phase to a signed receipt; a crash goes on where it stopped. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf, SubjectRef } from '../../personal-data/personal.ts';
import {
  type ErasureAccepted,
  type ErasureAddendumIssued,
  type ErasureEvent,
  type ErasureFilesDeleted,
  type ErasureKeysDestroyed,
  type ErasureProcessorAnswered,
  type ErasureProcessorsTold,
  type ErasureReceiptIssued,
  type ErasureResumed,
  type ErasureVerified,
  erasureStream,
  type ProcessorJob,
  type Scope,
} from './erasure.events.ts';

type Accepted = FactsOf<typeof ErasureAccepted>;
type OrderId = Accepted['openOrders'][number];

export type ErasureCommand =
  | Command<'AcceptErasure', Accepted>
  | Command<'RecordKeysDestroyed', FactsOf<typeof ErasureKeysDestroyed>>
  | Command<'RecordFilesDeleted', FactsOf<typeof ErasureFilesDeleted>>
  | Command<'RecordProcessorsTold', FactsOf<typeof ErasureProcessorsTold>>
  | Command<'RecordVerification', FactsOf<typeof ErasureVerified>>
  /** `open`: how many processors had not answered when it was written; it says so, and must be true. */
  | Command<'RecordReceipt', FactsOf<typeof ErasureReceiptIssued> & { readonly open?: number }>
  | Command<'RecordProcessorAnswer', FactsOf<typeof ErasureProcessorAnswered>>
  | Command<'RecordAddendum', FactsOf<typeof ErasureAddendumIssued>>
  | Command<'ResumeErasure', Pick<FactsOf<typeof ErasureResumed>, 'requestId' | 'orderId'>>;

export const phases = ['accepted', 'keys', 'files', 'processors', 'verified', 'receipt'] as const;
export type Phase = (typeof phases)[number];

type Facts = {
  readonly people: readonly SubjectRef[];
  readonly scope: Scope;
  readonly number: number;
  readonly openOrders: readonly OrderId[];
  readonly photos: Accepted['photos'];
  readonly portraits: Accepted['portraits'];
};
export type Erasure =
  | { readonly status: 'none' }
  | (Facts & {
      readonly status: Phase;
      readonly round: number;
      /** Of all rounds. */
      readonly kids: readonly string[];
      /** Work of processors that is not done. */
      readonly jobs: readonly ProcessorJob[];
      /** The last receipt says that some have not answered. */
      readonly receiptIsOpen: boolean;
    });

export type ErasureRefusal =
  | 'erasure-already-accepted'
  | 'erasure-unknown'
  | 'erasure-phase-already-done'
  | 'erasure-phase-too-early'
  | 'erasure-does-not-wait-for-it'
  | 'erasure-processor-already-answered'
  | 'erasure-receipt-is-stale'
  | 'erasure-needs-no-addendum';

export const erasure = decider<Erasure, ErasureCommand, ErasureEvent, ErasureRefusal>(erasureStream, {
  initialState: { status: 'none' },

  decide: {
    AcceptErasure: (accepted, { status }) =>
      status === 'none' ? [{ type: 'ErasureAccepted', ...accepted }] : refused('erasure-already-accepted'),

    RecordKeysDestroyed: (done, erasure) =>
      whenAt('accepted', done, erasure) ?? [{ type: 'ErasureKeysDestroyed', ...done }],
    RecordFilesDeleted: (done, erasure) =>
      whenAt('keys', done, erasure) ?? [{ type: 'ErasureFilesDeleted', ...done }],
    RecordProcessorsTold: (done, erasure) =>
      whenAt('files', done, erasure) ?? [{ type: 'ErasureProcessorsTold', ...done }],
    RecordVerification: (done, erasure) =>
      whenAt('processors', done, erasure) ?? [{ type: 'ErasureVerified', ...done }],
    RecordReceipt({ open = 0, ...done }, erasure) {
      const not = whenAt('verified', done, erasure);
      if (not !== undefined) return not;
      if (erasure.status === 'none' || erasure.jobs.length !== open)
        return refused('erasure-receipt-is-stale');
      return [{ type: 'ErasureReceiptIssued', ...done }];
    },

    RecordProcessorAnswer(answer, erasure) {
      if (erasure.status === 'none') return refused('erasure-unknown');
      if (!erasure.jobs.includes(answer.job)) return refused('erasure-processor-already-answered');
      return [{ type: 'ErasureProcessorAnswered', ...answer }];
    },

    RecordAddendum(addendum, erasure) {
      if (erasure.status === 'none') return refused('erasure-unknown');
      const isDue = erasure.status === 'receipt' && erasure.receiptIsOpen && erasure.jobs.length === 0;
      return isDue ? [{ type: 'ErasureAddendumIssued', ...addendum }] : refused('erasure-needs-no-addendum');
    },

    ResumeErasure({ requestId, orderId }, erasure) {
      if (erasure.status === 'none') return refused('erasure-unknown');
      if (!erasure.openOrders.includes(orderId)) return refused('erasure-does-not-wait-for-it');
      if (erasure.status !== 'receipt') return refused('erasure-phase-too-early'); // tried again until this round is done
      const { people, openOrders, round } = erasure;
      const left = openOrders.filter((id) => id !== orderId);
      const resumed = { requestId, orderId, round: round + 1, openOrders: left };
      return [{ type: 'ErasureResumed', ...resumed, people: people.map((ref) => ({ ref })) }];
    },
  },

  evolve: {
    ErasureAccepted: (_, { people, scope, number, openOrders, photos, portraits }) => ({
      ...{ status: 'accepted', people: people.map(({ ref }) => ref), scope, number, openOrders },
      ...{ photos, portraits, round: 0, kids: [], jobs: [], receiptIsOpen: false },
    }),
    ErasureKeysDestroyed: (erasure, { kids }) =>
      erasure.status === 'none'
        ? erasure
        : { ...erasure, status: 'keys', kids: [...new Set([...erasure.kids, ...kids])] },
    ErasureFilesDeleted: (erasure) => at(erasure, 'files'),
    ErasureProcessorsTold: (erasure, { told }) => {
      const open = told.flatMap(({ job, answer }) => (answer === 'open' && job !== null ? [job] : []));
      return at(
        withJobs(erasure, (jobs) => [...new Set([...jobs, ...open])]),
        'processors',
      );
    },
    ErasureProcessorAnswered: (erasure, { job }) =>
      withJobs(erasure, (jobs) => jobs.filter((one) => one !== job)),
    ErasureVerified: (erasure) => at(erasure, 'verified'),
    ErasureReceiptIssued: (erasure) =>
      erasure.status === 'none'
        ? erasure
        : { ...erasure, status: 'receipt', receiptIsOpen: erasure.jobs.length > 0 },
    ErasureAddendumIssued: (erasure) =>
      erasure.status === 'none' ? erasure : { ...erasure, receiptIsOpen: false },
    ErasureResumed: (erasure, { orderId, round }) =>
      erasure.status === 'none'
        ? erasure
        : {
            ...{ ...erasure, status: 'accepted', round },
            openOrders: erasure.openOrders.filter((id) => id !== orderId),
          },
  },
});

/** Why a phase is not recorded now; undefined if it is its turn. */
function whenAt(before: Phase, { round }: { readonly round: number }, erasure: Erasure) {
  if (erasure.status === 'none') return refused<ErasureRefusal>('erasure-unknown');
  if (round !== erasure.round || phases.indexOf(erasure.status) > phases.indexOf(before))
    return refused<ErasureRefusal>('erasure-phase-already-done');
  return erasure.status === before ? undefined : refused<ErasureRefusal>('erasure-phase-too-early');
}

const at = (erasure: Erasure, status: Phase): Erasure =>
  erasure.status === 'none' ? erasure : { ...erasure, status };

const withJobs = (
  erasure: Erasure,
  next: (jobs: readonly ProcessorJob[]) => readonly ProcessorJob[],
): Erasure => (erasure.status === 'none' ? erasure : { ...erasure, jobs: next(erasure.jobs) });
