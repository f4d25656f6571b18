/** An address that is used again is kept from that day on: two years after the last sign-in. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type AccountId, accountStream } from '../modules/accounts/account.events.ts';
import { account } from '../modules/accounts/account.ts';
import { endOf } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly accountId: AccountId };
export const moveEndOfContactWhenSignedIn = effect(
  'move-end-of-contact-when-signed-in',
  accountStream,
  { SignedIn: ({ accountId }) => ({ ids: { accountId } }) },

  async (
    { ids: { accountId } }: Job<Ids>,
    { stateOf, vault, clock }: Pick<Ports, 'stateOf' | 'vault' | 'clock'>,
  ) => {
    const found = await stateOf(account, accountId);
    if (found.status !== 'open') return [];
    await vault.expire({ subject: found.holder, category: 'contact', item: null }, endOf('contact', clock()));
    return [];
  },
);
