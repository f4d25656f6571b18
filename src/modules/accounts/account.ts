/** The life of an account: opened by whoever proves an address, in by link or passkey, closed by an erasure. */
import { type Command, type Decision, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf, Sealed, SubjectRef } from '../../personal-data/personal.ts';
import {
  type AccountClosed,
  type AccountEvent,
  type AccountOpened,
  type AddressProved,
  accountStream,
  type PasskeyAdded,
  type PasskeyId,
  type PasskeyRemoved,
  type Role,
  type RoleGranted,
  type RoleRevoked,
  type SessionsEnded,
  type SignedIn,
} from './account.events.ts';

/** The account knows whose it is. */
type Told<Facts> = Omit<Facts, 'holder'>;

export type AccountCommand =
  | Command<'OpenAccount', FactsOf<typeof AccountOpened>>
  | Command<'ProveAddress', FactsOf<typeof AddressProved>>
  | Command<'SignIn', Told<FactsOf<typeof SignedIn>>>
  | Command<'EndSessions', Told<FactsOf<typeof SessionsEnded>>>
  | Command<'AddPasskey', Told<FactsOf<typeof PasskeyAdded>>>
  | Command<'RemovePasskey', Told<FactsOf<typeof PasskeyRemoved>>>
  | Command<'GrantRole', Told<FactsOf<typeof RoleGranted>>>
  | Command<'RevokeRole', Told<FactsOf<typeof RoleRevoked>>>
  | Command<'CloseAccount', Told<FactsOf<typeof AccountClosed>>>;

type Open = {
  readonly status: 'open';
  readonly holder: SubjectRef;
  readonly contact: Sealed<'contact'>;
  readonly roles: readonly Role[];
  readonly passkeys: readonly PasskeyId[];
};
export type Account = { readonly status: 'none' } | { readonly status: 'closed' } | Open;

export type AccountRefusal =
  | 'account-already-open'
  | 'account-unknown'
  | 'account-closed'
  | 'passkey-already-added'
  | 'passkey-unknown'
  | 'passkey-needed' // whoever has a role comes in by passkey alone
  | 'role-already-granted'
  | 'role-not-granted'
  | 'role-conflict' // nobody checks their own work
  | 'role-own'; // nobody raises themselves

export const account = decider<Account, AccountCommand, AccountEvent, AccountRefusal>(accountStream, {
  initialState: { status: 'none' },

  decide: {
    OpenAccount: (opened, { status }) =>
      status === 'none' ? [{ type: 'AccountOpened', ...opened }] : refused('account-already-open'),

    ProveAddress: (proved, account) => whenOpen(account, () => [{ type: 'AddressProved', ...proved }]),
    SignIn: (told, account) =>
      whenOpen(account, ({ holder }) => [{ type: 'SignedIn', ...told, holder: { ref: holder } }]),
    EndSessions: (told, account) =>
      whenOpen(account, ({ holder }) => [{ type: 'SessionsEnded', ...told, holder: { ref: holder } }]),

    AddPasskey: (told, account) =>
      whenOpen(account, ({ holder, passkeys }) =>
        passkeys.includes(told.passkeyId)
          ? refused('passkey-already-added')
          : [{ type: 'PasskeyAdded', ...told, holder: { ref: holder } }],
      ),
    RemovePasskey: (told, account) =>
      whenOpen(account, ({ holder, passkeys, roles }) => {
        if (!passkeys.includes(told.passkeyId)) return refused('passkey-unknown');
        if (passkeys.length === 1 && roles.length > 0) return refused('passkey-needed');
        return [{ type: 'PasskeyRemoved', ...told, holder: { ref: holder } }];
      }),

    GrantRole: (told, account) =>
      whenOpen(account, ({ holder, roles }) => {
        if (told.by === told.accountId) return refused('role-own');
        if (roles.includes(told.role)) return refused('role-already-granted');
        if (roles.length > 0) return refused('role-conflict');
        return [{ type: 'RoleGranted', ...told, holder: { ref: holder } }];
      }),
    RevokeRole: (told, account) =>
      whenOpen(account, ({ holder, roles }) =>
        roles.includes(told.role)
          ? [{ type: 'RoleRevoked', ...told, holder: { ref: holder } }]
          : refused('role-not-granted'),
      ),

    CloseAccount: (told, account) =>
      whenOpen(account, ({ holder }) => [{ type: 'AccountClosed', ...told, holder: { ref: holder } }]),
  },

  evolve: {
    AccountOpened: (_, { holder: { ref, contact } }) => ({
      ...{ status: 'open', holder: ref, contact, roles: [], passkeys: [] },
    }),
    AddressProved: (account, { holder: { contact } }) => changed(account, () => ({ contact })),
    SignedIn: (account) => account,
    SessionsEnded: (account) => account,
    PasskeyAdded: (account, { passkeyId }) =>
      changed(account, ({ passkeys }) => ({ passkeys: [...passkeys, passkeyId] })),
    PasskeyRemoved: (account, { passkeyId }) =>
      changed(account, ({ passkeys }) => ({ passkeys: passkeys.filter((one) => one !== passkeyId) })),
    RoleGranted: (account, { role }) => changed(account, ({ roles }) => ({ roles: [...roles, role] })),
    RoleRevoked: (account, { role }) =>
      changed(account, ({ roles }) => ({ roles: roles.filter((one) => one !== role) })),
    AccountClosed: () => ({ status: 'closed' }),
  },
});

type Decided = Decision<AccountEvent, AccountRefusal>;

function whenOpen(account: Account, decide: (account: Open) => Decided): Decided {
  if (account.status === 'open') return decide(account);
  return refused(account.status === 'none' ? 'account-unknown' : 'account-closed');
}

const changed = (account: Account, change: (account: Open) => Partial<Open>): Account =>
  account.status === 'open' ? { ...account, ...change(account) } : account;
