/** What a product costs a person who looks: with tax, and with the least that delivery can be. */
import { type ProductRow, productOf } from '../../../projections/products.ts';
import { ProductId } from '../../modules/catalogue/product.events.ts';
import { type Currency, cheapestCents, countriesServed } from '../../modules/catalogue/shipping.ts';
import { vatRateOf } from '../../modules/catalogue/vat.ts';
import { vatWithin } from '../../modules/ordering/totals.ts';
import type { Price } from '../components/shapes.ts';
import type { Shop } from '../shop.ts';
import { countryFrom } from '../uploads/countries.ts';

/** @param country ISO 3166-1: of delivery, which decides the tax */
export function priceOf({ kind, grossCents }: ProductRow, country: string, currency: Currency): Price {
  const vatRate = vatRateOf(country);
  const gross = grossCents[currency];
  const price = {
    ...{ gross: { cents: gross, currency }, vatRate },
    vat: { cents: vatWithin(gross, vatRate), currency },
  };
  if (kind === 'file') return price;
  return { ...price, deliveryFrom: { cents: cheapestCents(country, currency), currency } };
}

/** Before anybody said where they live, and in which money. */
export const atHome = { country: 'DE', currency: 'EUR' } as const;

/** Where somebody probably lives, until they say so: their browser's language names a country that we send to, or not. */
export function homeOf(request: Request): string {
  const country = countryFrom(request);
  return countriesServed.includes(country) ? country : atHome.country;
}

/** @throws if the catalogue has no such product: it is seeded at the first start */
export async function euroPrice({ reads }: Shop, id: string, request: Request): Promise<Price> {
  const product = await productOf(reads.products, ProductId.parse(id));
  if (product === undefined) throw new Error(`no product ${id}`);
  return priceOf(product, homeOf(request), atHome.currency);
}
