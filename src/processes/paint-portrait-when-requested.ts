/** A recipe and a photo become a portrait, watermarked until it is bought. */
import { effect, type Job, type Turn } from '../eventsourcing/effect.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { Painted, type PortraitId, portraitStream } from '../modules/portraits/portrait.events.ts';
import { portrait } from '../modules/portraits/portrait.ts';
import { kidOf } from '../personal-data/blobs.ts';
import type { BlobRef, SubjectRef } from '../personal-data/personal.ts';
import type { Commissioned, PaintJob, PaintOptions } from '../studio/engine.ts';
import { bytesOf } from './bytes.ts';
import { delivered } from './commissions.ts';
import { kept, painted } from './pictures.ts';
import type { Ports } from './ports.ts';
import { recipeFrom } from './recipe.ts';

/** 4:5, what a screen shows; a print is painted anew from the same recipe. */
export const previewPx = { width: 1024, height: 1280 };

type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'blobs' | 'engine' | 'tellProgress' | 'report'>;
type Ids = { readonly portraitId: PortraitId };

export const paintPortraitWhenRequested = effect(
  'paint-portrait-when-requested',
  portraitStream,
  { PortraitRequested: ({ portraitId }) => ({ ids: { portraitId } }) },

  async (todo: Job<Ids>, deps: Deps, turn) => {
    const { ids, context } = todo;
    const { portraitId } = ids;
    const asked = await deps.stateOf(portrait, portraitId);
    if (asked.status !== 'requested') return [];
    const open = deps.openAs(context.actor);
    const recipe = await open(asked.recipe, 'portrait.generation');
    const photo = await open.blob(asked.photoBlob, 'media.upload', 'portrait.generation');
    if (recipe.is === 'restricted' || photo.is === 'restricted') return failed(portraitId, 'stopped'); // Art. 18
    if (recipe.is !== 'value' || photo.is !== 'value') return failed(portraitId, 'photo-gone');
    const known = recipeFrom(recipe.value);
    if (known === undefined) return failed(portraitId, 'engine-failed');
    const bytes = await bytesOf(photo.value.stream);
    const finish = { ...previewPx, format: 'jpeg', watermark: true } as const;
    const job = { photo: bytes, subject: asked.kind, recipe: known, ...finish };
    const isTheirs = asked.painter === deps.engine.company; // whoever it was promised to, or the studio itself
    return (isTheirs ? commission : paint)({ todo, portraitId, owner: asked.owner, job }, deps, turn);
  },
);

type Painting = {
  readonly todo: Job<Ids>;
  readonly portraitId: PortraitId;
  readonly owner: SubjectRef;
  readonly job: PaintJob;
};

/** What they deliver is paid for: it is kept as it came, and finished here. */
async function commission(painting: Painting, deps: Deps, turn: Turn): Promise<Send> {
  const { todo, portraitId, job } = painting;
  const { onProgress } = optionsOf(painting, deps, turn);
  const asked = { key: todo.key, scope: scopeOf(painting), job, open: deps.openAs(todo.context.actor) };
  const delivery = await delivered({ ...asked, onProgress }, deps, turn);
  if (delivery === 'failed') return failed(portraitId, 'engine-failed');
  if (typeof delivery === 'string') return failed(portraitId, delivery);
  return paint(painting, deps, turn, delivery);
}

async function paint(
  painting: Painting,
  deps: Deps,
  turn: Turn,
  from?: Commissioned & { readonly ref: BlobRef },
): Promise<Send> {
  const { todo, portraitId, owner, job } = painting;
  const toPaint = from === undefined ? job : { ...job, recipe: from.recipe, original: from.original };
  const picture = await painted(deps, toPaint, { portraitId }, optionsOf(painting, deps, turn));
  if (picture === 'failed') {
    if (from !== undefined) await deps.blobs.deleteOf([kidOf(from.ref)]); // nothing else hangs on its key
    return failed(portraitId, 'engine-failed');
  }
  const preview = await kept(deps.blobs, scopeOf(painting), picture, uuidFrom(todo.key, 'preview'));
  if (preview === undefined) return failed(portraitId, 'photo-gone');
  const { width: widthPx, height: heightPx, image } = picture;
  const told = { recipe: picture.recipe, picture: { widthPx, heightPx, bytes: image.byteLength } };
  const sitter = Painted.parse({ ref: owner, ...told });
  const original = from?.ref ?? null; // what the studio paints, its recipe makes again
  const seconds = picture.seconds + (from?.seconds ?? 0);
  const recorded = { type: 'RecordPainting', portraitId, sitter, preview, original, seconds } as const;
  return send(portrait, portraitId, recorded, done);
}

const scopeOf = ({ owner, portraitId }: Painting) =>
  ({ subject: owner, category: 'media.portrait', item: portraitId }) as const;

const optionsOf = ({ portraitId }: Painting, { tellProgress }: Deps, { signal }: Turn) =>
  ({
    onProgress: (progress) => tellProgress(portraitId, progress),
    signal,
  }) satisfies PaintOptions;

const done = ['portrait-already-painted', 'portrait-already-failed'] as const;

type FailureReason = 'photo-gone' | 'engine-failed' | 'stopped' | 'declined';

const failed = (portraitId: PortraitId, reason: FailureReason): Send =>
  send(portrait, portraitId, { type: 'RecordFailure', portraitId, reason }, done);
