/** What may stand in `product-…`, for ever. Nothing here is about a person. */
import { z } from 'zod';
import { type EventOf, event, stream } from '../../personal-data/personal.ts';

/** `framed-40x50`, `file`: the words of our own list. */
export const ProductId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .brand<'ProductId'>();
export type ProductId = z.output<typeof ProductId>;

export const VariantId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .brand<'ProductVariantId'>();
export const LabSku = z
  .string()
  .regex(/^[A-Z0-9-]{3,60}$/)
  .brand<'LabSku'>();

const cents = z.int().positive();
export const Kind = z.enum(['framed', 'fine-art', 'canvas', 'poster', 'cards', 'file']);

export const ProductOffered = event('ProductOffered', {
  productId: ProductId,
  kind: Kind,
  /** Of the picture, without mat and frame; null for a file. */
  sizeCm: z.object({ width: z.number().positive(), height: z.number().positive() }).nullable(),
  /** What the studio paints for it. */
  masterPx: z.object({ width: z.int().positive(), height: z.int().positive() }),
  labSku: LabSku.nullable(),
  variants: z.array(VariantId).readonly(),
  /** With value-added tax. */
  grossCents: z.object({ EUR: cents, GBP: cents, USD: cents }),
});
export const ProductWithdrawn = event('ProductWithdrawn', { productId: ProductId });

const events = [ProductOffered, ProductWithdrawn] as const;
export const productStream = stream('product', events);
export type ProductEvent = EventOf<typeof events>;
