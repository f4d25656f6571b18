/** What the payment sandbox knows: sessions, payments, refunds, disputes and events, in its own few words. */
import { z } from 'zod';
import { agenda } from '../stand-in/agenda.ts';
import type { Clock } from '../stand-in/clock.ts';
import { collection, type Store } from '../stand-in/store.ts';

const Metadata = z.record(z.string(), z.string());
const Line = z.object({
  id: z.string(),
  name: z.string(),
  unitCents: z.int(),
  quantity: z.int(),
});

/** `created` and `expiresAt` in seconds since 1970, as Stripe counts. */
const Session = z.object({
  id: z.string(),
  created: z.int(),
  expiresAt: z.int(),
  status: z.enum(['open', 'complete', 'expired']),
  payment: z.enum(['unpaid', 'paid']),
  paymentId: z.string().nullable(),
  lines: z.array(Line),
  shipping: z.object({ name: z.string(), cents: z.int() }).nullable(),
  currency: z.string(),
  email: z.string().nullable(),
  reference: z.string().nullable(),
  metadata: Metadata,
  paymentMetadata: Metadata,
  successUrl: z.string(),
  cancelUrl: z.string().nullable(),
});

const Payment = z.object({
  id: z.string(),
  created: z.int(),
  sessionId: z.string(),
  cents: z.int(),
  currency: z.string(),
  status: z.enum(['requires_payment_method', 'requires_action', 'processing', 'succeeded']),
  method: z.enum(['card', 'sepa_debit']),
  chargeId: z.string().nullable(),
  declined: z.boolean(),
  metadata: Metadata,
});

const Charge = z.object({
  id: z.string(),
  created: z.int(),
  paymentId: z.string(),
  cents: z.int(),
  currency: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed']),
  method: z.enum(['card', 'sepa_debit']),
  refundedCents: z.int(),
  disputed: z.boolean(),
  metadata: Metadata,
});

const Refund = z.object({
  id: z.string(),
  created: z.int(),
  paymentId: z.string(),
  chargeId: z.string(),
  cents: z.int(),
  currency: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed', 'canceled']),
  reason: z.string().nullable(),
  failure: z.string().nullable(),
  metadata: Metadata,
});

const Dispute = z.object({
  id: z.string(),
  created: z.int(),
  paymentId: z.string(),
  chargeId: z.string(),
  cents: z.int(),
  currency: z.string(),
  status: z.enum(['needs_response', 'under_review', 'won', 'lost']),
  reason: z.string(),
  evidence: Metadata,
});

const Redaction = z.object({
  id: z.string(),
  created: z.int(),
  status: z.enum(['validating', 'ready', 'redacting', 'succeeded', 'failed']),
  sessions: z.array(z.string()),
  payments: z.array(z.string()),
});

/** `object` is the wire shape as it was when it happened: events are pictures, not pointers. */
const Event = z.object({
  id: z.string(),
  created: z.int(),
  type: z.string(),
  object: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
  key: z.string().nullable(),
});

/** What an idempotency key was used for, and what was answered. */
const Replay = z.object({
  id: z.string(),
  atMs: z.int(),
  request: z.string(),
  status: z.int(),
  body: z.string(),
});

/** One try to deliver an event, for a person to read. */
const Delivery = z.object({
  id: z.string(),
  atMs: z.int(),
  eventId: z.string(),
  type: z.string(),
  result: z.string(),
});

const Moods = z.object({
  id: z.literal('moods'),
  refunds: z.enum(['succeed', 'pending', 'fail']),
  /** What befalls the next request that changes something. */
  nextRequest: z.enum(['answered', 'unavailable', 'answer-lost', 'rate-limited']),
});

const Later = z.discriminatedUnion('do', [
  z.object({ do: z.literal('deliver'), eventId: z.string() }),
  z.object({ do: z.literal('expire'), sessionId: z.string() }),
  z.object({ do: z.literal('settle'), sessionId: z.string(), paid: z.boolean() }),
]);

export type Line = z.infer<typeof Line>;
export type Session = z.infer<typeof Session>;
export type Payment = z.infer<typeof Payment>;
export type Charge = z.infer<typeof Charge>;
export type Refund = z.infer<typeof Refund>;
export type Dispute = z.infer<typeof Dispute>;
export type Redaction = z.infer<typeof Redaction>;
export type StoredEvent = z.infer<typeof Event>;
export type Moods = z.infer<typeof Moods>;
export type Later = z.infer<typeof Later>;

export type Ledger = ReturnType<typeof ledger>;

export function ledger(store: Store, clock: Clock) {
  const moods = collection(store, 'moods', Moods);
  return {
    clock,
    seconds: () => Math.floor(clock() / 1000),
    transaction: store.transaction,
    sessions: collection(store, 'session', Session, { ref: ({ paymentId }) => paymentId }),
    payments: collection(store, 'payment', Payment, { ref: ({ sessionId }) => sessionId }),
    charges: collection(store, 'charge', Charge, { ref: ({ paymentId }) => paymentId }),
    refunds: collection(store, 'refund', Refund, { ref: ({ paymentId }) => paymentId }),
    disputes: collection(store, 'dispute', Dispute, { ref: ({ paymentId }) => paymentId }),
    redactions: collection(store, 'redaction', Redaction),
    events: collection(store, 'event', Event, { ref: ({ type }) => type }),
    replays: collection(store, 'replay', Replay),
    deliveries: collection(store, 'delivery', Delivery, { ref: ({ eventId }) => eventId }),
    agenda: agenda<Later>(store, clock, Later),
    moods: () =>
      moods.get('moods') ?? {
        id: 'moods' as const,
        refunds: 'succeed' as const,
        nextRequest: 'answered' as const,
      },
    setMoods: moods.put,
  };
}

export const totalOf = ({ lines, shipping }: Session): number =>
  lines.reduce((sum, { unitCents, quantity }) => sum + unitCents * quantity, shipping?.cents ?? 0);
