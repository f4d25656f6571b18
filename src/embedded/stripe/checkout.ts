/** The life of a Checkout Session and of the payment behind it: what happens, told as events. */
import { idOf } from '../stand-in/clock.ts';
import type { Happening } from './announce.ts';
import { sessionOf } from './session-wire.ts';
import { type Charge, type Ledger, type Payment, type Session, totalOf } from './state.ts';
import { chargeOf, paymentOf } from './wire.ts';

/** What a customer, or their bank, may do on the page. */
export const outcomes = [
  'pay',
  'decline',
  'challenge',
  'pay-later',
  'fail-later',
  'never',
  'leave',
  'expire',
] as const;
export type Outcome = (typeof outcomes)[number];

export type PageUrl = (sessionId: string) => string;

/** How long "later" is. */
type Timing = { readonly settleMs: number };

/** @returns what happened; nothing for a session that is over */
export function choose(
  ledger: Ledger,
  urlOf: PageUrl,
  session: Session,
  outcome: Outcome,
  { settleMs }: Timing,
): readonly Happening[] {
  if (session.status !== 'open' || outcome === 'leave') return [];
  switch (outcome) {
    case 'pay':
      return paid(ledger, urlOf, session);
    case 'decline':
      return declined(ledger, session);
    case 'challenge':
      return challenged(ledger, session);
    case 'expire':
      return expired(ledger, urlOf, session);
    case 'never':
      return processing(ledger, urlOf, session);
    default:
      ledger.agenda.plan(`settle:${session.id}`, ledger.clock() + settleMs, {
        do: 'settle',
        sessionId: session.id,
        paid: outcome === 'pay-later',
      });
      return processing(ledger, urlOf, session);
  }
}

/** A session begins its payment with the first try, and keeps it. */
function begun(
  ledger: Ledger,
  session: Session,
): { readonly payment: Payment; readonly told: readonly Happening[] } {
  const [payment] = ledger.payments.list({ ref: session.id, limit: 1 });
  if (payment !== undefined) return { payment, told: [] };
  const fresh: Payment = {
    id: idOf('pi_3'),
    created: ledger.seconds(),
    sessionId: session.id,
    cents: totalOf(session),
    currency: session.currency,
    status: 'requires_payment_method',
    method: 'card',
    chargeId: null,
    declined: false,
    metadata: session.paymentMetadata,
  };
  return { payment: fresh, told: [{ type: 'payment_intent.created', object: paymentOf(fresh) }] };
}

type Change = Pick<Payment, 'status' | 'method' | 'declined'> & { readonly charge: Charge['status'] };

/** A try: the payment as it is afterwards, with a charge of its own. */
function tried(ledger: Ledger, session: Session, { charge: status, ...change }: Change) {
  const { payment: before, told } = begun(ledger, session);
  const charge: Charge = {
    id: idOf('ch_3'),
    created: ledger.seconds(),
    paymentId: before.id,
    cents: before.cents,
    currency: before.currency,
    status,
    method: change.method,
    refundedCents: 0,
    disputed: false,
    metadata: before.metadata,
  };
  const payment = ledger.payments.put({ ...before, ...change, chargeId: charge.id });
  return { payment, charge: ledger.charges.put(charge), told };
}

function paid(ledger: Ledger, urlOf: PageUrl, session: Session): readonly Happening[] {
  const { payment, charge, told } = tried(ledger, session, {
    status: 'succeeded',
    method: 'card',
    declined: false,
    charge: 'succeeded',
  });
  const done = complete(ledger, session, payment, 'paid');
  return [
    ...told,
    { type: 'charge.succeeded', object: chargeOf(charge) },
    { type: 'payment_intent.succeeded', object: paymentOf(payment) },
    { type: 'checkout.session.completed', object: sessionOf(done, urlOf(done.id)) },
  ];
}

function declined(ledger: Ledger, session: Session): readonly Happening[] {
  const { payment, charge, told } = tried(ledger, session, {
    status: 'requires_payment_method',
    method: 'card',
    declined: true,
    charge: 'failed',
  });
  return [
    ...told,
    { type: 'charge.failed', object: chargeOf(charge) },
    { type: 'payment_intent.payment_failed', object: paymentOf(payment) },
  ];
}

function challenged(ledger: Ledger, session: Session): readonly Happening[] {
  const { payment: before, told } = begun(ledger, session);
  const payment = ledger.payments.put({ ...before, status: 'requires_action', declined: false });
  return [...told, { type: 'payment_intent.requires_action', object: paymentOf(payment) }];
}

/** Complete and unpaid: a direct debit that the bank has still to answer. */
function processing(ledger: Ledger, urlOf: PageUrl, session: Session): readonly Happening[] {
  const { payment, charge, told } = tried(ledger, session, {
    status: 'processing',
    method: 'sepa_debit',
    declined: false,
    charge: 'pending',
  });
  const done = complete(ledger, session, payment, 'unpaid');
  return [
    ...told,
    { type: 'charge.pending', object: chargeOf(charge) },
    { type: 'payment_intent.processing', object: paymentOf(payment) },
    { type: 'checkout.session.completed', object: sessionOf(done, urlOf(done.id)) },
  ];
}

function complete(ledger: Ledger, session: Session, payment: Payment, how: Session['payment']): Session {
  ledger.agenda.cancel(`expire:${session.id}`);
  return ledger.sessions.put({ ...session, status: 'complete', payment: how, paymentId: payment.id });
}

/** The bank answers at last. */
export function settled(
  ledger: Ledger,
  urlOf: PageUrl,
  sessionId: string,
  paid: boolean,
): readonly Happening[] {
  const session = ledger.sessions.get(sessionId);
  const [payment] = ledger.payments.list({ ref: sessionId, limit: 1 });
  const charge = ledger.charges.get(payment?.chargeId ?? '');
  if (session === undefined || payment?.status !== 'processing' || charge === undefined) return [];
  ledger.agenda.cancel(`settle:${sessionId}`);

  const after = ledger.charges.put({ ...charge, status: paid ? 'succeeded' : 'failed' });
  const answered = ledger.payments.put({
    ...payment,
    status: paid ? 'succeeded' : 'requires_payment_method',
    declined: !paid,
  });
  const done = ledger.sessions.put({ ...session, payment: paid ? 'paid' : 'unpaid' });
  const how = paid ? 'succeeded' : 'failed';
  return [
    { type: `charge.${how}`, object: chargeOf(after) },
    { type: `payment_intent.${paid ? 'succeeded' : 'payment_failed'}`, object: paymentOf(answered) },
    { type: `checkout.session.async_payment_${how}`, object: sessionOf(done, urlOf(done.id)) },
  ];
}

export function expired(ledger: Ledger, urlOf: PageUrl, session: Session): readonly Happening[] {
  if (session.status !== 'open') return [];
  ledger.agenda.cancel(`expire:${session.id}`);
  const over = ledger.sessions.put({ ...session, status: 'expired' });
  return [{ type: 'checkout.session.expired', object: sessionOf(over, urlOf(over.id)) }];
}
