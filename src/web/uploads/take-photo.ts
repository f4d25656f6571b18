/** A photo is looked at before it is kept: what is refused leaves no trace, and costs nothing. */
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { ageLimitOf } from '../../modules/privacy/ages.ts';
import { Owner, PhotoId, PhotoUploaded } from '../../modules/uploads/photo.events.ts';
import { photo } from '../../modules/uploads/photo.ts';
import type { Inspection, SubjectKind } from '../../studio/engine.ts';
import { networkName } from '../accounts/attempts.ts';
import { tooManyOf } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { contextFor, type Visit, type Visitor } from '../visit.ts';
import type { Photo } from './multipart.ts';
import type { PhotoRefusal } from './words.ts';

/** What a visitor declares with a photo. */
export type Declared = {
  readonly mine: boolean;
  readonly oldEnough: boolean;
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
  readonly subject: SubjectKind;
};

export type Taken = {
  readonly photoId: PhotoId;
  readonly advice: readonly string[];
  readonly position: bigint;
};
type Accepted = Extract<Inspection, { readonly is: 'accepted' }>;

/** A photo that nobody has painted takes room, and nothing of the quota: so many of a network's, by the hour. */
const photosPerPainting = 4;

/** Asked before it is read. */
export const mayTakePhoto = ({ attempts, quota }: Shop, { arrival }: Visit): Promise<boolean> =>
  attempts.may('photo', networkName(arrival.address), photosPerPainting * quota.perAddress);
export const tooManyPhotos = tooManyOf('photos', 'too-many-photos');

/** Looks, and keeps nothing. */
export async function inspect(
  { engine }: Pick<Shop, 'engine'>,
  bytes: Uint8Array,
  subject: SubjectKind,
): Promise<Accepted | { readonly refused: PhotoRefusal }> {
  const seen = await engine.inspect(bytes, subject);
  return seen.is === 'accepted' ? seen : { refused: seen.reason };
}

/** Seals and keeps what was accepted. @throws Fault vault/fenced, event-store/unavailable */
export async function keep(
  shop: Shop,
  visit: Visit,
  { session }: Visitor,
  cause: string,
  { fileName }: Photo,
  seen: Accepted,
  { mine, oldEnough, country, subject: kind }: Declared,
): Promise<Taken | { readonly refused: 'photo-not-yours-to-use' | 'visitor-too-young' }> {
  const photoId = PhotoId.parse(uuidFrom(cause, 'photo'));
  const scope = { subject: session.subject, category: 'media.upload', item: photoId } as const;
  const blob = await shop.blobs.keep(scope, seen.photo, 'image/jpeg');
  const file = {
    ...{ fileName: fileName.slice(0, 255), bytes: seen.photo.byteLength },
    ...{ widthPx: seen.width, heightPx: seen.height },
  };
  const uploaded = {
    ...({ type: 'UploadPhoto', photoId, blob, kind, ageLimit: ageLimitOf(country) } as const),
    ...{ owner: Owner.parse({ ref: session.subject, file, origin: originOf(visit) }) },
    ...{ faces: seen.faces, faceHeightPx: seen.faceHeightPx === null ? null : Math.round(seen.faceHeightPx) },
    advice: PhotoUploaded.schema.shape.advice.parse(seen.advice),
    ...{ mayUseIt: mine, oldEnough },
  };
  const context = contextFor(session, cause, 'upload', 'portrait.generation');
  const outcome = await shop.handle(photo, photoId, uploaded, context);
  if (!isRefused(outcome)) return { photoId, advice: seen.advice, position: outcome.position };
  const { refused } = outcome;
  if (refused === 'visitor-too-young' || refused === 'photo-not-yours-to-use') return { refused };
  return { photoId, advice: seen.advice, position: -1n };
}

/** Kept for a month, to tell people from scripts. */
const originOf = ({ request, arrival }: Visit) => ({
  address: arrival.address === '' ? null : arrival.address,
  userAgent: request.headers.get('user-agent')?.slice(0, 400) ?? null,
  languages: request.headers.get('accept-language')?.slice(0, 200) ?? null,
});
