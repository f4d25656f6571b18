/** `/api/v1/privacy`: what is held, consents, erasures and their receipts, for programs. */
import { z } from 'zod';
import { type ErasureRow, erasureOf } from '../../../projections/erasures.ts';
import { Consentable } from '../../modules/consent/consent.events.ts';
import { RequestId, Scope } from '../../modules/privacy/erasure.events.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import { json, refuse } from '../answers.tsx';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { causeOf, visitOf, visitorOf, withCookie } from '../visit.ts';
import { chooseConsent, consentChoices, saysNo } from './consents.ts';
import { acceptErasure, planFor } from './erasing.ts';
import { erasureByToken, fateRows } from './erasure-pages.tsx';
import { heldRows } from './held.ts';

export const ConsentRequest = z.object({ purpose: Consentable, allow: z.boolean() });
export const ErasureRequest = z.object({
  scope: Scope.default('everything'),
  confirm: z.boolean().default(false),
});

export async function showHeld(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const keys = session === undefined ? [] : await shop.vault.keysOf([session.subject]);
  return json({ held: heldRows(keys) });
}

export async function showConsents(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  return json({ consents: await consentChoices(shop, session, saysNo(request)) });
}

export async function putConsent(
  shop: Shop,
  request: Request,
  { purpose, allow }: z.output<typeof ConsentRequest>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  await chooseConsent(shop, visitor.session, cause, purpose, allow, saysNo(request));
  const consents = await consentChoices(shop, visitor.session, saysNo(request));
  return withCookie(shop, visitor, json({ consents }));
}

/** Without `confirm`, what would happen; with it, it begins. */
export async function postErasure(
  shop: Shop,
  request: Request,
  { scope, confirm }: z.output<typeof ErasureRequest>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = visit;
  if (session === undefined) return refuse(shop, request, { status: 401, type: 'no-session' });
  const people = [session.subject];
  if (!confirm) {
    const preview = fateRows(await planFor(shop, people, scope));
    return json({ scope, preview, backupsEnd: await shop.backupsEnd() });
  }
  const { requestId, position } = await acceptErasure(
    shop,
    session,
    people,
    scope,
    causeOf(shop, visit, session),
  );
  await shop.seen(position, 'erasures');
  const token = shop.tokens.make('erasure', requestId);
  const answer = { request: token, link: `${shop.publicUrl}/receipts/${token}` };
  return json(answer, 202, { location: `/api/v1/privacy/requests/${token}` });
}

/** By the request's token, which outlives the session; or by its id, for the session that asked. */
export async function showRequest(shop: Shop, request: Request, id: string): Promise<Response> {
  const byToken = await erasureByToken(shop, id);
  const row = byToken ?? (await ownErasure(shop, request, id));
  return row === undefined ? refuse(shop, request, notFound) : json(told(row));
}

async function ownErasure(shop: Shop, request: Request, id: string): Promise<ErasureRow | undefined> {
  const { session } = await visitOf(shop, request);
  const requestId = RequestId.safeParse(id);
  const row = requestId.success ? await erasureOf(shop.reads.erasures, requestId.data) : undefined;
  return session !== undefined && row?.people.includes(session.subject) ? row : undefined;
}

const told = ({
  requestId,
  number,
  scope,
  status,
  round,
  acceptedAt,
  keysAt,
  verifiedAt,
  receipt,
  told,
}: ErasureRow) => ({
  ...{ request: requestId, number: numberOf(number), kind: 'erasure', scope, status, round },
  ...{ acceptedAt, keysDestroyedAt: keysAt, verifiedAt, processors: told, receipt },
});
