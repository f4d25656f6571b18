/**
 * Who is here: a session on the server, begun at the first post and never at a visit. The token is in a cookie or a
 * bearer header; the server knows its hash alone (OWASP ASVS 5.0, 7.2).
 */
import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from '../eventsourcing/database.ts';
import { SubjectRef } from '../personal-data/personal.ts';

export type Session = {
  /** The hash of its token, hexadecimal: its name on the server, and the actor's in the log. */
  readonly id: string;
  readonly subject: SubjectRef;
  /** Who acts in their place: somebody of the shop, by a pseudonym. */
  readonly actor?: string;
};

/** The token leaves the server once, when the session begins. */
export type Begun = Session & { readonly token: string };

export type Sessions = {
  begin(): Promise<Begun>;
  /** @returns undefined where there is none, or none any more */
  of(request: Request): Promise<Session | undefined>;
  end(id: string): Promise<void>;
  /** All sessions of these people. @returns how many there were */
  forget(people: readonly SubjectRef[]): Promise<number>;
  cookie(begun: Begun): string;
  cookieGone(): string;
};

const days = 30;
const secondsPerDay = 86_400;

/** @param secure whether the shop is reached by https: over http Safari refuses `__Host-` and `Secure` */
export function sessions(sql: Sql, secure: boolean, newId: () => string): Sessions {
  const name = secure ? '__Host-session' : 'session';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    async begin() {
      const token = randomBytes(32).toString('base64url');
      const begun = { id: hashOf(token), subject: SubjectRef.parse(newId()), token };
      await sql`insert into session (id, subject, ends_at)
        values (${begun.id}, ${begun.subject}, now() + make_interval(days => ${days}))`;
      return begun;
    },
    async of(request) {
      const token = bearerOf(request) ?? cookieOf(request, name);
      if (token === undefined) return undefined;
      const [row] = await sql`update session set seen_at = now()
        where id = ${hashOf(token)} and ends_at > now() returning id, subject`;
      return row === undefined ? undefined : Row.parse(row);
    },
    async end(id) {
      await sql`delete from session where id = ${id}`;
    },
    async forget(people) {
      return (await sql`delete from session where subject = any(${[...people]}::uuid[])`).count;
    },
    cookie: ({ token }) => `${name}=${token}; ${attributes}; Max-Age=${days * secondsPerDay}`,
    cookieGone: () => `${name}=; ${attributes}; Max-Age=0`,
  };
}

const Row = z.object({ id: z.string(), subject: SubjectRef });

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** RFC 6750, 2.1. */
const bearerOf = (request: Request): string | undefined =>
  /^Bearer ([\w-]{43})$/.exec(request.headers.get('authorization') ?? '')?.[1];

export function cookieOf(request: Request, name: string): string | undefined {
  const all = (request.headers.get('cookie') ?? '').split(/;\s*/);
  const value = all.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  return value === undefined || value === '' ? undefined : value;
}

/** How the log calls somebody who acts: a pseudonym that changes with every session. */
export const actorOf = ({ id, actor }: Session): string =>
  actor ?? `session-${Buffer.from(id, 'hex').subarray(0, 8).toString('hex')}`;
