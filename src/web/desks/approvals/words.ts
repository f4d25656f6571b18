/** What takes two people, in words: for both desks, the auditor and whoever it was done to. */
import type { ApprovalRow } from '../../../../projections/approvals.ts';
import type { Act, Ground } from '../../../modules/approvals/approval.events.ts';
import type { ApprovalRefusal } from '../../../modules/approvals/approval.ts';
import type { Tone } from '../../components/notes.tsx';

/** As the log’s sentences say it. */
export const actName: Readonly<Record<Act, string>> = {
  'rotate-keys': 'renew the key-encryption key, and destroy the old one',
  'place-hold': 'place a legal hold on what is held about one person',
  'lift-hold': 'lift the legal hold on one person',
  disclose: 'disclose what is held about one person, for a legal claim or to an authority',
};

/** At the desks. */
export const actTitle: Readonly<Record<Act, string>> = {
  'rotate-keys': 'Renew the key-encryption key',
  'place-hold': 'Place a legal hold',
  'lift-hold': 'Lift the legal hold',
  disclose: 'Disclose for a legal claim',
};

export const groundName: Readonly<Record<Ground, string>> = {
  upkeep: 'Upkeep, before its time',
  incident: 'A security incident',
  'legal-claim': 'A legal claim',
  'court-order': 'An order of a court',
  authority: 'An authority that may demand it',
};

export const states: Readonly<Record<ApprovalRow['status'], { readonly says: string; readonly tone: Tone }>> =
  {
    asked: { says: 'Waits for another person', tone: 'warn' },
    given: { says: 'Approved, not done yet', tone: 'warn' },
    declined: { says: 'Declined or taken back', tone: 'plain' },
    used: { says: 'Done', tone: 'ok' },
    alone: { says: 'Done by one, on the machine', tone: 'bad' },
  };

/** A line of its own, since nothing was written down. */
export const expired = { says: 'Its time is over', tone: 'plain' } as const;

export const refusals: Readonly<Record<ApprovalRefusal, string>> = {
  'approval-already-asked': 'It was asked for already.',
  'approval-ground-unfit': 'That is no ground for it.',
  'approval-unknown': 'There is no such approval.',
  'approval-over': 'It is over: declined, taken back, or done already.',
  'approval-expired': 'Its time is over. Ask once more.',
  'approval-own': 'You asked for it: somebody else has to approve it.',
  'approval-already-given': 'It is approved already.',
  'approval-not-given': 'Nobody else has approved it yet.',
  'approval-of-another': 'Somebody else asked for it, and does it.',
  'approval-of-another-act': 'What was approved is another act.',
};
