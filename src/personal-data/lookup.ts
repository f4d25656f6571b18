/**
 * Who is it that types this in? A blind index: HMAC-SHA256 of the value under a secret that is not in the database,
 * unique per kind, so that a row tells nothing by itself and goes with the person.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import type { Sql } from '../eventsourcing/database.ts';
import { type Sealed, SubjectRef } from './opaque.ts';
import type { Open } from './open.ts';

/** What can be looked up, and what makes two spellings the same. */
const kinds = {
  /** RFC 5321, 2.4 lets the part before the @ tell cases apart; nobody does, and people do not either. */
  email: (value: string) => value.normalize('NFKC').trim().toLowerCase(),
} as const satisfies Record<string, (value: string) => string>;
export type Kind = keyof typeof kinds;

export type Reservation = { readonly is: 'reserved' } | { readonly is: 'taken'; readonly by: SubjectRef };

export type LookUp = {
  /** Before the append that claims it; again by the same person is no harm. */
  reserve(kind: Kind, value: string, subject: SubjectRef): Promise<Reservation>;
  find(kind: Kind, value: string): Promise<SubjectRef | undefined>;
  /** Where the append was refused, or the value was corrected. */
  release(kind: Kind, value: string, subject: SubjectRef): Promise<void>;
  /** @returns how many rows went */
  forget(subjects: readonly SubjectRef[]): Promise<number>;
  /**
   * Replaces everything by what can be opened today: whoever is erased has no row after it.
   * @param contacts the newest of each person comes last
   */
  relearn(contacts: AsyncIterable<Known>, open: Open): Promise<{ readonly rows: number }>;
};
export type Known = { readonly subject: SubjectRef; readonly contact: Sealed<'contact'> };

type Deps = { readonly sql: Sql; readonly secret: KeyObject; readonly clock: () => string };

export function lookUp({ sql, secret, clock }: Deps): LookUp {
  const hmacOf = (kind: Kind, value: string) =>
    createHmac('sha256', secret)
      .update(`${kind}\0${kinds[kind](value)}`)
      .digest();
  const find: LookUp['find'] = async (kind, value) => {
    const [row] =
      await sql`select subject from look_up where kind = ${kind} and hmac = ${hmacOf(kind, value)}`;
    return row && SubjectRef.parse(row['subject']);
  };
  return {
    find,
    async reserve(kind, value, subject) {
      const [row] = await sql`
        insert into look_up values (${kind}, ${hmacOf(kind, value)}, ${subject}, ${clock()})
        on conflict (kind, hmac) do update set subject = look_up.subject
        returning subject`; // written over by itself, so that whose it is comes back in the same statement
      const by = SubjectRef.parse(row?.['subject']);
      return by === subject ? { is: 'reserved' } : { is: 'taken', by };
    },
    async release(kind, value, subject) {
      await sql`delete from look_up
        where kind = ${kind} and hmac = ${hmacOf(kind, value)} and subject = ${subject}`;
    },
    async forget(subjects) {
      return (await sql`delete from look_up where subject = any(${subjects}::uuid[])`).count;
    },
    async relearn(contacts, open) {
      const rows = new Map<string, readonly [Buffer, SubjectRef]>();
      for await (const { subject, contact } of contacts) {
        const opened = await open(contact, 'account.access');
        if (opened.is === 'value') {
          const hmac = hmacOf('email', opened.value.email);
          rows.set(hmac.toString('hex'), [hmac, subject]);
        }
      }
      await sql.begin(async (tx) => {
        await tx`delete from look_up`;
        for (const [hmac, subject] of rows.values())
          await tx`insert into look_up values ('email', ${hmac}, ${subject}, ${clock()})`;
      });
      return { rows: rows.size };
    },
  };
}
