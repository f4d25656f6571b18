/** Who is meant by a reference: an account holds a set of them, and what is done is done for all. */
import { clock } from '../../src/composition/stores.ts';
import { accountPeople } from '../../src/personal-data/account-people.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import type { Connection } from '../connect.ts';

/** In the order in which they came to the account; the reference alone where there is none. */
export async function peopleOf(ref: SubjectRef, { stores }: Connection): Promise<readonly SubjectRef[]> {
  const people = accountPeople({ sql: stores.vaultSql, clock });
  const account = await people.accountOf(ref);
  return account === undefined ? [ref] : people.heldBy(account);
}
