/** Listing many, and `expand`: the same for every kind of object. */
import type { Collection } from '../stand-in/store.ts';
import type { PageUrl } from './checkout.ts';
import type { Page } from './params.ts';
import { missing } from './refusal.ts';
import { lineOf, sessionOf } from './session-wire.ts';
import type { Ledger, Session } from './state.ts';
import { chargeOf, listOf, paymentOf, refundOf } from './wire.ts';

export const linesOf = (session: Session) =>
  listOf(
    `/v1/checkout/sessions/${session.id}/line_items`,
    session.lines.map((line) => lineOf(line, session)),
    false,
  );

export function known<T>(what: string, thing: T | undefined, id: string): T {
  if (thing === undefined) throw missing(what, id);
  return thing;
}

type Listed = { readonly id: string; readonly created: number };

export const listing =
  <T extends Listed>(
    ledger: Ledger,
    urlOf: PageUrl,
    path: string,
    all: Collection<T>,
    wire: (one: T) => object,
  ) =>
  (asked: Page) => {
    const found = pageOf(all, asked);
    const data = found.slice(0, asked.limit).map(wire);
    return {
      body: expand(ledger, urlOf, listOf(`/v1/${path}`, data, found.length > asked.limit), asked.expand),
    };
  };

/** One more than asked for, where there is one. */
function pageOf<T extends Listed>(all: Collection<T>, page: Page): readonly T[] {
  const found: T[] = [];
  let after = page.starting_after;
  for (;;) {
    const some = all.list({ limit: 100, ...(after === undefined ? {} : { after }), ...refOf(page) });
    found.push(...some.filter((one) => fits(one, page)));
    after = some.at(-1)?.id;
    if (found.length > page.limit || some.length < 100) return found.slice(0, page.limit + 1);
  }
}

const refOf = ({ payment_intent: ref, type }: Page) =>
  ref !== undefined ? { ref } : type !== undefined ? { ref: type } : {};

function fits(one: Listed, { created, status, charge, types, type }: Page): boolean {
  const facts = new Map<string, unknown>(Object.entries(one));
  const wanted = Object.entries({ status, type, chargeId: charge }).filter(
    ([, value]) => value !== undefined,
  );
  return (
    within(one.created, created ?? {}) &&
    wanted.every(([name, value]) => facts.get(name) === value) &&
    (types === undefined || types.includes(String(facts.get('type'))))
  );
}

type Range = { readonly [Bound in 'gt' | 'gte' | 'lt' | 'lte']?: number | undefined };
const within = (at: number, { gt, gte, lt, lte }: Range): boolean =>
  at > (gt ?? -Infinity) && at >= (gte ?? -Infinity) && at < (lt ?? Infinity) && at <= (lte ?? Infinity);

/** `expand[]=payment_intent.latest_charge`: ids on the way become the objects that they name. */
export function expand(ledger: Ledger, urlOf: PageUrl, object: object, paths: readonly string[]): object {
  const named = (id: unknown): object | undefined => {
    if (typeof id !== 'string') return undefined;
    const session = ledger.sessions.get(id);
    if (session !== undefined) return sessionOf(session, urlOf(id));
    const [payment, charge, refund] = [
      ledger.payments.get(id),
      ledger.charges.get(id),
      ledger.refunds.get(id),
    ];
    return payment ? paymentOf(payment) : charge ? chargeOf(charge) : refund ? refundOf(refund) : undefined;
  };
  const along = (value: unknown, [head, ...rest]: readonly string[]): unknown => {
    if (head === undefined) return value;
    if (Array.isArray(value)) return value.map((one) => along(one, [head, ...rest]));
    if (typeof value !== 'object' || value === null) return value;
    const fields = new Map(Object.entries(value));
    const session = head === 'line_items' ? ledger.sessions.get(String(fields.get('id'))) : undefined;
    const there = session === undefined ? fields.get(head) : linesOf(session);
    fields.set(head, along(named(there) ?? there, rest));
    return Object.fromEntries(fields);
  };
  return paths.reduce<object>((whole, path) => Object(along(whole, path.split('.'))), object);
}
