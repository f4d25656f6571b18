/**
 * What may stand in `approval-…`, for ever: that somebody asked for what takes two people, who said yes or no, and that
 * it was done. What it was done to is a person by their ref, or the vault as a whole.
 */
import { z } from 'zod';
import { type EventOf, event, SubjectRef, stream } from '../../personal-data/personal.ts';

export const ApprovalId = z.uuid().brand<'ApprovalId'>();
export type ApprovalId = z.output<typeof ApprovalId>;

/** What nobody does alone: the key that wraps all others, a legal hold, and a disclosure to somebody outside. */
export const Act = z.enum(['rotate-keys', 'place-hold', 'lift-hold', 'disclose']);
export type Act = z.output<typeof Act>;

export const Ground = z.enum(['upkeep', 'incident', 'legal-claim', 'court-order', 'authority']);
export type Ground = z.output<typeof Ground>;

const AccountId = z.uuid().brand<'AccountId'>();
/** ISO 8601, UTC */
export const Moment = z.iso.datetime().brand<'Moment'>();

/** Nobody where the act is about the vault. */
const person = z.object({ ref: SubjectRef }).nullable();
const approvalId = ApprovalId;

export const ApprovalAsked = event('ApprovalAsked', {
  ...{ approvalId, act: Act, person, ground: Ground },
  by: AccountId,
  endsAt: Moment,
});
export const ApprovalGiven = event('ApprovalGiven', { approvalId, by: AccountId });
/** By the other, or taken back by whoever asked. */
export const ApprovalDeclined = event('ApprovalDeclined', { approvalId, by: AccountId });
export const ApprovalUsed = event('ApprovalUsed', { approvalId, act: Act, person, ground: Ground });
/** On the command line of a shop where nobody else could have said yes. */
export const ActedAlone = event('ActedAlone', { approvalId, act: Act, person, ground: Ground });

const events = [ApprovalAsked, ApprovalGiven, ApprovalDeclined, ApprovalUsed, ActedAlone] as const;
export const approvalStream = stream('approval', events);
export type ApprovalEvent = EventOf<typeof events>;
