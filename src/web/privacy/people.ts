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
  return firstOpened(shop, session, await contactsOf(shop, peopleOf(session)));
}

async function firstOpened(shop: Shop, session: Session, contacts: readonly Sealed<'contact'>[]) {
  const open = shop.openAs(actorOf(session));
  for (const sealed of contacts) {
    const opened = await open(sealed, 'account.access');
    if (opened.is === 'value') return opened.value;
  }
  return undefined;
}

/**
 * Where a guest proves that it is they: at the address of the first order that was paid. Whoever took their session
 * could place another with an address of their own, and be sent the code. The newest where none was paid.
 */
export async function provenAddressOf(
  shop: Shop,
  session: Session,
): Promise<{ readonly email: string } | undefined> {
  const rows = await ordersOf(shop.reads.orders, peopleOf(session));
  const paid = rows.filter(({ confirmedAt }) => confirmedAt !== null).toReversed();
  return firstOpened(
    shop,
    session,
    [...paid, ...rows].map(({ contact }) => contact),
  );
}

async function contactsOf(
  { reads }: Shop,
  people: readonly SubjectRef[],
): Promise<readonly Sealed<'contact'>[]> {
  const rows = await ordersOf(reads.orders, people);
  return rows.map(({ contact }) => contact);
}
