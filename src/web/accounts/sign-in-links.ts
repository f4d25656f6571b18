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
/** What a link does. One that does something else is unknown where it is tried. */
export type Does =
  | { readonly does: 'sign-in' }
  | { readonly does: 'address'; readonly account: AccountId }
  | { readonly does: 'invitation'; readonly account: AccountId };
export type Followed = Does & { readonly email: string };

export type SignInLinks = {
  /**
   * For ten minutes, in one browser; an invitation for two days, in any.
   * @param browser the secret of the browser that asks; null for an invitation
   * @returns the link's token, for the letter alone
   */
  make(email: string, browser: string | null, does: Does): Promise<string>;
  /** Without using it up: programs that look at letters follow their links. */
  look(token: string, browser: string | undefined, does: readonly Does['does'][]): Promise<NoWay | 'good'>;
  use(token: string, browser: string | undefined, does: readonly Does['does'][]): Promise<NoWay | Followed>;
  /** That an address is known was a fact of ten minutes; what is left of it goes after a day. */
  sweep(): Promise<number>;
};

const minutes = { 'sign-in': 10, address: 10, invitation: 2 * 24 * 60 } as const;
const day = 24 * 60;

const About = z.discriminatedUnion('does', [
  z.object({ does: z.literal('sign-in') }),
  z.object({ does: z.literal('address'), account: AccountId }),
  z.object({ does: z.literal('invitation'), account: AccountId }),
]);
const Row = z.object({
  browser: z.string().nullable(),
  sealed_address: z.string(),
  is_used: z.boolean(),
  is_over: z.boolean(),
});
type Found = { readonly row: z.output<typeof Row>; readonly about: Does };

export function signInLinks(sql: Sql): SignInLinks {
  async function find(token: string): Promise<Found | undefined> {
    const [row] = await sql`
      select browser, sealed_address, account, does, used_at is not null as is_used, ends_at <= now() as is_over
      from sign_in_link where id = ${hashOf(token)}`;
    return row && { row: Row.parse(row), about: About.parse(row) };
  }
  return {
    async make(email, browser, about) {
      const token = newSecret();
      const account = 'account' in about ? about.account : null;
      await sql`insert into sign_in_link (id, browser, sealed_address, account, does, asked_at, ends_at)
        values (${hashOf(token)}, ${browser === null ? null : hashOf(browser)}, ${await seal(token, email)},
                ${account}, ${about.does}, now(), now() + make_interval(mins => ${minutes[about.does]}))`;
      return token;
    },
    async look(token, browser, does) {
      const state = stateOf(await find(token), browser, does);
      return typeof state === 'string' ? state : 'good';
    },
    async use(token, browser, does) {
      const found = stateOf(await find(token), browser, does);
      if (typeof found === 'string') return found;
      const { count } = await sql`update sign_in_link set used_at = now(), sealed_address = ''
        where id = ${hashOf(token)} and used_at is null`; // one of two at once has it
      return count === 0 ? 'used' : { ...found.about, email: await open(token, found.row.sealed_address) };
    },
    async sweep() {
      return (await sql`delete from sign_in_link where ends_at < now() - make_interval(mins => ${day})`)
        .count;
    },
  };
}

function stateOf(
  found: Found | undefined,
  browser: string | undefined,
  does: readonly Does['does'][],
): NoWay | Found {
  if (found === undefined || !does.includes(found.about.does)) return 'unknown';
  const { row } = found;
  if (row.is_used) return 'used';
  if (row.is_over) return 'expired';
  if (row.browser === null) return found;
  return browser !== undefined && hashOf(browser) === row.browser ? found : 'other-browser';
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
