/** Accounts as they stand: whose, with which roles, and when they were last used. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type AccountEvent,
  type AccountId,
  accountStream,
  type Role,
} from '../src/modules/accounts/account.events.ts';
import type { Sealed, SubjectRef } from '../src/personal-data/personal.ts';

export type AccountRow = {
  readonly accountId: AccountId;
  readonly holder: SubjectRef;
  readonly contact: Sealed<'contact'>;
  readonly roles: readonly Role[];
  readonly passkeys: number;
  readonly openedAt: string;
  readonly signedInAt: string | null;
};

export const accounts = projection<AccountRow, AccountEvent>({
  name: 'accounts',
  version: 1,
  columns: {
    accountId: 'uuid',
    holder: 'uuid',
    contact: 'jsonb',
    roles: 'jsonb',
    passkeys: 'integer',
    openedAt: 'timestamptz',
    signedInAt: 'timestamptz',
  },
  streams: [accountStream],
  key: ({ accountId }) => accountId,

  on: {
    AccountOpened: (_, { accountId, holder }, { created }) => ({
      ...{ accountId, holder: holder.ref, contact: holder.contact, roles: [], passkeys: 0 },
      ...{ openedAt: created, signedInAt: null },
    }),
    AddressProved: (row, { holder }) => row && { ...row, contact: holder.contact },
    SignedIn: (row, _, { created }) => row && { ...row, signedInAt: created },
    PasskeyAdded: (row) => row && { ...row, passkeys: row.passkeys + 1 },
    PasskeyRemoved: (row) => row && { ...row, passkeys: row.passkeys - 1 },
    RoleGranted: (row, { role }) => row && { ...row, roles: [...row.roles, role] },
    RoleRevoked: (row, { role }) => row && { ...row, roles: row.roles.filter((one) => one !== role) },
    AccountClosed: () => undefined,
  },
  forget: 'values',
});

export const accountsWithRoles = async (rows: Rows<AccountRow>): Promise<readonly AccountRow[]> =>
  (await rows.all({ by: 'openedAt' })).filter(({ roles }) => roles.length > 0);
