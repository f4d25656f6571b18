/** What people do about their data with one button or one field: take it, correct it, restrict it, object, complain. */
import { contact as Contact } from '../../personal-data/shapes.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { type Fields, formFields } from '../form-fields.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { identityOf, notProved, notSent, type Proved, proveIdentity, sendCode } from './identity.ts';
import { peopleOf } from './people.ts';
import { ProvePage } from './prove.tsx';
import { makeRequest, mayRequest, tooManyRequests } from './requesting.ts';

const page = '/account/privacy';

/** Fields: `code`, `send`. */
export const postExport = (shop: Shop, request: Request): Promise<Response> =>
  withProof(
    shop,
    request,
    { what: 'Prepare my archive', action: `${page}/export`, keep: [] },
    async (asked) => {
      const { session, people, provedBy, cause } = asked;
      const text = 'A copy of everything, from the privacy page.';
      await makeRequest(shop, session, { kind: 'copy', text, provedBy, people }, cause);
      return seeOther(`${page}#take`);
    },
  );

/** Fields: `email`, `name`, `code`, `send`. */
export const postCorrect = (shop: Shop, request: Request): Promise<Response> =>
  withProof(
    shop,
    request,
    { what: 'Correct it', action: `${page}/correct`, keep: ['email', 'name'] },
    async ({ session, provedBy, cause, fields }) => {
      const right = Contact.safeParse({ email: fields['email'], name: fields['name'] || null });
      if (!right.success) return seeOther(`${page}?wrong=contact#rights`);
      for (const owner of peopleOf(session)) {
        const wanted = { kind: 'correction', text: 'The contact.', provedBy, contact: right.data } as const;
        const asking = { ...session, subject: owner }; // a request corrects whoever asks
        await makeRequest(shop, asking, { ...wanted, people: [owner] }, `${cause} ${owner}`);
      }
      return seeOther(`${page}?saved=corrected#rights`);
    },
  );

type Asked = {
  readonly session: Session;
  readonly people: ReturnType<typeof peopleOf>;
  readonly provedBy: Proved;
  readonly cause: string;
  readonly fields: Fields;
};
type Step = { readonly what: string; readonly action: string; readonly keep: readonly string[] };

/** Does it if it is proved who asks; else asks for the proof, with what was typed already. */
async function withProof(
  shop: Shop,
  request: Request,
  step: Step,
  act: (asked: Asked) => Promise<Response>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = (await formFields(request)) ?? {};
  const { session } = visit;
  if (session === undefined) return seeOther(page);
  if (fields['send'] === 'yes') {
    const sent = await sendCode(shop, session);
    return askForProof(shop, visit, step, fields, sent ? undefined : notSent);
  }
  const proof = await proveIdentity(shop, session, fields['code']);
  if (proof.is === 'not') {
    const asked = proof.because === 'code-needed' && fields['code'] === undefined;
    return askForProof(shop, visit, step, fields, asked ? undefined : notProved[proof.because]);
  }
  if (!(await mayRequest(shop, session))) return refuse(shop, request, tooManyRequests);
  const cause = causeOf(shop, visit, session, fields['once']);
  return act({ session, people: peopleOf(session), provedBy: proof.is, cause, fields });
}

async function askForProof(
  shop: Shop,
  visit: Visit,
  { what, action, keep }: Step,
  given: Fields,
  error: string | undefined,
): Promise<Response> {
  const identity = await identityOf(shop, visit.session, error);
  if (identity.by !== 'code') return seeOther(page);
  const fields = Object.fromEntries(keep.map((name) => [name, given[name] ?? '']));
  const props = { what, action, fields, sentTo: identity.sentTo, sent: identity.sent, error };
  const status = error === undefined ? 200 : 422;
  return html(shop, visit, { title: 'Prove that it is you', page: <ProvePage {...props} />, status });
}

/** Fields: `on`, yes or no. */
export const postRestrict = (shop: Shop, request: Request): Promise<Response> =>
  simply(shop, request, async (session, cause, fields) => {
    const kind = fields['on'] === 'yes' ? 'restriction' : 'lifting';
    const text = kind === 'restriction' ? 'Store it, and do not use it.' : 'Use it again.';
    await makeRequest(shop, session, { kind, text, provedBy: 'session', people: peopleOf(session) }, cause);
    return seeOther(`${page}?saved=${kind}#rights`);
  });

/** No fields: what can be objected to is one thing so far. */
export const postObject = (shop: Shop, request: Request): Promise<Response> =>
  simply(shop, request, async (session, cause) => {
    const wanted = { kind: 'objection', text: 'To checks against abuse.', provedBy: 'session' } as const;
    const purposes = ['abuse.review'] as const;
    await makeRequest(shop, session, { ...wanted, people: peopleOf(session), purposes }, cause);
    return seeOther(`${page}?saved=objection#rights`);
  });

/** Fields: `text`. Answered with an acknowledgement at once. */
export const postComplaint = (shop: Shop, request: Request): Promise<Response> =>
  simply(shop, request, async (session, cause, fields) => {
    const text = (fields['text'] ?? '').trim().slice(0, 20_000);
    if (text === '') return seeOther(`${page}?wrong=complaint#rights`);
    const people = peopleOf(session);
    const { requestId } = await makeRequest(
      shop,
      session,
      { kind: 'complaint', text, provedBy: 'session', people },
      cause,
    );
    return seeOther(`/requests/${shop.tokens.make('request', requestId)}`);
  });

type Act = (session: Session, cause: string, fields: Fields) => Promise<Response>;

async function simply(shop: Shop, request: Request, act: Act): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const visitor = await visitorOf(shop, visit);
  if (!(await mayRequest(shop, visitor.session))) return refuse(shop, request, tooManyRequests);
  const cause = causeOf(shop, visit, visitor.session, fields['once']);
  return withCookie(shop, visitor, await act(visitor.session, cause, fields));
}
