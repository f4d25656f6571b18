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

/** What is seen of a browser that came: the last event it had, and the forms that were posted. */
export type Seen = {
  lastEventIds: (string | null)[];
  posts: { path: string; body: string; accept: string | null }[];
};

export type Gallery = {
  readonly url: string;
  readonly seen: Seen;
  /** Sends an event to whoever watches the easel. */
  readonly tell: (id: number, event: string, data: object) => void;
  /** Cuts all streams, as a restart does. */
  readonly cut: () => void;
  /** What the next post is answered with. */
  answer: { status: number; body: object };
  readonly stop: () => void;
};

/** Serves `/<name>` for every page of the list. */
export async function openGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), 'islands-'));
  const islands = await buildIslands(folder);
  const sheet = await styleSheet();
  const given = {
    styleSheet: sheet.href,
    islands: Object.fromEntries(Object.entries(islands).map(([name, file]) => [name, `/islands/${file}`])),
  };
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const seen: Seen = { lastEventIds: [], posts: [] };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    idleTimeout: 0, // a quiet line is not a dead one
    port: 0,
    async fetch(request) {
      const path = normalize(new URL(request.url).pathname);
      if (request.method === 'POST') return posted(request, path);
      if (path === sheet.href) return new Response(sheet.text, { headers: { 'content-type': 'text/css' } });
      if (path.startsWith('/islands/'))
        return new Response(Bun.file(join(folder, path.slice('/islands/'.length))));
      if (path.startsWith('/assets/')) return new Response(Bun.file(join(web, path)));
      if (path.endsWith('/events')) return watched(request);
      const shown = pages.find(({ name }) => path === `/${name}`);
      return shown === undefined ? new Response(null, { status: 404 }) : documentOf(shown, given);
    },
  });

  async function posted(request: Request, path: string): Promise<Response> {
    seen.posts.push({ path, body: await request.text(), accept: request.headers.get('accept') });
    return Response.json(gallery.answer.body, { status: gallery.answer.status });
  }

  function watched(request: Request): Response {
    seen.lastEventIds.push(request.headers.get('last-event-id'));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        streams.add(controller);
        controller.enqueue(bytes('retry: 50\n\n'));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  const gallery: Gallery = {
    url: server.url.origin,
    seen,
    answer: { status: 201, body: { location: '/painting' } },
    tell(id, event, data) {
      for (const stream of streams)
        stream.enqueue(bytes(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
    },
    cut() {
      for (const stream of streams) stream.close();
      streams.clear();
    },
    stop: () => void server.stop(true),
  };
  return gallery;
}

const web = join(import.meta.dir, '../../src/web');

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

type Given = { readonly styleSheet: string; readonly islands: Readonly<Record<string, string>> };

const always = { basketCount: 2, simulated: true, refreshSeconds: 3 } as const;

const documentOf = ({ title, page, path, desk }: Shown, given: Given): Response =>
  new Response(renderDocument({ title, page, path, desk, nonce, ...always, ...given }), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  });
