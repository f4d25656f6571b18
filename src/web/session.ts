/**
 * Who is here: a session on the server, begun at the first post and never at a visit. The token is in a cookie or a
 * bearer header; the server knows its hash alone, and it is another one after a sign-in (OWASP ASVS 5.0, 7.2).
 */
import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from '../eventsourcing/database.ts';
import { AccountId, Role, Way } from '../modules/accounts/account.events.ts';
import { SubjectRef } from '../personal-data/personal.ts';

export type Session = {
  /** The hash of its token, hexadecimal: its name on the server, and the actor's in the log. */
  readonly id: string;
  /** Whose new things are. */
  readonly subject: SubjectRef;
  /** Everybody that they have been here: themselves, and the guests that their account holds. */
  readonly people: readonly SubjectRef[];
  readonly account: AccountId | null;
  /** None unless a passkey was used. */
  readonly roles: readonly Role[];
  readonly provedBy: Way | null;
  /** ISO 8601, UTC: when they last proved who they are. */
  readonly provedAt: string | null;
};

/** The token leaves the server once, when the session begins. */
export type Begun = Session & { readonly token: string };

export type SignedIn = {
  readonly account: AccountId;
  readonly subject: SubjectRef;
  readonly roles: readonly Role[];
  readonly by: Way;
  /** "Firefox on Linux" */
  readonly device: string;
};

/** As its owner sees it. */
export type SessionRow = {
  /** The beginning of its id: enough to end it by. */
  readonly name: string;
  readonly device: string;
  readonly begunAt: string;
  readonly seenAt: string;
  readonly by: Way | null;
};

export type Sessions = {
  begin(): Promise<Begun>;
  /** @returns undefined where there is none, or none any more */
  of(request: Request): Promise<Session | undefined>;
  /** Under a new token; what was in the basket stays. */
  signIn(before: Session | undefined, who: SignedIn): Promise<Begun>;
  /** They proved once more who they are. */
  prove(session: Session, by: Way): Promise<void>;
  listOf(account: AccountId): Promise<readonly SessionRow[]>;
  end(id: string): Promise<void>;
  /** Of one account: the one that is named, or all but the one that is kept. @returns how many there were */
  endOf(account: AccountId, which: { readonly name: string } | { readonly except: string }): Promise<number>;
  /** All sessions of these people. @returns how many there were */
  forget(people: readonly SubjectRef[]): Promise<number>;
  /** Those that are over. */
  sweep(): Promise<number>;
  cookie(begun: Begun): string;
  cookieGone(): string;
};

/** Of a role: it ends with the working day, and sooner where nobody sits at the desk any more. */
const hours = { visitor: 30 * 24, role: 8 } as const;
const roleIdleMinutes = 60;
const secondsPerHour = 3600;
const nameLength = 16;

type Options = {
  /** Whether the shop is reached by https: over http Safari refuses `__Host-` and `Secure`. */
  readonly secure: boolean;
  readonly newId: () => string;
  readonly heldBy: (account: AccountId) => Promise<readonly SubjectRef[]>;
  /** The session that an access token belongs to, by its id. */
  readonly sessionOf: (token: string) => Promise<string | undefined>;
};

export function sessions(sql: Sql, { secure, newId, heldBy, sessionOf }: Options): Sessions {
  const cookies = cookiesOf(secure);
  const peopleOf = async ({ account, subject }: Row): Promise<readonly SubjectRef[]> =>
    account === null ? [subject] : [...new Set([subject, ...(await heldBy(account))])];
  const whole = async (row: Row): Promise<Session> => ({ ...row, people: await peopleOf(row) });
  return {
    async begin() {
      const [token, subject] = [newToken(), SubjectRef.parse(newId())];
      const [row] = await sql`insert into session (id, subject, ends_at)
        values (${hashOf(token)}, ${subject}, now() + make_interval(hours => ${hours.visitor}))
        returning ${sql.unsafe(columns)}`;
      return { ...(await whole(Row.parse(row))), token };
    },
    async of(request) {
      const token = tokenOf(request, cookies.name);
      if (token === undefined) return undefined;
      const id = isAccessToken(token) ? await sessionOf(token) : hashOf(token);
      if (id === undefined) return undefined;
      const [row] = await sql`update session set seen_at = now()
        where id = ${id} and ends_at > now()
          and (roles = '{}' or seen_at > now() - make_interval(mins => ${roleIdleMinutes}))
        returning ${sql.unsafe(columns)}`;
      return row === undefined ? undefined : whole(Row.parse(row));
    },
    async signIn(before, who) {
      const token = newToken();
      const old = before?.id ?? hashOf(newToken());
      const life = who.roles.length > 0 ? hours.role : hours.visitor;
      await sql`insert into session (id, subject, ends_at) values (${old}, ${who.subject}, now())
        on conflict do nothing`;
      const [row] = await sql`update session
        set id = ${hashOf(token)}, subject = ${who.subject}, account = ${who.account}, roles = ${[...who.roles]},
            proved_by = ${who.by}, proved_at = now(), device = ${who.device}, begun_at = now(), seen_at = now(),
            ends_at = now() + make_interval(hours => ${life})
        where id = ${old} returning ${sql.unsafe(columns)}`;
      return { ...(await whole(Row.parse(row))), token };
    },
    async prove({ id }, by) {
      await sql`update session set proved_at = now(), proved_by = ${by} where id = ${id}`;
    },
    ...ending(sql),
    cookie: ({ token }) => cookies.with(token, hours.visitor * secondsPerHour),
    cookieGone: () => cookies.with('', 0),
  };
}

/** What their owner sees of them, and every way in which they end. */
const ending = (sql: Sql): Pick<Sessions, 'listOf' | 'end' | 'endOf' | 'sweep' | 'forget'> => ({
  async listOf(account) {
    const rows = await sql`select id, device, begun_at, seen_at, proved_by from session
      where account = ${account} and ends_at > now() order by seen_at desc`;
    return rows.map((row) => Listed.parse(row));
  },
  async end(id) {
    await sql`delete from session where id = ${id}`;
  },
  async endOf(account, which) {
    const gone =
      'name' in which
        ? await sql`delete from session where account = ${account} and left(id, ${nameLength}) = ${which.name}`
        : await sql`delete from session where account = ${account} and id <> ${which.except}`;
    return gone.count;
  },
  async sweep() {
    return (await sql`delete from session where ends_at <= now()`).count;
  },
  async forget(people) {
    return (await sql`delete from session where subject = any(${[...people]}::uuid[])`).count;
  },
});

function cookiesOf(secure: boolean) {
  const name = secure ? '__Host-session' : 'session';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    name,
    with: (value: string, seconds: number) => `${name}=${value}; ${attributes}; Max-Age=${seconds}`,
  };
}

const columns = 'id, subject, account, roles, proved_by, proved_at';

type Row = z.output<typeof Row>;
const Row = z
  .object({
    ...{ id: z.string(), subject: SubjectRef, account: AccountId.nullable() },
    ...{ roles: z.array(Role), proved_by: Way.nullable(), proved_at: z.string().nullable() },
  })
  .transform(({ proved_by, proved_at, ...row }) => ({ ...row, provedBy: proved_by, provedAt: proved_at }));

const Listed = z
  .object({
    ...{ id: z.string(), device: z.string().nullable(), begun_at: z.string(), seen_at: z.string() },
    proved_by: Way.nullable(),
  })
  .transform(({ id, device, begun_at, seen_at, proved_by }) => ({
    ...{ name: sessionName(id), device: device ?? 'Unknown browser' },
    ...{ begunAt: begun_at, seenAt: seen_at, by: proved_by },
  }));

/** What a session is called on its owner's page; it opens nothing. */
export const sessionName = (id: string): string => id.slice(0, nameLength);

const newToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Whoever sends a header means it: a cookie beside it does not count. */
const tokenOf = (request: Request, cookieName: string): string | undefined =>
  request.headers.has('authorization') ? bearerOf(request) : cookieOf(request, cookieName);

/** RFC 6750, 2.1. */
const bearerOf = (request: Request): string | undefined =>
  /^Bearer ([\w.-]{43,2000})$/.exec(request.headers.get('authorization') ?? '')?.[1];

/** Parts with a dot between them (RFC 7515, 3.1); a session's own token has none. */
const isAccessToken = (token: string): boolean => token.includes('.');
export const bearsAccessToken = (request: Request): boolean => isAccessToken(bearerOf(request) ?? '');

export function cookieOf(request: Request, name: string): string | undefined {
  const all = (request.headers.get('cookie') ?? '').split(/;\s*/);
  const value = all.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  return value === undefined || value === '' ? undefined : value;
}

/** Whether something is theirs. What is somebody else's is answered like what does not exist. */
export const isOf = (session: Session | undefined, person: SubjectRef): boolean =>
  session?.people.includes(person) ?? false;

/** Somebody who acts: by a session, or by name where they come another way. */
export type Acting = { readonly id: string; readonly actor?: string };

/** How the log calls them: a session's pseudonym changes with every session. */
export const actorOf = ({ id, actor }: Acting): string =>
  actor ?? `session-${Buffer.from(id, 'hex').subarray(0, 8).toString('hex')}`;
