/** What the shop offers today, with its prices. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type ProductEvent, type ProductId, productStream } from '../src/modules/catalogue/product.events.ts';

type Offered = Omit<Extract<ProductEvent, { readonly type: 'ProductOffered' }>, 'type'>;
export type ProductRow = Offered & { readonly status: 'offered' | 'withdrawn'; readonly since: string };

export const products = projection<ProductRow, ProductEvent>({
  name: 'products',
  version: 1,
  columns: {
    productId: 'text',
    kind: 'text',
    sizeCm: 'jsonb',
    masterPx: 'jsonb',
    labSku: 'text',
    variants: 'jsonb',
    grossCents: 'jsonb',
    status: 'text',
    since: 'timestamptz',
  },
  streams: [productStream],
  key: ({ productId }) => productId,

  on: {
    ProductOffered: (_, { type: __, ...offer }, { created }) => ({
      ...offer,
      status: 'offered',
      since: created,
    }),
    ProductWithdrawn: (row, _, { created }) => row && { ...row, status: 'withdrawn', since: created },
  },
  forget: 'values',
});

export const offered = (rows: Rows<ProductRow>): Promise<readonly ProductRow[]> =>
  rows.where('status', 'offered');

export const productOf = async (
  rows: Rows<ProductRow>,
  productId: ProductId,
): Promise<ProductRow | undefined> => (await rows.where('productId', productId))[0];
