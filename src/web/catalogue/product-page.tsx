/** `/studio/:token/product`: what a portrait can be made into, with prices, for the photo that it was painted from. */
import { offered, type ProductRow } from '../../../projections/products.ts';
import { html, refuse } from '../answers.tsx';
import type { Choices, ConfiguratorProps, Kind, Size } from '../components/choices.ts';
import { isSharp } from '../ordering/quote.ts';
import { portraitFrom } from '../portraits/easel.ts';
import { studioOf } from '../portraits/studio-pages.tsx';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { countryName } from '../uploads/countries.ts';
import { visitOf } from '../visit.ts';
import { atHome, homeOf, priceOf } from './prices.ts';
import { ProductPage } from './product.tsx';

const kinds: readonly Kind[] = ['framed', 'fine-art', 'canvas', 'poster', 'file'];
const cmPerInch = 2.54;

export async function showProduct(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const studio = await studioOf(shop, token);
  const asked = visit.url.searchParams.get('portrait');
  const painted = studio?.portraits.filter(({ status }) => status === 'painted') ?? [];
  const chosen = painted.find(({ portraitId }) => portraitId === asked) ?? painted[0];
  if (studio === undefined || chosen === undefined) return refuse(shop, request, notFound);
  const { label, src = '', alt } = portraitFrom(shop, chosen);
  const rows = await offered(shop.reads.products);
  const country = homeOf(request);
  const props = {
    ...{ token, portrait: { id: chosen.portraitId, style: label, src, alt } },
    kinds: kindsFrom(rows, studio.photo.faceHeightPx, country),
    chosen: choicesIn(visit.url.searchParams),
    country: countryName(country),
  };
  return html(shop, visit, { title: 'On your wall', page: <ProductPage {...props} /> });
}

const kindsFrom = (
  rows: readonly ProductRow[],
  faceHeightPx: number | null,
  country: string,
): ConfiguratorProps['kinds'] =>
  kinds.map((kind) => ({
    kind,
    sizes: rows
      .filter((row) => row.kind === kind)
      .toSorted((a, b) => (a.sizeCm?.width ?? 0) - (b.sizeCm?.width ?? 0))
      .map((row) => sizeFrom(row, faceHeightPx, country)),
  }));

function sizeFrom(row: ProductRow, faceHeightPx: number | null, country: string): Size {
  const { productId, sizeCm, masterPx } = row;
  const width = sizeCm?.width ?? (masterPx.width / 300) * cmPerInch;
  const height = sizeCm?.height ?? (masterPx.height / 300) * cmPerInch;
  const size = {
    ...{ id: productId.replace(/^[a-z-]+-(?=\d)/, ''), widthCm: width, heightCm: height },
    ...{
      dpi: Math.round((masterPx.width / width) * cmPerInch),
      price: priceOf(row, country, atHome.currency),
    },
  };
  if (isSharp(row, faceHeightPx)) return size;
  return { ...size, off: 'The face in your photo is too small for this size.' };
}

const walls = ['white', 'sage', 'clay', 'green', 'night'] as const;

/** Without script the choice rides in the address. */
function choicesIn(query: URLSearchParams): Choices {
  const kind = kinds.find((one) => one === query.get('kind')) ?? 'framed';
  const wall = walls.find((one) => one === query.get('wall')) ?? 'sage';
  return {
    ...{ kind, wall, size: query.get('size') ?? '40x50' },
    ...{
      finish: query.get('finish') ?? 'walnut',
      mat: query.get('mat') ?? 'white',
      edge: query.get('edge') ?? 'mirror',
    },
  };
}
