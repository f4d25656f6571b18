/** With everything about somebody goes their account: who signs in with the same address again is somebody new. */
import { process, send } from '../eventsourcing/process.ts';
import { account } from '../modules/accounts/account.ts';
import { erasureStream } from '../modules/privacy/erasure.events.ts';
import { accountIdOf } from './account-id.ts';

export const closeAccountWhenErasureAccepted = process('close-account-when-erasure-accepted', erasureStream, {
  ErasureAccepted({ scope, people }) {
    if (scope !== 'everything') return [];
    return people.map(({ ref }) => {
      const accountId = accountIdOf(ref);
      const close = { type: 'CloseAccount', accountId } as const;
      return send(account, accountId, close, ['account-unknown', 'account-closed']);
    });
  },
});
