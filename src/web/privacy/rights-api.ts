/** `/api/v1/privacy`: copies, corrections, restriction, objection, complaints, history, for programs. */
import { z } from 'zod';
import { type RequestRow, requestOf, requestsOf } from '../../../projections/requests.ts';
import { Objectable, RequestId } from '../../modules/privacy/request.events.ts';
import { contact } from '../../personal-data/shapes.ts';
import { json, refuse } from '../answers.tsx';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf } from '../visit.ts';
import { type Proved, proofProblem, proveIdentity } from './identity.ts';
import { peopleOf } from './people.ts';
import { Processed, processingOf } from './processing-history.ts';
import { requestByToken } from './request-page.tsx';
import { RequestTold, requestJson } from './request-view.ts';
import { makeRequest, mayRequest, tooManyRequests, type Wanted } from './requesting.ts';

/** From the letter, where an address is known: see `POST /privacy/codes`. */
const code = z.string().max(20).optional();

export const ExportRequest = z.object({ code });
export const CorrectionRequest = contact.extend({ name: contact.shape.name.default(null), code });
export const RestrictionRequest = z.object({ on: z.boolean() });
export const ObjectionRequest = z.object({
  purposes: z.array(Objectable).min(1).readonly().default(['abuse.review']),
});
export const ComplaintRequest = z.object({ text: z.string().trim().min(1).max(20_000) });

export const postExportJson = (shop: Shop, request: Request, { code }: z.output<typeof ExportRequest>) =>
  proved(shop, request, code, async ({ visit, session, provedBy }) => {
    const text = 'A copy of everything, through the API.';
    const people = peopleOf(session);
    return answered(shop, visit, session, { kind: 'copy', text, provedBy, people });
  });

export const putContactJson = (
  shop: Shop,
  request: Request,
  { email, name, code }: z.output<typeof CorrectionRequest>,
) =>
  proved(shop, request, code, async ({ visit, session, provedBy }) => {
    const right = { email, name };
    const wanted = { kind: 'correction', text: 'The contact.', provedBy, contact: right } as const;
    const cause = causeOf(shop, visit, session);
    for (const owner of peopleOf(session).filter((one) => one !== session.subject))
      await makeRequest(
        shop,
        { ...session, subject: owner },
        { ...wanted, people: [owner] },
        `${cause} ${owner}`,
      );
    return answered(shop, visit, session, { ...wanted, people: [session.subject] });
  });

export const putRestrictionJson = (
  shop: Shop,
  request: Request,
  { on }: z.output<typeof RestrictionRequest>,
) =>
  here(shop, request, (visit, session) => {
    const kind = on ? 'restriction' : 'lifting';
    const text = on ? 'Store it, and do not use it.' : 'Use it again.';
    return answered(shop, visit, session, { kind, text, provedBy: 'session', people: peopleOf(session) });
  });

export const postObjectionJson = (
  shop: Shop,
  request: Request,
  { purposes }: z.output<typeof ObjectionRequest>,
) =>
  here(shop, request, (visit, session) => {
    const wanted = { kind: 'objection', text: purposes.join(', '), provedBy: 'session', purposes } as const;
    return answered(shop, visit, session, { ...wanted, people: peopleOf(session) });
  });

export const postComplaintJson = (
  shop: Shop,
  request: Request,
  { text }: z.output<typeof ComplaintRequest>,
) =>
  here(shop, request, (visit, session) =>
    answered(shop, visit, session, {
      kind: 'complaint',
      text,
      provedBy: 'session',
      people: peopleOf(session),
    }),
  );

export const RequestList = z.object({ requests: z.array(RequestTold).readonly() });
type RequestList = z.output<typeof RequestList>;

export const listRequests = (shop: Shop, request: Request) =>
  here(shop, request, async (_, session) => {
    const rows = await Promise.all(peopleOf(session).map((ref) => requestsOf(shop.reads.requests, ref)));
    return json<RequestList>({ requests: rows.flat().map((row) => requestJson(shop, row)) });
  });

export const ProcessingList = z.object({
  processing: z.array(Processed).readonly().describe('newest first'),
});
type ProcessingList = z.output<typeof ProcessingList>;

export const showProcessing = (shop: Shop, request: Request) =>
  here(shop, request, async (_, session) =>
    json<ProcessingList>({ processing: await processingOf(shop, peopleOf(session)) }),
  );

/** By its token, which outlives the session; or by its id, for the session that asked. */
export async function requestNamed(
  shop: Shop,
  session: Session | undefined,
  id: string,
): Promise<RequestRow | undefined> {
  const byToken = await requestByToken(shop, id);
  if (byToken !== undefined) return byToken;
  const requestId = RequestId.safeParse(id);
  const row = requestId.success ? await requestOf(shop.reads.requests, requestId.data) : undefined;
  return row !== undefined && peopleOf(session).includes(row.owner) ? row : undefined;
}

const noSession = { status: 401, type: 'no-session' } as const;

async function here(
  shop: Shop,
  request: Request,
  act: (visit: Visit, session: Session) => Promise<Response>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  return visit.session === undefined ? refuse(shop, request, noSession) : act(visit, visit.session);
}

type Asked = { readonly visit: Visit; readonly session: Session; readonly provedBy: Proved };

const proved = (
  shop: Shop,
  request: Request,
  code: string | undefined,
  act: (asked: Asked) => Promise<Response>,
): Promise<Response> =>
  here(shop, request, async (visit, session) => {
    const proof = await proveIdentity(shop, session, code);
    if (proof.is === 'not') return refuse(shop, request, proofProblem(proof.because));
    return act({ visit, session, provedBy: proof.is });
  });

/** Its id alone, where what is read does not know of it yet. */
export const RequestMade = z.union([RequestTold, RequestTold.pick({ request: true })]);
type RequestMade = z.output<typeof RequestMade>;

async function answered(shop: Shop, visit: Visit, session: Session, wanted: Wanted): Promise<Response> {
  if (!(await mayRequest(shop, session))) return refuse(shop, visit.request, tooManyRequests);
  const { requestId } = await makeRequest(shop, session, wanted, causeOf(shop, visit, session));
  const row = await requestOf(shop.reads.requests, requestId);
  const location = `/api/v1/privacy/requests/${requestId}`;
  const told = row === undefined ? { request: requestId } : requestJson(shop, row);
  return json<RequestMade>(told, 202, { location });
}
