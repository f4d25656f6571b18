/** Style sheet, fonts, pictures and islands; what carries its hash in its name is kept for a year, the rest asked after. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Elysia } from 'elysia';
import { refuse } from './answers.tsx';
import { notFound } from './problems/problem.ts';
import type { Shop } from './shop.ts';

const assets = fileURLToPath(new URL('./assets/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
};

const forYears = 'public, max-age=31536000, immutable';
const forAnHour = 'public, max-age=3600';

export const staticRoutes = (shop: Shop) =>
  new Elysia({ detail: { hide: true } })
    .get('/assets/*', ({ request, params }) => showAsset(shop, request, params['*']))
    .get('/islands/:name', ({ request, params }) =>
      showFile(shop, request, shop.looks.islandsFolder, params.name, forYears),
    )
    .get('/favicon.ico', ({ request }) => showFile(shop, request, assets, 'icons/frame.svg', forAnHour));

function showAsset(shop: Shop, request: Request, path: string): Promise<Response> {
  const { href, text } = shop.looks.styleSheet;
  if (`/assets/${path}` !== href) return showFile(shop, request, assets, path, forAnHour);
  return served(request, { bytes: new TextEncoder().encode(text), type: types['css'] ?? '' }, forYears);
}

async function showFile(
  shop: Shop,
  request: Request,
  folder: string,
  path: string,
  caching: string,
): Promise<Response> {
  const file = join(folder, normalize(`/${decoded(path)}`)); // no name leads out of the folder
  const type = types[file.split('.').at(-1) ?? ''];
  const bytes = type === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (type === undefined || bytes === undefined) return refuse(shop, request, notFound);
  return served(request, { bytes: new Uint8Array(bytes), type }, caching);
}

type Asset = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };

/** What was seen before is not sent again (RFC 9110, 13.1.2); text goes packed where that is understood. */
async function served(
  { headers: asked }: Request,
  { bytes, type }: Asset,
  caching: string,
): Promise<Response> {
  const tag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const packed = isText(type) && /\bgzip\b/.test(asked.get('accept-encoding') ?? '');
  const etag = packed ? `"${tag}-gzip"` : `"${tag}"`;
  const headers = { 'content-type': type, 'cache-control': caching, vary: 'accept-encoding', etag };
  if (asked.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  if (!packed) return new Response(bytes, { headers });
  return new Response(await packedOnce(tag, bytes), { headers: { ...headers, 'content-encoding': 'gzip' } });
}

const isText = (type: string): boolean => /^text\/|svg/.test(type);

const pack = promisify(gzip);
/** By their hash: there are a few dozen, and they do not change while the shop is open. */
const packedBefore = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

function packedOnce(tag: string, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const before = packedBefore.get(tag);
  if (before !== undefined) return before;
  const now = pack(bytes, { level: 9 }).then((packed) => new Uint8Array(packed));
  packedBefore.set(tag, now);
  return now;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '');
  } catch {
    return '';
  }
}
