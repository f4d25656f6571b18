/** What a request for an order or a quote may say, and the failures that the lab names where it may not. */
import { z } from 'zod';
import { currencies, methods, productOf, shipsTo, wrongAttributes } from './catalogue.ts';

const sizings = ['fillPrintArea', 'fitPrintArea', 'stretchToPrintArea'] as const;

/** Words are taken in any case. */
const word = <T extends string>(known: readonly T[]) =>
  z.string().transform((said, context) => {
    const found = known.find((one) => one.toLowerCase() === said.toLowerCase());
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: 'NotSupported' });
    return z.NEVER;
  });
const Line = z.string().trim().min(1).max(200);
const MaybeLine = Line.nullish().transform((line) => line ?? null);
const Country = z
  .string()
  .transform((code) => code.toUpperCase())
  .refine((code) => shipsTo.includes(code), 'DestinationNotSupported');
const Attributes = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});
const Copies = z.int().min(1).max(500);
const Sku = z.string().refine((sku) => productOf(sku) !== undefined, 'SkuNotFound');

export const Recipient = z.object({
  name: Line,
  email: MaybeLine,
  phoneNumber: MaybeLine,
  address: z.object({
    line1: Line,
    line2: MaybeLine,
    postalOrZipCode: Line,
    countryCode: Country,
    townOrCity: Line,
    stateOrCounty: MaybeLine,
  }),
});

const Asset = z.object({
  printArea: z.string().transform((area) => area.toLowerCase()),
  url: z.string().refine((url) => /^https?:\/\//.test(url) && URL.canParse(url), 'InvalidUrl'),
  md5Hash: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, 'InvalidMd5Hash')
    .nullish(),
});

/** The attributes belong to the product, so that they can be judged only beside its name. */
const fitting = (
  item: { sku: string; attributes: Readonly<Record<string, string>> },
  context: z.RefinementCtx,
) => {
  const product = productOf(item.sku);
  for (const name of product === undefined ? [] : wrongAttributes(product, item.attributes))
    context.addIssue({ code: 'custom', message: 'InvalidAttribute', path: ['attributes', name] });
};

const Metadata = z
  .record(z.string(), z.unknown())
  .refine((metadata) => JSON.stringify(metadata).length <= 2000, 'TooLong')
  .nullish()
  .transform((metadata) => metadata ?? null);

export const NewOrder = z.object({
  merchantReference: MaybeLine,
  idempotencyKey: MaybeLine,
  callbackUrl: z
    .string()
    .refine((url) => /^https?:\/\//.test(url) && URL.canParse(url), 'InvalidUrl')
    .nullish(),
  shippingMethod: word(methods),
  recipient: Recipient,
  items: z
    .array(
      z
        .object({
          merchantReference: MaybeLine,
          sku: Sku,
          copies: Copies,
          sizing: word(sizings).default('fillPrintArea'),
          attributes: Attributes,
          recipientCost: z.object({ amount: z.string(), currency: z.string() }).nullish(),
          assets: z.array(Asset).min(1),
        })
        .superRefine(fitting),
    )
    .min(1),
  metadata: Metadata,
});

/** A quote refuses `sizing`, which says something about orders only. */
export const NewQuote = z.object({
  shippingMethod: word(methods).nullish(),
  destinationCountryCode: Country,
  currencyCode: word(currencies).nullish(),
  items: z
    .array(
      z
        .strictObject({
          sku: Sku,
          copies: Copies,
          attributes: Attributes,
          assets: z.array(z.object({ printArea: z.string() })).min(1),
        })
        .superRefine(fitting),
    )
    .min(1),
});

export const NewShippingMethod = z.object({ shippingMethod: word(methods) });
export const NewMetadata = z.object({ metadata: Metadata });

/** `items[0].sku` → `[{ code: 'SkuNotFound' }]` */
export const failuresOf = (
  error: z.ZodError,
): Readonly<Record<string, readonly { readonly code: string }[]>> =>
  Object.fromEntries(
    error.issues.map(({ path, message, code }) => [pathOf(path), [{ code: codeOf(code, message) }]]),
  );

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');

const codeOf = (code: string, message: string): string => (/^\w+$/.test(message) ? message : code);
