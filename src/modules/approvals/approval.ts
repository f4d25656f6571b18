/** Two people for one act: asked for by one, approved by another within its time, and used once, for that act alone. */
import { type Command, type Decision, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import {
  type ActedAlone,
  type ApprovalAsked,
  type ApprovalDeclined,
  type ApprovalEvent,
  type ApprovalGiven,
  type ApprovalUsed,
  approvalStream,
} from './approval.events.ts';

type Asked = FactsOf<typeof ApprovalAsked>;
type Used = FactsOf<typeof ApprovalUsed>;
/** `at`: when it is said; ISO 8601, UTC */
type Said = { readonly at: string };

export type ApprovalCommand =
  | Command<'AskApproval', Asked>
  | Command<'GiveApproval', FactsOf<typeof ApprovalGiven> & Said>
  | Command<'DeclineApproval', FactsOf<typeof ApprovalDeclined>>
  | Command<'UseApproval', Omit<Used, 'ground'> & Said>
  | Command<'ActAlone', FactsOf<typeof ActedAlone>>;

type Open = Asked & { readonly status: 'asked' | 'given' };
export type Approval = { readonly status: 'none' } | { readonly status: 'over' } | Open;

export type ApprovalRefusal =
  | 'approval-already-asked'
  | 'approval-unknown'
  | 'approval-over' // declined, or used: once is once
  | 'approval-expired'
  | 'approval-own' // nobody approves what they asked for
  | 'approval-already-given'
  | 'approval-not-given'
  | 'approval-of-another-act';

export const approval = decider<Approval, ApprovalCommand, ApprovalEvent, ApprovalRefusal>(approvalStream, {
  initialState: { status: 'none' },

  decide: {
    AskApproval: (asked, { status }) =>
      status === 'none' ? [{ type: 'ApprovalAsked', ...asked }] : refused('approval-already-asked'),

    GiveApproval: ({ at, ...given }, approval) =>
      whenOpen(approval, ({ status, by, endsAt }) => {
        if (given.by === by) return refused('approval-own');
        if (at >= endsAt) return refused('approval-expired');
        return status === 'given' ? refused('approval-already-given') : [{ type: 'ApprovalGiven', ...given }];
      }),

    DeclineApproval: (declined, approval) =>
      whenOpen(approval, () => [{ type: 'ApprovalDeclined', ...declined }]),

    UseApproval: ({ at, ...used }, approval) =>
      whenOpen(approval, ({ status, act, person, ground, endsAt }) => {
        if (used.act !== act || used.person?.ref !== person?.ref) return refused('approval-of-another-act');
        if (status === 'asked') return refused('approval-not-given');
        return at >= endsAt ? refused('approval-expired') : [{ type: 'ApprovalUsed', ...used, ground }];
      }),

    ActAlone: (acted, { status }) =>
      status === 'none' ? [{ type: 'ActedAlone', ...acted }] : refused('approval-already-asked'),
  },

  evolve: {
    ApprovalAsked: (_, { type: __, ...asked }) => ({ ...asked, status: 'asked' }),
    ApprovalGiven: (approval) => ('act' in approval ? { ...approval, status: 'given' } : approval),
    ApprovalDeclined: () => ({ status: 'over' }),
    ApprovalUsed: () => ({ status: 'over' }),
    ActedAlone: () => ({ status: 'over' }),
  },
});

type Decided = Decision<ApprovalEvent, ApprovalRefusal>;

function whenOpen(approval: Approval, decide: (approval: Open) => Decided): Decided {
  if ('act' in approval) return decide(approval);
  return refused(approval.status === 'none' ? 'approval-unknown' : 'approval-over');
}
