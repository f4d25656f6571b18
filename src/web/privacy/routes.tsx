/** What is held, allowed, asked and erased: pages and `/api/v1/privacy`. */
import { Elysia } from 'elysia';
import type { Shop } from '../shop.ts';
import { apiRoutes } from './api-routes.ts';
import { downloadConsentReceipt, showConsentHistory } from './consent-pages.tsx';
import { downloadCopy } from './copies.ts';
import { postReport, showReport } from './depicted-pages.tsx';
import { downloadReceipt, postErase, postEraseCode, showErase, showReceipt } from './erasure-pages.tsx';
import {
  postAnswer,
  postErasePhoto,
  postExtend,
  postPicture,
  showOfficer,
  showOfficerRequest,
} from './officer-pages.tsx';
import { postConsent, showHistory, showPrivacy } from './privacy-pages.tsx';
import { showRequestPage } from './request-page.tsx';
import { postComplaint, postCorrect, postExport, postObject, postRestrict } from './rights-pages.tsx';
import { showSchema } from './schemas.ts';
import { postVerify, showVerify } from './verify-pages.tsx';

const hidden = { detail: { hide: true } };
const raw = { parse: 'none', detail: { hide: true } } as const;

export const privacyRoutes = (shop: Shop) =>
  new Elysia()
    .use(accountRoutes(shop))
    .use(apiRoutes(shop))
    .use(officerRoutes(shop))
    .get('/receipts/:token', ({ request, params }) => showReceipt(shop, request, params.token), hidden)
    .get(
      '/receipts/:token/receipt.jws',
      ({ request, params }) => downloadReceipt(shop, request, params.token),
      hidden,
    )
    .get('/requests/:token', ({ request, params }) => showRequestPage(shop, request, params.token), hidden)
    .get('/copies/:token', ({ request, params }) => downloadCopy(shop, request, params.token), hidden)
    .head('/copies/:token', ({ request, params }) => downloadCopy(shop, request, params.token), hidden)
    .get('/schemas/:name', ({ request, params }) => showSchema(shop, request, params.name), hidden)
    .get('/privacy/depicted', ({ request }) => showReport(shop, request, 'depicted'), hidden)
    .post('/privacy/depicted', ({ request }) => postReport(shop, request, 'depicted'), raw)
    .get('/privacy/children', ({ request }) => showReport(shop, request, 'under-age'), hidden)
    .post('/privacy/children', ({ request }) => postReport(shop, request, 'under-age'), raw)
    .get('/verify', ({ request }) => showVerify(shop, request), hidden)
    .post('/verify', ({ request }) => postVerify(shop, request), raw);

const accountRoutes = (shop: Shop) =>
  new Elysia({ prefix: '/account/privacy' })
    .get('/', ({ request }) => showPrivacy(shop, request), hidden)
    .get('/history', ({ request }) => showHistory(shop, request), hidden)
    .get('/consents', ({ request }) => showConsentHistory(shop, request), hidden)
    .get(
      '/consents/:name',
      ({ request, params }) => downloadConsentReceipt(shop, request, params.name),
      hidden,
    )
    .post('/consents', ({ request }) => postConsent(shop, request), raw)
    .post('/export', ({ request }) => postExport(shop, request), raw)
    .post('/correct', ({ request }) => postCorrect(shop, request), raw)
    .post('/restrict', ({ request }) => postRestrict(shop, request), raw)
    .post('/object', ({ request }) => postObject(shop, request), raw)
    .post('/complain', ({ request }) => postComplaint(shop, request), raw)
    .get('/erase', ({ request }) => showErase(shop, request), hidden)
    .post('/erase', ({ request }) => postErase(shop, request), raw)
    .post('/erase/code', ({ request }) => postEraseCode(shop, request), raw);

const officerRoutes = (shop: Shop) =>
  new Elysia({ prefix: '/officer' })
    .get('/', ({ request }) => showOfficer(shop, request), hidden)
    .get('/:id', ({ request, params }) => showOfficerRequest(shop, request, params.id), hidden)
    .post('/:id/answer', ({ request, params }) => postAnswer(shop, request, params.id), raw)
    .post('/:id/extend', ({ request, params }) => postExtend(shop, request, params.id), raw)
    .post('/:id/erase', ({ request, params }) => postErasePhoto(shop, request, params.id), raw)
    .post('/:id/picture', ({ request, params }) => postPicture(shop, request, params.id), raw);
