/** What takes two people is done: by whoever asked, once, after another account with the same role has approved it. */
import { accountsWithRoles } from '../../../../projections/accounts.ts';
import { isRefused, type Refused } from '../../../eventsourcing/decider.ts';
import type { Context } from '../../../eventsourcing/event-store.ts';
import type { Role } from '../../../modules/accounts/account.events.ts';
import type { Act, ApprovalId, Ground } from '../../../modules/approvals/approval.events.ts';
import { type ApprovalRefusal, approval } from '../../../modules/approvals/approval.ts';
import { type CopyRecord, recordsOf } from '../../../personal-data/copy.ts';
import type { SubjectRef } from '../../../personal-data/personal.ts';
import { policyVersion } from '../../../personal-data/register.ts';
import type { Shop } from '../../shop.ts';

export const roleFor: Readonly<Record<Act, Role>> = {
  'rotate-keys': 'ops',
  'place-hold': 'privacy-officer',
  'lift-hold': 'privacy-officer',
  disclose: 'privacy-officer',
};

/** Counts, and of a disclosure the document. */
export type Done = { readonly [field: string]: unknown };

export type Wanted = { readonly act: Act; readonly person: SubjectRef | null };

/** As a command tells it. */
export const personIn = ({ person }: Wanted) => (person === null ? null : { ref: person });

/** How many could come in and say yes. */
export async function ableTo({ reads }: Shop, act: Act): Promise<number> {
  const people = await accountsWithRoles(reads.accounts);
  return people.filter(({ roles, passkeys }) => roles.includes(roleFor[act]) && passkeys > 0).length;
}

/** It is used before it is done: what fails between is asked for once more, and nothing is done twice. */
export async function doApproved(
  shop: Shop,
  approvalId: ApprovalId,
  wanted: Wanted,
  context: Context,
): Promise<Done | Refused<ApprovalRefusal>> {
  const { act } = wanted;
  const command = {
    ...({ type: 'UseApproval', approvalId, act } as const),
    ...{ person: personIn(wanted), at: shop.clock() },
  };
  const outcome = await shop.handle(approval, approvalId, command, context);
  if (isRefused(outcome)) return outcome;
  await shop.seen(outcome.position, 'approvals');
  return perform(shop, wanted, context.actor);
}

/** For the command line alone, where nobody else could have approved it. */
export async function doAlone(
  shop: Shop,
  approvalId: ApprovalId,
  wanted: Wanted & { readonly ground: Ground },
  context: Context,
): Promise<Done> {
  const { act, ground } = wanted;
  const command = { type: 'ActAlone', approvalId, act, person: personIn(wanted), ground } as const;
  await shop.handle(approval, approvalId, command, context);
  return perform(shop, wanted, context.actor);
}

async function perform(shop: Shop, { act, person }: Wanted, actor: string): Promise<Done> {
  if (act === 'rotate-keys') return { ...(await shop.desks.upkeep.rotateKeys()) };
  const people = person === null ? [] : await everybodyIn(shop, person);
  if (act === 'disclose') return disclosed(shop, people, actor);
  for (const subject of people) await shop.vault.hold({ subject }, act === 'place-hold');
  return { people: people.length };
}

/** An account holds a set of people, and what is done is done for all. */
async function everybodyIn({ accountPeople }: Shop, ref: SubjectRef): Promise<readonly SubjectRef[]> {
  const account = await accountPeople.accountOf(ref);
  return account === undefined ? [ref] : accountPeople.heldBy(account);
}

/**
 * What the register lets open for legal claims, and no more: orders, payments and what was written, never a picture.
 * Each opening is told to the log before the value is read.
 */
async function disclosed(shop: Shop, people: readonly SubjectRef[], actor: string): Promise<Done> {
  const open = shop.openAs(actor);
  const records: CopyRecord[] = [];
  for (const person of people)
    for (const record of await recordsOf(await shop.recordsAbout(person), open, 'claims.defence'))
      records.push(record);
  return {
    format: 'portrait123-disclosure-1',
    madeAt: shop.clock(),
    subjects: [...people],
    policyVersion,
    records,
  };
}
