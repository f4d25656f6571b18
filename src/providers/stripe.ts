/** Stripe, the payment company: hosted Checkout Sessions, refunds, and what its signed webhooks say. */
import Stripe from 'stripe';
import { Fault } from '../eventsourcing/fault.ts';
import { type Redaction, redact, redaction } from './stripe-redaction.ts';
import {
  type CheckoutState,
  checkoutOf,
  type RefundState,
  refundOf,
  verified,
  type WebhookEvent,
  type WebhookRefusal,
} from './stripe-webhooks.ts';

export { type CheckoutState, type WebhookEvent, webhookTypes } from './stripe-webhooks.ts';

export type Checkout = {
  /** Ours; it comes back with every event. */
  readonly paymentId: string;
  readonly orderNumber: string;
  readonly lines: readonly { readonly name: string; readonly unitCents: number; readonly quantity: number }[];
  readonly shippingCents: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly email?: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** 30 to 1440. */
  readonly expiresInMinutes: number;
};

type RefundOrder = {
  readonly paymentIntentId: string;
  readonly cents: number;
  /** Ours; they come back with every event about the refund. */
  readonly paymentId?: string;
  readonly refundId?: string;
};
/** A business "no" of Stripe's; no money has moved. */
type RefundRefusal = 'already-refunded' | 'more-than-is-left' | 'disputed';

export type PaymentProvider = {
  /** @throws Fault provider/unavailable, provider/refused */
  openCheckout(
    checkout: Checkout,
    key: string,
  ): Promise<{ readonly sessionId: string; readonly url: string }>;
  checkout(sessionId: string): Promise<CheckoutState>;
  /** Nobody can pay it any more. One that is complete stays so, and is told. */
  expireCheckout(sessionId: string): Promise<CheckoutState>;
  /** The same key is the same refund, however much later it is asked for. */
  refund(refund: RefundOrder, key: string): Promise<RefundState | { readonly refused: RefundRefusal }>;
  /** All refunds of a payment, whatever was heard of them: for reconciliation. */
  refunds(paymentIntentId: string): Promise<readonly RefundState[]>;
  /** Our id of a payment that Stripe calls so: events about disputes do not carry it. */
  paymentIdOf(paymentIntentId: string): Promise<string | null>;
  /**
   * Asks Stripe to forget who paid; it looks through the objects first, and may refuse while a dispute is open.
   * A public preview (docs.stripe.com/privacy/redaction), so that not every account has it.
   */
  redact(
    payment: { readonly sessionId: string; readonly paymentIntentId: string | null },
    key: string,
  ): Promise<Redaction>;
  /** Where it stands; one that was looked through is run. To be asked until it is not `under-way`. */
  redaction(redactionId: string): Promise<Redaction>;
  /** @param raw the body as it came, byte for byte: parsed and written again it does not verify */
  parseWebhook(
    raw: string,
    signature: string | null,
  ): Promise<WebhookEvent | { readonly refused: WebhookRefusal }>;
};

type Options = {
  readonly secretKey: string;
  /** Several while one is being rotated. */
  readonly webhookSecret: string | readonly string[];
  /** Another server than Stripe's own, as `http://127.0.0.1:4242`. */
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
};

export function stripePayments(options: Options): PaymentProvider {
  const stripe = new Stripe(options.secretKey, { ...connection(options), telemetry: false });
  const secrets = [options.webhookSecret].flat();
  return {
    openCheckout: (checkout, key) => asked(() => open(stripe, checkout, key)),
    checkout: (id) => asked(async () => checkoutOf(await stripe.checkout.sessions.retrieve(id))),
    expireCheckout: (id) => asked(() => expire(stripe, id)),
    refund: (order, key) => asked(() => refund(stripe, order, key)),
    refunds: (paymentIntentId) => asked(async () => (await refundsOf(stripe, paymentIntentId)).map(refundOf)),
    paymentIdOf: (id) =>
      asked(async () => (await stripe.paymentIntents.retrieve(id)).metadata['payment_id'] ?? null),
    redact: (payment, key) => asked(() => redact(stripe, payment, key)),
    redaction: (id) => asked(() => redaction(stripe, id)),
    parseWebhook: (raw, signature) => verified(stripe, secrets, raw, signature),
  };
}

function connection({ baseUrl, timeoutMs = 15_000 }: Options) {
  const calm = { timeout: timeoutMs, maxNetworkRetries: 2 };
  if (baseUrl === undefined) return calm;
  const { protocol, hostname, port } = new URL(baseUrl);
  const secure = protocol === 'https:';
  return {
    ...calm,
    protocol: secure ? ('https' as const) : ('http' as const),
    host: hostname,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
  };
}

/**
 * A session that was opened before under this key is that session: the time at which it ends differs with
 * every try, so that Stripe takes a retry for another request, and says so.
 */
async function open(stripe: Stripe, checkout: Checkout, key: string) {
  try {
    const session = await stripe.checkout.sessions.create(paramsOf(checkout, key), { idempotencyKey: key });
    return opened(session, checkout);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeIdempotencyError) || error.statusCode !== 400) throw error;
    const since = seconds() - sessionLifeMaxSeconds;
    for await (const session of stripe.checkout.sessions.list({ created: { gte: since }, limit: 100 }))
      if (session.metadata?.['key'] === key) return opened(session, checkout);
    throw error;
  }
}

const sessionLifeMaxSeconds = 25 * 60 * 60;
const seconds = () => Math.floor(Date.now() / 1000);

/** One that is over has no address any more: where it leads when it is paid, the shop looks what became of it. */
const opened = ({ id, url }: Stripe.Checkout.Session, { successUrl }: Checkout) => ({
  sessionId: id,
  url: url ?? successUrl.replaceAll('{CHECKOUT_SESSION_ID}', id),
});

/** What it is called shows on statements and receipts, so nothing personal stands in it. */
function paramsOf(checkout: Checkout, key: string): Stripe.Checkout.SessionCreateParams {
  const currency = checkout.currency.toLowerCase();
  const metadata = { payment_id: checkout.paymentId, order_number: checkout.orderNumber };
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: checkout.lines.map(({ name, unitCents, quantity }) => ({
      price_data: { currency, unit_amount: unitCents, product_data: { name } },
      quantity,
    })),
    ...(checkout.shippingCents === 0
      ? {}
      : { shipping_options: [delivery(checkout.shippingCents, currency)] }),
    ...(checkout.email === undefined ? {} : { customer_email: checkout.email }),
    client_reference_id: checkout.paymentId,
    metadata: { ...metadata, key },
    payment_intent_data: { metadata },
    success_url: checkout.successUrl,
    cancel_url: checkout.cancelUrl,
    expires_at: seconds() + checkout.expiresInMinutes * 60,
  };
}

const delivery = (amount: number, currency: string): Stripe.Checkout.SessionCreateParams.ShippingOption => ({
  shipping_rate_data: { type: 'fixed_amount', display_name: 'Delivery', fixed_amount: { amount, currency } },
});

async function expire(stripe: Stripe, id: string): Promise<CheckoutState> {
  try {
    return checkoutOf(await stripe.checkout.sessions.expire(id));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.statusCode === 404) throw error;
    return checkoutOf(await stripe.checkout.sessions.retrieve(id)); // paid or expired meanwhile
  }
}

/** Stripe forgets keys after a day; the refund itself remembers the key that made it. */
async function refund(
  stripe: Stripe,
  order: RefundOrder,
  key: string,
): ReturnType<PaymentProvider['refund']> {
  const before = (await refundsOf(stripe, order.paymentIntentId)).find(
    ({ metadata }) => metadata?.['key'] === key,
  );
  if (before !== undefined) return refundOf(before);
  const { paymentIntentId, cents, paymentId, refundId } = order;
  const ours = {
    ...(paymentId === undefined ? {} : { payment_id: paymentId }),
    ...(refundId === undefined ? {} : { refund_id: refundId }),
  };
  try {
    const params = { payment_intent: paymentIntentId, amount: cents, metadata: { ...ours, key } };
    return refundOf(await stripe.refunds.create(params, { idempotencyKey: key }));
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    return { refused };
  }
}

function refusalOf(error: unknown): RefundRefusal | undefined {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return undefined;
  if (error.code === 'charge_already_refunded') return 'already-refunded';
  if (error.code === 'charge_disputed') return 'disputed';
  return error.param === 'amount' ? 'more-than-is-left' : undefined;
}

async function refundsOf(stripe: Stripe, paymentIntentId: string): Promise<readonly Stripe.Refund[]> {
  const all: Stripe.Refund[] = [];
  for await (const one of stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 })) all.push(one);
  return all;
}

/** @throws Fault provider/unavailable, provider/refused: with Stripe's own code and number, and no more */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const stripe = error instanceof Stripe.errors.StripeError ? error : undefined;
    const status = stripe?.statusCode ?? 0;
    const about = {
      provider: 'stripe',
      status,
      code: stripe?.code ?? 'none',
      request: stripe?.requestId ?? 'none',
    };
    const lost = stripe instanceof Stripe.errors.StripeConnectionError;
    const later = lost || status === 409 || status === 429 || status >= 500;
    throw new Fault(later ? 'provider/unavailable' : 'provider/refused', about);
  }
}
