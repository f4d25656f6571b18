/** Giving somebody a role, and taking it away: the first by the command line, the others by those who may. */
import { isRefused, type Refused } from '../../eventsourcing/decider.ts';
import type { AccountId, Role } from '../../modules/accounts/account.events.ts';
import { type AccountRefusal, account } from '../../modules/accounts/account.ts';
import { SubjectRef } from '../../personal-data/personal.ts';
import type { Acting, Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';
import { accountAt, openFor } from './entering.ts';

export type By = {
  readonly who: Acting & Pick<Session, 'subject'>;
  /** Null on the command line. */
  readonly account: AccountId | null;
  readonly cause: string;
};

export type Invited = { readonly account: AccountId; readonly link: string };

/** @returns where the role is taken up, with a passkey, within two days */
export async function invite(
  shop: Shop,
  { who, account: by, cause }: By,
  role: Role,
  email: string,
): Promise<Invited | Refused<AccountRefusal>> {
  const accountId = (await accountAt(shop, email)) ?? (await openNew(shop, { who, cause }, email));
  await dropOldKeys(shop, { who, cause }, accountId);
  const command = { type: 'GrantRole', accountId, role, by } as const;
  const context = contextFor(who, cause, `grant ${role} ${accountId}`, 'account.access');
  const outcome = await shop.handle(account, accountId, command, context);
  if (isRefused(outcome) && outcome.refused !== 'role-already-granted') return outcome;
  const token = await shop.signInLinks.make(email, null, { does: 'invitation', account: accountId });
  return { account: accountId, link: `${shop.publicUrl}/sign-in/${token}` };
}

/** A passkey that was added before there was a role, on the word of a letter alone, opens no desk. */
async function dropOldKeys(
  shop: Shop,
  { who, cause }: Pick<By, 'who' | 'cause'>,
  accountId: AccountId,
): Promise<void> {
  const found = await shop.stateOf(account, accountId);
  if (found.status !== 'open' || found.roles.length > 0) return;
  for (const passkeyId of found.passkeys) {
    const command = { type: 'RemovePasskey', accountId, passkeyId } as const;
    await shop.handle(
      account,
      accountId,
      command,
      contextFor(who, cause, `drop ${passkeyId}`, 'account.access'),
    );
    await shop.passkeys.remove(accountId, passkeyId);
  }
}

/** Somebody who works here is not the customer that they may be, too, unless they say so by the same address. */
const openNew = (shop: Shop, { who, cause }: Pick<By, 'who' | 'cause'>, email: string): Promise<AccountId> =>
  openFor(shop, { session: who, cause, by: 'invitation' }, SubjectRef.parse(shop.newId()), email);

/** At once: whoever is signed in with it is signed out. */
export async function revoke(
  shop: Shop,
  { who, account: by, cause }: By,
  role: Role,
  accountId: AccountId,
): Promise<Refused<AccountRefusal> | undefined> {
  const command = { type: 'RevokeRole', accountId, role, by } as const;
  const context = contextFor(who, cause, `revoke ${role} ${accountId}`, 'account.access');
  const outcome = await shop.handle(account, accountId, command, context);
  await shop.sessions.endOf(accountId, { except: '' });
  return isRefused(outcome) ? outcome : undefined;
}
