/**
 * The approved picture at the size that was bought, without a watermark: painted again from its recipe, with the same
 * strokes; or, where another company painted it, enlarged from the original, since it would paint another one.
 */
import { createHash } from 'node:crypto';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { order } from '../modules/ordering/order.ts';
import { Buyer, type MasterId, masterStream } from '../modules/portraits/master.events.ts';
import { type Master, master } from '../modules/portraits/master.ts';
import { type Portrait, portrait } from '../modules/portraits/portrait.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { PaintJob, Recipe } from '../studio/engine.ts';
import { bytesOf } from './bytes.ts';
import { kept, painted } from './pictures.ts';
import type { Ports } from './ports.ts';
import { fileRuleFor } from './print-files.ts';
import { recipeFrom } from './recipe.ts';

type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'blobs' | 'engine' | 'report'>;
type Ordered = Extract<Master, { readonly status: 'ordered' | 'failed' }>;

export const renderMasterWhenOrdered = effect(
  'render-master-when-ordered',
  masterStream,
  { MasterOrdered: ({ masterId }) => ({ ids: { masterId } }) },

  async ({ key, ids: { masterId }, context }: Job<{ readonly masterId: MasterId }>, deps: Deps) => {
    const ordered = await deps.stateOf(master, masterId);
    if (ordered.status !== 'ordered') return [];
    const placed = await deps.stateOf(order, ordered.orderId);
    const approved = await deps.stateOf(portrait, ordered.portraitId);
    if (placed.status === 'none' || approved.status !== 'painted') return failed(masterId, 'photo-gone');
    const source = await sourceOf(approved, deps.openAs(context.actor));
    if (source === undefined) return failed(masterId, 'photo-gone');
    const rule = fileRuleFor(placed.lines[ordered.line]);
    const wanted = { ...source, ...rule, subject: approved.kind };
    return render(ordered, placed.buyer, wanted, { ...deps, id: uuidFrom(key, 'master') });
  },
);

/** A photo to paint from, or the picture that another company painted from it. */
type Source = {
  readonly recipe: Recipe;
  readonly photo: Uint8Array;
  readonly original?: Uint8Array;
};
type Approved = Extract<Portrait, { readonly status: 'painted' }>;

async function sourceOf(
  { recipe, photoBlob, original }: Approved,
  open: ReturnType<Ports['openAs']>,
): Promise<Source | undefined> {
  const opened = await open(recipe, 'order.fulfilment');
  const picture =
    original === null
      ? await open.blob(photoBlob, 'media.upload', 'order.fulfilment')
      : await open.blob(original, 'media.portrait', 'order.fulfilment');
  if (opened.is !== 'value' || picture.is !== 'value') return undefined;
  const known = recipeFrom(opened.value);
  const photo = await bytesOf(picture.value.stream);
  return known && { recipe: known, photo, ...(original === null ? {} : { original: photo }) };
}

async function render(
  { masterId, orderId, widthPx: width, heightPx: height }: Ordered,
  buyer: SubjectRef,
  wanted: Omit<PaintJob, 'width' | 'height' | 'watermark'>,
  { id, ...deps }: Deps & { readonly id: string },
): Promise<Send> {
  const picture = await painted(deps, { ...wanted, width, height, watermark: false }, { masterId });
  if (picture === 'failed') return failed(masterId, 'engine-failed');
  const scope = { subject: buyer, category: 'media.master', item: orderId } as const;
  const blob = await kept(deps.blobs, scope, picture, id);
  if (blob === undefined) return failed(masterId, 'photo-gone');
  const { seconds, image, width: widthPx, height: heightPx } = picture;
  const file = { widthPx, heightPx, bytes: image.byteLength, ...digests(image) };
  const rendered = { masterId, orderId, buyer: Buyer.parse({ ref: buyer, file }), blob, seconds };
  return send(master, masterId, { type: 'RecordRendering', ...rendered }, done);
}

const done = ['master-already-rendered', 'master-already-failed'] as const;

const failed = (masterId: MasterId, reason: 'photo-gone' | 'engine-failed'): Send =>
  send(master, masterId, { type: 'RecordRenderingFailure', masterId, reason }, done);

/** MD5 for the lab, which asks for it; SHA-256 for everybody else. */
const digests = (image: Uint8Array) => ({
  sha256: createHash('sha256').update(image).digest('hex'),
  md5: createHash('md5').update(image).digest('hex'),
});
