/**
 * Which people an account holds. A guest's orders join whoever proves the address: a row is added, and no key moves.
 * The rows are not in the log, so that nothing ties the people of an account together once they are gone.
 */
import type { Sql } from '../eventsourcing/database.ts';
import { SubjectRef } from './opaque.ts';

export type AccountPeople = {
  /** Whoever is held already, here or by another account, stays there. @returns how many were new */
  join(account: string, people: readonly SubjectRef[]): Promise<number>;
  /** In the order in which they came. */
  heldBy(account: string): Promise<readonly SubjectRef[]>;
  accountOf(subject: SubjectRef): Promise<string | undefined>;
  forget(people: readonly SubjectRef[]): Promise<number>;
};

type Deps = { readonly sql: Sql; readonly clock: () => string };

export const accountPeople = ({ sql, clock }: Deps): AccountPeople => ({
  async join(account, people) {
    let joined = 0;
    for (const subject of new Set(people)) {
      const done = await sql`insert into account_person values (${subject}, ${account}, ${clock()})
        on conflict do nothing`;
      joined += done.count;
    }
    return joined;
  },
  async heldBy(account) {
    const rows = await sql<{ subject: string }[]>`
      select subject from account_person where account = ${account} order by joined_at, subject`;
    return rows.map(({ subject }) => SubjectRef.parse(subject));
  },
  async accountOf(subject) {
    const [row] = await sql<{ account: string }[]>`
      select account from account_person where subject = ${subject}`;
    return row?.account;
  },
  async forget(people) {
    return (await sql`delete from account_person where subject = any(${[...people]}::uuid[])`).count;
  },
});
