/** `/studio/:token`, `/pictures/:token`, `/api/v1/portraits`, `/api/v1/styles`. */
import { Elysia } from 'elysia';
import { refuse, seeOther } from '../answers.tsx';
import { about } from '../docs/about.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { postAdjust, showAdjust } from './adjust-pages.tsx';
import {
  listStyles,
  PortraitAsked,
  PortraitTold,
  PortraitWish,
  postPortrait,
  StyleList,
  showPortrait,
  streamPhoto,
  streamPortrait,
} from './api.ts';
import { type DraftDesk, draftDesk, showDraft } from './draft.ts';
import { postPainterMessage } from './hearing.ts';
import { showAligned, showPicture } from './pictures.ts';
import { postStop } from './stop.ts';
import { showCompare, showStudio, streamStudio, studioOf } from './studio-pages.tsx';

const hide = { detail: { hide: true } };
const stream = { 200: 'text/event-stream' };
const raw = { parse: 'none', detail: { hide: true } } as const;

/** The page that it leads to asks whose photo it is. */
async function eraseIt(shop: Shop, request: Request, token: string): Promise<Response> {
  if ((await studioOf(shop, token)) === undefined) return refuse(shop, request, notFound);
  return seeOther(`/account/privacy/erase?scope=photo&photo=${encodeURIComponent(token)}`);
}

export const portraitRoutes = (shop: Shop, desk: DraftDesk = draftDesk()) =>
  new Elysia()
    .get('/studio/:token', ({ request, params }) => showStudio(shop, request, params.token), hide)
    .get('/studio/:token/events', ({ request, params }) => streamStudio(shop, request, params.token), hide)
    .get('/studio/:token/compare', ({ request, params }) => showCompare(shop, request, params.token), hide)
    .get('/studio/:token/adjust', ({ request, params }) => showAdjust(shop, request, params.token), hide)
    .post('/studio/:token/adjust', ({ request, params }) => postAdjust(shop, request, params.token), raw)
    .get('/studio/:token/draft', ({ request, params }) => showDraft(shop, desk, request, params.token), hide)
    .post('/studio/:token/stop', ({ request, params }) => postStop(shop, request, params.token), raw)
    .post('/studio/:token/erase', ({ request, params }) => eraseIt(shop, request, params.token), raw)
    .post('/webhooks/replicate', ({ request }) => postPainterMessage(shop, request), raw)
    .get('/pictures/:token', ({ request, params }) => showPicture(shop, request, params.token), hide)
    .get('/pictures/:token/photo', ({ request, params }) => showAligned(shop, request, params.token), hide)
    .get(
      '/api/v1/styles',
      () => listStyles(),
      about('portraits', 'What the studio paints', { 200: StyleList }),
    )
    .get('/api/v1/photos/:id/events', ({ request, params }) => streamPhoto(shop, request, params.id), {
      ...about('portraits', 'Server-sent events of all portraits of a photo', stream),
    })
    .post('/api/v1/portraits', ({ request, body }) => postPortrait(shop, request, body), {
      body: PortraitWish,
      ...about('portraits', 'Ask for a portrait of a photo', { 202: PortraitAsked }),
    })
    .get('/api/v1/portraits/:id', ({ request, params }) => showPortrait(shop, request, params.id), {
      ...about('portraits', 'How a portrait stands', { 200: PortraitTold }),
    })
    .get('/api/v1/portraits/:id/events', ({ request, params }) => streamPortrait(shop, request, params.id), {
      ...about('portraits', 'Server-sent events of one portrait', stream),
    });
