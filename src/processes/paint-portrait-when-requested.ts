/** A recipe and a photo become a portrait, watermarked until it is bought. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { Painted, type PortraitId, portraitStream } from '../modules/portraits/portrait.events.ts';
import { type Portrait, portrait } from '../modules/portraits/portrait.ts';
import type { Scope } from '../personal-data/vault.ts';
import type { Painted as Picture, Recipe } from '../studio/engine.ts';
import { bytesOf } from './bytes.ts';
import { contentTypeOf, kept, painted } from './pictures.ts';
import type { Ports } from './ports.ts';
import { recipeFrom } from './recipe.ts';

/** 4:5, what a screen shows; a print is painted anew from the same recipe. */
export const previewPx = { width: 1024, height: 1280 };

type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'blobs' | 'engine' | 'tellProgress'>;
type Asked = Extract<Portrait, { readonly status: 'requested' | 'failed' }>;

export const paintPortraitWhenRequested = effect(
  'paint-portrait-when-requested',
  portraitStream,
  { PortraitRequested: ({ portraitId }) => ({ ids: { portraitId } }) },

  async ({ ids: { portraitId }, context }: Job<{ readonly portraitId: PortraitId }>, deps: Deps) => {
    const asked = await deps.stateOf(portrait, portraitId);
    if (asked.status !== 'requested') return [];
    const open = deps.openAs(context.actor);
    const recipe = await open(asked.recipe, 'portrait.generation');
    const photo = await open.blob(asked.photoBlob, 'media.upload', 'portrait.generation');
    if (recipe.is === 'restricted' || photo.is === 'restricted') return failed(portraitId, 'stopped'); // Art. 18
    if (recipe.is !== 'value' || photo.is !== 'value') return failed(portraitId, 'photo-gone');
    const known = recipeFrom(recipe.value);
    if (known === undefined) return failed(portraitId, 'engine-failed');
    return paint(portraitId, asked, known, await bytesOf(photo.value.stream), deps);
  },
);

async function paint(
  portraitId: PortraitId,
  { owner, kind, painter }: Asked,
  recipe: Recipe,
  photo: Uint8Array,
  { engine, blobs, tellProgress }: Deps,
): Promise<Send> {
  const here = painter !== engine.company; // whoever it was promised to, or the studio itself
  const job = { photo, subject: kind, recipe, ...previewPx, format: 'jpeg', watermark: true, here } as const;
  const onProgress = (progress: Parameters<Ports['tellProgress']>[1]) => tellProgress(portraitId, progress);
  const picture = await painted(engine, job, { onProgress });
  if (picture === 'failed') return failed(portraitId, 'engine-failed');
  if (picture === 'declined') return failed(portraitId, picture);
  const scope = { subject: owner, category: 'media.portrait', item: portraitId } as const;
  const preview = await kept(blobs, scope, picture);
  const original = await originalOf(picture, scope, blobs);
  if (preview === undefined || original === undefined) return failed(portraitId, 'photo-gone');
  const { width: widthPx, height: heightPx, image, seconds } = picture;
  const told = { recipe: picture.recipe, picture: { widthPx, heightPx, bytes: image.byteLength } };
  const sitter = Painted.parse({ ref: owner, ...told });
  const recorded = { type: 'RecordPainting', portraitId, sitter, preview, original, seconds } as const;
  return send(portrait, portraitId, recorded, done);
}

/** @returns null for what the studio painted itself: its recipe makes it again */
async function originalOf({ original }: Picture, scope: Scope, blobs: Deps['blobs']) {
  if (original === undefined) return null;
  return kept(blobs, scope, { image: original, contentType: contentTypeOf(original) });
}

const done = ['portrait-already-painted', 'portrait-already-failed'] as const;

type FailureReason = 'photo-gone' | 'engine-failed' | 'stopped' | 'declined';

const failed = (portraitId: PortraitId, reason: FailureReason): Send =>
  send(portrait, portraitId, { type: 'RecordFailure', portraitId, reason }, done);
