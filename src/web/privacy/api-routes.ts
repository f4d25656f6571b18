/** The routes of `/api/v1/privacy`. */
import { Elysia } from 'elysia';
import type { Shop } from '../shop.ts';
import {
  ErasureRequest,
  postCode,
  postErasure,
  putConsent,
  showConsents,
  showHeld,
  showRequest,
} from './api.ts';
import { showReceiptsJson } from './consent-pages.tsx';
import { Choice } from './consents.ts';
import { postReportJson, Report } from './depicted-pages.tsx';
import {
  ComplaintRequest,
  CorrectionRequest,
  ExportRequest,
  listRequests,
  ObjectionRequest,
  postComplaintJson,
  postExportJson,
  postObjectionJson,
  putContactJson,
  putRestrictionJson,
  RestrictionRequest,
  showProcessing,
} from './rights-api.ts';

const about = (summary: string) => ({ detail: { summary, tags: ['privacy'] } });

export const apiRoutes = (shop: Shop) =>
  new Elysia({ prefix: '/api/v1/privacy' })
    .get('/held', ({ request }) => showHeld(shop, request), about('What is held about you'))
    .get('/processing', ({ request }) => showProcessing(shop, request), about('Who opened or received it'))
    .get('/consents', ({ request }) => showConsents(shop, request), about('What you allow'))
    .put('/consents', ({ request, body }) => putConsent(shop, request, body), {
      body: Choice,
      ...about('Allow, or withdraw'),
    })
    .get(
      '/consents/receipts',
      ({ request }) => showReceiptsJson(shop, request),
      about('Receipts of what you allowed (ISO/IEC TS 27560)'),
    )
    .post('/codes', ({ request }) => postCode(shop, request), about('Have a code sent that proves who asks'))
    .post('/erasures', ({ request, body }) => postErasure(shop, request, body), {
      body: ErasureRequest,
      ...about('Preview an erasure, or confirm it'),
    })
    .use(rightsRoutes(shop))
    .get('/requests', ({ request }) => listRequests(shop, request), about('What you asked'))
    .get(
      '/requests/:id',
      ({ request, params }) => showRequest(shop, request, params.id),
      about('A request, with its receipt or copy once there is one'),
    );

const rightsRoutes = (shop: Shop) =>
  new Elysia()
    .post('/exports', ({ request, body }) => postExportJson(shop, request, body ?? {}), {
      body: ExportRequest.optional(),
      ...about('A copy of your data'),
    })
    .put('/contact', ({ request, body }) => putContactJson(shop, request, body), {
      body: CorrectionRequest,
      ...about('Correct your address'),
    })
    .put('/restriction', ({ request, body }) => putRestrictionJson(shop, request, body), {
      body: RestrictionRequest,
      ...about('Restrict your data, or lift it'),
    })
    .post('/objections', ({ request, body }) => postObjectionJson(shop, request, body), {
      body: ObjectionRequest,
      ...about('Object to a use in our own interest'),
    })
    .post('/complaints', ({ request, body }) => postComplaintJson(shop, request, body), {
      body: ComplaintRequest,
      ...about('Complain'),
    })
    .post('/depicted', ({ request, body }) => postReportJson(shop, request, 'depicted', body), {
      body: Report,
      ...about('You are in a photo that somebody else sent'),
    })
    .post('/children', ({ request, body }) => postReportJson(shop, request, 'under-age', body), {
      body: Report,
      ...about('A child sent a photo of itself'),
    });
