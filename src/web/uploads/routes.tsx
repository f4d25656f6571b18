/** `/create` and `/api/v1/photos`. */
import { Elysia } from 'elysia';
import { z } from 'zod';
import { photoOf } from '../../../projections/photos.ts';
import { daysAfter } from '../../eventsourcing/days.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { register } from '../../personal-data/register.ts';
import { json, refuse } from '../answers.tsx';
import { about } from '../docs/about.ts';
import { invalid, notFound } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, visitOf, visitorOf, withCookie } from '../visit.ts';
import { postCreate, problemFor, showCreate } from './create.tsx';
import { readUpload } from './read-upload.ts';
import { inspect, keep, mayTakePhoto, tooManyPhotos } from './take-photo.ts';

export const uploadRoutes = (shop: Shop) =>
  new Elysia()
    .get('/create', ({ request }) => showCreate(shop, request), { detail: { hide: true } })
    .post('/create', ({ request }) => postCreate(shop, request), { parse: 'none', detail: { hide: true } })
    .post('/api/v1/photos', ({ request }) => postPhoto(shop, request), {
      parse: 'none',
      detail: {
        ...about('photos', 'Send a photo', { 201: PhotoTaken }).detail,
        description:
          'multipart/form-data: `photo`; `subject` (person, pet); `mine` and `age` (true: declarations); `country` (ISO 3166-1)',
      },
    })
    .get('/api/v1/photos/:id', ({ request, params }) => showPhoto(shop, request, params.id), {
      ...about('photos', 'A photo of yours', { 200: PhotoTold }),
    });

const advice = z.array(z.string()).readonly().describe('what would make the portrait better');

const PhotoTaken = z.object({ id: z.uuid(), advice, expiresAt: z.iso.datetime() });
type PhotoTaken = z.output<typeof PhotoTaken>;

async function postPhoto(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  if (!(await mayTakePhoto(shop, visit))) return refuse(shop, request, tooManyPhotos);
  const upload = await readUpload(request);
  if ('wrong' in upload) {
    if (upload.wrong === 'form') return refuse(shop, request, { status: 400, type: 'form-broken' });
    if (upload.wrong === 'refused') return refuse(shop, request, problemFor(upload.refused));
    return refuse(shop, request, invalid(upload.errors));
  }
  const seen = await inspect(shop, upload.photo.bytes, upload.declared.subject);
  if ('refused' in seen) return refuse(shop, request, problemFor(seen.refused));
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const taken = await keep(shop, visit, visitor, cause, upload.photo, seen, upload.declared);
  if ('refused' in taken) return refuse(shop, request, problemFor('under-age'));
  await shop.seen(taken.position, 'photos');
  const { photoId: id, advice } = taken;
  const told = { id, advice, expiresAt: expiryOf(shop) };
  const answer = json<PhotoTaken>(told, 201, { location: `/api/v1/photos/${id}` });
  return withCookie(shop, visitor, answer);
}

/** If nothing more is painted from it. */
const expiryOf = ({ clock }: Shop): string => daysAfter(clock(), register['media.upload'].retention.keepDays);

const PhotoTold = z.object({
  ...{ id: z.uuid(), subject: z.enum(['person', 'pet']), advice },
  faceHeightPx: z.number().nullable().describe('of the tallest face; decides how large it may be printed'),
  portraits: z.array(z.uuid()).readonly(),
  uploadedAt: z.iso.datetime(),
});
type PhotoTold = z.output<typeof PhotoTold>;

async function showPhoto(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const photoId = PhotoId.safeParse(id);
  const row = photoId.success ? await photoOf(shop.reads.photos, photoId.data) : undefined;
  if (row === undefined || !isOf(session, row.owner)) return refuse(shop, request, notFound);
  const { kind: subject, faceHeightPx, advice, portraits, uploadedAt } = row;
  return json<PhotoTold>({ id: row.photoId, subject, faceHeightPx, advice, portraits, uploadedAt });
}
