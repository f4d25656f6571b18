/** `/studio/:token`: the pages of one photo, which its address opens. */
import { type PhotoRow, photoOf } from '../../../projections/photos.ts';
import { type PortraitRow, portraitsOfPhoto } from '../../../projections/portraits.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { register } from '../../personal-data/register.ts';
import { html, refuse } from '../answers.tsx';
import { euroPrice } from '../catalogue/prices.ts';
import type { Picture } from '../components/shapes.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { photoAdvice } from '../uploads/words.ts';
import { type Visit, visitOf } from '../visit.ts';
import { ComparePage } from './compare.tsx';
import { isLatest, portraitFrom, stageFrom } from './easel.ts';
import { ErasedPage, PaintingPage } from './painting.tsx';
import { paintingEvents } from './painting-events.ts';

/** The photo of a token, and its portraits. */
export type Studio = { readonly photo: PhotoRow; readonly portraits: readonly PortraitRow[] };

export async function studioOf({ tokens, reads }: Shop, token: string): Promise<Studio | undefined> {
  const photoId = PhotoId.safeParse(tokens.read('studio', token));
  if (!photoId.success) return undefined;
  const photo = await photoOf(reads.photos, photoId.data);
  return photo && { photo, portraits: await portraitsOfPhoto(reads.portraits, photoId.data) };
}

export async function showStudio(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const studio = await studioOf(shop, token);
  if (studio === undefined) return refuse(shop, request, notFound);
  const { photo, portraits } = studio;
  const end = await endOf(shop, photo);
  if (end !== undefined) return erased(shop, visit, end);
  const props = {
    ...{ token, events: `/studio/${token}/events`, keptDays: register['media.upload'].retention.keepDays },
    ...{ photo: photoPicture(shop, photo), photoSays: says(photo) },
    stages: portraits.filter(isLatest).map((row) => stageFrom(row, shop.progress.latest(row.portraitId))),
    portraits: portraits.map((row) => portraitFrom(shop, row)),
  };
  const settled = portraits.every(({ status }) => status !== 'requested');
  const page = <PaintingPage {...props} />;
  return html(shop, visit, { title: 'The studio', page, refreshSeconds: settled ? undefined : 3 });
}

export async function showCompare(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const studio = await studioOf(shop, token);
  const painted = studio?.portraits.filter(({ status }) => status === 'painted') ?? [];
  if (studio === undefined || painted[0] === undefined) return refuse(shop, request, notFound);
  const end = await endOf(shop, studio.photo);
  if (end !== undefined) return erased(shop, visit, end);
  const chosen = visit.url.searchParams.get('portrait') ?? painted[0].portraitId;
  const { perDay } = shop.quota;
  const props = {
    ...{ token, chosen, photo: alignedPicture(shop, chosen) },
    portraits: painted.map((row) => portraitFrom(shop, row)),
    filePrice: await euroPrice(shop, 'file', request),
    quota: { used: perDay - (await leftFor(shop, visit)), of: perDay },
  };
  return html(shop, visit, { title: 'Compare', page: <ComparePage {...props} /> });
}

export async function streamStudio(shop: Shop, request: Request, token: string): Promise<Response> {
  const photoId = shop.tokens.read('studio', token);
  return photoId === undefined ? refuse(shop, request, notFound) : paintingEvents(shop, request, photoId);
}

/** When and why the photo's key ended, if it did. */
async function endOf({ vault, clock }: Shop, { file }: PhotoRow) {
  const key = await vault.find(file.kid);
  if (key.state !== 'active')
    return { on: key.expiresAt, why: key.because === 'erasure' ? 'asked' : 'end-date' } as const;
  return key.expiresAt <= clock() ? ({ on: key.expiresAt, why: 'end-date' } as const) : undefined;
}

const erased = (shop: Shop, visit: Visit, end: { readonly on: string; readonly why: 'asked' | 'end-date' }) =>
  html(shop, visit, { title: 'Erased', page: <ErasedPage what="photo" {...end} />, status: 410 });

export const photoPicture = ({ tokens }: Shop, { photoId }: PhotoRow): Picture => ({
  src: `/pictures/${tokens.make('photo', photoId)}`,
  alt: 'Your photo',
});

/** The photo, cut as that portrait is. */
export const alignedPicture = ({ tokens }: Shop, portraitId: string): Picture => ({
  src: `/pictures/${tokens.make('preview', portraitId)}/photo`,
  alt: 'Your photo, cut as the portrait is',
});

function says({ advice }: PhotoRow): string {
  const told = advice.flatMap((code) => (code in photoAdvice ? [sentence(code)] : []));
  return told.length === 0 ? 'Sharp enough, and well lit.' : told.join(' ');
}

const sentence = (code: string): string =>
  Object.entries(photoAdvice)
    .filter(([known]) => known === code)
    .map(([, { says: what, remedy }]) => `${what} ${remedy}`)
    .join('');

export async function leftFor(shop: Shop, { session, arrival }: Visit): Promise<number> {
  if (session === undefined) return shop.quota.perDay;
  return shop.quota.left({ subject: session.subject, address: arrival.address });
}
