/** Pictures that an address opens: previews, photos. Each is unsealed for its purpose, as things stand now. */
import { photoOf } from '../../../projections/photos.ts';
import { portraitOf } from '../../../projections/portraits.ts';
import { PortraitId } from '../../modules/portraits/portrait.events.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import type { OpenedBlob } from '../../personal-data/blobs.ts';
import type { Opened } from '../../personal-data/open.ts';
import { aligned } from '../../studio/delivery/aligned.ts';
import { refuse } from '../answers.tsx';
import { hasSeen } from '../negotiation.ts';
import { gone, notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';

/** Whoever looks by an address has no name. */
const actor = 'holder-of-the-address';

/** `/pictures/:token`: of a portrait's preview, or of a photo, by the kind of its token. */
export async function showPicture(shop: Shop, request: Request, token: string): Promise<Response> {
  const portraitId = PortraitId.safeParse(shop.tokens.read('preview', token));
  if (portraitId.success) return showPreview(shop, request, portraitId.data);
  const photoId = PhotoId.safeParse(shop.tokens.read('photo', token));
  if (photoId.success) return showPhoto(shop, request, photoId.data);
  return refuse(shop, request, notFound);
}

async function showPreview(shop: Shop, request: Request, portraitId: PortraitId): Promise<Response> {
  const row = await portraitOf(shop.reads.portraits, portraitId);
  if (row?.preview === null || row?.preview === undefined) return refuse(shop, request, notFound);
  const opened = await shop.openAs(actor).blob(row.preview, 'media.portrait', 'portrait.generation');
  return pictureOr(shop, request, opened, row.preview);
}

async function showPhoto(shop: Shop, request: Request, photoId: PhotoId): Promise<Response> {
  const row = await photoOf(shop.reads.photos, photoId);
  if (row === undefined) return refuse(shop, request, notFound);
  const opened = await shop.openAs(actor).blob(row.blob, 'media.upload', 'portrait.generation');
  return pictureOr(shop, request, opened, row.blob);
}

/** A browser may keep it, and must ask again each time: what is erased here is not shown from there. */
function pictureOr(
  shop: Shop,
  request: Request,
  opened: Opened<OpenedBlob>,
  name: string,
): Response | Promise<Response> {
  if (opened.is !== 'value') return refuse(shop, request, gone);
  const headers = { etag: `"${name.split('/')[1]}"`, 'cache-control': 'private, no-cache' };
  if (hasSeen(request.headers, headers.etag)) {
    void opened.value.stream.cancel();
    return new Response(null, { status: 304, headers });
  }
  const { stream, contentType, byteLength } = opened.value;
  const type = { 'content-type': contentType, 'content-length': String(byteLength) };
  return new Response(stream, { headers: { ...headers, ...type } });
}

/** Wide enough for a screen, beside the preview. */
const alignedWidthPx = 1024;

/** `/pictures/:token/photo`: the photo, cut as the portrait of that token is. */
export async function showAligned(shop: Shop, request: Request, token: string): Promise<Response> {
  const portraitId = PortraitId.safeParse(shop.tokens.read('preview', token));
  const row = portraitId.success ? await portraitOf(shop.reads.portraits, portraitId.data) : undefined;
  const photo = row && (await photoOf(shop.reads.photos, PhotoId.parse(row.photoId)));
  if (row === undefined || photo === undefined) return refuse(shop, request, notFound);
  const open = shop.openAs(actor);
  const recipe = await open(row.recipe, 'portrait.generation');
  const opened = await open.blob(photo.blob, 'media.upload', 'portrait.generation');
  if (recipe.is !== 'value' || opened.is !== 'value') return refuse(shop, request, gone);
  const whole = new Uint8Array(await new Response(opened.value.stream).arrayBuffer());
  const { crop } = recipe.value;
  const picture = crop === null ? whole : await aligned(whole, crop, alignedWidthPx);
  const headers = { 'content-type': 'image/jpeg', 'cache-control': 'private, no-cache' };
  return new Response(new Blob([new Uint8Array(picture)]), { headers });
}
