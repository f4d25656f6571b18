/** Passkeys (WebAuthn Level 3): the public halves, in the vault's database, and what was asked of an authenticator. */
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Sql } from '../../eventsourcing/database.ts';
import { AccountId, PasskeyId } from '../../modules/accounts/account.events.ts';

export type Passkey = {
  readonly id: PasskeyId;
  readonly account: AccountId;
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Some authenticators count; one that goes backwards was copied. */
  readonly counter: number;
  readonly transports: readonly string[];
  /** What its owner knows it by. */
  readonly label: string;
  /** Whether it is kept in a cloud, and so survives this device. */
  readonly backedUp: boolean;
  /** ISO 8601, UTC */
  readonly addedAt: string;
  readonly usedAt: string | null;
};

export type Passkeys = {
  ofAccount(account: AccountId): Promise<readonly Passkey[]>;
  byCredential(credentialId: string): Promise<Passkey | undefined>;
  /** @returns false if the credential is somebody's already */
  add(passkey: Omit<Passkey, 'addedAt' | 'usedAt'>): Promise<boolean>;
  use(id: PasskeyId, counter: number): Promise<void>;
  remove(account: AccountId, id: PasskeyId): Promise<void>;
  forget(accounts: readonly AccountId[]): Promise<number>;
};

const Row = z
  .object({
    ...{ id: PasskeyId, account: AccountId, credential_id: z.string(), public_key: z.instanceof(Uint8Array) },
    ...{ counter: z.bigint().transform(Number), transports: z.array(z.string()), label: z.string() },
    ...{ backed_up: z.boolean(), added_at: z.string(), used_at: z.string().nullable() },
  })
  .transform(({ credential_id, public_key, backed_up, added_at, used_at, ...row }) => ({
    ...row,
    ...{ credentialId: credential_id, publicKey: new Uint8Array(public_key), backedUp: backed_up },
    ...{ addedAt: added_at, usedAt: used_at },
  }));

/** @param clock ISO 8601, UTC */
export const passkeys = (sql: Sql, clock: () => string): Passkeys => ({
  async ofAccount(account) {
    const rows = await sql`select * from passkey where account = ${account} order by added_at`;
    return rows.map((row) => Row.parse(row));
  },
  async byCredential(credentialId) {
    const [row] = await sql`select * from passkey where credential_id = ${credentialId}`;
    return row && Row.parse(row);
  },
  async add({ id, account, credentialId, publicKey, counter, transports, label, backedUp }) {
    const added = await sql`
      insert into passkey (id, account, credential_id, public_key, counter, transports, label, backed_up, added_at)
      values (${id}, ${account}, ${credentialId}, ${Buffer.from(publicKey)}, ${counter}, ${[...transports]},
              ${label}, ${backedUp}, ${clock()})
      on conflict do nothing`;
    return added.count === 1;
  },
  async use(id, counter) {
    await sql`update passkey set counter = greatest(counter, ${counter}), used_at = ${clock()} where id = ${id}`;
  },
  async remove(account, id) {
    await sql`delete from passkey where account = ${account} and id = ${id}`;
  },
  async forget(accounts) {
    return (await sql`delete from passkey where account = any(${[...accounts]}::uuid[])`).count;
  },
});

export type AskedFor = 'add' | 'sign-in' | 'step-up';

export type Challenges = {
  /** One at a time per session. */
  keep(sessionId: string, askedFor: AskedFor, challenge: string): Promise<void>;
  /** Once, within five minutes. */
  take(sessionId: string, askedFor: AskedFor): Promise<string | undefined>;
};

const lifeMinutes = 5;

export const challenges = (sql: Sql): Challenges => ({
  async keep(sessionId, askedFor, challenge) {
    await sql`insert into challenge (session_id, challenge, asked_for, asked_at)
      values (${sessionId}, ${challenge}, ${askedFor}, now())
      on conflict (session_id) do update
      set challenge = excluded.challenge, asked_for = excluded.asked_for, asked_at = excluded.asked_at`;
  },
  async take(sessionId, askedFor) {
    const [row] = await sql<{ challenge: string; asked_for: string; is_young: boolean }[]>`
      delete from challenge where session_id = ${sessionId}
      returning challenge, asked_for, asked_at > now() - make_interval(mins => ${lifeMinutes}) as is_young`;
    return row?.asked_for === askedFor && row.is_young ? row.challenge : undefined;
  },
});
