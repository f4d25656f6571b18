/** The entrance. */
import { Elysia } from 'elysia';
import { offered } from '../../../projections/products.ts';
import { kindName } from '../../modules/catalogue/names.ts';
import { vatRateOf } from '../../modules/catalogue/vat.ts';
import { register } from '../../personal-data/register.ts';
import { styles } from '../../studio/styles/index.ts';
import { html } from '../answers.tsx';
import { atHome } from '../catalogue/prices.ts';
import type { Hanging } from '../components/shapes.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { HomePage, type ShelfItem } from './pages.tsx';
import { promises } from './promises.ts';

export const homeRoutes = (shop: Shop) =>
  new Elysia({ detail: { hide: true } }).get('/', ({ request }) => showHome(shop, request));

async function showHome(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const props = {
    ...{ styles, shelf: await shelf(shop), vatRate: vatRateOf(atHome.country), promises },
    keptDays: register['media.upload'].retention.keepDays,
  };
  return html(shop, visit, { title: 'portraits painted from your photo', page: <HomePage {...props} /> });
}

type Shown = Pick<ShelfItem, 'says' | 'as'> & { readonly product: string };

/** One of each kind, in the size that most people hang. */
const shown: readonly Shown[] = [
  { product: 'framed-40x50', says: '40 × 50 cm, solid wood', as: framed('walnut') },
  { product: 'canvas-40x50', says: '40 × 50 cm, on a stretcher', as: { kind: 'canvas', widthCm: 40 } },
  { product: 'fine-art-28x35', says: '28 × 35 cm, on cotton paper', as: { kind: 'fine-art', widthCm: 28 } },
  { product: 'file', says: 'Yours to print wherever you like', as: { kind: 'file', widthCm: 40 } },
];

function framed(finish: NonNullable<Hanging['finish']>): Hanging {
  return { kind: 'framed', widthCm: 40, finish, matCm: 5, matColour: 'white' };
}

async function shelf({ reads }: Shop): Promise<readonly ShelfItem[]> {
  const rows = await offered(reads.products);
  return shown.flatMap(({ product, says, as }, index) => {
    const row = rows.find(({ productId }) => productId === product);
    const style = styles[index % styles.length];
    if (row === undefined || style === undefined) return [];
    const price = { cents: row.grossCents[atHome.currency], currency: atHome.currency };
    return [{ name: kindName(row.kind), says, as, price, style: style.id }];
  });
}
