/** What each category holds, as it enters and as it is opened. An older shape is read by `.or(old.transform(…))`. */
import { z } from 'zod';

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u);
const country = z.string().regex(/^[A-Z]{2}$/); // ISO 3166-1 alpha-2

/** RFC 5321, 4.5.3.1: a path is at most 256 octets, the angle brackets among them. */
export const contact = z.object({ email: z.email().max(254), name: line(120).nullable() });

export const upload = z.object({
  fileName: z.string().max(255),
  bytes: z.int().positive(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
});

/** Of the photo's side; a little may lie outside it. */
const fraction = z.number().min(-1).max(2);
const crop = z.object({ x: fraction, y: fraction, width: fraction, height: fraction });

const recipe1 = z.strictObject({
  style: z.string().max(40),
  variant: z.string().max(40),
  seed: z.int().nonnegative(),
  crop: crop.nullable(),
  engine: z.string().max(80),
});
/** With what stands behind the sitter, and how strongly the style speaks; before, both were as usual. */
const recipe2 = recipe1.extend({
  background: z.enum(['studio', 'plain', 'photo']),
  intensity: z.number().min(0).max(1),
});
export const recipe = recipe2.or(
  recipe1.transform((old) => ({ ...old, background: 'studio' as const, intensity: 0.5 })),
);

export const picture = z.object({
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  bytes: z.int().positive(),
});

export const master = picture.extend({ sha256: z.string().length(64), md5: z.string().length(32) });

export const delivery = z.object({
  name: line(120),
  line1: line(120),
  line2: line(120).nullable(),
  postalCode: line(20),
  city: line(80),
  state: line(80).nullable(),
  country,
});

export const shipment = z.object({
  carrier: line(80),
  service: line(80).nullable(),
  trackingNumber: line(120).nullable(),
  trackingUrl: z.url().max(500).nullable(),
});

export const invoice = z.object({
  name: line(120).nullable(),
  address: delivery.omit({ name: true }).nullable(),
});

export const payment = z.object({
  sessionId: z.string().max(255).nullable(),
  payUrl: z.url().max(2000).nullable(),
  paymentIntentId: z.string().max(255).nullable(),
});

export const signals = z.object({
  address: z.ipv4().or(z.ipv6()).nullable(),
  userAgent: z.string().max(400).nullable(),
  languages: z.string().max(200).nullable(),
});

export const score = z.object({
  points: z.int(),
  ruleVersion: z.string().max(40),
  reasons: z.array(z.string().max(80)),
});

export const device = z.object({ fingerprint: z.string().max(128) });

export const message = z.object({
  subject: z.string().max(200),
  text: z.string().max(20_000),
});

export const evidence = z.object({
  /** The page and the control by which somebody said so. */
  where: z.string().max(120),
  shown: z.string().max(4000),
  globalPrivacyControl: z.boolean(),
});

export const request = z.object({ text: z.string().max(20_000), provedBy: z.string().max(80) });

/** What a copy of somebody's data weighs, so that a download can be told whole from broken. */
export const copy = z.object({
  bytes: z.int().nonnegative(),
  files: z.int().nonnegative(),
  records: z.int().nonnegative(),
  sha256: z.string().length(64),
});
