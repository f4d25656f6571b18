/** What takes two people: who asked, who answered, and what came of it; for both of them, and for an auditor. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type Act,
  type ApprovalEvent,
  type ApprovalId,
  approvalStream,
  type Ground,
} from '../src/modules/approvals/approval.events.ts';
import type { SubjectRef } from '../src/personal-data/personal.ts';

export type ApprovalRow = {
  readonly approvalId: ApprovalId;
  readonly act: Act;
  readonly ground: Ground;
  readonly person: SubjectRef | null;
  readonly status: 'asked' | 'given' | 'declined' | 'used' | 'alone';
  /** Accounts; null: the command line. */
  readonly askedBy: string | null;
  readonly answeredBy: string | null;
  readonly askedAt: string;
  readonly answeredAt: string | null;
  readonly doneAt: string | null;
  readonly endsAt: string | null;
};

export const approvals = projection<ApprovalRow, ApprovalEvent>({
  name: 'approvals',
  version: 1,
  columns: {
    approvalId: 'uuid',
    act: 'text',
    ground: 'text',
    person: 'uuid',
    status: 'text',
    askedBy: 'uuid',
    answeredBy: 'uuid',
    askedAt: 'timestamptz',
    answeredAt: 'timestamptz',
    doneAt: 'timestamptz',
    endsAt: 'timestamptz',
  },
  streams: [approvalStream],
  key: ({ approvalId }) => approvalId,

  on: {
    ApprovalAsked: (_, { approvalId, act, ground, person, by, endsAt }, { created }) => ({
      ...{ approvalId, act, ground, person: person?.ref ?? null, status: 'asked', askedBy: by },
      ...{ askedAt: created, endsAt, answeredBy: null, answeredAt: null, doneAt: null },
    }),
    ApprovalGiven: (row, { by }, { created }) =>
      row && { ...row, status: 'given', answeredBy: by, answeredAt: created },
    ApprovalDeclined: (row, { by }, { created }) =>
      row && { ...row, status: 'declined', answeredBy: by, answeredAt: created },
    ApprovalUsed: (row, _, { created }) => row && { ...row, status: 'used', doneAt: created },
    ActedAlone: (_, { approvalId, act, ground, person }, { created }) => ({
      ...{ approvalId, act, ground, person: person?.ref ?? null, status: 'alone', askedBy: null },
      ...{ askedAt: created, endsAt: null, answeredBy: null, answeredAt: null, doneAt: created },
    }),
  },
  forget: 'values',
});

/** Newest first. */
export const latestApprovals = (rows: Rows<ApprovalRow>): Promise<readonly ApprovalRow[]> =>
  rows.all({ by: 'askedAt', descending: true });
