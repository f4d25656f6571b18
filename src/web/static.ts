/** Style sheet, fonts, pictures and islands, as they lie; what carries its hash in its name is kept for a year. */
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
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

function showAsset(shop: Shop, request: Request, path: string): Response | Promise<Response> {
  const { href, text } = shop.looks.styleSheet;
  if (`/assets/${path}` === href)
    return new Response(text, { headers: { 'content-type': types['css'] ?? '', 'cache-control': forYears } });
  return showFile(shop, request, assets, path, forAnHour);
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
  const headers = { 'content-type': type, 'cache-control': caching };
  return new Response(new Uint8Array(bytes), { headers });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '');
  } catch {
    return '';
  }
}
