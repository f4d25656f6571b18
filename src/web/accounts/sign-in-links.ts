/**
 * Links that were sent to an address: each works once, for ten minutes, in the browser that asked for it (OWASP ASVS
 * 5.0, 6.5). The server knows a link's hash; the address is sealed under the link itself, so that a row opens for
 * whoever has the letter and for nobody else.
 */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import type { Sql } from '../../eventsourcing/database.ts';
import { AccountId } from '../../modules/accounts/account.events.ts';

export type NoWay = 'unknown' | 'used' | 'expired' | 'other-browser';
export type Followed = { readonly email: string; readonly account: AccountId | null };

export type SignInLinks = {
  /** @param browser the secret of the browser that asks @returns the link's token, for the letter alone */
  make(email: string, browser: string): Promise<string>;
  /** For somebody who is given a role: two days, in any browser. */
  invite(email: string, account: AccountId): Promise<string>;
  /** Without using it up: programs that look at letters follow their links. */
  look(token: string, browser: string | undefined): Promise<NoWay | 'good'>;
  use(token: string, browser: string | undefined): Promise<NoWay | Followed>;
  /** That an address is known was a fact of ten minutes; what is left of it goes after a day. */
  sweep(): Promise<number>;
};

const linkMinutes = 10;
const invitationMinutes = 2 * 24 * 60;
const day = 24 * 60;

type Row = z.output<typeof Row>;
const Row = z.object({
  browser: z.string().nullable(),
  sealed_address: z.string(),
  account: AccountId.nullable(),
  is_used: z.boolean(),
  is_over: z.boolean(),
});

export function signInLinks(sql: Sql): SignInLinks {
  async function insert(email: string, browser: string | null, account: AccountId | null, minutes: number) {
    const token = newSecret();
    await sql`insert into sign_in_link (id, browser, sealed_address, account, asked_at, ends_at)
      values (${hashOf(token)}, ${browser === null ? null : hashOf(browser)}, ${await seal(token, email)},
              ${account}, now(), now() + make_interval(mins => ${minutes}))`;
    return token;
  }
  async function find(token: string): Promise<Row | undefined> {
    const [row] = await sql`
      select browser, sealed_address, account, used_at is not null as is_used, ends_at <= now() as is_over
      from sign_in_link where id = ${hashOf(token)}`;
    return row && Row.parse(row);
  }
  return {
    make: (email, browser) => insert(email, browser, null, linkMinutes),
    invite: (email, account) => insert(email, null, account, invitationMinutes),
    look: async (token, browser) => stateOf(await find(token), browser),
    async use(token, browser) {
      const row = await find(token);
      const state = stateOf(row, browser);
      if (row === undefined || state !== 'good') return state === 'good' ? 'unknown' : state;
      const { count } = await sql`update sign_in_link set used_at = now(), sealed_address = ''
        where id = ${hashOf(token)} and used_at is null`; // one of two at once has it
      return count === 0 ? 'used' : { email: await open(token, row.sealed_address), account: row.account };
    },
    async sweep() {
      return (await sql`delete from sign_in_link where ends_at < now() - make_interval(mins => ${day})`)
        .count;
    },
  };
}

function stateOf(row: Row | undefined, browser: string | undefined): NoWay | 'good' {
  if (row === undefined) return 'unknown';
  if (row.is_used) return 'used';
  if (row.is_over) return 'expired';
  if (row.browser === null) return 'good';
  return browser !== undefined && hashOf(browser) === row.browser ? 'good' : 'other-browser';
}

export const newSecret = (): string => randomBytes(32).toString('base64url');

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** RFC 5869 */
const keyFrom = (token: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', token, '', 'portrait123 sign-in link', 32));

const seal = (token: string, email: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(email))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(keyFrom(token));

async function open(token: string, sealed: string): Promise<string> {
  const { plaintext } = await compactDecrypt(sealed, keyFrom(token), {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return new TextDecoder().decode(plaintext);
}
