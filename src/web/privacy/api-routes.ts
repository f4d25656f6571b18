/** The routes of `/api/v1/privacy`. */
import { Elysia } from 'elysia';
import { type Answers, about } from '../docs/about.ts';
import type { Shop } from '../shop.ts';
import {
  AnyRequestTold,
  CodeNotNeeded,
  CodeSent,
  ConsentList,
  ErasureBegun,
  ErasurePreview,
  ErasureRequest,
  HeldList,
  postCode,
  postErasure,
  putConsent,
  showConsents,
  showHeld,
  showRequest,
} from './api.ts';
import { ReceiptList, showReceiptsJson } from './consent-pages.tsx';
import { Choice } from './consents.ts';
import { postReportJson, Report, Reported } from './depicted-pages.tsx';
import {
  ComplaintRequest,
  CorrectionRequest,
  ExportRequest,
  listRequests,
  ObjectionRequest,
  ProcessingList,
  postComplaintJson,
  postExportJson,
  postObjectionJson,
  putContactJson,
  putRestrictionJson,
  RequestList,
  RequestMade,
  RestrictionRequest,
  showProcessing,
} from './rights-api.ts';

const tell = (summary: string, answers: Answers) => about('privacy', summary, answers);
/** What is asked is answered later, by a person or a job. */
const asked = { 202: RequestMade };

export const apiRoutes = (shop: Shop) =>
  new Elysia({ prefix: '/api/v1/privacy' })
    .get('/held', ({ request }) => showHeld(shop, request), tell('What is held about you', { 200: HeldList }))
    .get(
      '/processing',
      ({ request }) => showProcessing(shop, request),
      tell('Who opened or received it', { 200: ProcessingList }),
    )
    .get(
      '/consents',
      ({ request }) => showConsents(shop, request),
      tell('What you allow', { 200: ConsentList }),
    )
    .put('/consents', ({ request, body }) => putConsent(shop, request, body), {
      body: Choice,
      ...tell('Allow, or withdraw', { 200: ConsentList }),
    })
    .get(
      '/consents/receipts',
      ({ request }) => showReceiptsJson(shop, request),
      tell('Receipts of what you allowed (ISO/IEC TS 27560)', { 200: ReceiptList }),
    )
    .post(
      '/codes',
      ({ request }) => postCode(shop, request),
      tell('Have a code sent that proves who asks', { 200: CodeNotNeeded, 202: CodeSent }),
    )
    .post('/erasures', ({ request, body }) => postErasure(shop, request, body), {
      body: ErasureRequest,
      ...tell('Preview an erasure, or confirm it', { 200: ErasurePreview, 202: ErasureBegun }),
    })
    .use(rightsRoutes(shop))
    .get(
      '/requests',
      ({ request }) => listRequests(shop, request),
      tell('What you asked', { 200: RequestList }),
    )
    .get(
      '/requests/:id',
      ({ request, params }) => showRequest(shop, request, params.id),
      tell('A request, with its receipt or copy once there is one', { 200: AnyRequestTold }),
    );

const rightsRoutes = (shop: Shop) =>
  new Elysia()
    .post('/exports', ({ request, body }) => postExportJson(shop, request, body ?? {}), {
      body: ExportRequest.optional(),
      ...tell('A copy of your data', asked),
    })
    .put('/contact', ({ request, body }) => putContactJson(shop, request, body), {
      body: CorrectionRequest,
      ...tell('Correct your address', asked),
    })
    .put('/restriction', ({ request, body }) => putRestrictionJson(shop, request, body), {
      body: RestrictionRequest,
      ...tell('Restrict your data, or lift it', asked),
    })
    .post('/objections', ({ request, body }) => postObjectionJson(shop, request, body), {
      body: ObjectionRequest,
      ...tell('Object to a use in our own interest', asked),
    })
    .post('/complaints', ({ request, body }) => postComplaintJson(shop, request, body), {
      body: ComplaintRequest,
      ...tell('Complain', asked),
    })
    .post('/depicted', ({ request, body }) => postReportJson(shop, request, 'depicted', body), {
      body: Report,
      ...tell('You are in a photo that somebody else sent', { 202: Reported }),
    })
    .post('/children', ({ request, body }) => postReportJson(shop, request, 'under-age', body), {
      body: Report,
      ...tell('A child sent a photo of itself', { 202: Reported }),
    });
