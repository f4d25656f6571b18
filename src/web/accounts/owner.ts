/** Whoever is signed in; and whether what they ask now is theirs to ask. */
import type { AccountId } from '../../modules/accounts/account.events.ts';
import { account } from '../../modules/accounts/account.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import type { Visit } from '../visit.ts';
import { isFresh } from './stepping-up.ts';

export type Owner = Session & { readonly account: AccountId };

export const ownerIn = ({ session }: Pick<Visit, 'session'>): Owner | undefined =>
  session === undefined || session.account === null ? undefined : { ...session, account: session.account };

/**
 * Whether they may change what opens the account. With a role a mailbox is not enough: else whoever reads a letter adds
 * a passkey of their own, and sits at the desk. A lost passkey is replaced by a new invitation.
 */
export async function mayChangeKeys(shop: Shop, owner: Owner): Promise<boolean> {
  if (!isFresh(shop, owner)) return false;
  if (owner.provedBy !== 'link') return true;
  const found = await shop.stateOf(account, owner.account);
  return found.status === 'open' && found.roles.length === 0;
}
