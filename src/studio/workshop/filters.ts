/** The filters that every style uses, as functions from images to new images. */
import type { Image, Workshop } from './workshop.ts';

export const like = (shop: Workshop, { width, height }: Image, channels: number): Image =>
  shop.image(width, height, channels);

/** Gaussian blur; a wide one is done on a smaller copy, where it looks the same. @param sigma in pixels */
export function blur(shop: Workshop, src: Image, sigma: number): Image {
  if (sigma > 5) return blurSmall(shop, src, sigma, Math.max(2, Math.floor(sigma / 2.2)));
  const { width: w, height: h, channels: c } = src;
  const half = like(shop, src, c);
  const dst = like(shop, src, c);
  shop.run('gaussAcross', h, { src, half, w, c, sigma });
  shop.run('gaussDown', h, { half, dst, w, h, c, sigma });
  shop.release(half);
  return dst;
}

function blurSmall(shop: Workshop, src: Image, sigma: number, factor: number): Image {
  const small = shrink(shop, src, factor);
  const soft = blur(shop, small, sigma / factor);
  const dst = enlarge(shop, soft, src.width, src.height, factor);
  shop.release(small, soft);
  return dst;
}

export function shrink(shop: Workshop, src: Image, f: number): Image {
  const { width: w, height: h, channels: c } = src;
  const dst = shop.image(Math.ceil(w / f), Math.ceil(h / f), c);
  shop.run('shrink', dst.height, { src, dst, w, h, c, f, dw: dst.width });
  return dst;
}

/** Bilinear. @param factor that of the `shrink` which it undoes */
export function enlarge(shop: Workshop, src: Image, dw: number, dh: number, factor: number): Image {
  const { width: w, height: h, channels: c } = src;
  const dst = shop.image(dw, dh, c);
  shop.run('enlarge', dh, { src, dst, w, h, c, dw, sx: 1 / factor, sy: 1 / factor });
  return dst;
}

/** Cubic: B-spline, or with `crisp` Catmull-Rom. */
export function resample(shop: Workshop, src: Image, w: number, h: number, crisp: boolean): Image {
  const dst = shop.image(w, h, src.channels);
  const { width: sw, height: sh, channels: c } = src;
  shop.run('resample', h, { src, dst, sw, sh, c, w, h, crisp });
  return dst;
}

/** Mean over a square of 2r + 1 pixels. */
export function box(shop: Workshop, src: Image, r: number): Image {
  const { width: w, height: h, channels: c } = src;
  const half = like(shop, src, c);
  const dst = like(shop, src, c);
  shop.run('boxAcross', h, { src, half, w, c, r });
  shop.run('boxDown', w, { half, dst, w, h, c, r });
  shop.release(half);
  return dst;
}

export function luminance(shop: Workshop, src: Image): Image {
  const dst = like(shop, src, 1);
  shop.run('luminance', src.height, { src, dst, w: src.width });
  return dst;
}

/** Unit tangents and anisotropy, from the structure tensor smoothed by sigma. */
export function flowOf(shop: Workshop, src: Image, sigma: number): Image {
  const raw = tensorOf(shop, src);
  const smooth = blur(shop, raw, sigma);
  shop.run('tangent', src.height, { smooth, raw, w: src.width });
  shop.release(smooth);
  return raw;
}

function tensorOf(shop: Workshop, src: Image): Image {
  const { width: w, height: h } = src;
  const raw = like(shop, src, 3);
  shop.run('tensor', h, { src, raw, w, h });
  return raw;
}

/**
 * Directions that follow edges closely and, where there are none, the larger form: tensors add, so that a wide one
 * decides wherever the close one is weak.
 * @param wide sigma of the larger form; @param weight its share
 */
export function calmFlow(shop: Workshop, src: Image, sigma: number, wide: number, weight: number): Image {
  const raw = tensorOf(shop, src);
  const [near, far] = [blur(shop, raw, sigma), blur(shop, raw, wide)];
  const { width: w, height } = src;
  shop.run('sum', height, { near, far, near2: near, gain: weight, w, c: 3 });
  shop.run('tangent', height, { near, raw, w });
  shop.release(near, far);
  return raw;
}

/** Anisotropic Kuwahara: flat regions, crisp edges. A wide one (5 at 1,024 pixels' width) is done at half size. */
export function kuwahara(shop: Workshop, src: Image, flow: Image, radius: number, hardness = 8): Image {
  if (radius < 4.9 * (src.width / 1024)) return kuwaharaAtSize(shop, src, flow, radius, hardness);
  const small = shrink(shop, src, 2);
  const smallFlow = shrink(shop, flow, 2);
  const done = kuwaharaAtSize(shop, small, smallFlow, radius / 2, hardness);
  const dst = resample(shop, done, src.width, src.height, true);
  shop.release(small, smallFlow, done);
  return dst;
}

function kuwaharaAtSize(shop: Workshop, src: Image, flow: Image, radius: number, hardness: number): Image {
  const dst = like(shop, src, 3);
  const { width: w, height: h } = src;
  const ranges = rangesOf(shop, src);
  shop.run('kuwahara', h, { src, dst, flow, ranges, w, h, radius, hardness }, { rowsAtOnce: 16 });
  shop.release(ranges);
  return dst;
}

/** Lowest and highest values per block of 8 × 8 pixels: by them, filters leave alone what is even. */
export function rangesOf(shop: Workshop, src: Image): Image {
  const { width: w, height: h, channels: c } = src;
  const dst = shop.image(Math.ceil(w / 8), Math.ceil(h / 8), 2 * c);
  shop.run('blockRanges', dst.height, { src, dst, w, h, c, across: dst.width });
  return dst;
}

/** Line integral convolution along the flow, but where all about a pixel lies above `above`. */
export function along(shop: Workshop, src: Image, flow: Image, sigma: number, above: number): Image {
  const dst = like(shop, src, 1);
  const { width: w, height: h } = src;
  const ranges = rangesOf(shop, src);
  shop.run('along', h, { src, dst, flow, ranges, w, h, sigma, above }, { rowsAtOnce: 16 });
  shop.release(ranges);
  return dst;
}

/** A plane's edge made crisp and then even: what a contour is drawn along. */
export function silhouette(shop: Workshop, alpha: Image, softness: number): Image {
  const hard = like(shop, alpha, 1);
  shop.run('ramp', alpha.height, { alpha, hard, lo: 0.4, hi: 0.6, linear: false, w: alpha.width });
  const soft = blur(shop, hard, softness);
  shop.release(hard);
  return soft;
}

export function filled(
  shop: Workshop,
  width: number,
  height: number,
  channels: number,
  value: number,
): Image {
  const dst = shop.image(width, height, channels);
  shop.run('constant', height, { dst, value, w: width, c: channels });
  return dst;
}

/** a where t is 0, b where it is 1. */
export function blend(shop: Workshop, a: Image, b: Image, t: Image): Image {
  const dst = like(shop, a, a.channels);
  shop.run('blend', a.height, { a, b, t, dst, w: a.width, c: a.channels });
  return dst;
}

export function noise(
  shop: Workshop,
  { width, height }: Image,
  { cell, seed, octaves, gain }: { cell: number; seed: number; octaves: number; gain: number },
): Image {
  const dst = shop.image(width, height, 1);
  shop.run('noise', height, { dst, cell, seed, octaves, gain, w: width });
  return dst;
}

/** A few numbers as an image of one row, for kernels that read a table. */
export function table(shop: Workshop, values: readonly number[]): Image {
  const dst = shop.image(Math.max(1, values.length), 1, 1);
  shop.floats(dst).set(values);
  return dst;
}

/** `#1d3f7a` … as numbers from 0 to 1, three a colour. */
export const colours = (...hex: readonly string[]): readonly number[] =>
  hex.flatMap((one) => [1, 3, 5].map((i) => Number.parseInt(one.slice(i, i + 2), 16) / 255));
