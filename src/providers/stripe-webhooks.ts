/** What Stripe says of its own accord: signed events, of which the shop reads a few facts and ignores the rest. */
import Stripe from 'stripe';
import { z } from 'zod';

export type CheckoutState = {
  readonly sessionId: string;
  readonly status: 'open' | 'complete' | 'expired';
  /** A complete session may be unpaid: the bank answers later, and `async_payment_…` tells. */
  readonly payment: 'unpaid' | 'paid';
  readonly paymentIntentId: string | null;
  readonly amountCents: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
  /** Ours. */
  readonly paymentId: string | null;
};

type RefundStatus = 'pending' | 'requires-action' | 'succeeded' | 'failed' | 'cancelled';
export type RefundState = {
  /** Stripe's. */
  readonly refundId: string;
  /** Ours, if the refund was given one. */
  readonly ourRefundId: string | null;
  readonly status: RefundStatus;
  readonly cents: number;
};

type DisputeState = {
  readonly disputeId: string;
  /** Stripe's word: `needs_response`, `under_review`, `won`, `lost`, and more to come. */
  readonly status: string;
  readonly cents: number;
};

/** `paymentId` is ours; events about disputes do not carry it, and name Stripe's. */
type About = {
  readonly id: string;
  readonly paymentId: string | null;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
};
type Name = (typeof webhookTypes)[number];
export type WebhookEvent = About &
  (
    | { readonly type: Extract<Name, `checkout.${string}`>; readonly checkout: CheckoutState }
    | { readonly type: Extract<Name, `refund.${string}`>; readonly refund: RefundState }
    | { readonly type: Extract<Name, `charge.${string}`>; readonly dispute: DisputeState }
    /** Accepted and not used, so that Stripe need not send it again. */
    | { readonly type: 'other'; readonly name: string }
  );
export type WebhookRefusal = 'bad-signature' | 'too-old' | 'malformed';

/** The types of event to subscribe to: those that say something to the shop. */
export const webhookTypes = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
] as const;

const Metadata = z.record(z.string(), z.string()).nullish();
const Id = z.string().max(255);
const Cents = z.int().nonnegative();

/** The payment intent comes as its id, or whole where it was asked for. */
const Intent = z
  .union([Id, z.object({ id: Id }).transform(({ id }) => id)])
  .nullish()
  .transform((id) => id ?? null);
const Session = z.object({
  id: Id,
  status: z.enum(['open', 'complete', 'expired']),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  payment_intent: Intent,
  amount_total: Cents,
  currency: z.string(),
  metadata: Metadata,
});
const Refund = z.object({
  id: Id,
  amount: Cents,
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
  payment_intent: Intent,
  metadata: Metadata,
});
const Dispute = z.object({ id: Id, amount: Cents, status: z.string().max(60), payment_intent: Intent });

/** @throws ZodError where the session is not one of ours: no amount, another mode */
export function checkoutOf(told: unknown): CheckoutState {
  const session = Session.parse(told);
  return {
    sessionId: session.id,
    status: session.status,
    payment: session.payment_status === 'paid' ? 'paid' : 'unpaid',
    paymentIntentId: session.payment_intent,
    amountCents: session.amount_total,
    currency: session.currency.toUpperCase(),
    paymentId: session.metadata?.['payment_id'] ?? null,
  };
}

/** @throws ZodError where it is no refund */
export function refundOf(told: unknown): RefundState {
  const { id, status, amount, metadata } = Refund.parse(told);
  return {
    refundId: id,
    ourRefundId: metadata?.['refund_id'] ?? null,
    status: refundWords[status],
    cents: amount,
  };
}

const refundWords: Readonly<Record<z.output<typeof Refund>['status'], RefundStatus>> = {
  pending: 'pending',
  requires_action: 'requires-action',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};

const Told = z.object({ id: Id, type: z.string().max(120), data: z.object({ object: z.unknown() }) });

/** @param raw the body as it came, byte for byte: parsed and written again it does not verify */
export async function verified(
  stripe: Stripe,
  secrets: readonly string[],
  raw: string,
  signature: string | null,
): Promise<WebhookEvent | { readonly refused: WebhookRefusal }> {
  const checks = await Promise.all(secrets.map((secret) => check(stripe, raw, signature ?? '', secret)));
  if (!checks.includes('fresh')) return { refused: checks.includes('old') ? 'too-old' : 'bad-signature' };
  try {
    const { id, type, data } = Told.parse(JSON.parse(raw));
    return eventOf(id, type, data.object);
  } catch {
    return { refused: 'malformed' };
  }
}

/** Older than this, it may be a recording that somebody plays again. */
const toleranceSeconds = 300;
const anyAge = 0;

async function check(stripe: Stripe, raw: string, signature: string, secret: string) {
  if (await holds(stripe, raw, signature, secret, toleranceSeconds)) return 'fresh';
  return (await holds(stripe, raw, signature, secret, anyAge)) ? 'old' : 'forged';
}

/** What is signed and is no JSON is signed all the same: a SyntaxError comes after the signature held. */
async function holds(stripe: Stripe, raw: string, signature: string, secret: string, tolerance: number) {
  try {
    await stripe.webhooks.constructEventAsync(raw, signature, secret, tolerance);
    return true;
  } catch (error) {
    return !(error instanceof Stripe.errors.StripeError) && error instanceof SyntaxError;
  }
}

function eventOf(id: string, type: string, object: unknown): WebhookEvent {
  const name = webhookTypes.find((known) => known === type);
  const nothing = { id, paymentId: null, sessionId: null, paymentIntentId: null };
  switch (name) {
    case undefined:
      return { ...nothing, type: 'other', name: type };
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed': {
      const { metadata, payment_intent: paymentIntentId } = Refund.parse(object);
      const paymentId = metadata?.['payment_id'] ?? null;
      return { ...nothing, type: name, paymentId, paymentIntentId, refund: refundOf(object) };
    }
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed': {
      const { id: disputeId, amount: cents, status, payment_intent: paymentIntentId } = Dispute.parse(object);
      return { ...nothing, type: name, paymentIntentId, dispute: { disputeId, status, cents } };
    }
    default: {
      const checkout = checkoutOf(object);
      const { sessionId, paymentId, paymentIntentId } = checkout;
      return { id, type: name, sessionId, paymentId, paymentIntentId, checkout };
    }
  }
}
