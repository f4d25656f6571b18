/** Stripe's objects as they cross the wire (API 2026-10-28.endive); the SDK's own types hold their shape. */
import type Stripe from 'stripe';
import type { Charge, Dispute, Payment, Refund, StoredEvent } from './state.ts';

export const apiVersion = '2026-10-28.endive';

export const paymentOf = (payment: Payment): Stripe.PaymentIntent => ({
  ...paymentDefaults,
  id: payment.id,
  object: 'payment_intent',
  amount: payment.cents,
  amount_capturable: 0,
  amount_received: payment.status === 'succeeded' ? payment.cents : 0,
  client_secret: `${payment.id}_secret_simulated`,
  created: payment.created,
  currency: payment.currency,
  last_payment_error: payment.declined ? declined : null,
  latest_charge: payment.chargeId,
  livemode: false,
  metadata: payment.metadata,
  payment_method: payment.declined ? null : `pm_${payment.id.slice(3)}`,
  payment_method_types: [payment.method],
  status: payment.status,
});

const declined: Stripe.PaymentIntent.LastPaymentError = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
};

const paymentDefaults = {
  allowed_payment_method_types: null,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic_async',
  confirmation_method: 'automatic',
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  managed_payments: { enabled: false },
  next_action: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>;

export const chargeOf = (charge: Charge): Stripe.Charge => ({
  ...chargeDefaults,
  id: charge.id,
  object: 'charge',
  amount: charge.cents,
  amount_captured: charge.status === 'succeeded' ? charge.cents : 0,
  amount_refunded: charge.refundedCents,
  balance_transaction: charge.status === 'succeeded' ? `txn_${charge.id.slice(3)}` : null,
  captured: charge.status === 'succeeded',
  created: charge.created,
  currency: charge.currency,
  disputed: charge.disputed,
  failure_code: charge.status === 'failed' ? 'card_declined' : null,
  failure_message: charge.status === 'failed' ? 'Your card was declined.' : null,
  livemode: false,
  metadata: charge.metadata,
  paid: charge.status === 'succeeded',
  payment_intent: charge.paymentId,
  payment_method: `pm_${charge.paymentId.slice(3)}`,
  refunded: charge.refundedCents === charge.cents,
  status: charge.status,
});

const chargeDefaults = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  billing_details: {
    address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
    email: null,
    name: null,
    phone: null,
    tax_id: null,
  },
  calculated_statement_descriptor: 'PORTRAIT123',
  customer: null,
  description: null,
  failure_balance_transaction: null,
  fraud_details: {},
  on_behalf_of: null,
  outcome: null,
  payment_method_details: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.Charge>;

export const refundOf = (refund: Refund): Stripe.Refund => ({
  id: refund.id,
  object: 'refund',
  amount: refund.cents,
  balance_transaction: refund.status === 'succeeded' ? `txn_${refund.id.slice(3)}` : null,
  charge: refund.chargeId,
  created: refund.created,
  currency: refund.currency,
  customer: null,
  customer_account: null,
  ...(refund.failure === null ? {} : { failure_reason: refund.failure }),
  metadata: refund.metadata,
  payment_intent: refund.paymentId,
  payment_method: `pm_${refund.paymentId.slice(3)}`,
  reason: reasons.find((known) => known === refund.reason) ?? null,
  receipt_number: null,
  source_transfer_reversal: null,
  status: refund.status,
  transfer_reversal: null,
});

export const reasons = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const disputeOf = (dispute: Dispute): Omit<Stripe.Dispute, 'evidence'> & { evidence: object } => ({
  id: dispute.id,
  object: 'dispute',
  amount: dispute.cents,
  balance_transactions: [],
  charge: dispute.chargeId,
  created: dispute.created,
  currency: dispute.currency,
  enhanced_eligibility_types: [],
  evidence: dispute.evidence,
  evidence_details: {
    due_by: dispute.created + 14 * 24 * 60 * 60,
    enhanced_eligibility: {},
    has_evidence: Object.keys(dispute.evidence).length > 0,
    past_due: false,
    submission_count: dispute.status === 'needs_response' ? 0 : 1,
    submission_method: 'not_submitted',
  },
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: false,
  metadata: {},
  payment_intent: dispute.paymentId,
  reason: dispute.reason,
  status: dispute.status,
});

/** The `data.object` of an event is kept as it was. */
export const eventOf = (event: StoredEvent, waiting: number) => ({
  id: event.id,
  object: 'event',
  api_version: apiVersion,
  created: event.created,
  data: {
    object: event.object,
    ...(event.before === null ? {} : { previous_attributes: event.before }),
  },
  livemode: false,
  pending_webhooks: waiting,
  request: { id: event.requestId, idempotency_key: event.key },
  type: event.type,
});

export const listOf = (url: string, data: readonly object[], hasMore: boolean) => ({
  object: 'list',
  data,
  has_more: hasMore,
  url,
});
