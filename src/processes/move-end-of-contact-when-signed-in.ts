/**
 * An address that is used again is kept from that day on: two years after the last sign-in; and with it those that guests
 * left who joined the account, since they are shown and used there.
 */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type AccountId, accountStream } from '../modules/accounts/account.events.ts';
import { account } from '../modules/accounts/account.ts';
import { endOf, prolong } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly accountId: AccountId };
export const moveEndOfContactWhenSignedIn = effect(
  'move-end-of-contact-when-signed-in',
  accountStream,
  { SignedIn: ({ accountId }) => ({ ids: { accountId } }) },

  async (
    { ids: { accountId } }: Job<Ids>,
    { stateOf, historyOf, heldBy, vault }: Pick<Ports, 'stateOf' | 'historyOf' | 'heldBy' | 'vault'>,
  ) => {
    const found = await stateOf(account, accountId);
    const last = (await historyOf(accountStream, accountId)).findLast(
      ({ event }) => event.type === 'SignedIn',
    );
    if (found.status !== 'open' || last === undefined) return [];
    for (const subject of new Set([found.holder, ...(await heldBy(accountId))]))
      await prolong(vault, { subject, category: 'contact', item: null }, endOf('contact', last.at));
    return [];
  },
);
