/** Writing to us, and answering. */
import { Elysia } from 'elysia';
import { atDesk, type Desk } from '../desks/desk.ts';
import { about } from '../docs/about.ts';
import type { Shop } from '../shop.ts';
import {
  ConversationBegun,
  ConversationList,
  ConversationTold,
  listSupport,
  postSupportJson,
  showSupportJson,
} from './api.ts';
import { postAnswer, postClose, showAnswering, showSupportDesk } from './desk-pages.tsx';
import { postSupport, postThread, showSupport, showThread } from './support-pages.tsx';
import { Message } from './writing.ts';

const hidden = { detail: { hide: true } };
const raw = { parse: 'none', detail: { hide: true } } as const;

export function supportRoutes(shop: Shop) {
  const staff = (request: Request, act: (desk: Desk) => Promise<Response>) =>
    atDesk('staff', shop, request, act);
  return new Elysia()
    .get('/support', ({ request }) => showSupport(shop, request), hidden)
    .post('/support', ({ request }) => postSupport(shop, request), raw)
    .get('/support/:token', ({ request, params }) => showThread(shop, request, params.token), hidden)
    .post('/support/:token', ({ request, params }) => postThread(shop, request, params.token), raw)
    .get(
      '/api/v1/support',
      ({ request }) => listSupport(shop, request),
      about('support', 'What you wrote to us', { 200: ConversationList }),
    )
    .post('/api/v1/support', ({ request, body }) => postSupportJson(shop, request, body), {
      body: Message,
      ...about('support', 'Write to us', { 201: ConversationBegun }),
    })
    .get(
      '/api/v1/support/:id',
      ({ request, params }) => showSupportJson(shop, request, params.id),
      about('support', 'A conversation', { 200: ConversationTold }),
    )
    .get('/staff/support', ({ request }) => staff(request, showSupportDesk), hidden)
    .get(
      '/staff/support/:id',
      ({ request, params: { id } }) => staff(request, (desk) => showAnswering(desk, id)),
      hidden,
    )
    .post(
      '/staff/support/:id/answer',
      ({ request, params: { id } }) => staff(request, (desk) => postAnswer(desk, id)),
      raw,
    )
    .post(
      '/staff/support/:id/close',
      ({ request, params: { id } }) => staff(request, (desk) => postClose(desk, id)),
      raw,
    );
}
