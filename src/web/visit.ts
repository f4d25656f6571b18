/** One request, as the pages see it: who is here, from where, and what was already found out. */
import { randomBytes } from 'node:crypto';
import type { Context } from '../eventsourcing/event-store.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import type { Purpose } from '../personal-data/register.ts';
import { type Acting, actorOf, type Begun, type Session } from './session.ts';
import type { Shop } from './shop.ts';

/** What the server knows of a request besides itself. */
export type Arrival = {
  /** Of the peer, or of the last hop that is not ours. */
  readonly address: string;
  /** For the log and for people who write to us; random. */
  readonly trace: string;
  /** Lets the answer be silent for as long as it wants. */
  readonly lift: () => void;
};

const arrivals = new WeakMap<Request, Arrival>();
const nowhere: Arrival = { address: '0.0.0.0', trace: '', lift: () => {} };

export const arrive = (request: Request, arrival: Arrival): unknown => arrivals.set(request, arrival);
export const arrivalOf = (request: Request): Arrival => arrivals.get(request) ?? nowhere;

export type Visit = {
  readonly request: Request;
  readonly url: URL;
  readonly arrival: Arrival;
  /** Undefined before the first post. */
  readonly session: Session | undefined;
  readonly nonce: string;
};

export async function visitOf(shop: Shop, request: Request): Promise<Visit> {
  const session = await shop.sessions.of(request);
  const nonce = randomBytes(16).toString('base64');
  return { request, url: new URL(request.url), arrival: arrivalOf(request), session, nonce };
}

/** Somebody with a session; a new one if need be, whose cookie goes with the answer. */
export type Visitor = { readonly session: Session; readonly begun: Begun | undefined };

export async function visitorOf(shop: Shop, { session }: Visit): Promise<Visitor> {
  if (session !== undefined) return { session, begun: undefined };
  const begun = await shop.sessions.begin();
  return { session: begun, begun };
}

/** With the cookie of a session that began just now. */
export function withCookie(shop: Shop, { begun }: Visitor, response: Response): Response {
  if (begun !== undefined) response.headers.append('set-cookie', shop.sessions.cookie(begun));
  return response;
}

/**
 * What causes a command: the client's own key where it sent one (so that a retry is recognised), else something new.
 * Draft: The Idempotency-Key HTTP Header Field.
 */
export function causeOf(shop: Shop, { request }: Visit, session: Session, once?: string): string {
  const key = once ?? request.headers.get('idempotency-key');
  return key === null || key === undefined || key === ''
    ? shop.newId()
    : uuidFrom('idempotency', session.id, key);
}

/** The context of the nth command of a request. */
export const contextFor = (session: Acting, cause: string, what: string, purpose: Purpose): Context => ({
  commandId: uuidFrom(cause, what),
  actor: actorOf(session),
  purpose,
  correlationId: cause,
  causationId: null,
});
