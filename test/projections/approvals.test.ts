/** What takes two people, as both of them and an auditor see it. */
import { expect, test } from 'bun:test';
import { approvals, latestApprovals } from '../../projections/approvals.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const approvalId = (name: string) => uuidFrom('approval', name);
const of = { act: 'disclose', person: { ref: ref('Ada') }, ground: 'court-order' };
const [grace, edsger] = [uuidFrom('account', 'Grace'), uuidFrom('account', 'Edsger')];
const endsAt = '2026-12-01T09:00:00.000Z';
const asked = (name = 'a') => ({
  ...{ type: 'ApprovalAsked', approvalId: approvalId(name), ...of, by: grace, endsAt },
});
const said = (type: string) => ({ type, approvalId: approvalId('a'), by: edsger });

test('it says who asked, who answered and when it was done', async () => {
  const used = { type: 'ApprovalUsed', approvalId: approvalId('a'), ...of };
  const { rows, happens } = await told(approvals, asked());
  expect(await latestApprovals(rows)).toMatchObject([
    {
      status: 'asked',
      act: 'disclose',
      person: ref('Ada'),
      askedBy: grace,
      askedAt: at(0),
      answeredBy: null,
    },
  ]);
  await happens(said('ApprovalGiven'));
  expect(await latestApprovals(rows)).toMatchObject([
    { status: 'given', answeredBy: edsger, answeredAt: at(1), doneAt: null },
  ]);
  await happens(used);
  expect(await latestApprovals(rows)).toMatchObject([{ status: 'used', answeredBy: edsger, doneAt: at(2) }]);
});

test('a no stands there, too', async () => {
  const { rows } = await told(approvals, asked(), said('ApprovalDeclined'));
  expect(await latestApprovals(rows)).toMatchObject([{ status: 'declined', answeredBy: edsger }]);
});

test('whoever acted alone is told apart', async () => {
  const alone = { type: 'ActedAlone', approvalId: approvalId('a'), ...of };
  const { rows } = await told(approvals, alone);
  expect(await latestApprovals(rows)).toMatchObject([{ status: 'alone', askedBy: null, doneAt: at(0) }]);
});
