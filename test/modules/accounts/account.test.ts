/** Accounts: opened by whoever proves an address, entered by link or passkey, and closed for ever by an erasure. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { AccountId, Holder, PasskeyId, Role } from '../../../src/modules/accounts/account.events.ts';
import { type AccountCommand, account } from '../../../src/modules/accounts/account.ts';
import { given, obey } from '../../given.ts';
import { ref } from '../../shop.ts';
import { contact, requestId } from '../facts.ts';

type OneRole = (typeof Role.options)[number];
const id = { accountId: AccountId.parse(requestId('account')) };
const other = AccountId.parse(requestId('another account'));
const holder = { ref: ref('Ada') };
const told = Holder.parse({ ref: ref('Ada'), contact: contact('Ada') });
const passkey = (name: string) => ({ ...id, passkeyId: PasskeyId.parse(requestId(name)) });
const open = { type: 'OpenAccount', ...id, holder: told, by: 'link' } as const;
const opened = { ...open, type: 'AccountOpened' } as const;
const close = { type: 'CloseAccount', ...id } as const;
const closed = { type: 'AccountClosed', ...id, holder } as const;
const add = (name: string) => ({ type: 'AddPasskey' as const, ...passkey(name) });
const added = (name: string) => ({ type: 'PasskeyAdded' as const, ...passkey(name), holder });
const remove = (name: string) => ({ type: 'RemovePasskey' as const, ...passkey(name) });
const removed = (name: string) => ({ type: 'PasskeyRemoved' as const, ...passkey(name), holder });
const grant = (role: OneRole, by: AccountId | null = null) =>
  ({ type: 'GrantRole', ...id, role, by }) as const;
const granted = (role: OneRole) => ({ type: 'RoleGranted', ...id, holder, role, by: null }) as const;
const revoke = (role: OneRole) => ({ type: 'RevokeRole', ...id, role, by: other }) as const;
const signIn = { type: 'SignIn', ...id, by: 'link', joined: 2 } as const;
const endSessions = { type: 'EndSessions', ...id, sessions: 3 } as const;
const prove = { type: 'ProveAddress', ...id, holder: told } as const;

describe('an account', () => {
  test('is opened for whoever proves an address', () => given(account).when(open).emits(opened));
  test('once', () => given(account, opened).when(open).refuses('account-already-open'));
  test('has an address that is proved anew', () =>
    given(account, opened)
      .when(prove)
      .emits({ ...prove, type: 'AddressProved' }));
  test('is entered, and says how many guests turned out to be the same person', () =>
    given(account, opened)
      .when(signIn)
      .emits({ ...signIn, type: 'SignedIn', holder }));
  test('can be left everywhere at once', () =>
    given(account, opened)
      .when(endSessions)
      .emits({ ...endSessions, type: 'SessionsEnded', holder }));
  test('is closed', () => given(account, opened).when(close).emits(closed));
  test('stays closed: the same address opens another', () =>
    given(account, opened, closed).when(open).refuses('account-already-open'));
});

const everything: readonly AccountCommand[] = [
  ...[prove, signIn, endSessions, close, add('a'), remove('a'), grant('staff'), revoke('staff')],
];

describe('nothing is done', () => {
  test.each(everything.map((command) => [command.type, command] as const))(
    'with an account that is closed: %s',
    (_, command) => given(account, opened, closed).when(command).refuses('account-closed'),
  );
  test.each(everything.map((command) => [command.type, command] as const))(
    'with an account that nobody opened: %s',
    (_, command) => given(account).when(command).refuses('account-unknown'),
  );
});

describe('a passkey', () => {
  test('is added', () => given(account, opened).when(add('a')).emits(added('a')));
  test('once', () => given(account, opened, added('a')).when(add('a')).refuses('passkey-already-added'));
  test('is removed', () => given(account, opened, added('a')).when(remove('a')).emits(removed('a')));
  test('was added before', () => given(account, opened).when(remove('a')).refuses('passkey-unknown'));
  test('is what lets somebody with a role in: the last one stays', () =>
    given(account, opened, added('a'), granted('staff')).when(remove('a')).refuses('passkey-needed'));
  test('of several can go, also then', () =>
    given(account, opened, added('a'), added('b'), granted('staff')).when(remove('a')).emits(removed('a')));
});

describe('a role', () => {
  test('is granted', () => given(account, opened).when(grant('auditor')).emits(granted('auditor')));
  test('by somebody else: nobody raises themselves', () =>
    given(account, opened).when(grant('auditor', id.accountId)).refuses('role-own'));
  test('once', () =>
    given(account, opened, granted('auditor')).when(grant('auditor')).refuses('role-already-granted'));
  test('is the only one: nobody checks their own work', () =>
    given(account, opened, granted('staff')).when(grant('auditor')).refuses('role-conflict'));
  test('is revoked', () =>
    given(account, opened, granted('staff'))
      .when(revoke('staff'))
      .emits({ ...revoke('staff'), type: 'RoleRevoked', holder }));
  test('was granted before', () => given(account, opened).when(revoke('staff')).refuses('role-not-granted'));
});

const commands: fc.Arbitrary<AccountCommand> = fc.oneof(
  fc.constantFrom('a', 'b').map(add),
  fc.constantFrom('a', 'b').map(remove),
  fc
    .tuple(fc.constantFrom(...Role.options), fc.constantFrom(null, other, id.accountId))
    .map(([role, by]) => grant(role, by)),
  fc.constantFrom(...Role.options).map(revoke),
  { arbitrary: fc.constant<AccountCommand>(close), weight: 1 },
);

test('whatever is asked in whatever order: at most one role at a time, never by oneself, and nothing after the end', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 40, size: 'max' }), async (asked) => {
      const { events } = await obey(account, [open, ...asked]);
      const roles = new Set<string>();
      for (const event of events) {
        if (event.type === 'RoleGranted') {
          expect(event.by).not.toBe(event.accountId);
          roles.add(event.role);
        }
        if (event.type === 'RoleRevoked') expect(roles.delete(event.role)).toBe(true);
        expect(roles.size).toBeLessThanOrEqual(1);
      }
      const end = events.findIndex(({ type }) => type === 'AccountClosed');
      if (end >= 0) expect(end).toBe(events.length - 1);
    }),
  ));
