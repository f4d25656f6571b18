/**
 * What takes two people is done: by the account that asked, once, after another account with the same role has approved
 * it. Which of them sits at the command line the shop cannot know: it acts for whoever asked.
 */
import { accountsWithRoles } from '../../../../projections/accounts.ts';
import { isRefused, type Refused } from '../../../eventsourcing/decider.ts';
import type { Context } from '../../../eventsourcing/event-store.ts';
import type { Role } from '../../../modules/accounts/account.events.ts';
import type { Act, ApprovalAsked, ApprovalId, Ground } from '../../../modules/approvals/approval.events.ts';
import { type ApprovalRefusal, approval } from '../../../modules/approvals/approval.ts';
import { type CopyRecord, recordsOf } from '../../../personal-data/copy.ts';
import type { Rotation } from '../../../personal-data/key-rotation.ts';
import type { FactsOf, SubjectRef } from '../../../personal-data/personal.ts';
import type { Shop } from '../../shop.ts';

export const roleFor: Readonly<Record<Act, Role>> = {
  'rotate-keys': 'ops',
  'place-hold': 'privacy-officer',
  'lift-hold': 'privacy-officer',
  disclose: 'privacy-officer',
};

/** What the register lets open, and what the log tells about it. */
export type Disclosure = {
  readonly format: 'portrait123-disclosure-1';
  /** ISO 8601, UTC */
  readonly madeAt: string;
  readonly subjects: readonly SubjectRef[];
  readonly policyVersion: string;
  readonly records: readonly CopyRecord[];
};

type Held = { readonly people: number };

/** What comes of each. */
export type Done = {
  readonly 'rotate-keys': Rotation;
  readonly 'place-hold': Held;
  readonly 'lift-hold': Held;
  readonly disclose: Disclosure;
};

export type Wanted<One extends Act = Act> = { readonly act: One; readonly person: SubjectRef | null };

/** As a command tells it. */
export const personIn = ({ person }: Wanted) => (person === null ? null : { ref: person });

/** How many could come in and say yes. */
export async function ableTo({ reads }: Shop, act: Act): Promise<number> {
  const people = await accountsWithRoles(reads.accounts);
  return people.filter(({ roles, passkeys }) => roles.includes(roleFor[act]) && passkeys > 0).length;
}

type Asker = FactsOf<typeof ApprovalAsked>['by'];

/** Undefined where nothing waits to be done. */
export async function askerOf({ stateOf }: Shop, approvalId: ApprovalId): Promise<Asker | undefined> {
  const asked = await stateOf(approval, approvalId);
  return 'by' in asked ? asked.by : undefined;
}

/**
 * It is used before it is done: what fails between is asked for once more, and nothing is done twice.
 * @param by who does it: nobody but whoever asked
 */
export async function doApproved<One extends Act>(
  shop: Shop,
  approvalId: ApprovalId,
  wanted: Wanted<One> & { readonly by: Asker },
  context: Context,
): Promise<Done[One] | Refused<ApprovalRefusal>> {
  const { act, by } = wanted;
  const command = {
    ...({ type: 'UseApproval', approvalId, act, by } as const),
    ...{ person: personIn(wanted), at: shop.clock() },
  };
  const outcome = await shop.handle(approval, approvalId, command, context);
  if (isRefused(outcome)) return outcome;
  await shop.seen(outcome.position, 'approvals');
  return perform(shop, wanted, context.actor);
}

/** For the command line alone, where nobody else could have approved it. */
export async function doAlone<One extends Act>(
  shop: Shop,
  approvalId: ApprovalId,
  wanted: Wanted<One> & { readonly ground: Ground },
  context: Context,
): Promise<Done[One] | Refused<ApprovalRefusal>> {
  const { act, ground } = wanted;
  const command = { type: 'ActAlone', approvalId, act, person: personIn(wanted), ground } as const;
  const outcome = await shop.handle(approval, approvalId, command, context);
  return isRefused(outcome) ? outcome : perform(shop, wanted, context.actor);
}

type Performed = { readonly shop: Shop; readonly people: readonly SubjectRef[]; readonly actor: string };

const performers: { readonly [One in Act]: (what: Performed) => Promise<Done[One]> } = {
  'rotate-keys': ({ shop }) => shop.desks.upkeep.rotateKeys(),
  'place-hold': (what) => held(what, true),
  'lift-hold': (what) => held(what, false),
  disclose: disclosed,
};

async function perform<One extends Act>(
  shop: Shop,
  { act, person }: Wanted<One>,
  actor: string,
): Promise<Done[One]> {
  const people = person === null ? [] : await everybodyIn(shop, person);
  return performers[act]({ shop, people, actor });
}

/** An account holds a set of people, and what is done is done for all. */
async function everybodyIn({ accountPeople }: Shop, ref: SubjectRef): Promise<readonly SubjectRef[]> {
  const account = await accountPeople.accountOf(ref);
  return account === undefined ? [ref] : accountPeople.heldBy(account);
}

async function held({ shop, people }: Performed, isHeld: boolean): Promise<Held> {
  for (const subject of people) await shop.vault.hold({ subject }, isHeld);
  return { people: people.length };
}

/**
 * What the register lets open for legal claims, and no more: orders, payments and what was written, never a picture.
 * Each opening is told to the log before the value is read.
 */
async function disclosed({ shop, people, actor }: Performed): Promise<Disclosure> {
  const open = shop.openAs(actor);
  const records: CopyRecord[] = [];
  for (const person of people)
    for (const record of await recordsOf(await shop.recordsAbout(person), open, 'claims.defence'))
      records.push(record);
  const [madeAt, policyVersion] = [shop.clock(), await shop.policyInForce()];
  return { format: 'portrait123-disclosure-1', madeAt, subjects: people, policyVersion, records };
}
