/** What requests may say, read as strictly as Stripe reads it: an unknown parameter is refused, not ignored. */
import { z } from 'zod';
import type { Fields } from './form.ts';
import { Refusal } from './refusal.ts';
import { reasons } from './wire.ts';

const Text = z.string().max(5000);
const Whole = z
  .string()
  .regex(/^-?\d{1,15}$/, 'integer')
  .transform(Number);
const Cents = Whole.refine((cents) => cents >= 0 && cents <= 99_999_999, 'amount');
const Currency = z
  .string()
  .regex(/^[a-z]{3}$/i)
  .transform((code) => code.toLowerCase());
const WebAddress = z.string().refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'url');
/** At most 50 keys of 40 characters, values of 500. */
const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((metadata) => Object.keys(metadata).length <= 50, 'metadata')
  .default({});
/** A list comes as an object whose names are numbers. */
const listOf = <T extends z.ZodType>(item: T) =>
  z.record(z.string().regex(/^\d+$/), item).transform((group) => Object.values(group));
const Expand = listOf(Text).default([]);
const Flag = z.enum(['true', 'false']);

const Line = z.strictObject({
  price_data: z.strictObject({
    currency: Currency,
    unit_amount: Cents,
    product_data: z.strictObject({
      name: Text,
      description: Text.optional(),
      images: listOf(Text).optional(),
      metadata: Metadata,
    }),
    tax_behavior: Text.optional(),
  }),
  quantity: Whole.refine((count) => count > 0, 'quantity'),
});
const ShippingOption = z.strictObject({
  shipping_rate_data: z.strictObject({
    type: z.literal('fixed_amount'),
    display_name: Text,
    fixed_amount: z.strictObject({ amount: Cents, currency: Currency }),
    tax_behavior: Text.optional(),
    metadata: Metadata,
  }),
});

export const NewSession = z.strictObject({
  mode: z.literal('payment'),
  ui_mode: z.literal('hosted_page').optional(),
  line_items: listOf(Line).refine((lines) => lines.length > 0, 'line_items'),
  shipping_options: listOf(ShippingOption).optional(),
  success_url: WebAddress,
  cancel_url: WebAddress.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email().optional(),
  expires_at: Whole.optional(),
  metadata: Metadata,
  payment_intent_data: z.strictObject({ metadata: Metadata, description: Text.optional() }).optional(),
  payment_method_types: listOf(Text).optional(),
  allow_promotion_codes: Flag.optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  locale: Text.optional(),
  submit_type: Text.optional(),
  expand: Expand,
});

export const NewRefund = z.strictObject({
  payment_intent: Text.optional(),
  charge: Text.optional(),
  amount: Whole.refine((cents) => cents > 0, 'amount').optional(),
  reason: z.enum(reasons).optional(),
  metadata: Metadata,
  expand: Expand,
});

export const NewEvidence = z.strictObject({
  evidence: z.record(z.string(), Text).default({}),
  metadata: Metadata,
  submit: Flag.default('true'),
  expand: Expand,
});

export const NewRedaction = z.strictObject({
  objects: z.strictObject({
    checkout_sessions: listOf(Text).optional(),
    payment_intents: listOf(Text).optional(),
  }),
  validation_behavior: z.enum(['error', 'fix']).optional(),
  expand: Expand,
});

export const Nothing = z.strictObject({ expand: Expand });

const Range = z
  .union([
    Whole.transform((at) => ({ gte: at, lte: at })),
    z.strictObject({ gt: Whole, gte: Whole, lt: Whole, lte: Whole }).partial(),
  ])
  .optional();
export const Page = z.strictObject({
  limit: Whole.refine((count) => count >= 1 && count <= 100, 'limit').default(10),
  starting_after: Text.optional(),
  created: Range,
  payment_intent: Text.optional(),
  charge: Text.optional(),
  status: Text.optional(),
  type: Text.optional(),
  types: listOf(Text).optional(),
  delivery_success: Flag.optional(),
  expand: Expand,
});
export type Page = z.infer<typeof Page>;

/** @throws Refusal 400, worded as Stripe words it */
export function read<T>(shape: z.ZodType<T>, fields: Fields): T {
  const parsed = shape.safeParse(fields);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const at = [...(issue?.path ?? [])];
  if (issue?.code === 'unrecognized_keys') {
    const param = named([...at, issue.keys[0] ?? '']);
    throw new Refusal(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = named(at);
  const given = at.reduce<unknown>((value, name) => Object(value)[name], fields);
  if (given === undefined)
    throw new Refusal(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
  if (issue?.message === 'integer')
    throw new Refusal(400, `Invalid integer: ${String(given)}`, { code: 'parameter_invalid_integer', param });
  throw new Refusal(400, `Invalid ${param}`, { param });
}

const named = ([first = '', ...rest]: readonly PropertyKey[]): string =>
  String(first) + rest.map((name) => `[${String(name)}]`).join('');
