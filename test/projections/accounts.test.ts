/** Accounts as they stand: whose, with which roles and passkeys, and when they were last used. */
import { describe, expect, test } from 'bun:test';
import { accounts, accountsWithRoles } from '../../projections/accounts.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { AccountId, Holder } from '../../src/modules/accounts/account.events.ts';
import { contact } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const id = (name = 'Ada') => AccountId.parse(uuidFrom('account', name));
const of = (name = 'Ada') => ({ accountId: id(name), holder: { ref: ref(name) } });
const known = (name = 'Ada', by = name) => Holder.parse({ ref: ref(name), contact: contact(by) });
const opened = (name = 'Ada') => ({
  type: 'AccountOpened',
  accountId: id(name),
  holder: known(name),
  by: 'link',
});
const passkeyId = uuidFrom('passkey', 'a');
const role = (type: string, role: string, name = 'Ada') => ({ type, ...of(name), role, by: null });

describe('an account', () => {
  test('is opened by whoever proved an address, and the address is sealed', async () => {
    const { rows, open } = await told(accounts, opened());
    const row = await rows.byKey(id());
    expect(row).toMatchObject({
      ...{ holder: ref('Ada'), roles: [], passkeys: 0, openedAt: at(0), signedInAt: null },
    });
    expect(row && (await open(row.contact, 'account.access'))).toMatchObject({ value: contact('Ada') });
  });

  test('has the address that was proved last', async () => {
    const proved = { type: 'AddressProved', accountId: id(), holder: known('Ada', 'Augusta') };
    const { rows, open } = await told(accounts, opened(), proved);
    const row = await rows.byKey(id());
    expect(row && (await open(row.contact, 'account.access'))).toMatchObject({ value: contact('Augusta') });
  });

  test('was used when somebody came in last', async () => {
    const signedIn = { type: 'SignedIn', ...of(), by: 'passkey', joined: 0 };
    const { rows } = await told(accounts, opened(), signedIn, signedIn);
    expect((await rows.byKey(id()))?.signedInAt).toBe(at(2));
  });

  test('counts its passkeys', async () => {
    const { rows, happens } = await told(accounts, opened(), { type: 'PasskeyAdded', ...of(), passkeyId });
    expect((await rows.byKey(id()))?.passkeys).toBe(1);
    await happens({ type: 'PasskeyRemoved', ...of(), passkeyId });
    expect((await rows.byKey(id()))?.passkeys).toBe(0);
  });

  test('that is closed is not there any more', async () => {
    const { rows } = await told(accounts, opened(), { type: 'AccountClosed', ...of() });
    expect(await rows.byKey(id())).toBeUndefined();
  });

  test('loses its address with the key', async () => {
    const { rows, destroys } = await told(accounts, opened());
    await destroys({ subject: ref('Ada') });
    expect(await rows.byKey(id())).toMatchObject({ contact: { jwe: '' } });
  });
});

test('whoever may do more than others is listed, with every role as it was granted and not revoked', async () => {
  const { rows } = await told(
    accounts,
    ...[opened('Ada'), opened('Mary'), role('RoleGranted', 'staff'), role('RoleGranted', 'auditor')],
    role('RoleRevoked', 'staff'),
  );
  expect((await accountsWithRoles(rows)).map(({ accountId, roles }) => [accountId, roles])).toEqual([
    [id('Ada'), ['auditor']],
  ]);
});
