/** Whom a page of this room is about: everybody whose data the one who is here may see, and how they are reached. */
import { ordersOf } from '../../../projections/orders.ts';
import type { Sealed, SubjectRef } from '../../personal-data/personal.ts';
import { actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';

export const peopleOf = (session: Session | undefined): readonly SubjectRef[] => session?.people ?? [];

/** The newest address that is held and opens. */
export async function contactOf(
  shop: Shop,
  session: Session,
): Promise<{ readonly email: string; readonly name: string | null } | undefined> {
  const open = shop.openAs(actorOf(session));
  for (const sealed of await contactsOf(shop, peopleOf(session))) {
    const opened = await open(sealed, 'account.access');
    if (opened.is === 'value') return opened.value;
  }
  return undefined;
}

async function contactsOf(
  { reads }: Shop,
  people: readonly SubjectRef[],
): Promise<readonly Sealed<'contact'>[]> {
  const rows = await ordersOf(reads.orders, people);
  return rows.map(({ contact }) => contact);
}
