/** The desks: staff, auditors and operations, each for its own role alone. */
import { Elysia } from 'elysia';
import type { Shop } from '../shop.ts';
import { approvalRoutes } from './approvals/routes.ts';
import { showErasure, showErasures } from './audit/erasures-pages.tsx';
import { showOpenings, showRetention } from './audit/held-pages.tsx';
import { showOverview } from './audit/overview-pages.tsx';
import { showReplay } from './audit/replay-pages.tsx';
import { atDesk, type Desk } from './desk.ts';
import { postAbort, postConfirm, postRebuild, postRetry, postRetryJobs, postSkip } from './ops/acts.ts';
import { showReadModels } from './ops/ops-pages.tsx';
import { showKeys, showServices } from './ops/services-pages.tsx';
import { showJobs, showProcesses } from './ops/work-pages.tsx';
import { postCancel, postOpen, postPhoto, postPortrait, postRefund } from './staff/acts.ts';
import { postOffer, postWithdrawal, showCatalogue, showProduct } from './staff/catalogue-pages.tsx';
import { showOrder } from './staff/order-pages.tsx';
import { searchOrders, showOrders } from './staff/orders-pages.tsx';
import { showRefunds } from './staff/refunds-pages.tsx';
import { showReview } from './staff/review-pages.tsx';

const hidden = { detail: { hide: true } };
const raw = { parse: 'none', detail: { hide: true } } as const;

export const deskRoutes = (shop: Shop) =>
  new Elysia().use(staffRoutes(shop)).use(auditRoutes(shop)).use(opsRoutes(shop)).use(approvalRoutes(shop));

type Act = (desk: Desk) => Promise<Response>;

function staffRoutes(shop: Shop) {
  const staff = (request: Request, act: Act) => atDesk('staff', shop, request, act);
  return new Elysia({ prefix: '/staff' })
    .get('/orders', ({ request }) => staff(request, showOrders), hidden)
    .post('/orders', ({ request }) => staff(request, searchOrders), raw)
    .get(
      '/orders/:id',
      ({ request, params: { id } }) => staff(request, (desk) => showOrder(desk, id)),
      hidden,
    )
    .post(
      '/orders/:id/open',
      ({ request, params: { id } }) => staff(request, (desk) => postOpen(desk, id)),
      raw,
    )
    .post(
      '/orders/:id/portrait',
      ({ request, params: { id } }) => staff(request, (desk) => postPortrait(desk, id)),
      raw,
    )
    .post(
      '/orders/:id/photo',
      ({ request, params: { id } }) => staff(request, (desk) => postPhoto(desk, id)),
      raw,
    )
    .post(
      '/orders/:id/refund',
      ({ request, params: { id } }) => staff(request, (desk) => postRefund(desk, id)),
      raw,
    )
    .post(
      '/orders/:id/cancel',
      ({ request, params: { id } }) => staff(request, (desk) => postCancel(desk, id)),
      raw,
    )
    .get('/review', ({ request }) => staff(request, showReview), hidden)
    .get('/refunds', ({ request }) => staff(request, showRefunds), hidden)
    .get('/catalogue', ({ request }) => staff(request, showCatalogue), hidden)
    .get(
      '/catalogue/:id',
      ({ request, params: { id } }) => staff(request, (desk) => showProduct(desk, id)),
      hidden,
    )
    .post(
      '/catalogue/:id',
      ({ request, params: { id } }) => staff(request, (desk) => postOffer(desk, id)),
      raw,
    )
    .post(
      '/catalogue/:id/withdraw',
      ({ request, params: { id } }) => staff(request, (desk) => postWithdrawal(desk, id)),
      raw,
    );
}

function opsRoutes(shop: Shop) {
  const ops = (request: Request, act: Act) => atDesk('ops', shop, request, act);
  return new Elysia({ prefix: '/ops' })
    .get('/', ({ request }) => ops(request, showReadModels), hidden)
    .get('/processes', ({ request }) => ops(request, showProcesses), hidden)
    .get('/jobs', ({ request }) => ops(request, showJobs), hidden)
    .get('/services', ({ request }) => ops(request, showServices), hidden)
    .get('/keys', ({ request }) => ops(request, showKeys), hidden)
    .post('/rebuild', ({ request }) => ops(request, postRebuild), raw)
    .post('/abort', ({ request }) => ops(request, postAbort), raw)
    .post('/confirm', ({ request }) => ops(request, postConfirm), raw)
    .post('/retry', ({ request }) => ops(request, postRetry), raw)
    .post('/skip', ({ request }) => ops(request, postSkip), raw)
    .post('/jobs/retry', ({ request }) => ops(request, postRetryJobs), raw);
}

function auditRoutes(shop: Shop) {
  const auditor = (request: Request, act: Act) => atDesk('auditor', shop, request, act);
  return new Elysia({ prefix: '/audit' })
    .get('/', ({ request }) => auditor(request, showOverview), hidden)
    .get('/erasures', ({ request }) => auditor(request, showErasures), hidden)
    .get(
      '/erasures/:id',
      ({ request, params: { id } }) => auditor(request, (desk) => showErasure(desk, id)),
      hidden,
    )
    .get('/replay', ({ request }) => auditor(request, showReplay), hidden)
    .get('/openings', ({ request }) => auditor(request, showOpenings), hidden)
    .get('/retention', ({ request }) => auditor(request, showRetention), hidden);
}
