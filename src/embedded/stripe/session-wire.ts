/** A Checkout Session and its lines as they cross the wire. */
import type Stripe from 'stripe';
import { type Line, type Session, totalOf } from './state.ts';

/** @param url of the page where a customer pays; an expired or paid session has none */
export const sessionOf = (session: Session, url: string): Stripe.Checkout.Session => ({
  ...sessionDefaults,
  id: session.id,
  object: 'checkout.session',
  amount_subtotal: totalOf({ ...session, shipping: null }),
  amount_total: totalOf(session),
  cancel_url: session.cancelUrl,
  client_reference_id: session.reference,
  created: session.created,
  currency: session.currency,
  customer_details:
    session.email === null && session.status === 'open' ? null : { ...nobody, email: session.email },
  customer_email: session.email,
  expires_at: session.expiresAt,
  livemode: false,
  metadata: session.metadata,
  mode: 'payment',
  payment_intent: session.paymentId,
  payment_status: session.payment,
  shipping_cost:
    session.shipping === null
      ? null
      : {
          amount_subtotal: session.shipping.cents,
          amount_tax: 0,
          amount_total: session.shipping.cents,
          shipping_rate: `shr_${session.id.slice(-24)}`,
        },
  shipping_options:
    session.shipping === null
      ? []
      : [{ shipping_amount: session.shipping.cents, shipping_rate: `shr_${session.id.slice(-24)}` }],
  status: session.status,
  success_url: session.successUrl,
  total_details: { amount_discount: 0, amount_shipping: session.shipping?.cents ?? 0, amount_tax: 0 },
  url: session.status === 'open' ? url : null,
});

const nobody: Stripe.Checkout.Session.CustomerDetails = {
  address: null,
  business_name: null,
  email: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: 'none',
  tax_ids: [],
};

const sessionDefaults = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer: null,
  customer_account: null,
  customer_creation: 'if_required',
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  locale: null,
  managed_payments: { enabled: false },
  origin_context: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card', 'sepa_debit'],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  submit_type: null,
  subscription: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

export const lineOf = ({ id, name, unitCents, quantity }: Line, session: Session): Stripe.LineItem => ({
  id,
  object: 'item',
  adjustable_quantity: null,
  amount_discount: 0,
  amount_subtotal: unitCents * quantity,
  amount_tax: 0,
  amount_total: unitCents * quantity,
  currency: session.currency,
  description: name,
  metadata: {},
  price: null,
  quantity,
});
