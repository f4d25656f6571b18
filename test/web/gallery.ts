/** A tiny server for the pages: documents, assets and islands under a strict content policy, and nothing behind them. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { buildIslands } from '../../scripts/build-islands.ts';
import { renderDocument } from '../../src/web/document.tsx';
import { styleSheet } from '../../src/web/style-sheet.ts';
import { pages } from './pages.ts';
import type { Shown } from './shown.ts';

const nonce = 'sample-nonce';
const policy = [
  "default-src 'none'",
  "img-src 'self' blob:",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  `script-src 'nonce-${nonce}'`,
  "base-uri 'none'",
].join('; ');

export type Gallery = { readonly url: string; readonly stop: () => void };

/** Serves `/<name>` for every page of the list. */
export async function openGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), 'islands-'));
  const islands = await buildIslands(folder);
  const sheet = await styleSheet();
  const given = {
    styleSheet: sheet.href,
    islands: Object.fromEntries(Object.entries(islands).map(([name, file]) => [name, `/islands/${file}`])),
  };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      const path = normalize(new URL(request.url).pathname);
      if (path === sheet.href) return new Response(sheet.text, { headers: { 'content-type': 'text/css' } });
      if (path.startsWith('/islands/'))
        return new Response(Bun.file(join(folder, path.slice('/islands/'.length))));
      if (path.startsWith('/assets/'))
        return new Response(Bun.file(join(import.meta.dir, '../../src/web', path)));
      const shown = pages.find(({ name }) => path === `/${name}`);
      return shown === undefined ? new Response(null, { status: 404 }) : documentOf(shown, given);
    },
  });
  return { url: server.url.origin, stop: () => void server.stop(true) };
}

type Given = { readonly styleSheet: string; readonly islands: Readonly<Record<string, string>> };

const documentOf = ({ title, page, path, desk }: Shown, given: Given): Response =>
  new Response(
    renderDocument({ title, page, path, desk, nonce, basketCount: 2, simulated: true, ...given }),
    {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
    },
  );
