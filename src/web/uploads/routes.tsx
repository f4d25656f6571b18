/** `/create`, `POST /api/v1/photos`: from a photo to its easel. */
import { Elysia } from 'elysia';
import { photoOf } from '../../../projections/photos.ts';
import { daysAfter } from '../../eventsourcing/days.ts';
import { ageLimitOf, countriesWithAges } from '../../modules/privacy/ages.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { stylesPerUnit } from '../../modules/uploads/photo.ts';
import { entryOf } from '../../personal-data/register.ts';
import { styles } from '../../studio/styles/index.ts';
import { html, json, refuse, seeOther, wantsJson } from '../answers.tsx';
import type { FieldError } from '../components/shapes.ts';
import { askForPortrait } from '../portraits/ask.ts';
import { invalid, notFound, type Problem } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { countryName } from './countries.ts';
import { type Form, readForm } from './multipart.ts';
import { CreatePage, type CreatePageProps, UnderAgePage } from './pages.tsx';
import { type Declared, inspect, keep, type Taken } from './take-photo.ts';
import { costsNothing, type PhotoRefusal, photoRefusals } from './words.ts';

const megabyte = 1_000_000;
export const photoMegabytesMax = 40;

export const uploadRoutes = (shop: Shop) =>
  new Elysia()
    .get('/create', ({ request }) => showCreate(shop, request))
    .post('/create', ({ request }) => postCreate(shop, request), { parse: 'none' })
    .post('/api/v1/photos', ({ request }) => postPhoto(shop, request), {
      parse: 'none',
      detail: {
        summary: 'Send a photo: multipart, `photo`, `subject` (person or pet), `mine`, `age`, `country`',
        tags: ['photos'],
      },
    })
    .get('/api/v1/photos/:id', ({ request, params }) => showPhoto(shop, request, params.id), {
      detail: { summary: 'A photo of yours', tags: ['photos'] },
    });

async function showCreate(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  return createPage(shop, visit, {});
}

type Given = Partial<
  Pick<CreatePageProps, 'chosen' | 'subject' | 'country' | 'mine' | 'age' | 'refusal' | 'errors'>
>;

async function createPage(shop: Shop, visit: Visit, given: Given, status = 200): Promise<Response> {
  const { perDay } = shop.quota;
  const left = visit.session === undefined ? perDay : await shop.quota.left(askerOf(visit, visit.session));
  const props: CreatePageProps = {
    styles: styles.map((style) => ({ ...style })),
    ...{ chosen: styles.slice(0, stylesPerUnit).map(({ id }) => id), subject: 'person' },
    countries: countriesWithAges.map((code) => ({ code, name: countryName(code), age: ageLimitOf(code) })),
    country: countryFrom(visit.request),
    quota: { left, of: perDay },
    maxMegabytes: photoMegabytesMax,
    keptDays: entryOf('media.upload').retention.keepDays,
    ...given,
  };
  return html(shop, visit, { title: 'Make a portrait', page: <CreatePage {...props} />, status });
}

const askerOf = (
  { arrival }: Visit,
  {
    subject,
  }: {
    readonly subject: Visit['session'] extends infer S
      ? NonNullable<S> extends { readonly subject: infer R }
        ? R
        : never
      : never;
  },
) => ({
  subject,
  address: arrival.address,
});
