/** Coming in: the account of an address is found or opened, guests who are the same person join it, a session begins. */
import { ordersOf } from '../../../projections/orders.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { Fault } from '../../eventsourcing/fault.ts';
import { AccountId, Holder, type Way } from '../../modules/accounts/account.events.ts';
import { type AccountCommand, account } from '../../modules/accounts/account.ts';
import { SubjectRef } from '../../personal-data/personal.ts';
import { accountIdOf } from '../../processes/account-id.ts';
import type { Acting, Begun, Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';

export type Coming = {
  /** Of the browser, before. */
  readonly session: Session;
  readonly by: Way;
  readonly device: string;
  readonly cause: string;
};

/**
 * Whoever followed the link to this address. Guests who gave it join, and their sessions in other browsers end: whoever
 * typed another's address would see there what its owner corrects. The links of their orders stay.
 */
export async function enterByAddress(shop: Shop, coming: Coming, email: string): Promise<Begun> {
  const id = await accountBehind(shop, coming, email);
  const guests = await guestsBehind(shop, coming.session, email);
  const joined = await shop.accountPeople.join(id, guests);
  await shop.sessions.forget(guests.filter((one) => one !== coming.session.subject));
  return enter(shop, coming, id, joined);
}

/**
 * Whoever this account belongs to, as was proved another way.
 * @throws Fault account/closed: an erasure came between, or a role was taken away in the same moment
 */
export async function enter(shop: Shop, coming: Coming, accountId: AccountId, joined = 0): Promise<Begun> {
  const { session, by, device, cause } = coming;
  const { holder, roles } = await rightsOf(shop, accountId, by);
  await tell(shop, session, accountId, { type: 'SignIn', accountId, by, joined }, cause);
  const begun = await shop.sessions.signIn(session, {
    ...{ account: accountId, subject: holder, roles, by, device },
  });
  const now = await rightsOf(shop, accountId, by).catch(() => undefined); // whoever ends sessions did not see this one
  if (now !== undefined && roles.every((role) => now.roles.includes(role))) return begun;
  await shop.sessions.end(begun.id);
  throw new Fault('account/closed', { accountId });
}

/** A role is proved by a passkey (OWASP ASVS 5.0, 6.3.3). */
async function rightsOf(shop: Shop, accountId: AccountId, by: Way) {
  const found = await shop.stateOf(account, accountId);
  if (found.status !== 'open') throw new Fault('account/closed', { accountId });
  return { holder: found.holder, roles: by === 'passkey' ? found.roles : [] };
}

/** One that was begun and never said, because the machine stopped, is opened now. */
async function accountBehind(shop: Shop, coming: Coming, email: string): Promise<AccountId> {
  const id = await accountAt(shop, email);
  const isSaid = id !== undefined && (await shop.stateOf(account, id)).status !== 'none';
  return isSaid ? id : openAccount(shop, coming, email);
}

/**
 * Called after the guest that this browser was, whose token ends now; else after somebody new. Never after a guest of
 * another browser: whoever that is may have typed the address alone, and would see whatever the owner of the address does from then on.
 */
async function openAccount(shop: Shop, { session, by, cause }: Coming, email: string): Promise<AccountId> {
  const guests = await guestsWhoGave(shop, email);
  const holder = guests.includes(session.subject) ? session.subject : SubjectRef.parse(shop.newId());
  return openFor(shop, { session, cause, by }, holder, email);
}

type Opening = Pick<Coming, 'cause' | 'by'> & { readonly session: Acting };

/** Reserved before it is said: of two who prove one address at once, both come into the same account. */
export async function openFor(
  shop: Shop,
  { session, cause, by }: Opening,
  holder: SubjectRef,
  email: string,
): Promise<AccountId> {
  const reserved = await shop.lookUp.reserve('email', email, holder);
  const owner = reserved.is === 'taken' ? reserved.by : holder;
  const accountId = accountIdOf(owner);
  await shop.accountPeople.join(accountId, [owner]);
  const contact = { email, name: null };
  const command = {
    type: 'OpenAccount',
    accountId,
    holder: Holder.parse({ ref: owner, contact }),
    by,
  } as const;
  await tell(shop, session, accountId, command, cause);
  return accountId;
}

export async function accountAt(
  { lookUp, accountPeople }: Shop,
  email: string,
): Promise<AccountId | undefined> {
  const holder = await lookUp.find('email', email);
  const id = holder && (await accountPeople.accountOf(holder));
  return id === undefined ? undefined : AccountId.parse(id);
}

/**
 * Guests who gave this address and belong to no account. Whoever belongs to one comes in by the address that it proved:
 * one that was given up, or typed for another person, opens nothing.
 */
export async function guestsWhoGave(
  { lookUp, accountPeople }: Shop,
  email: string,
): Promise<readonly SubjectRef[]> {
  const givers = await lookUp.givers('email', email);
  const accounts = await Promise.all(givers.map((one) => accountPeople.accountOf(one)));
  return givers.filter((_, index) => accounts[index] === undefined);
}

/** Those, and whoever this browser was, unless it ordered with another address. */
async function guestsBehind(shop: Shop, session: Session, email: string): Promise<readonly SubjectRef[]> {
  const guests = await guestsWhoGave(shop, email);
  const isBlank = (await ordersOf(shop.reads.orders, [session.subject])).length === 0;
  return isBlank ? [...guests, session.subject] : guests;
}

/** Of two who do the same at once, one has nothing left to say. */
export async function tell(
  shop: Shop,
  session: Acting,
  accountId: AccountId,
  command: AccountCommand,
  cause: string,
) {
  const context = contextFor(session, cause, `${command.type} ${accountId}`, 'account.access');
  const outcome = await shop.handle(account, accountId, command, context);
  return isRefused(outcome) ? outcome.refused : undefined;
}
