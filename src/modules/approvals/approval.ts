/**
 * Two people for one act: asked for by one on a ground that it has, approved by another within its time, and used once,
 * by whoever asked, for that act alone.
 */
import { type Command, type Decision, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import {
  type Act,
  type ActedAlone,
  type ApprovalAsked,
  type ApprovalDeclined,
  type ApprovalEvent,
  type ApprovalGiven,
  type ApprovalUsed,
  approvalStream,
  type Ground,
} from './approval.events.ts';

type Asked = FactsOf<typeof ApprovalAsked>;
type Used = FactsOf<typeof ApprovalUsed>;
/** `at`: when it is said; ISO 8601, UTC */
type Said = { readonly at: string };

export type ApprovalCommand =
  | Command<'AskApproval', Asked>
  | Command<'GiveApproval', FactsOf<typeof ApprovalGiven> & Said>
  | Command<'DeclineApproval', FactsOf<typeof ApprovalDeclined>>
  | Command<'UseApproval', Omit<Used, 'ground'> & Pick<Asked, 'by'> & Said>
  | Command<'ActAlone', FactsOf<typeof ActedAlone>>;

const claim: readonly Ground[] = ['legal-claim', 'court-order', 'authority'];

/** On what grounds each may be done: nobody's data are disclosed for upkeep, and no court asks for a new key. */
export const groundsOf: Readonly<Record<Act, readonly Ground[]>> = {
  'rotate-keys': ['upkeep', 'incident'],
  'place-hold': claim,
  'lift-hold': claim,
  disclose: claim,
};

type Open = Asked & { readonly status: 'asked' | 'given' };
export type Approval = { readonly status: 'none' } | { readonly status: 'over' } | Open;

export type ApprovalRefusal =
  | 'approval-already-asked'
  | 'approval-ground-unfit'
  | 'approval-unknown'
  | 'approval-over' // declined, or used: once is once
  | 'approval-expired'
  | 'approval-own' // nobody approves what they asked for
  | 'approval-already-given'
  | 'approval-not-given'
  | 'approval-of-another' // whoever asked does it
  | 'approval-of-another-act';

export const approval = decider<Approval, ApprovalCommand, ApprovalEvent, ApprovalRefusal>(approvalStream, {
  initialState: { status: 'none' },

  decide: {
    AskApproval: (asked, approval) => whenNew(asked, approval, () => [{ type: 'ApprovalAsked', ...asked }]),

    GiveApproval: ({ at, ...given }, approval) =>
      whenOpen(approval, ({ status, by, endsAt }) => {
        if (given.by === by) return refused('approval-own');
        if (at >= endsAt) return refused('approval-expired');
        return status === 'given' ? refused('approval-already-given') : [{ type: 'ApprovalGiven', ...given }];
      }),

    DeclineApproval: (declined, approval) =>
      whenOpen(approval, () => [{ type: 'ApprovalDeclined', ...declined }]),

    UseApproval: ({ at, by, ...used }, approval) =>
      whenOpen(approval, ({ status, act, person, ground, endsAt, by: asker }) => {
        if (by !== asker) return refused('approval-of-another');
        if (used.act !== act || used.person?.ref !== person?.ref) return refused('approval-of-another-act');
        if (status === 'asked') return refused('approval-not-given');
        return at >= endsAt ? refused('approval-expired') : [{ type: 'ApprovalUsed', ...used, ground }];
      }),

    ActAlone: (acted, approval) => whenNew(acted, approval, () => [{ type: 'ActedAlone', ...acted }]),
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

type Wish = Pick<Asked, 'act' | 'ground'>;

function whenNew({ act, ground }: Wish, { status }: Approval, decide: () => Decided): Decided {
  if (status !== 'none') return refused('approval-already-asked');
  return groundsOf[act].includes(ground) ? decide() : refused('approval-ground-unfit');
}

function whenOpen(approval: Approval, decide: (approval: Open) => Decided): Decided {
  if ('act' in approval) return decide(approval);
  return refused(approval.status === 'none' ? 'approval-unknown' : 'approval-over');
}
