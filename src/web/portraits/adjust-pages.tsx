/** `/studio/:token/adjust`: shows what can be changed of a portrait, and has it painted so. */
import { photoOf } from '../../../projections/photos.ts';
import type { PortraitRow } from '../../../projections/portraits.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import type { Recipe } from '../../studio/engine.ts';
import { styles } from '../../studio/styles/index.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { formFields } from '../form-fields.ts';
import { forbidden, gone, invalid, notFound } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { problemFor } from '../uploads/create.tsx';
import { causeOf, type Visit, visitOf } from '../visit.ts';
import { AdjustPage } from './adjust.tsx';
import { Adjusted, type Adjustment, adjusted, adjustmentOf } from './adjustment.ts';
import { askForPortrait } from './ask.ts';
import { chosenOf, recipeOf } from './draft.ts';
import { leftFor, studioOf } from './studio-pages.tsx';

export async function showAdjust(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const given = Adjusted.safeParse(Object.fromEntries(visit.url.searchParams));
  const found = await find(shop, token, given.data?.portrait);
  if (found === undefined) return refuse(shop, request, notFound);
  if (found.recipe === undefined) return refuse(shop, request, gone);
  const { row, recipe } = found;
  const chosen = adjustmentOf(recipe, given.data ?? {});
  const props = {
    ...{ token, portrait: row.portraitId, style: styleOf(recipe), once: shop.newId(), chosen },
    sketch: `/studio/${token}/draft?${fieldsOf(row.portraitId, chosen)}`,
    quota: { left: await leftFor(shop, visit), of: shop.quota.perDay },
    mine: await isOwners(shop, visit, row),
  };
  return html(shop, visit, { title: 'Adjust', page: <AdjustPage {...props} /> });
}

/** The link shows, it does not command: only whoever sent the photo has it painted. */
export async function postAdjust(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const studio = await studioOf(shop, token);
  if (studio === undefined) return refuse(shop, request, notFound);
  if (visit.session === undefined || !isOf(visit.session, studio.photo.owner))
    return refuse(shop, request, forbidden);
  const fields = await formFields(request);
  const given = Adjusted.safeParse(fields);
  if (fields === undefined || !given.success) return refuse(shop, request, invalid([]));
  const found = await find(shop, token, given.data.portrait);
  if (found === undefined) return refuse(shop, request, notFound);
  if (found.recipe === undefined) return refuse(shop, request, gone);
  const cause = causeOf(shop, visit, visit.session, fields['once']);
  const { style, variant, seed, crop, background, intensity } = adjusted(
    found.recipe,
    adjustmentOf(found.recipe, given.data),
  );
  const wish = { photoId: PhotoId.parse(found.row.photoId), style, variant, seed, background, intensity };
  const asked = await askForPortrait(shop, visit, visit.session, cause, { ...wish, crop: crop ?? undefined });
  if (!('refused' in asked)) {
    await shop.seen(asked.position, 'photos', 'portraits');
    return seeOther(`/studio/${token}`);
  }
  if (asked.refused === 'quota-used') return refuse(shop, request, problemFor('quota-used'));
  return refuse(shop, request, asked.refused === 'photo-unknown' ? notFound : invalid([]));
}

type Found = { readonly row: PortraitRow; readonly recipe: Recipe | undefined };

async function find(shop: Shop, token: string, portrait: string | undefined): Promise<Found | undefined> {
  const studio = await studioOf(shop, token);
  const row = studio && chosenOf(studio.portraits, portrait);
  return row && { row, recipe: await recipeOf(shop, row) };
}

async function isOwners({ reads }: Shop, { session }: Visit, { photoId }: PortraitRow): Promise<boolean> {
  const photo = await photoOf(reads.photos, PhotoId.parse(photoId));
  return photo !== undefined && isOf(session, photo.owner);
}

/** As the form would say it. */
const fieldsOf = (portrait: string, chosen: Adjustment): URLSearchParams =>
  new URLSearchParams({
    portrait,
    ...Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, String(value)])),
  });

const styleOf = ({ style, variant }: Recipe) => {
  const { name = style, variants = [] } = styles.find(({ id }) => id === style) ?? {};
  return { id: style, name, variants: variants.length > 0 ? variants : [{ id: variant, name: variant }] };
};
