/** Asking for a portrait of a photo: the quota first, then the easel. */
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { PortraitId, Sitter, StyleId, VariantId } from '../../modules/portraits/portrait.events.ts';
import { portrait } from '../../modules/portraits/portrait.ts';
import { type PhotoId, UnitId } from '../../modules/uploads/photo.events.ts';
import { photo } from '../../modules/uploads/photo.ts';
import type { Recipe } from '../../studio/engine.ts';
import { usualManner } from '../../studio/manner.ts';
import { styles } from '../../studio/styles/index.ts';
import { isOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor, type Visit } from '../visit.ts';

export type Wish = {
  readonly photoId: PhotoId;
  readonly style: string;
  readonly variant?: string | undefined;
  readonly seed?: number | undefined;
  readonly crop?: Recipe['crop'] | undefined;
  readonly background?: Recipe['background'] | undefined;
  /** 0 gentle … 1 bold */
  readonly intensity?: number | undefined;
};
export type AskRefusal = 'quota-used' | 'photo-unknown' | 'style-unknown';
export type Asked = { readonly portraitId: PortraitId; readonly position: bigint };

/** @param cause of the request; the same one asks for the same portrait */
export async function askForPortrait(
  shop: Shop,
  visit: Visit,
  session: Session,
  cause: string,
  wish: Wish,
): Promise<Asked | { readonly refused: AskRefusal }> {
  const recipe = recipeFor(shop, wish, cause);
  if (recipe === undefined) return { refused: 'style-unknown' };
  const known = await shop.stateOf(photo, wish.photoId);
  if (known.status === 'none' || !isOf(session, known.owner)) return { refused: 'photo-unknown' };
  const portraitId = PortraitId.parse(uuidFrom(cause, 'portrait', wish.style, recipe.variant));
  const begun = await begin(shop, visit, session, cause, { ...wish, portraitId });
  if (begun !== 'begun') return { refused: begun };

  const requested = {
    ...({ type: 'RequestPortrait', portraitId, photoId: wish.photoId, photoBlob: known.blob } as const),
    ...{ kind: known.kind, sitter: Sitter.parse({ ref: known.owner, recipe }) },
    ...{ style: StyleId.parse(recipe.style), variant: VariantId.parse(recipe.variant) },
    painter: shop.engine.company ?? ('studio' as const),
  };
  const context = contextFor(session, cause, `request ${portraitId}`, 'portrait.generation');
  const outcome = await shop.handle(portrait, portraitId, requested, context);
  return { portraitId, position: isRefused(outcome) ? -1n : outcome.position };
}

function recipeFor(
  { engine }: Shop,
  { style, variant, seed, crop, background, intensity }: Wish,
  cause: string,
): Recipe | undefined {
  const known = styles.find(({ id }) => id === style);
  const variants = known?.variants.map(({ id }) => id) ?? [];
  const chosen = variant ?? variants[0];
  if (known === undefined || chosen === undefined || !variants.includes(chosen)) return undefined;
  return {
    style: known.id,
    variant: chosen,
    seed: seed ?? seedFrom(cause),
    crop: crop ?? null,
    background: background ?? usualManner.background,
    intensity: intensity ?? usualManner.intensity,
    engine: engine.version,
  };
}

/** Another photo, another hand; the same request, the same. */
const seedFrom = (cause: string): number => Number.parseInt(uuidFrom(cause, 'seed').slice(0, 7), 16);

type Begin = Wish & { readonly portraitId: PortraitId };

/** A photo's open unit is used first; only then is the quota asked for another. */
async function begin(
  shop: Shop,
  { arrival }: Visit,
  session: Session,
  cause: string,
  { photoId, portraitId, style }: Begin,
): Promise<'begun' | 'quota-used'> {
  const begun = { type: 'BeginPainting', photoId, portraitId, style: StyleId.parse(style) } as const;
  const context = (what: string) =>
    contextFor(session, cause, `${what} ${portraitId}`, 'portrait.generation');
  const first = await shop.handle(photo, photoId, { ...begun, unitId: null }, context('begin'));
  if (!isRefused(first) || first.refused !== 'painting-needs-a-unit') return 'begun';

  const unitId = UnitId.parse(uuidFrom(cause, 'unit', photoId));
  if (!(await shop.quota.reserve({ subject: session.subject, address: arrival.address }, unitId))) {
    const refusal = { type: 'RefusePainting', photoId, reason: 'quota-used' } as const;
    await shop.handle(photo, photoId, refusal, context('refuse'));
    return 'quota-used';
  }
  await shop.handle(photo, photoId, { ...begun, unitId }, context('begin with a unit'));
  return 'begun';
}
