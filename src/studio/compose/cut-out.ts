/** From coarse masks to a matte with hair in it, and the subject's own colours without the old background. */
import type { Face } from '../vision/faces.ts';
import type { Look } from '../vision/look.ts';
import { blur, box, enlarge, filled, like, shrink } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import { guardMap } from './features.ts';

/** Where the working picture lies in the photo: working pixel (x, y) is photo pixel (left + x·step, top + y·step). */
export type Place = { readonly left: number; readonly top: number; readonly step: number };

/** The masks of a look, averaged where they overlap, at the pixels of a working picture. */
export function gatherMasks(shop: Workshop, look: Look, place: Place, width: number, height: number): Image {
  const values = shop.image(256, 256, look.masks.length);
  shop.floats(values).set(new Float32Array(look.maskValues));
  const rects = shop.image(6, look.masks.length, 1);
  shop
    .floats(rects)
    .set(
      look.masks.flatMap(({ box: b, trust, whole }) => [b.x, b.y, b.width, b.height, trust, whole ? 1 : 0]),
    );
  const dst = shop.image(width, height, 1);
  const { left, top, step } = place;
  const [pw, ph] = [look.width, look.height];
  shop.run('gatherMasks', height, {
    ...{ values, rects, n: look.masks.length, left, top, step, pw, ph, dst, w: width },
  });
  shop.release(values, rects);
  return dst;
}

/** @param coarse from 0 to 1, about 0.5 at the edge. */
export function matte(shop: Workshop, photo: Image, coarse: Image, faces: readonly Face[]): Image {
  const { width: w, height: h } = photo;
  const sure = ramped(shop, coarse, 0.35, 0.75, false);
  const wide = guided(shop, photo, sure, { radius: w / 50, eps: 2e-4, factor: 4 });
  const fine = guided(shop, photo, wide, { radius: w / 110, eps: 1e-5, factor: 2 });
  const alpha = ramped(shop, fine, 0.12, 0.88, true);
  shop.release(wide, fine);
  followColourLines(shop, photo, sure, alpha, faces);
  const smooth = guided(shop, photo, alpha, { radius: Math.max(2, w / 300), eps: 1e-4, factor: 1 });
  shop.release(sure, alpha);
  shop.run('ramp', h, { smooth, out: smooth, lo: 0, hi: 1, linear: true, w });
  return smooth;
}

/**
 * A lens spreads the old background over the last photo pixel of a subject: the edge is drawn in by about as much.
 * @param photoPixel in working pixels
 */
export function tightened(shop: Workshop, alpha: Image, photoPixel: number): Image {
  const soft = blur(shop, alpha, Math.max(1.2, Math.min(5, photoPixel)));
  const dst = ramped(shop, soft, 0.5, 0.98, true);
  shop.release(soft);
  return dst;
}

function ramped(shop: Workshop, src: Image, lo: number, hi: number, linear: boolean): Image {
  const dst = like(shop, src, 1);
  shop.run('ramp', src.height, { src, dst, lo, hi, linear, w: src.width });
  return dst;
}

/** Colour guided filter (He, Sun and Tang 2010), its windows on a smaller copy (He and Sun 2015). */
export function guided(
  shop: Workshop,
  photo: Image,
  mask: Image,
  { radius, eps, factor }: { readonly radius: number; readonly eps: number; readonly factor: number },
): Image {
  const guide = factor > 1 ? shrink(shop, photo, factor) : photo;
  const p = factor > 1 ? shrink(shop, mask, factor) : mask;
  const { width: w, height: h } = guide;
  const r = Math.max(1, Math.round(radius / factor));
  const ip = like(shop, guide, 3);
  const ii = like(shop, guide, 6);
  shop.run('guideProducts', h, { guide, p, ip, ii, w });
  const means = [guide, p, ip, ii].map((one) => box(shop, one, r));
  const line = like(shop, guide, 4);
  const [mi = line, mp = line, mip = line, mii = line] = means;
  shop.run('guideSolve', h, { mi, mp, mip, mii, line, eps, w });
  const smooth = box(shop, line, r);
  const full = factor > 1 ? enlarge(shop, smooth, photo.width, photo.height, factor) : smooth;
  const dst = like(shop, photo, 1);
  shop.run('guideApply', photo.height, { full, photo, dst, w: photo.width });
  shop.release(ip, ii, line, smooth, ...means);
  if (factor > 1) shop.release(guide, p, full);
  return dst;
}

/** Hair: where both sides have clear colours, the colour itself says how much of each is there. */
function followColourLines(
  shop: Workshop,
  photo: Image,
  sure: Image,
  alpha: Image,
  faces: readonly Face[],
): void {
  const { width: w, height: h } = photo;
  const faceWidth = Math.min(...faces.map((face) => face.box.width * 0.16), w / 26);
  const r = Math.round(Math.max(w / 90, faceWidth));
  const hard = ramped(shop, sure, 0.5, 0.5001, true);
  const near = box(shop, hard, r);
  const fore = like(shop, photo, 4);
  const back = like(shop, photo, 4);
  shop.run('sureSides', h, { photo, near, fore, back, w });
  const [foreNear, backNear] = [nearColours(shop, fore, r), nearColours(shop, back, r)];
  const raw = like(shop, photo, 3);
  shop.run('backMoments', h, { photo, near, raw, w });
  const moments = spread(shop, raw, r * 2);
  const guard = guardMap(shop, faces, photo);
  shop.run('colourLine', h, { photo, near, foreNear, backNear, moments, guard, alpha, w });
  shop.release(hard, near, fore, back, foreNear, backNear, raw, moments, guard);
}

/** Colours of one side, carried over the border: the nearest window that holds any wins. */
function nearColours(shop: Workshop, side: Image, r: number): Image {
  const sum = filled(shop, side.width, side.height, 4, 0);
  for (const [radius, k] of [
    [r, 1],
    [r * 2, 0.08],
    [r * 4, 0.004],
  ] as const) {
    const wide = spread(shop, side, radius);
    shop.run('gatherSide', side.height, { wide, sum, k, w: side.width });
    shop.release(wide);
  }
  return sum;
}

/** A box mean, computed on a quarter where the window is wide. */
function spread(shop: Workshop, src: Image, r: number): Image {
  if (r < 12) return box(shop, src, r);
  const small = shrink(shop, src, 4);
  const soft = box(shop, small, Math.round(r / 4));
  const dst = enlarge(shop, soft, src.width, src.height, 4);
  shop.release(small, soft);
  return dst;
}

/** The foreground's colours where both sides mix: blur-fusion (Forte 2021), twice, the second window a quarter. */
export function foreground(shop: Workshop, photo: Image, alpha: Image): Image {
  const { width: w, height: h } = photo;
  const radius = Math.round(w / 25);
  const fuse = (from: Image, r: number): Image => {
    const parts = like(shop, photo, 8);
    shop.run('fusionParts', h, { photo, from, alpha, parts, w });
    const wide = spread(shop, parts, r);
    const dst = like(shop, photo, 3);
    shop.run('fusionJoin', h, { photo, wide, alpha, dst, w });
    shop.release(parts, wide);
    return dst;
  };
  const first = fuse(photo, radius);
  const second = fuse(first, Math.max(3, radius >> 2));
  shop.release(first);
  return second;
}
