/**
 * Who is it that types this in? A blind index: HMAC-SHA256 of the value under a secret that is not in the database, so
 * that a row tells nothing by itself and goes with the person. One person at most has proved a value; any number of
 * guests may have given it.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import type { Sql, Transaction } from '../eventsourcing/database.ts';
import { type Sealed, SubjectRef } from './opaque.ts';
import type { Open } from './open.ts';

/** What can be looked up, and what makes two spellings the same. */
export const spelling = {
  /** RFC 5321, 2.4 lets the part before the @ tell cases apart; nobody does, and people do not either. */
  email: (value: string) => value.normalize('NFKC').trim().toLowerCase(),
} as const satisfies Record<string, (value: string) => string>;
export type Kind = keyof typeof spelling;

export type Reservation = { readonly is: 'reserved' } | { readonly is: 'taken'; readonly by: SubjectRef };

export type LookUp = {
  /** Before the append that claims it; again by the same person is no harm. */
  reserve(kind: Kind, value: string, subject: SubjectRef): Promise<Reservation>;
  find(kind: Kind, value: string): Promise<SubjectRef | undefined>;
  /** Without a proof: before the append that says it; again is no harm. */
  give(kind: Kind, value: string, subject: SubjectRef): Promise<void>;
  /** Everybody who gave it, the newest first. */
  givers(kind: Kind, value: string): Promise<readonly SubjectRef[]>;
  /** Where it was corrected. */
  takeBack(kind: Kind, value: string, subject: SubjectRef): Promise<void>;
  /** What was reserved: where the append was refused, or another value was proved. */
  release(kind: Kind, value: string, subject: SubjectRef): Promise<void>;
  /** @returns how many rows went */
  forget(subjects: readonly SubjectRef[]): Promise<number>;
  /**
   * Replaces everything by what can be opened today: whoever is erased has no row after it. Meanwhile the shop is open.
   * @param known what is known, the newest of each person last; called again, what has been told since
   * @returns how many have proved an address
   */
  relearn(known: () => AsyncIterable<Known>, open: Open): Promise<{ readonly rows: number }>;
};
export type Known = {
  readonly subject: SubjectRef;
  readonly contact: Sealed<'contact'>;
  /** Said by an account, and so proved. */
  readonly proved: boolean;
};

type Deps = { readonly sql: Sql; readonly secret: KeyObject; readonly clock: () => string };

export function lookUp({ sql, secret, clock }: Deps): LookUp {
  const hmacOf = (kind: Kind, value: string) =>
    createHmac('sha256', secret)
      .update(`${kind}\0${spelling[kind](value)}`)
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
    async give(kind, value, subject) {
      await sql`insert into given_address values (${hmacOf(kind, value)}, ${subject}, ${clock()})
        on conflict do nothing`;
    },
    async givers(kind, value) {
      const rows = await sql<{ subject: string }[]>`
        select subject from given_address where hmac = ${hmacOf(kind, value)} order by given_at desc, subject`;
      return rows.map(({ subject }) => SubjectRef.parse(subject));
    },
    async takeBack(kind, value, subject) {
      await sql`delete from given_address where hmac = ${hmacOf(kind, value)} and subject = ${subject}`;
    },
    async release(kind, value, subject) {
      await sql`delete from look_up
        where kind = ${kind} and hmac = ${hmacOf(kind, value)} and subject = ${subject}`;
    },
    async forget(subjects) {
      const proved = await sql`delete from look_up where subject = any(${subjects}::uuid[])`;
      const given = await sql`delete from given_address where subject = any(${subjects}::uuid[])`;
      return proved.count + given.count;
    },
    relearn: (known, open) => relearned({ sql, clock }, known, open, (email) => hmacOf('email', email)),
  };
}

/**
 * Whoever moves from an address says so in the log, and lets it go then. So the log is read to its end once more while
 * nobody can let go: an address that was given up since the first reading would be theirs again.
 */
async function relearned(
  { sql, clock }: Pick<Deps, 'sql' | 'clock'>,
  known: () => AsyncIterable<Known>,
  open: Open,
  hmacOf: (email: string) => Buffer,
): Promise<{ readonly rows: number }> {
  const begun = clock();
  const newest: Newest = new Map();
  await learn(newest, known(), open, hmacOf);
  return sql.begin(async (tx) => {
    await tx`lock table look_up, given_address in share row exclusive mode`; // whoever forgets does it before, or after
    await learn(newest, known(), open, hmacOf);
    const { proved, given } = rowsOf(newest);
    await tx`delete from look_up where reserved_at < ${begun}::timestamptz - ${claiming}::interval`;
    await tx`delete from given_address where given_at < ${begun}::timestamptz - ${claiming}::interval`;
    for (const { hmac, subject } of proved.values())
      await tx`insert into look_up select 'email', ${hmac}::bytea, ${subject}::uuid, ${clock()}::timestamptz
        where ${stillOpens(tx, subject)} on conflict do nothing`;
    for (const { hmac, subject } of given.values())
      await tx`insert into given_address select ${hmac}::bytea, ${subject}::uuid, ${clock()}::timestamptz
        where ${stillOpens(tx, subject)} on conflict do nothing`;
    return { rows: proved.size };
  });
}

/** What was claimed since the log was read, or just before, stays: its append may not stand there yet. */
const claiming = '1 minute';

/** An erasure takes keys first and rows then: who was erased while the log was read has no row again. */
const stillOpens = (tx: Transaction, subject: SubjectRef) =>
  tx`exists (select from key where subject = ${subject} and category = 'contact' and state = 'active')`;

type Row = { readonly hmac: Buffer; readonly subject: SubjectRef };
type Newest = Map<string, Row & { readonly proved: boolean }>;

/** The newest of each person replaces what they had said before. */
async function learn(
  newest: Newest,
  known: AsyncIterable<Known>,
  open: Open,
  hmacOf: (email: string) => Buffer,
): Promise<void> {
  for await (const { subject, contact, proved } of known) {
    const opened = await open(contact, 'account.access');
    if (opened.is === 'value')
      newest.set(`${subject} ${proved}`, { hmac: hmacOf(opened.value.email), subject, proved });
  }
}

function rowsOf(newest: Newest) {
  const [proved, given] = [new Map<string, Row>(), new Map<string, Row>()];
  for (const { hmac, subject, proved: isProved } of newest.values())
    if (isProved) proved.set(hmac.toString('hex'), { hmac, subject });
    else given.set(subject, { hmac, subject });
  return { proved, given };
}
