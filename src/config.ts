/** The environment, checked: every fault of it is named at once, and nothing starts half configured. */
import { z } from 'zod';

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const url = z.url();
/** Paths are put behind it. */
const baseUrl = url.transform((text) => text.replace(/\/+$/, ''));

/** Unset, and set to nothing, are the same. */
const Environment = z.object({
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => text.replace(/\/$/, ''))
    .optional(),
  EVENTSTORE_URL: z
    .string()
    .regex(/^(esdb|kurrentdb)(\+discover)?:\/\//)
    .optional(),
  DATABASE_URL: url.optional(),
  VAULT_DATABASE_URL: url.optional(),
  S3_ENDPOINT: url.optional(),
  S3_REGION: z.string().default('eu-central-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_BUCKET: z.string().default('portrait123'),
  S3_ERASURES_BUCKET: z.string().default('portrait123-erasures'),
  S3_NOTARY_BUCKET: z.string().default('portrait123-notary'),
  STRIPE_SECRET_KEY: z.string().min(8).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8).optional(),
  PORTRAIT_ENGINE: z.enum(['embedded', 'replicate', 'openai']).default('embedded'),
  REPLICATE_API_TOKEN: z.string().min(8).optional(),
  REPLICATE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[\w+/=]{16,}$/)
    .optional(),
  REPLICATE_MODEL: z
    .string()
    .regex(/^[\w-]+\/[\w.-]+$/)
    .default('black-forest-labs/flux-kontext-pro'),
  REPLICATE_URL: baseUrl.default('https://api.replicate.com'),
  OPENAI_API_KEY: z.string().min(8).optional(),
  OPENAI_MODEL: z
    .string()
    .regex(/^[\w.-]+$/)
    .default('gpt-image-2'),
  OPENAI_URL: baseUrl.default('https://api.openai.com'),
  PRODIGI_API_KEY: z.string().min(8).optional(),
  PRODIGI_URL: baseUrl.default('https://api.prodigi.com'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional(),
  /** Where mail to the shop is handed over; beside the shop's own port where mail is simulated. */
  MAIL_IN_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  MAIL_FROM: z.email().default('studio@portrait123.example'),
  KEYS_DIR: z.string().optional(),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  FREE_PAINTINGS_PER_DAY: z.coerce.number().int().min(0).default(3),
  FREE_PAINTINGS_PER_ADDRESS: z.coerce.number().int().min(0).default(30),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ALLOW_SIMULATED: flag.default(false),
});

export type Config = z.output<typeof Environment>;

/** Settings that are only of use together. */
const together: readonly (readonly (keyof Config)[])[] = [
  ['DATABASE_URL', 'VAULT_DATABASE_URL'],
  ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
];

const keyOfEngine: Readonly<Record<string, keyof Config>> = {
  replicate: 'REPLICATE_API_TOKEN',
  openai: 'OPENAI_API_KEY',
};

/** @returns the configuration, or a sentence for each fault; the values are secrets, and stand in none */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Config | readonly string[] {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(set);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  for (const group of together) {
    const missing = group.filter((name) => set[name] === undefined);
    if (missing.length > 0 && missing.length < group.length)
      faults.push(
        `${missing.join(', ')}: needed beside ${group.filter((name) => set[name] !== undefined).join(', ')}`,
      );
  }
  const key = keyOfEngine[set['PORTRAIT_ENGINE'] ?? ''];
  if (key !== undefined && set[key] === undefined)
    faults.push(`${key}: needed where PORTRAIT_ENGINE is ${set['PORTRAIT_ENGINE']}`);
  return parsed.success && faults.length === 0 ? parsed.data : faults;
}
