/** `/ops/approvals`, `/officer/approvals`. */
import { Elysia } from 'elysia';
import type { Shop } from '../../shop.ts';
import { atDesk } from '../desk.ts';
import {
  atOfficers,
  atOps,
  postAnswer,
  postAsk,
  postDo,
  type Seat,
  showAllApprovals,
  showApprovals,
} from './approvals-pages.tsx';

const hidden = { detail: { hide: true } };
const raw = { parse: 'none', detail: { hide: true } } as const;

type At = (request: Request, act: (seat: Seat) => Promise<Response>) => Promise<Response>;

export const approvalRoutes = (shop: Shop) =>
  new Elysia()
    .use(routesAt('/ops', (request, act) => atDesk('ops', shop, request, (desk) => atOps(desk, act))))
    .use(routesAt('/officer', (request, act) => atOfficers(shop, request, act)))
    .get('/audit/approvals', ({ request }) => atDesk('auditor', shop, request, showAllApprovals), hidden);

const routesAt = (prefix: string, at: At) =>
  new Elysia({ prefix: `${prefix}/approvals` })
    .get('/', ({ request }) => at(request, (seat) => showApprovals(seat)), hidden)
    .post('/', ({ request }) => at(request, postAsk), raw)
    .post(
      '/:id/approve',
      ({ request, params: { id } }) => at(request, (seat) => postAnswer(seat, id, 'give')),
      raw,
    )
    .post(
      '/:id/decline',
      ({ request, params: { id } }) => at(request, (seat) => postAnswer(seat, id, 'decline')),
      raw,
    )
    .post(
      '/:id/take-back',
      ({ request, params: { id } }) => at(request, (seat) => postAnswer(seat, id, 'decline')),
      raw,
    )
    .post('/:id/do', ({ request, params: { id } }) => at(request, (seat) => postDo(seat, id)), raw);
