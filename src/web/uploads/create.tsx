/** The page that takes a photo, and what happens when it is posted: by a form, or by the island that counts. */
import { ageLimitOf, countriesWithAges } from '../../modules/privacy/ages.ts';
import { stylesPerUnit } from '../../modules/uploads/photo.ts';
import { register } from '../../personal-data/register.ts';
import { styles } from '../../studio/styles/index.ts';
import { html, json, refuse, seeOther, wantsJson } from '../answers.tsx';
import type { FieldError } from '../components/shapes.ts';
import { painterOf } from '../policies/facts.ts';
import { askForPortrait } from '../portraits/ask.ts';
import type { Problem } from '../problems/problem.ts';
import { cookieOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, type Visitor, visitOf, visitorOf, withCookie } from '../visit.ts';
import { countryFrom, countryName } from './countries.ts';
import { CreatePage, type CreatePageProps, UnderAgePage } from './pages.tsx';
import { photoMegabytesMax, readUpload, type Sent, type Upload } from './read-upload.ts';
import { inspect, keep, mayTakePhoto, tooManyPhotos } from './take-photo.ts';
import { costsNothing, missing, type PhotoRefusal, photoRefusals } from './words.ts';

/** Set in the browser alone, for a day, by whoever says that they are too young. */
const tooYoung = 'too-young';
const tooYoungCookie = `${tooYoung}=1; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400`;

export async function showCreate(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  if (cookieOf(request, tooYoung) !== undefined) return underAge(shop, visit);
  return createPage(shop, visit, {});
}

export async function postCreate(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  if (cookieOf(request, tooYoung) !== undefined) return underAge(shop, visit);
  if (!(await mayTakePhoto(shop, visit))) return refuse(shop, request, tooManyPhotos);
  const upload = await readUpload(request);
  if (!('wrong' in upload)) return take(shop, visit, upload);
  if (upload.wrong === 'form') return refuse(shop, request, { status: 400, type: 'form-broken' });
  if (upload.wrong === 'refused') return refusedPhoto(shop, visit, upload.refused, upload.given);
  if (wantsJson(request))
    return refuse(shop, request, { status: 422, type: 'invalid', errors: upload.errors });
  return createPage(shop, visit, { ...upload.given, errors: withPhoto(upload.errors) }, 422);
}

async function take(
  shop: Shop,
  visit: Visit,
  { photo, declared, styles: chosen }: Upload,
): Promise<Response> {
  const given: Sent = { ...declared, age: declared.oldEnough, chosen };
  if (chosen.length === 0 || chosen.length > stylesPerUnit) return wrongStyles(shop, visit, given);
  if ((await left(shop, visit)) === 0) return refusedPhoto(shop, visit, 'quota-used', given);
  const seen = await inspect(shop, photo.bytes, declared.subject);
  if ('refused' in seen) return refusedPhoto(shop, visit, seen.refused, given);

  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const taken = await keep(shop, visit, visitor, cause, photo, seen, declared);
  if ('refused' in taken) return refusedPhoto(shop, visit, 'under-age', given);
  let last = taken.position;
  for (const style of chosen) {
    const asked = await askForPortrait(shop, visit, visitor.session, cause, {
      photoId: taken.photoId,
      style,
    });
    if (!('refused' in asked)) last = asked.position;
  }
  await shop.seen(last, 'photos', 'portraits');
  return onward(shop, visit, visitor, `/studio/${shop.tokens.make('studio', taken.photoId)}`);
}

function onward(shop: Shop, { request }: Visit, visitor: Visitor, location: string): Response {
  const answer = wantsJson(request) ? json({ location }, 201, { location }) : seeOther(location);
  return withCookie(shop, visitor, answer);
}

const wrongStyles = (shop: Shop, visit: Visit, given: Sent): Promise<Response> => {
  const errors = [{ field: 'style', says: missing.style }];
  return wantsJson(visit.request)
    ? refuse(shop, visit.request, { status: 422, type: 'invalid', errors })
    : createPage(shop, visit, { ...given, errors: withPhoto(errors) }, 422);
};

/** A page that comes back has lost the photo, whatever else was wrong. */
const withPhoto = (errors: readonly FieldError[]): readonly FieldError[] =>
  errors.some(({ field }) => field === 'photo')
    ? errors
    : [{ field: 'photo', says: missing.again }, ...errors];

/** A business "no": a page that says why and what helps, or a problem with the same words. */
export async function refusedPhoto(
  shop: Shop,
  visit: Visit,
  reason: PhotoRefusal,
  given: Partial<Sent>,
): Promise<Response> {
  if (wantsJson(visit.request)) return refuse(shop, visit.request, problemFor(reason));
  if (reason === 'under-age') return underAge(shop, visit);
  return createPage(shop, visit, { ...given, refusal: photoRefusals[reason] }, problemFor(reason).status);
}

export function problemFor(reason: PhotoRefusal): Problem {
  const refusal = photoRefusals[reason];
  const about = { type: reason, title: refusal.title, refusal };
  if (reason === 'quota-used') return { ...about, status: 429 };
  if (reason === 'under-age') return { ...about, status: 403 };
  return { ...about, status: reason === 'too-large' ? 413 : 422, also: costsNothing };
}

async function underAge(shop: Shop, visit: Visit): Promise<Response> {
  const answer = wantsJson(visit.request)
    ? await refuse(shop, visit.request, problemFor('under-age'))
    : await html(shop, visit, { title: 'Not yet', page: <UnderAgePage />, status: 403 });
  answer.headers.append('set-cookie', tooYoungCookie);
  return answer;
}

type Given = Partial<Pick<CreatePageProps, keyof Sent | 'refusal' | 'errors'>>;

async function createPage(shop: Shop, visit: Visit, given: Given, status = 200): Promise<Response> {
  const props: CreatePageProps = {
    styles,
    ...{ chosen: styles.slice(0, stylesPerUnit).map(({ id }) => id), subject: 'person' },
    countries: countriesWithAges.map((code) => ({ code, name: countryName(code), age: ageLimitOf(code) })),
    country: countryFrom(visit.request),
    quota: { left: await left(shop, visit), of: shop.quota.perDay },
    maxMegabytes: photoMegabytesMax,
    keptDays: register['media.upload'].retention.keepDays,
    painter: painterOf(shop.engine),
    ...given,
  };
  return html(shop, visit, { title: 'Make a portrait', page: <CreatePage {...props} />, status });
}

async function left(shop: Shop, { session, arrival }: Visit): Promise<number> {
  if (session === undefined) return shop.quota.perDay;
  return shop.quota.left({ subject: session.subject, address: arrival.address });
}
