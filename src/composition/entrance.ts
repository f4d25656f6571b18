/** What lets somebody in: sessions, links, passkeys, and who belongs to whom. */
import { type AccountId, AccountId as asAccountId } from '../modules/accounts/account.events.ts';
import { accountPeople } from '../personal-data/account-people.ts';
import { lookUp } from '../personal-data/lookup.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import { accessTokens } from '../web/accounts/access-tokens.ts';
import { attempts } from '../web/accounts/attempts.ts';
import { challenges, passkeys } from '../web/accounts/passkeys.ts';
import { signInLinks } from '../web/accounts/sign-in-links.ts';
import { type Sessions, sessions } from '../web/session.ts';
import type { Entrance } from '../web/shop.ts';
import type { Run } from './run-file.ts';
import { dayKeyOf } from './secrets.ts';
import { clock, type Stores } from './stores.ts';

type Joined = Entrance & {
  readonly sessions: Sessions;
  /** All that stands beside the log of these people. @returns how many rows went */
  readonly forgetPeople: (people: readonly SubjectRef[]) => Promise<number>;
  readonly forgetVisits: () => Promise<number>;
};

export async function joinEntrance(
  { publicUrl }: Pick<Run, 'publicUrl'>,
  { sql, vaultSql, keys }: Pick<Stores, 'sql' | 'vaultSql' | 'keys'>,
): Promise<Joined> {
  const people = accountPeople({ sql: vaultSql, clock });
  const index = lookUp({ sql: vaultSql, secret: await keys.secret('look-up'), clock });
  const keyring = passkeys(vaultSql, clock);
  const programs = accessTokens({ keys, publicUrl, clock });
  const visitors = sessions(sql, {
    secure: publicUrl.startsWith('https:'),
    newId: () => crypto.randomUUID(),
    heldBy: people.heldBy,
    sessionOf: programs.read,
  });
  const links = signInLinks(sql);
  const tries = attempts(sql, { keyOf: (day) => dayKeyOf(keys, day), clock });
  return {
    ...{ lookUp: index, accountPeople: people, signInLinks: links, passkeys: keyring, attempts: tries },
    ...{ challenges: challenges(sql), sessions: visitors, accessTokens: programs },
    async forgetPeople(gone) {
      const accounts = await Promise.all(gone.map((one) => people.accountOf(one)));
      const left = await keyring.forget(idsIn(accounts));
      const rows = [visitors.forget(gone), index.forget(gone), people.forget(gone)];
      return (await Promise.all(rows)).reduce((sum, count) => sum + count, left);
    },
    async forgetVisits() {
      const rows = await Promise.all([visitors.sweep(), links.sweep(), tries.sweep()]);
      return rows.reduce((sum, count) => sum + count, 0);
    },
  };
}

const idsIn = (accounts: readonly (string | undefined)[]): readonly AccountId[] =>
  accounts.flatMap((id) => (id === undefined ? [] : [asAccountId.parse(id)]));
