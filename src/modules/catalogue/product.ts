/** The life of a product: offered, offered anew at other terms, withdrawn. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import {
  type ProductEvent,
  type ProductOffered,
  type ProductWithdrawn,
  productStream,
} from './product.events.ts';

export type Offer = FactsOf<typeof ProductOffered>;

export type ProductCommand =
  | Command<'OfferProduct', Offer>
  | Command<'WithdrawProduct', FactsOf<typeof ProductWithdrawn>>;

export type Product =
  | { readonly status: 'none' | 'withdrawn' }
  | { readonly status: 'offered'; readonly offer: Offer };
export type ProductRefusal = 'product-already-offered-so' | 'product-not-offered';

export const product = decider<Product, ProductCommand, ProductEvent, ProductRefusal>(productStream, {
  initialState: { status: 'none' },

  decide: {
    OfferProduct(offer, product) {
      if (product.status === 'offered' && same(product.offer, offer))
        return refused('product-already-offered-so');
      return [{ type: 'ProductOffered', ...offer }];
    },
    WithdrawProduct({ productId }, { status }) {
      return status === 'offered'
        ? [{ type: 'ProductWithdrawn', productId }]
        : refused('product-not-offered');
    },
  },

  evolve: {
    ProductOffered: (_, { type: __, ...offer }) => ({ status: 'offered', offer }),
    ProductWithdrawn: () => ({ status: 'withdrawn' }),
  },
});

const same = (a: Offer, b: Offer): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));

/** The fields in one order, whichever order they came in. */
const inOrder = (offer: Offer) => ({
  ...{ kind: offer.kind, size: offer.sizeCm && [offer.sizeCm.width, offer.sizeCm.height] },
  ...{ master: [offer.masterPx.width, offer.masterPx.height], sku: offer.labSku, variants: offer.variants },
  prices: [offer.grossCents.EUR, offer.grossCents.GBP, offer.grossCents.USD],
});
