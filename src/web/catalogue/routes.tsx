/** Styles and products: pages to look at, and `/api/v1/products`. */
import { Elysia } from 'elysia';
import { z } from 'zod';
import { offered } from '../../../projections/products.ts';
import { productName } from '../../modules/catalogue/names.ts';
import { ProductOffered } from '../../modules/catalogue/product.events.ts';
import { styles } from '../../studio/styles/index.ts';
import { html, json, refuse } from '../answers.tsx';
import { about } from '../docs/about.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { showProduct } from './product-page.tsx';
import { StylePage, StylesPage } from './styles.tsx';

const hide = { detail: { hide: true } };

export const catalogueRoutes = (shop: Shop) =>
  new Elysia()
    .get('/styles', ({ request }) => showStyles(shop, request), hide)
    .get('/styles/:id', ({ request, params }) => showStyle(shop, request, params.id), hide)
    .get('/studio/:token/product', ({ request, params }) => showProduct(shop, request, params.token), hide)
    .get('/api/v1/products', () => listProducts(shop), {
      ...about('catalogue', 'What a portrait can be made into, with prices', { 200: ProductList }),
    });

async function showStyles(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  return html(shop, visit, { title: 'Styles', page: <StylesPage styles={styles} /> });
}

async function showStyle(shop: Shop, request: Request, id: string): Promise<Response> {
  const style = styles.find((one) => one.id === id);
  if (style === undefined) return refuse(shop, request, notFound);
  const visit = await visitOf(shop, request);
  const others = styles.filter((one) => one !== style);
  return html(shop, visit, { title: style.name, page: <StylePage style={style} others={others} /> });
}

const { productId: id, kind, sizeCm, masterPx, variants, grossCents } = ProductOffered.schema.shape;
const ProductList = z.object({
  products: z
    .array(z.object({ id, kind, name: z.string(), sizeCm, masterPx, variants, grossCents }))
    .readonly(),
});
type ProductList = z.output<typeof ProductList>;

async function listProducts({ reads }: Shop): Promise<Response> {
  const rows = await offered(reads.products);
  return json<ProductList>({
    products: rows.map(({ productId, kind, sizeCm, masterPx, variants, grossCents }) => ({
      ...{ id: productId, kind, name: productName(kind, productId), sizeCm, masterPx, variants },
      grossCents,
    })),
  });
}
