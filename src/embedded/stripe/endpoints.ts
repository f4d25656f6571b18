/** The endpoints that the shop uses, and what each reads and gives. */
import { disputeBecomes, refund, refundBecomes, type Told } from './after-payment.ts';
import type { Happening } from './announce.ts';
import { expired, type PageUrl } from './checkout.ts';
import type { Fields } from './form.ts';
import { expand, known, linesOf, listing } from './lists.ts';
import { sessionFrom } from './new-session.ts';
import { NewEvidence, NewRedaction, NewRefund, NewSession, Nothing, Page, read } from './params.ts';
import { redact, redactionOf, runRedaction, seen } from './redaction.ts';
import { Refusal } from './refusal.ts';
import { sessionOf } from './session-wire.ts';
import type { Ledger, Session } from './state.ts';
import { chargeOf, disputeOf, eventOf, paymentOf, refundOf } from './wire.ts';

type Done = { readonly body: object; readonly told?: readonly Happening[] };
/** Reads its parameters first, and refuses them without having begun. */
export type Endpoint = (fields: Fields) => { readonly run: () => Done };
type Route = {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly go: (fields: Fields, id: string) => { readonly run: () => Done };
};

export function endpoints(ledger: Ledger, urlOf: PageUrl) {
  const table = [...sessions(ledger, urlOf), ...money(ledger, urlOf), ...privacy(ledger)];
  return (method: string, path: string): Endpoint | undefined => {
    const found = table.find((route) => route.method === method && route.path.test(path));
    if (found === undefined) return undefined;
    return (fields) => found.go(fields, found.path.exec(path)?.[1] ?? '');
  };
}

const at = (path: string): RegExp => new RegExp(`^/v1/${path.replace(':id', '([^/]+)')}$`);

const route =
  (method: 'GET' | 'POST') =>
  <T>(path: string, reading: (fields: Fields) => T, run: (asked: T, id: string) => Done): Route => ({
    method,
    path: at(path),
    go: (fields, id) => {
      const asked = reading(fields);
      return { run: () => run(asked, id) };
    },
  });
const get = route('GET');
const post = route('POST');
const nothing = (fields: Fields) => read(Nothing, fields);

function sessions(ledger: Ledger, urlOf: PageUrl): readonly Route[] {
  const wire = (session: Session) => sessionOf(session, urlOf(session.id));
  const one = (id: string) => known('checkout.session', ledger.sessions.get(id), id);
  const all = 'checkout/sessions';
  const shown = (session: Session, paths: readonly string[]): Done => ({
    body: expand(ledger, urlOf, wire(session), paths),
  });
  return [
    post(
      all,
      (fields) => sessionFrom(ledger, read(NewSession, fields)),
      ({ session, paths }) => {
        const { id: sessionId, expiresAt } = ledger.sessions.put(session);
        ledger.agenda.plan(`expire:${sessionId}`, expiresAt * 1000, { do: 'expire', sessionId });
        return shown(session, paths);
      },
    ),
    get(all, (fields) => read(Page, fields), listing(ledger, urlOf, all, ledger.sessions, wire)),
    get(`${all}/:id`, nothing, (asked, id) => shown(one(id), asked.expand)),
    get(
      `${all}/:id/line_items`,
      (fields) => read(Page, fields),
      (_, id) => ({ body: linesOf(one(id)) }),
    ),
    post(`${all}/:id/expire`, nothing, (_, id) => {
      const session = one(id);
      if (session.status !== 'open')
        throw new Refusal(
          400,
          `Only Checkout Sessions with a status in ["open"] can be expired. This one is ${session.status}.`,
        );
      const told = expired(ledger, urlOf, session);
      return { body: wire({ ...session, status: 'expired' }), told };
    }),
  ];
}

function money(ledger: Ledger, urlOf: PageUrl): readonly Route[] {
  return [
    ...looking(ledger, urlOf, 'payment_intents', ledger.payments, paymentOf),
    ...looking(ledger, urlOf, 'charges', ledger.charges, chargeOf),
    ...looking(ledger, urlOf, 'refunds', ledger.refunds, refundOf),
    ...looking(ledger, urlOf, 'disputes', ledger.disputes, disputeOf),
    ...looking(ledger, urlOf, 'events', ledger.events, (event) => eventOf(event, 0)),
    post(
      'refunds',
      (fields) => read(NewRefund, fields),
      (asked) => said(refund(ledger, asked), refundOf),
    ),
    post('refunds/:id/cancel', nothing, (_, id) => {
      const pending = known('refund', ledger.refunds.get(id), id);
      if (pending.status !== 'pending')
        throw new Refusal(400, `The refund ${id} is ${pending.status} and cannot be canceled.`);
      const told = refundBecomes(ledger, pending, 'canceled');
      return { body: refundOf({ ...pending, status: 'canceled' }), told };
    }),
    post(
      'disputes/:id',
      (fields) => read(NewEvidence, fields),
      ({ evidence, submit }, id) => {
        const before = known('dispute', ledger.disputes.get(id), id);
        const status = submit === 'true' ? 'under_review' : before.status;
        const change = { evidence: { ...before.evidence, ...evidence }, status };
        return said(disputeBecomes(ledger, before, change), disputeOf);
      },
    ),
    post('disputes/:id/close', nothing, (_, id) =>
      said(
        disputeBecomes(ledger, known('dispute', ledger.disputes.get(id), id), { status: 'lost' }),
        disputeOf,
      ),
    ),
  ];
}

const said = <T>({ thing, told }: Told<T>, wire: (thing: T) => object): Done => ({ body: wire(thing), told });

/** One by its id, and many by page. */
function looking<T extends { readonly id: string; readonly created: number }>(
  ledger: Ledger,
  urlOf: PageUrl,
  path: string,
  all: Parameters<typeof listing<T>>[3],
  wire: (one: T) => object,
): readonly Route[] {
  const name = path.replace(/s$/, '');
  return [
    get(path, (fields) => read(Page, fields), listing(ledger, urlOf, path, all, wire)),
    get(`${path}/:id`, nothing, (asked, id) => ({
      body: expand(ledger, urlOf, wire(known(name, all.get(id), id)), asked.expand),
    })),
  ];
}

function privacy(ledger: Ledger): readonly Route[] {
  const all = 'privacy/redaction_jobs';
  const one = (id: string) => known('redaction_job', ledger.redactions.get(id), id);
  return [
    post(
      all,
      (fields) => read(NewRedaction, fields),
      ({ objects }) => ({ body: redactionOf(redact(ledger, objects)) }),
    ),
    get(`${all}/:id`, nothing, (_, id) => ({ body: redactionOf(seen(ledger, one(id))) })),
    post(`${all}/:id/run`, nothing, (_, id) => ({ body: redactionOf(runRedaction(ledger, one(id))) })),
  ];
}
