/** What comes after a payment: refunds, which may be slow or fail, and disputes. */
import { idOf } from '../stand-in/clock.ts';
import type { Happening } from './announce.ts';
import { missing, Refusal } from './refusal.ts';
import type { Charge, Dispute, Ledger, Refund } from './state.ts';
import { chargeOf, disputeOf, refundOf } from './wire.ts';

type Asked = {
  readonly payment_intent?: string | undefined;
  readonly charge?: string | undefined;
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};
export type Told<T> = { readonly thing: T; readonly told: readonly Happening[] };

/** @throws Refusal as Stripe refuses: unknown, not paid, refunded already, more than is left */
export function refund(ledger: Ledger, asked: Asked): Told<Refund> {
  const charge = chargeFor(ledger, asked);
  const left = charge.cents - charge.refundedCents;
  const cents = asked.amount ?? left;
  if (left === 0)
    throw new Refusal(400, `Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  if (cents > left)
    throw new Refusal(400, `Refund amount (${cents}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  if (charge.disputed)
    throw new Refusal(400, `Charge ${charge.id} has been charged back.`, { code: 'charge_disputed' });

  const mood = ledger.moods().refunds;
  const made = ledger.refunds.put({
    id: idOf('re_3'),
    created: ledger.seconds(),
    paymentId: charge.paymentId,
    chargeId: charge.id,
    cents,
    currency: charge.currency,
    status: mood === 'succeed' ? 'succeeded' : mood === 'fail' ? 'failed' : 'pending',
    reason: asked.reason ?? null,
    failure: mood === 'fail' ? 'declined' : null,
    metadata: asked.metadata ?? {},
  });
  const told: Happening[] = [{ type: 'refund.created', object: refundOf(made) }];
  if (made.status === 'failed')
    return { thing: made, told: [...told, { type: 'refund.failed', object: refundOf(made) }] };
  return { thing: made, told: [...told, moved(ledger, charge, cents)] };
}

function chargeFor(ledger: Ledger, { payment_intent: paymentId, charge: chargeId }: Asked): Charge {
  const payment = paymentId === undefined ? undefined : ledger.payments.get(paymentId);
  if (paymentId !== undefined && payment === undefined) throw missing('payment_intent', paymentId);
  const id = chargeId ?? payment?.chargeId;
  if (id === undefined && paymentId === undefined)
    throw new Refusal(
      400,
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  const charge = ledger.charges.get(id ?? '');
  if (chargeId !== undefined && charge === undefined) throw missing('charge', chargeId);
  if (charge?.status !== 'succeeded')
    throw new Refusal(
      400,
      `This PaymentIntent (${paymentId ?? id}) does not have a successful charge to refund.`,
    );
  return charge;
}

function moved(ledger: Ledger, charge: Charge, cents: number): Happening {
  const after = ledger.charges.put({ ...charge, refundedCents: charge.refundedCents + cents });
  return {
    type: 'charge.refunded',
    object: chargeOf(after),
    before: { amount_refunded: charge.refundedCents, refunded: charge.refundedCents === charge.cents },
  };
}

/** Later news: also one that had succeeded may come back from the bank. */
export function refundBecomes(
  ledger: Ledger,
  refund: Refund,
  status: Refund['status'],
): readonly Happening[] {
  const over = refund.status === 'failed' || refund.status === 'canceled';
  if (over || refund.status === status) return [];
  const fails = status === 'failed' || status === 'canceled';
  const charge = ledger.charges.get(refund.chargeId);
  if (fails && charge !== undefined)
    ledger.charges.put({ ...charge, refundedCents: charge.refundedCents - refund.cents });
  const failure = status === 'failed' ? 'lost_or_stolen_card' : null;
  const after = ledger.refunds.put({ ...refund, status, failure });
  const updated = { type: 'refund.updated', object: refundOf(after), before: { status: refund.status } };
  return status === 'failed' ? [updated, { type: 'refund.failed', object: refundOf(after) }] : [updated];
}

/** The customer tells their bank that they did not want it; also after a refund. */
export function dispute(ledger: Ledger, charge: Charge, reason: string): readonly Happening[] {
  if (charge.disputed || charge.status !== 'succeeded') return [];
  ledger.charges.put({ ...charge, disputed: true });
  const opened = ledger.disputes.put({
    id: idOf('du_'),
    created: ledger.seconds(),
    paymentId: charge.paymentId,
    chargeId: charge.id,
    cents: charge.cents,
    currency: charge.currency,
    status: 'needs_response',
    reason,
    evidence: {},
  });
  return [
    { type: 'charge.dispute.created', object: disputeOf(opened) },
    { type: 'charge.dispute.funds_withdrawn', object: disputeOf(opened) },
  ];
}

export function disputeBecomes(ledger: Ledger, before: Dispute, change: Partial<Dispute>): Told<Dispute> {
  if (before.status === 'won' || before.status === 'lost') return { thing: before, told: [] };
  const after = ledger.disputes.put({ ...before, ...change });
  const object = disputeOf(after);
  if (after.status !== 'won' && after.status !== 'lost')
    return {
      thing: after,
      told: [{ type: 'charge.dispute.updated', object, before: { status: before.status } }],
    };
  const closed: Happening = { type: 'charge.dispute.closed', object, before: { status: before.status } };
  return {
    thing: after,
    told: after.status === 'won' ? [closed, { type: 'charge.dispute.funds_reinstated', object }] : [closed],
  };
}
