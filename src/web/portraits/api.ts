/** `/api/v1/styles`, `/api/v1/portraits`: what the easel's pages do, for programs. */
import { z } from 'zod';
import { photoOf } from '../../../projections/photos.ts';
import { portraitOf } from '../../../projections/portraits.ts';
import { PortraitId } from '../../modules/portraits/portrait.events.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { styles } from '../../studio/styles/index.ts';
import { json, refuse } from '../answers.tsx';
import { notFound, type Problem } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { problemFor } from '../uploads/create.tsx';
import { causeOf, visitOf, visitorOf, withCookie } from '../visit.ts';
import { type AskRefusal, askForPortrait } from './ask.ts';
import { paintingEvents } from './painting-events.ts';
import { failures } from './words.ts';

/** Of the photo's sides; a frame may reach a little beyond it. */
const place = z.number().min(-0.5).max(1);
const side = z.number().min(0.02).max(1.6);
export const PortraitWish = z.object({
  photo: z.uuid(),
  style: z.string().max(40),
  variant: z.string().max(40).optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  crop: z.object({ x: place, y: place, width: side, height: side }).optional(),
  background: z.enum(['studio', 'plain', 'photo']).optional(),
  intensity: z.number().min(0).max(1).optional(),
});

export const StyleList = z.object({
  styles: z
    .array(
      z.object({
        ...{ id: z.string(), name: z.string(), medium: z.string(), says: z.string() },
        variants: z
          .array(z.object({ id: z.string(), name: z.string() }))
          .readonly()
          .describe('the first, unless another is asked for'),
      }),
    )
    .readonly(),
});
type StyleList = z.output<typeof StyleList>;

export const listStyles = (): Response =>
  json<StyleList>({
    styles: styles.map(({ id, name, medium, says, variants }) => ({ id, name, medium, says, variants })),
  });

export const PortraitAsked = z.object({ id: z.uuid() });
type PortraitAsked = z.output<typeof PortraitAsked>;

export async function postPortrait(
  shop: Shop,
  request: Request,
  { photo, ...wish }: z.output<typeof PortraitWish>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const asked = await askForPortrait(shop, visit, visitor.session, cause, {
    ...{ ...wish, photoId: PhotoId.parse(photo) },
  });
  if ('refused' in asked) return refuse(shop, request, askProblem(asked.refused));
  await shop.seen(asked.position, 'portraits');
  const { portraitId: id } = asked;
  return withCookie(shop, visitor, json<PortraitAsked>({ id }, 202, { location: `/api/v1/portraits/${id}` }));
}

function askProblem(refusal: AskRefusal): Problem {
  if (refusal === 'quota-used') return problemFor('quota-used');
  if (refusal === 'photo-unknown') return notFound;
  return { status: 422, type: refusal, errors: [{ field: 'style', says: 'The studio does not paint so.' }] };
}

export const PortraitTold = z.object({
  ...{ id: z.uuid(), photo: z.uuid(), style: z.string(), variant: z.string() },
  status: z.enum(['requested', 'painted', 'failed']),
  stage: z.string().describe('what is done just now'),
  progress: z.number().min(0).max(1).describe('of the stage; 1 once it is painted'),
  preview: z.object({ url: z.url() }).nullable(),
  failure: z.object({ reason: z.string(), remedy: z.string() }).optional(),
});
type PortraitTold = z.output<typeof PortraitTold>;

export async function showPortrait(shop: Shop, request: Request, id: string): Promise<Response> {
  const row = await mine(shop, request, id);
  if (row === undefined) return refuse(shop, request, notFound);
  const { portraitId, photoId, style, variant, status, reason } = row;
  const progress = shop.progress.latest(portraitId);
  const running = status === 'requested' ? progress : undefined;
  const href = `${shop.publicUrl}/pictures/${shop.tokens.make('preview', portraitId)}`;
  return json<PortraitTold>({
    ...{ id: portraitId, photo: photoId, style, variant, status },
    stage: running?.stage ?? (status === 'requested' ? 'wait' : status),
    progress:
      status === 'painted' ? 1 : running === undefined ? 0 : running.done / Math.max(1, running.total),
    preview: status === 'painted' ? { url: href } : null,
    ...(reason === null ? {} : { failure: failures[reason] }),
  });
}

export async function streamPortrait(shop: Shop, request: Request, id: string): Promise<Response> {
  const row = await mine(shop, request, id);
  if (row === undefined) return refuse(shop, request, notFound);
  return paintingEvents(shop, request, row.photoId, row.portraitId);
}

export async function streamPhoto(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const photoId = PhotoId.safeParse(id);
  const row = photoId.success ? await photoOf(shop.reads.photos, photoId.data) : undefined;
  if (row === undefined || !isOf(session, row.owner)) return refuse(shop, request, notFound);
  return paintingEvents(shop, request, row.photoId);
}

/** Somebody else's id is answered like one that does not exist. */
async function mine(shop: Shop, request: Request, id: string) {
  const { session } = await visitOf(shop, request);
  const portraitId = PortraitId.safeParse(id);
  const row = portraitId.success ? await portraitOf(shop.reads.portraits, portraitId.data) : undefined;
  return row !== undefined && isOf(session, row.owner) ? row : undefined;
}
