/** The endpoints that the shop uses, and what each reads and gives. */
import type { z } from 'zod';
import { idOf } from '../stand-in/clock.ts';
import { disputeBecomes, refund, refundBecomes, type Told } from './after-payment.ts';
import type { Happening } from './announce.ts';
import { expired, type PageUrl } from './checkout.ts';
import type { Fields } from './form.ts';
import { expand, getting, known, linesOf, listing } from './lists.ts';
import { NewEvidence, NewRefund, NewSession, Nothing, Page, read } from './params.ts';
import { Refusal } from './refusal.ts';
import { sessionOf } from './session-wire.ts';
import { type Ledger, type Session, totalOf } from './state.ts';
import { chargeOf, disputeOf, eventOf, paymentOf, refundOf } from './wire.ts';

type Done = { readonly body: object; readonly told?: readonly Happening[] };
/** Reads its parameters first, and refuses them without having begun. */
export type Endpoint = (fields: Fields) => { readonly run: () => Done };
type Named = (fields: Fields, id: string) => { readonly run: () => Done };
type Route = readonly [method: string, path: RegExp, Named];

export function endpoints(ledger: Ledger, urlOf: PageUrl) {
  const table = [...sessions(ledger, urlOf), ...money(ledger, urlOf), ...events(ledger, urlOf)];
  return (method: string, path: string): Endpoint | undefined => {
    const found = table.find(([verb, pattern]) => verb === method && pattern.test(path));
    if (found === undefined) return undefined;
    const [, pattern, endpoint] = found;
    return (fields) => endpoint(fields, pattern.exec(path)?.[1] ?? '');
  };
}

function sessions(ledger: Ledger, urlOf: PageUrl): readonly Route[] {
  const wire = (session: Session) => sessionOf(session, urlOf(session.id));
  const at = /^\/v1\/checkout\/sessions\/([^/]+)$/;
  return [
    [
      'POST',
      /^\/v1\/checkout\/sessions$/,
      (fields) => {
        const asked = read(NewSession, fields);
        const session = sessionFrom(ledger, asked);
        return {
          run: () => {
            ledger.sessions.put(session);
            ledger.agenda.plan(`expire:${session.id}`, session.expiresAt * 1000, {
              do: 'expire',
              sessionId: session.id,
            });
            return { body: expand(ledger, urlOf, wire(session), asked.expand) };
          },
        };
      },
    ],
    [
      'GET',
      /^\/v1\/checkout\/sessions$/,
      listing(ledger, urlOf, '/v1/checkout/sessions', ledger.sessions, wire),
    ],
    ['GET', at, getting(ledger, urlOf, 'checkout.session', ledger.sessions, wire)],
    [
      'POST',
      /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/,
      (fields, id) => {
        read(Nothing, fields);
        return {
          run: () => {
            const session = known('checkout.session', ledger.sessions.get(id), id);
            if (session.status !== 'open')
              throw new Refusal(
                400,
                `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
              );
            const told = expired(ledger, urlOf, session);
            return { body: wire({ ...session, status: 'expired' }), told };
          },
        };
      },
    ],
    [
      'GET',
      /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/,
      (fields, id) => {
        read(Page, fields);
        return {
          run: () => {
            const session = known('checkout.session', ledger.sessions.get(id), id);
            return { body: linesOf(session) };
          },
        };
      },
    ],
  ];
}

const soonestSeconds = 30 * 60;
const latestSeconds = 24 * 60 * 60;

function sessionFrom(ledger: Ledger, asked: z.infer<typeof NewSession>): Session {
  const created = ledger.seconds();
  const expiresAt = asked.expires_at ?? created + latestSeconds;
  // a minute's grace on both sides, for clocks that differ
  if (expiresAt < created + soonestSeconds - 60 || expiresAt > created + latestSeconds + 60)
    throw new Refusal(
      400,
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    );
  const currencies = new Set(asked.line_items.map(({ price_data }) => price_data.currency));
  const [currency, another] = currencies;
  if (currency === undefined || another !== undefined)
    throw new Refusal(400, 'All line items must have the same currency.', { param: 'line_items' });
  const shipping = asked.shipping_options?.[0]?.shipping_rate_data;
  const session: Session = {
    id: idOf('cs_test_', 58),
    created,
    expiresAt,
    status: 'open',
    payment: 'unpaid',
    paymentId: null,
    lines: asked.line_items.map(({ price_data, quantity }) => ({
      id: idOf('li_'),
      name: price_data.product_data.name,
      unitCents: price_data.unit_amount,
      quantity,
    })),
    shipping:
      shipping === undefined ? null : { name: shipping.display_name, cents: shipping.fixed_amount.amount },
    currency,
    email: asked.customer_email ?? null,
    reference: asked.client_reference_id ?? null,
    metadata: asked.metadata,
    paymentMetadata: asked.payment_intent_data?.metadata ?? {},
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url ?? null,
  };
  if (totalOf(session) < 50)
    throw new Refusal(400, "The Checkout Session's total amount due must add up to at least 50 cents.", {
      code: 'amount_too_small',
    });
  return session;
}

function money(ledger: Ledger, urlOf: PageUrl): readonly Route[] {
  return [
    [
      'GET',
      /^\/v1\/payment_intents$/,
      listing(ledger, urlOf, '/v1/payment_intents', ledger.payments, paymentOf),
    ],
    [
      'GET',
      /^\/v1\/payment_intents\/([^/]+)$/,
      getting(ledger, urlOf, 'payment_intent', ledger.payments, paymentOf),
    ],
    ['GET', /^\/v1\/charges$/, listing(ledger, urlOf, '/v1/charges', ledger.charges, chargeOf)],
    ['GET', /^\/v1\/charges\/([^/]+)$/, getting(ledger, urlOf, 'charge', ledger.charges, chargeOf)],
    [
      'POST',
      /^\/v1\/refunds$/,
      (fields) => {
        const asked = read(NewRefund, fields);
        return { run: () => said(refund(ledger, asked), refundOf) };
      },
    ],
    ['GET', /^\/v1\/refunds$/, listing(ledger, urlOf, '/v1/refunds', ledger.refunds, refundOf)],
    ['GET', /^\/v1\/refunds\/([^/]+)$/, getting(ledger, urlOf, 'refund', ledger.refunds, refundOf)],
    [
      'POST',
      /^\/v1\/refunds\/([^/]+)\/cancel$/,
      (_, id) => ({
        run: () => {
          const pending = known('refund', ledger.refunds.get(id), id);
          if (pending.status !== 'pending')
            throw new Refusal(400, `The refund ${id} is ${pending.status} and cannot be canceled.`);
          const told = refundBecomes(ledger, pending, 'canceled');
          return { body: refundOf({ ...pending, status: 'canceled' }), told };
        },
      }),
    ],
    ['GET', /^\/v1\/disputes$/, listing(ledger, urlOf, '/v1/disputes', ledger.disputes, disputeOf)],
    ['GET', /^\/v1\/disputes\/([^/]+)$/, getting(ledger, urlOf, 'dispute', ledger.disputes, disputeOf)],
    [
      'POST',
      /^\/v1\/disputes\/([^/]+)$/,
      (fields, id) => {
        const { evidence, submit } = read(NewEvidence, fields);
        return {
          run: () => {
            const before = known('dispute', ledger.disputes.get(id), id);
            const status = submit === 'true' ? 'under_review' : before.status;
            return said(
              disputeBecomes(ledger, before, { evidence: { ...before.evidence, ...evidence }, status }),
              disputeOf,
            );
          },
        };
      },
    ],
    [
      'POST',
      /^\/v1\/disputes\/([^/]+)\/close$/,
      (_, id) => ({
        run: () =>
          said(
            disputeBecomes(ledger, known('dispute', ledger.disputes.get(id), id), { status: 'lost' }),
            disputeOf,
          ),
      }),
    ],
  ];
}

function events(ledger: Ledger, urlOf: PageUrl): readonly Route[] {
  const wire = (event: NonNullable<ReturnType<Ledger['events']['get']>>) => eventOf(event, 0);
  return [
    ['GET', /^\/v1\/events$/, listing(ledger, urlOf, '/v1/events', ledger.events, wire)],
    ['GET', /^\/v1\/events\/([^/]+)$/, getting(ledger, urlOf, 'event', ledger.events, wire)],
  ];
}

const said = <T>({ thing, told }: Told<T>, wire: (thing: T) => object): Done => ({ body: wire(thing), told });
