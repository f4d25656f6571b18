/** What is held, allowed and erased: pages and `/api/v1/privacy`. */
import { Elysia } from 'elysia';
import type { Shop } from '../shop.ts';
import {
  ConsentRequest,
  ErasureRequest,
  postCode,
  postErasure,
  putConsent,
  showConsents,
  showHeld,
  showRequest,
} from './api.ts';
import { downloadReceipt, postErase, postEraseCode, showErase, showReceipt } from './erasure-pages.tsx';
import { postConsent, showPrivacy } from './privacy-pages.tsx';
import { postVerify, showVerify } from './verify-pages.tsx';

const hidden = { detail: { hide: true } };
const raw = { parse: 'none', detail: { hide: true } } as const;
const about = (summary: string) => ({ detail: { summary, tags: ['privacy'] } });

export const privacyRoutes = (shop: Shop) =>
  new Elysia()
    .get('/account/privacy', ({ request }) => showPrivacy(shop, request), hidden)
    .post('/account/privacy/consents', ({ request }) => postConsent(shop, request), raw)
    .get('/account/privacy/erase', ({ request }) => showErase(shop, request), hidden)
    .post('/account/privacy/erase', ({ request }) => postErase(shop, request), raw)
    .post('/account/privacy/erase/code', ({ request }) => postEraseCode(shop, request), raw)
    .get('/receipts/:token', ({ request, params }) => showReceipt(shop, request, params.token), hidden)
    .get(
      '/receipts/:token/receipt.jws',
      ({ request, params }) => downloadReceipt(shop, request, params.token),
      hidden,
    )
    .get('/verify', ({ request }) => showVerify(shop, request), hidden)
    .post('/verify', ({ request }) => postVerify(shop, request), raw)
    .get('/api/v1/privacy/held', ({ request }) => showHeld(shop, request), about('What is held about you'))
    .get('/api/v1/privacy/consents', ({ request }) => showConsents(shop, request), about('What you allow'))
    .put('/api/v1/privacy/consents', ({ request, body }) => putConsent(shop, request, body), {
      body: ConsentRequest,
      ...about('Allow, or withdraw'),
    })
    .post('/api/v1/privacy/erasures', ({ request, body }) => postErasure(shop, request, body), {
      body: ErasureRequest,
      ...about('Preview an erasure, or confirm it'),
    })
    .post(
      '/api/v1/privacy/codes',
      ({ request }) => postCode(shop, request),
      about('Have a code sent that proves who asks'),
    )
    .get(
      '/api/v1/privacy/requests/:id',
      ({ request, params }) => showRequest(shop, request, params.id),
      about('A request, with its receipt once it is verified'),
    );
