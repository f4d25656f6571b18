/** `/api/v1/privacy`: what is held, consents, erasures and their receipts, for programs. */
import { z } from 'zod';
import { type ErasureRow, erasureOf } from '../../../projections/erasures.ts';
import { ErasureProcessorsTold, RequestId, Scope } from '../../modules/privacy/erasure.events.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { json, refuse } from '../answers.tsx';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { causeOf, visitOf, visitorOf, withCookie } from '../visit.ts';
import { type Choice, chooseConsent, consentChoices, notYet, saysNo } from './consents.ts';
import { acceptErasure } from './erasing.ts';
import { erasureByToken, fateRows } from './erasure-pages.tsx';
import { planFor } from './erasure-plan.ts';
import { heldRows } from './held.ts';
import { identityOf, notSent, proofProblem, proveIdentity, sendCode } from './identity.ts';
import { peopleOf } from './people.ts';
import { RequestTold, requestJson } from './request-view.ts';
import { requestNamed } from './rights-api.ts';

export const ErasureRequest = z.object({
  scope: Scope.default('everything'),
  /** Id of the photo, in the scope `photo`. */
  photo: PhotoId.optional(),
  confirm: z.boolean().default(false),
  /** From the letter, where an address is known: see `POST /privacy/codes`. */
  code: z.string().max(20).optional(),
});

const Held = z.object({
  ...{ what: z.string(), value: z.string(), why: z.string(), basis: z.string(), article: z.string() },
  until: z.string().nullable().describe('null while nothing has begun the period yet'),
  rule: z.string(),
  alsoHas: z.array(z.object({ name: z.string(), until: z.string().optional() })).readonly(),
  act: z.object({ label: z.enum(['Erase', 'Correct', 'Object']), href: z.string() }).optional(),
});
export const HeldList = z.object({ held: z.array(Held).readonly() });
type HeldList = z.output<typeof HeldList>;

export async function showHeld(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  return json<HeldList>({ held: await heldRows(shop, peopleOf(session)) });
}

const Consent = z.object({
  ...{ purpose: z.string(), name: z.string(), says: z.string(), on: z.boolean() },
  since: z.iso.datetime().optional().describe('when it was switched on, or off again'),
  gpc: z.boolean().optional().describe('the browser says no by itself (Global Privacy Control)'),
  askedAgain: z.boolean().optional().describe('it was on, and what it is for has changed since'),
});
export const ConsentList = z.object({
  globalPrivacyControl: z.boolean(),
  consents: z.array(Consent).readonly(),
});
type ConsentList = z.output<typeof ConsentList>;

export async function showConsents(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const globalPrivacyControl = saysNo(request);
  const consents = await consentChoices(shop, session, globalPrivacyControl);
  return json<ConsentList>({ globalPrivacyControl, consents });
}

export async function putConsent(
  shop: Shop,
  request: Request,
  { purpose, allow }: z.output<typeof Choice>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const holds = await chooseConsent(shop, visitor.session, cause, purpose, allow, saysNo(request));
  if (!holds) return withCookie(shop, visitor, await refuse(shop, request, notYet));
  const globalPrivacyControl = saysNo(request);
  const consents = await consentChoices(shop, visitor.session, globalPrivacyControl);
  return withCookie(shop, visitor, json<ConsentList>({ globalPrivacyControl, consents }));
}

const Fate = z.object({
  ...{ what: z.string(), when: z.enum(['now', 'event', 'date', 'kept']) },
  ...{ note: z.string().optional(), law: z.string().optional(), until: z.string().optional() },
});
export const ErasurePreview = z.object({
  ...{ scope: Scope, preview: z.array(Fate).readonly() },
  backupsEnd: z.string().describe('from when on no backup can be read either'),
});
type ErasurePreview = z.output<typeof ErasurePreview>;
export const ErasureBegun = z.object({ request: z.string(), link: z.url() });
type ErasureBegun = z.output<typeof ErasureBegun>;

/** Without `confirm`, what would happen; with it, it begins. */
export async function postErasure(
  shop: Shop,
  request: Request,
  { scope, photo: photoId, confirm, code }: z.output<typeof ErasureRequest>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = visit;
  if (session === undefined) return refuse(shop, request, noSession);
  const people = peopleOf(session);
  if (!confirm) {
    const plan = await planFor(shop, people, { scope, photoId });
    if (plan === undefined) return refuse(shop, request, notFound);
    return json<ErasurePreview>({ scope, preview: fateRows(plan), backupsEnd: await shop.backupsEnd() });
  }
  const proof = await proveIdentity(shop, session, code);
  if (proof.is === 'not') return refuse(shop, request, proofProblem(proof.because));
  const asking = { session, people, provedBy: proof.is };
  const begun = await acceptErasure(shop, asking, { scope, photoId }, causeOf(shop, visit, session));
  if (begun === undefined) return refuse(shop, request, notFound);
  await shop.seen(begun.position, 'erasures');
  const token = shop.tokens.make('erasure', begun.requestId);
  const answer = { request: token, link: `${shop.publicUrl}/receipts/${token}` };
  return json<ErasureBegun>(answer, 202, { location: `/api/v1/privacy/requests/${token}` });
}

export const CodeNotNeeded = z.object({ needed: z.literal(false) });
type CodeNotNeeded = z.output<typeof CodeNotNeeded>;
export const CodeSent = z.object({ needed: z.literal(true), sent: z.literal(true) });
type CodeSent = z.output<typeof CodeSent>;

/** Sends a code to the address that is known, which proves who asks. */
export async function postCode(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  if (session === undefined) return refuse(shop, request, noSession);
  const { by } = await identityOf(shop, session);
  if (by !== 'code') return json<CodeNotNeeded>({ needed: false });
  if (!(await sendCode(shop, session)))
    return refuse(shop, request, {
      status: 429,
      type: 'code-not-sent',
      title: notSent,
      retryAfterSeconds: 3600,
    });
  return json<CodeSent>({ needed: true, sent: true }, 202);
}

const noSession = { status: 401, type: 'no-session' } as const;

const { told: toldTo } = ErasureProcessorsTold.schema.shape;
const ErasureTold = z.object({
  ...{ request: z.uuid(), number: z.string(), kind: z.literal('erasure'), scope: Scope },
  status: z.enum(['accepted', 'keys', 'files', 'processors', 'verified', 'receipt']),
  round: z.int().describe('more than one where something came in meanwhile'),
  acceptedAt: z.iso.datetime(),
  keysDestroyedAt: z.iso.datetime().nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  receipt: z.string().nullable().describe('signed (RFC 7515); its keys are at /.well-known/jwks.json'),
  processors: z.array(toldTo.unwrap().element.omit({ job: true })).readonly(),
});
type ErasureTold = z.output<typeof ErasureTold>;

export const AnyRequestTold = z.union([ErasureTold, RequestTold]);
type AnyRequestTold = z.output<typeof AnyRequestTold>;

/** By the request's token, which outlives the session; or by its id, for the session that asked. */
export async function showRequest(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const erased = (await erasureByToken(shop, id)) ?? (await ownErasure(shop, request, id));
  if (erased !== undefined) return json<AnyRequestTold>(told(erased));
  const asked = await requestNamed(shop, session, id);
  return asked === undefined
    ? refuse(shop, request, notFound)
    : json<AnyRequestTold>(requestJson(shop, asked));
}

async function ownErasure(shop: Shop, request: Request, id: string): Promise<ErasureRow | undefined> {
  const { session } = await visitOf(shop, request);
  const requestId = RequestId.safeParse(id);
  const row = requestId.success ? await erasureOf(shop.reads.erasures, requestId.data) : undefined;
  return session !== undefined && peopleOf(session).some((ref) => row?.people.includes(ref))
    ? row
    : undefined;
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
}: ErasureRow): ErasureTold => ({
  ...{ request: requestId, number: numberOf(number), kind: 'erasure', scope, status, round },
  ...{ acceptedAt, keysDestroyedAt: keysAt, verifiedAt, receipt },
  processors: told.map(({ processor, answer, until }) => ({ processor, answer, until })),
});
