/** Style sheet, fonts, pictures and islands; what carries its hash in its name is kept for a year, the rest asked after. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Elysia } from 'elysia';
import { refuse } from './answers.tsx';
import { hasSeen, takesGzip } from './negotiation.ts';
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

export function staticRoutes(shop: Shop) {
  const shelf = assetShelf();
  const { href, text } = shop.looks.styleSheet;
  const styleSheet = assetOf(new TextEncoder().encode(text), types['css'] ?? '');
  const show = async (request: Request, folder: string, path: string, caching: string) => {
    const asset = await shelf(join(folder, normalize(`/${decoded(path)}`))); // no name leads out of the folder
    return asset === undefined ? refuse(shop, request, notFound) : served(request, asset, caching);
  };
  return new Elysia({ detail: { hide: true } })
    .get('/assets/*', ({ request, params: { '*': path } }) =>
      `/assets/${path}` === href
        ? served(request, styleSheet, forYears)
        : show(request, assets, path, forAnHour),
    )
    .get('/islands/:name', ({ request, params }) =>
      show(request, shop.looks.islandsFolder, params.name, forYears),
    )
    .get('/favicon.ico', ({ request }) => show(request, assets, 'icons/frame.svg', forAnHour));
}

export type Asset = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Of the bytes, and without its quotes. */
  readonly tag: string;
  /** Undefined for what is packed already, as pictures are. */
  readonly packed: (() => Promise<Uint8Array<ArrayBuffer>>) | undefined;
};

/** Files by their path, each read once: there are a few hundred, and they do not change while the shop is open. */
export function assetShelf(): (file: string) => Promise<Asset | undefined> {
  const read = new Map<string, Asset>();
  return async (file) => {
    const before = read.get(file);
    const type = types[file.split('.').at(-1) ?? ''];
    if (before !== undefined || type === undefined) return before;
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined) return undefined; // and nothing is kept of a name that somebody made up
    const asset = assetOf(new Uint8Array(bytes), type);
    read.set(file, asset);
    return asset;
  };
}

export function assetOf(bytes: Asset['bytes'], type: string): Asset {
  const tag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return { bytes, type, tag, packed: /^text\/|svg/.test(type) ? packedOnce(bytes) : undefined };
}

const pack = promisify(gzip);

function packedOnce(bytes: Uint8Array): Asset['packed'] {
  let packed: Promise<Uint8Array<ArrayBuffer>> | undefined;
  return () => {
    packed ??= pack(bytes, { level: 9 }).then((done) => new Uint8Array(done));
    return packed;
  };
}

/** What was seen before is not sent again (RFC 9110, 13.1.2); text goes packed where that is understood. */
export async function served(
  { headers: asked }: Request,
  { bytes, type, tag, packed }: Asset,
  caching: string,
): Promise<Response> {
  const isPacked = packed !== undefined && takesGzip(asked);
  const etag = isPacked ? `"${tag}-gzip"` : `"${tag}"`;
  const varies = packed === undefined ? {} : { vary: 'accept-encoding' };
  const headers = { 'content-type': type, 'cache-control': caching, etag, ...varies };
  if (hasSeen(asked, etag)) return new Response(null, { status: 304, headers });
  if (!isPacked) return new Response(bytes, { headers });
  return new Response(await packed(), { headers: { ...headers, 'content-encoding': 'gzip' } });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '');
  } catch {
    return '';
  }
}
