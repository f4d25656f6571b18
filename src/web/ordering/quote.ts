/** What is wanted, priced: the lines and sums of an order, or why a thing cannot be had. */
import { photoOf } from '../../../projections/photos.ts';
import { portraitOf } from '../../../projections/portraits.ts';
import { type ProductRow, productOf } from '../../../projections/products.ts';
import { ProductId } from '../../modules/catalogue/product.events.ts';
import { type Currency, type ShippingMethod, shippingCents } from '../../modules/catalogue/shipping.ts';
import { vatRateOf } from '../../modules/catalogue/vat.ts';
import { Line } from '../../modules/ordering/order.events.ts';
import { type Totals, totalsOf, vatWithin } from '../../modules/ordering/totals.ts';
import { PortraitId } from '../../modules/portraits/portrait.events.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { sharpUpTo } from '../../studio/print-size.ts';
import type { Shop } from '../shop.ts';

export type Wanted = {
  readonly portrait: string;
  readonly product: string;
  readonly variant: string;
  readonly quantity: number;
};
export type Terms = {
  /** Of delivery; ISO 3166-1. */
  readonly country: string;
  readonly currency: Currency;
  readonly method: ShippingMethod;
};
export type OrderLine = ReturnType<typeof Line.parse>;
export type Quoted = {
  readonly lines: readonly OrderLine[];
  readonly totals: Totals;
  readonly ships: boolean;
};
export type QuoteRefusal =
  | 'portrait-not-yours'
  | 'portrait-not-painted'
  | 'portrait-erased'
  | 'product-unknown'
  | 'variant-unknown'
  | 'size-not-sharp';
export type NotQuoted = { readonly refused: QuoteRefusal; readonly item: number };

/** @param buyers whose portraits these must be: one person, in all their guises */
export async function quoteOf(
  shop: Shop,
  wanted: readonly Wanted[],
  buyers: readonly SubjectRef[],
  terms: Terms,
): Promise<Quoted | NotQuoted> {
  const lines: OrderLine[] = [];
  for (const [item, one] of wanted.entries()) {
    const line = await lineOf(shop, one, buyers, terms);
    if (typeof line === 'string') return { refused: line, item };
    lines.push(line);
  }
  const ships = lines.some(({ kind }) => kind !== 'file');
  const shipping = ships ? shippingCents(terms.method, terms.country, terms.currency) : 0;
  const totals = totalsOf(lines, { shippingCents: shipping, vatRate: vatRateOf(terms.country) });
  return { lines, totals, ships };
}

async function lineOf(
  shop: Shop,
  { portrait, product, variant, quantity }: Wanted,
  buyers: readonly SubjectRef[],
  { country, currency }: Terms,
): Promise<OrderLine | QuoteRefusal> {
  const painted = await paintedFor(shop, portrait, buyers);
  if (typeof painted === 'string') return painted;
  const id = ProductId.safeParse(product);
  const offer = id.success ? await productOf(shop.reads.products, id.data) : undefined;
  if (offer?.status !== 'offered') return 'product-unknown';
  if (!offer.variants.some((one) => one === variant)) return 'variant-unknown';
  if (!isSharp(offer, painted.faceHeightPx)) return 'size-not-sharp';
  const { productId, kind, labSku, masterPx, grossCents } = offer;
  const copies = kind === 'file' ? 1 : quantity;
  const unitGrossCents = grossCents[currency];
  const vatCents = vatWithin(unitGrossCents * copies, vatRateOf(country));
  const { portraitId, photoId, style } = painted;
  return Line.parse({
    ...{ portraitId, photoId, style, productId, kind, variant, labSku, masterPx },
    ...{ quantity: copies, unitGrossCents, vatCents },
  });
}

async function paintedFor({ reads, vault }: Shop, id: string, buyers: readonly SubjectRef[]) {
  const portraitId = PortraitId.safeParse(id);
  const row = portraitId.success ? await portraitOf(reads.portraits, portraitId.data) : undefined;
  if (row === undefined || !buyers.includes(row.owner)) return 'portrait-not-yours' as const;
  if (row.status !== 'painted') return 'portrait-not-painted' as const;
  const photo = await photoOf(reads.photos, PhotoId.parse(row.photoId));
  if (photo === undefined || (await vault.find(photo.file.kid)).state !== 'active')
    return 'portrait-erased' as const;
  return {
    portraitId: row.portraitId,
    photoId: row.photoId,
    style: row.style,
    faceHeightPx: photo.faceHeightPx,
  };
}

/** Strokes are drawn anew at every size; what limits a print is how much of the face was in the photo. */
export function isSharp({ sizeCm }: Pick<ProductRow, 'sizeCm'>, faceHeightPx: number | null): boolean {
  return sizeCm === null || Math.max(sizeCm.width, sizeCm.height) <= sharpUpTo(faceHeightPx).refusedAboveCm;
}
