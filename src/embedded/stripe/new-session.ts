/** A Checkout Session as it was asked for, if it may be. */
import type { z } from 'zod';
import { idOf } from '../stand-in/clock.ts';
import type { NewSession } from './params.ts';
import { Refusal } from './refusal.ts';
import { type Ledger, type Session, totalOf } from './state.ts';

const soonestSeconds = 30 * 60;
const latestSeconds = 24 * 60 * 60;
/** For clocks that differ. */
const graceSeconds = 60;
const totalMinCents = 50;

type Asked = z.output<typeof NewSession>;
export type Fresh = { readonly session: Session; readonly paths: readonly string[] };

/** @throws Refusal 400: the wrong time to end, several currencies, too little money */
export function sessionFrom(ledger: Ledger, asked: Asked): Fresh {
  const created = ledger.seconds();
  const shipping = asked.shipping_options?.[0]?.shipping_rate_data;
  const session: Session = {
    id: idOf('cs_test_', 58),
    created,
    expiresAt: endOf(created, asked.expires_at),
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
    currency: currencyOf(asked),
    email: asked.customer_email ?? null,
    reference: asked.client_reference_id ?? null,
    metadata: asked.metadata,
    paymentMetadata: asked.payment_intent_data?.metadata ?? {},
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url ?? null,
  };
  if (totalOf(session) < totalMinCents)
    throw new Refusal(400, 'The total amount due must add up to at least 50 cents.', {
      code: 'amount_too_small',
    });
  return { session, paths: asked.expand };
}

function endOf(created: number, asked = created + latestSeconds): number {
  const soonest = created + soonestSeconds - graceSeconds;
  if (asked >= soonest && asked <= created + latestSeconds + graceSeconds) return asked;
  throw new Refusal(
    400,
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
    { param: 'expires_at' },
  );
}

function currencyOf(asked: Asked): string {
  const rates = asked.shipping_options?.map(({ shipping_rate_data: rate }) => rate.fixed_amount) ?? [];
  const all = [...asked.line_items.map(({ price_data }) => price_data), ...rates];
  const [currency, another] = new Set(all.map((one) => one.currency));
  if (currency === undefined || another !== undefined)
    throw new Refusal(400, 'All line items must have the same currency.', { param: 'line_items' });
  return currency;
}
