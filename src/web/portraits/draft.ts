/**
 * `/studio/:token/draft`: a small sketch of a portrait that somebody is changing. It costs nothing of the quota, is
 * marked as a preview, and is kept nowhere; a newer one of the same photo takes the place of an older.
 */
import type { PhotoRow } from '../../../projections/photos.ts';
import type { PortraitRow } from '../../../projections/portraits.ts';
import { bytesOf } from '../../processes/bytes.ts';
import { recipeFrom } from '../../processes/recipe.ts';
import type { Engine, Painted, PaintJob, Recipe } from '../../studio/engine.ts';
import { networkName } from '../accounts/attempts.ts';
import { refuse } from '../answers.tsx';
import { gone, invalid, notFound, type Problem } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { arrivalOf } from '../visit.ts';
import { Adjusted, adjusted, adjustmentOf } from './adjustment.ts';
import { studioOf } from './studio-pages.tsx';

/** Whoever looks by an address has no name. */
const actor = 'holder-of-the-address';
const draftPx = { width: 512, height: 640 };

/** By the hour: of one photo, and of a household. Moving a slider for a minute asks for about sixty. */
const perHour = { photo: 600, network: 1500 };
const tooMany: Problem = {
  ...{ status: 429, type: 'too-many-sketches', title: 'That were many sketches.', retryAfterSeconds: 600 },
  safe: ['Your choices are on the page. You can have them painted without a sketch.'],
};
const busy: Problem = {
  status: 503,
  type: 'studio-busy',
  title: 'The studio is busy.',
  retryAfterSeconds: 2,
};
const superseded: Problem = { status: 409, type: 'sketch-superseded' };

export type DraftDesk = {
  sketch(engine: Engine, photoId: string, job: PaintJob, left: AbortSignal): Promise<Sketched>;
};
type Sketched = Painted | 'busy' | 'superseded';

/** Sketches wait in the queue of the previews that people are waiting for. */
const atOnceMax = 3;

export function draftDesk(): DraftDesk {
  const running = new Map<string, AbortController>();
  return {
    async sketch(engine, photoId, job, left) {
      running.get(photoId)?.abort();
      if (running.size >= atOnceMax && !running.has(photoId)) return 'busy';
      const mine = new AbortController();
      running.set(photoId, mine);
      try {
        return await engine.paint(job, { signal: AbortSignal.any([mine.signal, left]) });
      } catch (fault) {
        if (mine.signal.aborted || left.aborted) return 'superseded';
        throw fault;
      } finally {
        if (running.get(photoId) === mine) running.delete(photoId);
      }
    },
  };
}

export async function showDraft(
  shop: Shop,
  desk: DraftDesk,
  request: Request,
  token: string,
): Promise<Response> {
  const given = Adjusted.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!given.success) return refuse(shop, request, invalid([]));
  const studio = await studioOf(shop, token);
  const row = studio && chosenOf(studio.portraits, given.data.portrait);
  if (studio === undefined || row === undefined) return refuse(shop, request, notFound);
  if (!(await maySketch(shop, request, studio.photo))) return refuse(shop, request, tooMany);
  const source = await sourceOf(shop, row, studio.photo);
  if (source === undefined) return refuse(shop, request, gone);
  const recipe = adjusted(source.recipe, adjustmentOf(source.recipe, given.data));
  const job = { photo: source.photo, subject: studio.photo.kind, recipe, ...draftPx } as const;
  const finish = { format: 'jpeg', watermark: true, draft: true } as const;
  const sketch = await desk.sketch(shop.engine, row.photoId, { ...job, ...finish }, request.signal);
  if (sketch === 'busy') return refuse(shop, request, busy);
  if (sketch === 'superseded') return refuse(shop, request, superseded);
  const headers = { 'content-type': sketch.contentType, 'cache-control': 'no-store' };
  return new Response(new Blob([new Uint8Array(sketch.image)]), { headers });
}

/** The one that is asked for, or the first; only a finished one has a frame to begin with. */
export function chosenOf(portraits: readonly PortraitRow[], id: string | undefined): PortraitRow | undefined {
  const painted = portraits.filter(({ status }) => status === 'painted');
  return id === undefined ? painted[0] : painted.find(({ portraitId }) => portraitId === id);
}

async function maySketch(shop: Shop, request: Request, { photoId }: PhotoRow): Promise<boolean> {
  const network = networkName(arrivalOf(request).address);
  return (
    (await shop.attempts.may('sketch-of', photoId, perHour.photo)) &&
    (await shop.attempts.may('sketch', network, perHour.network))
  );
}

type Source = { readonly recipe: Recipe; readonly photo: Uint8Array };

async function sourceOf(shop: Shop, row: PortraitRow, photo: PhotoRow): Promise<Source | undefined> {
  const recipe = await recipeOf(shop, row);
  const opened = await shop.openAs(actor).blob(photo.blob, 'media.upload', 'portrait.generation');
  if (recipe === undefined || opened.is !== 'value') return undefined;
  return { recipe, photo: await bytesOf(opened.value.stream) };
}

/** What was painted. @returns undefined where it is erased, or of a style that there no longer is */
export async function recipeOf(shop: Shop, { recipe }: PortraitRow): Promise<Recipe | undefined> {
  const opened = await shop.openAs(actor)(recipe, 'portrait.generation');
  return opened.is === 'value' ? recipeFrom(opened.value) : undefined;
}
