/** One picture, from a look at a photo to RGB bytes: the part of the work that is pure computing. */
import type { Crop, SubjectKind } from '../compose/prepare.ts';
import { imagesOf, prepare, type Sitter } from '../compose/prepare.ts';
import { StudioFault } from '../fault.ts';
import type { Manner } from '../manner.ts';
import { painterOf } from '../styles/index.ts';
import type { Look } from '../vision/look.ts';
import type { Workshop } from '../workshop/workshop.ts';

export type Order = Manner & {
  readonly subject: SubjectKind;
  readonly style: string;
  readonly variant: string;
  readonly seed: number;
  readonly crop: Crop | null;
  readonly width: number;
  readonly height: number;
  readonly draft?: boolean;
};

export type OnProgress = (stage: string, done: number, total: number) => void;

/**
 * RGB bytes in memory that other threads can read, until the easel paints another picture of as many; and where in the
 * photo the picture lies.
 */
export type Picture = {
  readonly rgb: SharedArrayBuffer;
  readonly crop: Crop;
  /** The first face, in shares of the picture: a watermark keeps off it. */
  readonly face: Crop | null;
};

export type Easel = {
  /** @param photoKey names the photo: its preparation is kept for a further style. */
  paint(photoKey: string, look: Look, order: Order, onProgress: OnProgress): Picture;
  /** Prepares what a first style of this shape will need. @returns where in the photo the picture will lie */
  prepare(photoKey: string, look: Look, sitting: Sitting): Crop;
  forget(photoKey: string): void;
};

/** What of an order its preparation depends on. */
export type Sitting = Pick<Order, 'subject' | 'crop' | 'background' | 'width' | 'height' | 'draft'>;

/** Prepared sitters that are kept; older ones make way. */
const sittersMax = 2;

export function easel(shop: Workshop): Easel {
  const sitters = new Map<string, Sitter>();
  // shared memory is collected late: a print's is used again, not asked for anew
  let sheet = new SharedArrayBuffer(0);
  return {
    paint(photoKey, look, order, onProgress) {
      const style = painterOf(order.style);
      if (style === undefined) throw new StudioFault('studio/unknown-style', order.style);
      try {
        const sitter = sitterFor(photoKey, look, order, onProgress);
        onProgress('light', 0, 1);
        const painting = style.paint(shop, sitter, order);
        const { width, height } = order;
        const out = shop.image(Math.ceil((width * height * 3) / 4), 1, 1);
        onProgress('strokes', 0, 1);
        painting.render(out, width, height, (done, total) =>
          onProgress('strokes', Math.min(done, total), total),
        );
        if (sheet.byteLength !== width * height * 3) sheet = new SharedArrayBuffer(width * height * 3);
        new Uint8Array(sheet).set(new Uint8Array(shop.floats(out).buffer, out.at, sheet.byteLength));
        return { rgb: sheet, crop: sitter.crop, face: faceShare(sitter) };
      } finally {
        tidy();
      }
    },
    prepare(photoKey, look, sitting) {
      const { crop } = sitterFor(photoKey, look, sitting, () => undefined);
      tidy();
      return crop;
    },
    forget(photoKey) {
      for (const key of [...sitters.keys()])
        if (key.startsWith(JSON.stringify(photoKey))) sitters.delete(key);
      tidy();
      shop.wipe();
    },
  };

  function tidy(): void {
    shop.releaseAllBut([...sitters.values()].flatMap(imagesOf));
  }

  function sitterFor(photoKey: string, look: Look, order: Sitting, onProgress: OnProgress): Sitter {
    const aspect = order.width / order.height;
    const draft = order.draft ?? false;
    const { subject, crop } = order;
    const ownBackground = order.background === 'photo';
    const key =
      JSON.stringify(photoKey) + JSON.stringify([subject, crop, ownBackground, aspect.toFixed(4), draft]);
    const kept = sitters.get(key);
    if (kept) return kept;
    for (const old of [...sitters.keys()].slice(0, Math.max(0, sitters.size - sittersMax + 1)))
      sitters.delete(old);
    const sitter = prepare(shop, look, { subject, crop, ownBackground, aspect, draft }, (stage) =>
      onProgress(stage, 0, 1),
    );
    sitters.set(key, sitter);
    return sitter;
  }
}

function faceShare({ faces, photo }: Sitter): Crop | null {
  const box = faces[0]?.box;
  if (box === undefined) return null;
  const { width, height } = photo;
  return { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
}
