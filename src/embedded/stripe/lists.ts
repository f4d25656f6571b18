/** Retrieving one, listing many, and `expand`: the same for every kind of object. */
import type { Collection } from '../stand-in/store.ts';
import type { PageUrl } from './checkout.ts';
import type { Fields } from './form.ts';
import { Nothing, Page, read } from './params.ts';
import { missing } from './refusal.ts';
import { lineOf, sessionOf } from './session-wire.ts';
import type { Ledger, Session } from './state.ts';
import { chargeOf, listOf, paymentOf, refundOf } from './wire.ts';

type Reading = (fields: Fields, id: string) => { readonly run: () => { readonly body: object } };

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

export const getting =
  <T extends { readonly id: string }>(
    ledger: Ledger,
    urlOf: PageUrl,
    what: string,
    all: Collection<T>,
    wire: (one: T) => object,
  ): Reading =>
  (fields, id) => {
    const asked = read(Nothing, fields);
    return { run: () => ({ body: expand(ledger, urlOf, wire(known(what, all.get(id), id)), asked.expand) }) };
  };

type Listed = { readonly id: string; readonly created: number; readonly [field: string]: unknown };

export const listing =
  <T extends Listed>(
    ledger: Ledger,
    urlOf: PageUrl,
    url: string,
    all: Collection<T>,
    wire: (one: T) => object,
  ): Reading =>
  (fields) => {
    const asked = read(Page, fields);
    return {
      run: () => {
        const found = pageOf(all, asked);
        const data = found.slice(0, asked.limit).map(wire);
        return { body: expand(ledger, urlOf, listOf(url, data, found.length > asked.limit), asked.expand) };
      },
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

function fits(one: Listed, { created = {}, status, charge, types, type }: Page): boolean {
  const {
    gt = -Infinity,
    gte = -Infinity,
    lt = Infinity,
    lte = Infinity,
  } = { gt: undefined, lt: undefined, ...created };
  const at = one.created;
  return (
    at > gt &&
    at >= gte &&
    at < lt &&
    at <= lte &&
    (status === undefined || one['status'] === status) &&
    (charge === undefined || one['chargeId'] === charge) &&
    (type === undefined || one['type'] === type) &&
    (types === undefined || types.includes(String(one['type'])))
  );
}

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
