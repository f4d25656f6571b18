/** Asking without being a customer: for one's own face, or for a child; as a page and through the API. */
import { z } from 'zod';
import { orderByNumber } from '../../../projections/orders.ts';
import { portraitsOfPhoto } from '../../../projections/portraits.ts';
import { PortraitId } from '../../modules/portraits/portrait.events.ts';
import { portrait } from '../../modules/portraits/portrait.ts';
import { RequestId } from '../../modules/privacy/request.events.ts';
import { request as requests } from '../../modules/privacy/request.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { mayWriteIn } from '../accounts/attempts.ts';
import { html, json, refuse, seeOther } from '../answers.tsx';
import { formFields } from '../form-fields.ts';
import { tooManyOf } from '../problems/problem.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, contextFor, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { DepictedPage, type DepictedPageProps } from './depicted.tsx';
import { acceptErasure } from './erasing.ts';
import { makeRequest, type Requested } from './requesting.ts';

type About = DepictedPageProps['about'];

export const Report = z.object({
  /** An address of a picture, a studio or an order's page; or an order's number. */
  where: z.string().trim().max(500).default(''),
  text: z.string().trim().min(1, 'Write a sentence: it is how a person finds the picture.').max(20_000),
  email: z.union([z.literal(''), z.email('This is not an e-mail address.').max(254)]).default(''),
});
type Report = z.output<typeof Report>;

export async function showReport(shop: Shop, request: Request, about: About): Promise<Response> {
  const visit = await visitOf(shop, request);
  return html(shop, visit, { title: titles[about], page: <DepictedPage about={about} /> });
}

const titles = { depicted: 'You are in a photo', 'under-age': 'A child sent a photo' } as const;

/** Fields: `where`, `text`, `email`. */
export async function postReport(shop: Shop, request: Request, about: About): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const report = Report.safeParse(fields);
  if (!report.success) {
    const told = { where: fields['where'] ?? '', text: fields['text'] ?? '', email: fields['email'] ?? '' };
    const errors = report.error.issues.map(({ path, message }) => ({
      field: String(path[0]),
      says: message,
    }));
    const page = <DepictedPage about={about} told={told} errors={errors} />;
    return html(shop, visit, { title: titles[about], page, status: 422 });
  }
  if (!(await mayReport(shop, visit, report.data))) return refuse(shop, request, tooMany);
  const visitor = await visitorOf(shop, visit);
  const { requestId } = await reported(shop, visit, visitor.session, about, report.data);
  const link = `/requests/${shop.tokens.make('request', requestId)}`;
  return withCookie(shop, visitor, seeOther(link));
}

export const Reported = z.object({ request: RequestId, link: z.url() });
type Reported = z.output<typeof Reported>;

export async function postReportJson(
  shop: Shop,
  request: Request,
  about: About,
  report: Report,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  if (!(await mayReport(shop, visit, report))) return refuse(shop, request, tooMany);
  const visitor = await visitorOf(shop, visit);
  const { requestId } = await reported(shop, visit, visitor.session, about, report);
  const token = shop.tokens.make('request', requestId);
  const answer = { request: requestId, link: `${shop.publicUrl}/requests/${token}` };
  return withCookie(
    shop,
    visitor,
    json<Reported>(answer, 202, { location: `/api/v1/privacy/requests/${requestId}` }),
  );
}

/** Each is a person's work, and answered by a letter to whatever address stands in it. */
const mayReport = ({ attempts }: Shop, { arrival }: Visit, { email }: Report): Promise<boolean> =>
  mayWriteIn(attempts, 'report', { from: arrival.address, to: email === '' ? undefined : email });
const tooMany = tooManyOf('reports', 'too-many-reports');

async function reported(
  shop: Shop,
  visit: Visit,
  session: Session,
  about: About,
  { where, text, email }: Report,
): Promise<Requested> {
  const cause = causeOf(shop, visit, session);
  const byLink = await portraitByLink(shop, where);
  const portraitId = byLink ?? (await portraitAt(shop, where));
  const words = where === '' ? text : `${text}\n\nWhere: ${where}`;
  const contact = email === '' ? undefined : { email, name: null };
  const wanted = { kind: about, text: words, provedBy: 'nothing', people: [], contact, portraitId } as const;
  const made = await makeRequest(shop, session, wanted, cause);
  if (about === 'under-age' && byLink !== undefined)
    // a number can be guessed: then a person looks first
    await orderErasure(shop, session, made.requestId, byLink, 'under-age', `${cause} erase`);
  return made;
}

/** The photo goes with all that was painted from it; whoever sent it is told. @returns whether there was one */
export async function orderErasure(
  shop: Shop,
  session: Session,
  requestId: Requested['requestId'],
  portraitId: string,
  because: 'depicted-person' | 'under-age',
  cause: string,
): Promise<boolean> {
  const known = await shop.stateOf(portrait, portraitId);
  if (known.status === 'none') return false;
  const asking = { session, people: [known.owner], provedBy: 'session', because } as const;
  const photoId = PhotoId.parse(known.photoId);
  const begun = await acceptErasure(shop, asking, { scope: 'photo', photoId }, cause);
  if (begun === undefined) return false;
  const ordered = {
    ...({ type: 'OrderPhotoErasure', requestId, portraitId: PortraitId.parse(portraitId) } as const),
    erasureId: begun.requestId,
  };
  const context = contextFor(session, cause, 'order', 'accountability');
  const outcome = await shop.handle(requests, requestId, ordered, context);
  if ('position' in outcome) await shop.seen(outcome.position, 'requests', 'erasures');
  return true;
}

/** Whatever of ours somebody copied: the address of a studio, or of a picture. */
async function portraitByLink(shop: Shop, where: string): Promise<string | undefined> {
  for (const word of where.split(/[/?#=&\s]+/)) {
    const preview = shop.tokens.read('preview', word);
    if (preview !== undefined) return preview;
    const photoId = shop.tokens.read('studio', word) ?? shop.tokens.read('photo', word);
    if (photoId !== undefined)
      return (await portraitsOfPhoto(shop.reads.portraits, photoId)).at(-1)?.portraitId;
  }
  return undefined;
}

/** For a person, who looks before anything is done. */
export const portraitAt = async (shop: Shop, where: string): Promise<string | undefined> =>
  (await portraitByLink(shop, where)) ?? portraitByNumber(shop, where);

/** From the label on a print. */
async function portraitByNumber(shop: Shop, where: string): Promise<string | undefined> {
  const number = /\bP-(\d{1,9})\b/i.exec(where)?.[1];
  const found = number === undefined ? undefined : await orderByNumber(shop.reads.orders, Number(number));
  return found?.lines[0]?.portraitId;
}
