/** `/create` and `/api/v1/photos`. */
import { Elysia } from 'elysia';
import { photoOf } from '../../../projections/photos.ts';
import { daysAfter } from '../../eventsourcing/days.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { register } from '../../personal-data/register.ts';
import { json, refuse } from '../answers.tsx';
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
        summary: 'Send a photo',
        description:
          'multipart/form-data: `photo`; `subject` (person, pet); `mine` and `age` (true: declarations); `country` (ISO 3166-1)',
        tags: ['photos'],
      },
    })
    .get('/api/v1/photos/:id', ({ request, params }) => showPhoto(shop, request, params.id), {
      detail: { summary: 'A photo of yours', tags: ['photos'] },
    });

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
  const answer = json({ id, advice, expiresAt: expiryOf(shop) }, 201, { location: `/api/v1/photos/${id}` });
  return withCookie(shop, visitor, answer);
}

/** If nothing more is painted from it. */
const expiryOf = ({ clock }: Shop): string => daysAfter(clock(), register['media.upload'].retention.keepDays);

async function showPhoto(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const photoId = PhotoId.safeParse(id);
  const row = photoId.success ? await photoOf(shop.reads.photos, photoId.data) : undefined;
  if (row === undefined || !isOf(session, row.owner)) return refuse(shop, request, notFound);
  const { kind: subject, faceHeightPx, advice, portraits, uploadedAt } = row;
  return json({ id: row.photoId, subject, faceHeightPx, advice, portraits, uploadedAt });
}
