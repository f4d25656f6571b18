/** Products: offered, at other terms, and no longer. */
import { describe, expect, test } from 'bun:test';
import { firstOffers } from '../../../src/modules/catalogue/offers.ts';
import { LabSku, ProductId, VariantId } from '../../../src/modules/catalogue/product.events.ts';
import { type Offer, product } from '../../../src/modules/catalogue/product.ts';
import { given } from '../../given.ts';

const productId = ProductId.parse('framed-40x50');
const offer: Offer = {
  ...{
    productId,
    kind: 'framed',
    sizeCm: { width: 40, height: 50 },
    masterPx: { width: 4725, height: 5906 },
  },
  ...{ labSku: LabSku.parse('GLOBAL-CFPM-16X20'), variants: [VariantId.parse('walnut-white')] },
  grossCents: { EUR: 11_900, GBP: 10_500, USD: 13_300 },
};
const offered = { type: 'ProductOffered', ...offer } as const;
const withdrawn = { type: 'ProductWithdrawn', productId } as const;
const dearer = { ...offer, grossCents: { ...offer.grossCents, EUR: 12_900 } };

describe('a product', () => {
  test('is offered', () =>
    given(product)
      .when({ type: 'OfferProduct', ...offer })
      .emits(offered));
  test('is offered anew at another price', () =>
    given(product, offered)
      .when({ type: 'OfferProduct', ...dearer })
      .emits({ type: 'ProductOffered', ...dearer }));
  test('is not offered again at the same terms, in whatever order they are said', () => {
    const { grossCents, ...rest } = offer;
    return given(product, offered)
      .when({ type: 'OfferProduct', grossCents: { USD: 13_300, GBP: 10_500, EUR: 11_900 }, ...rest })
      .refuses('product-already-offered-so');
  });
  test('is withdrawn', () =>
    given(product, offered).when({ type: 'WithdrawProduct', productId }).emits(withdrawn));
  test('that is not offered is not withdrawn', () =>
    given(product, offered, withdrawn)
      .when({ type: 'WithdrawProduct', productId })
      .refuses('product-not-offered'));
  test('that was withdrawn can be offered again', () =>
    given(product, offered, withdrawn)
      .when({ type: 'OfferProduct', ...offer })
      .emits(offered));
});

describe('what is offered on the first day', () => {
  test('can be offered: each product once, with variants, and a price in each currency', async () => {
    expect(new Set(firstOffers.map(({ productId }) => productId)).size).toBe(firstOffers.length);
    for (const first of firstOffers) {
      await given(product)
        .when({ type: 'OfferProduct', ...first })
        .emits({ type: 'ProductOffered', ...first });
      expect(first.variants.length).toBeGreaterThan(0);
    }
  });
  test('has the shape of a portrait, and a number at the lab if it is a thing', () => {
    for (const { kind, sizeCm, labSku, masterPx } of firstOffers) {
      expect(labSku === null).toBe(kind === 'file');
      expect(sizeCm === null).toBe(kind === 'file');
      expect(masterPx.width / masterPx.height).toBeCloseTo(0.8, 2);
    }
  });
});
