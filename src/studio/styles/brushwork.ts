/** Layers of curved strokes, from broad to fine (Hertzmann 1998), laid out once and painted at any size. */
import { filled, like } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';

/** One layer; lengths in radii, everything else as named. */
export type Layer = {
  readonly radius: number;
  /** The picture that this layer imitates: softer for broader brushes. */
  readonly ref: Image;
  readonly flow: Image;
  /** Error below which no stroke is laid. */
  readonly threshold: number;
  readonly shortest: number;
  readonly longest: number;
  /** Distance of strokes, in radii. */
  readonly spacing: number;
  /** 1 follows the flow at once, less lags behind. */
  readonly follow: number;
  /** How soon a stroke ends when its colour no longer fits; higher is sooner. */
  readonly stop: number;
  readonly bend: number;
  readonly lightness: number;
  readonly hue: number;
  readonly saturation: number;
  readonly opacity: number;
  readonly where: Where;
};

/** The layer's error is weighed by base + gain × detail where alpha and detail suffice, by `beyond` elsewhere. */
export type Where = {
  readonly alpha: number;
  readonly detail: number;
  readonly base: number;
  readonly gain: number;
  readonly beyond: number;
};

export const everywhere: Where = { alpha: 0, detail: 0, base: 1, gain: 0, beyond: 1 };

/** A layer before there is a picture: its radius at 1,024 pixels' width, how soft a picture, which flow. */
export type Plan = Omit<Layer, 'ref' | 'flow'> & {
  /** Index into the softened pictures, from the softest; beyond them it is the picture itself. */
  readonly softness: number;
  readonly along: 'fine' | 'mid' | 'coarse';
};

export function layersOf(
  plans: readonly Plan[],
  soft: readonly Image[],
  base: Image,
  flows: Readonly<Record<Plan['along'], Image>>,
): readonly Layer[] {
  const u = base.width / 1024;
  return plans.map((plan) => ({
    ...plan,
    radius: plan.radius * u,
    ref: soft[plan.softness] ?? base,
    flow: flows[plan.along],
  }));
}

export type Strokes = { readonly records: Image; readonly order: Image; readonly count: number };

const recordFloats = 48;
const strokesMax = 260_000;

export function layStrokes(
  shop: Workshop,
  { alpha, detail }: { readonly alpha: Image; readonly detail: Image },
  layers: readonly Layer[],
  seed: number,
): Strokes {
  const records = shop.image(recordFloats, strokesMax, 1);
  const order = shop.image(strokesMax, 1, 1);
  const counter = shop.image(1, 1, 1);
  // Far from every colour, so that the first layer covers all.
  const canvas = filled(shop, alpha.width, alpha.height, 3, -1);
  const mask = like(shop, alpha, 1);
  const ranks = new Int32Array(shop.floats(order).buffer, order.at, strokesMax);
  const used = new Int32Array(shop.floats(counter).buffer, counter.at, 1);
  used[0] = 0;
  let count = 0;
  layers.forEach((layer, i) => {
    maskFor(shop, alpha, detail, mask, layer.where);
    layLayer(shop, layer, { records, counter, canvas, mask, seed: seed * 7919 + i * 104_729 });
    const next = Math.min(strokesMax, used[0] ?? 0);
    ranks.set(inOrder(shop.floats(records), count, next), count);
    const here = { ...order, at: order.at + count * 4 };
    const { width: w, height } = canvas;
    shop.run('stampStrokes', height, { records, here, n: next - count, canvas, w });
    count = next;
  });
  shop.release(counter, canvas, mask);
  return { records, order, count };
}

type Sheet = {
  readonly records: Image;
  readonly counter: Image;
  readonly canvas: Image;
  readonly mask: Image;
  readonly seed: number;
};

function layLayer(shop: Workshop, layer: Layer, { records, counter, canvas, mask, seed }: Sheet): void {
  const { ref, flow, radius, threshold, shortest, longest, follow, stop, bend } = layer;
  const { lightness, hue, saturation, opacity } = layer;
  const { width: w, height: h } = ref;
  const cell = Math.max(1.2, radius * layer.spacing);
  shop.run('layStrokes', Math.ceil(h / cell), {
    ...{ ref, canvas, flow, mask, records, counter, capacity: strokesMax, w, h, radius, cell, threshold },
    ...{ shortest, longest, follow, stop, bend, lightness, hue, saturation, opacity, seed },
  });
}

function maskFor(shop: Workshop, alpha: Image, detail: Image, mask: Image, where: Where): void {
  const { alpha: alphaMin, detail: detailMin, base, gain, beyond } = where;
  shop.run('strokeMask', mask.height, {
    alpha,
    detail,
    mask,
    alphaMin,
    detailMin,
    base,
    gain,
    beyond,
    w: mask.width,
  });
}

/**
 * The order of painting within a layer, by each stroke's own key: threads deliver strokes in any order, and the
 * picture must not depend on it.
 */
export function inOrder(records: Float32Array, from: number, to: number): Int32Array {
  const keyed = Array.from({ length: to - from }, (_, i) => ({
    slot: from + i,
    key: records[(from + i) * recordFloats + 7] ?? 0,
    x: records[(from + i) * recordFloats + 12] ?? 0,
    y: records[(from + i) * recordFloats + 13] ?? 0,
  }));
  keyed.sort((a, b) => a.key - b.key || a.y - b.y || a.x - b.x);
  return Int32Array.from(keyed, ({ slot }) => slot);
}

/** How paint sits and shines. */
export type Paint = {
  /** Softness and roughness of a stroke's edge, how early it runs dry, how streaky its colour is. */
  readonly soft: number;
  readonly rough: number;
  readonly dry: number;
  readonly streak: number;
  /** Distance of the canvas' threads, in working pixels, and how strongly they show. */
  readonly thread: number;
  readonly canvas: number;
  readonly light: number;
  readonly gloss: number;
  readonly relief: number;
};

export function renderStrokes(
  shop: Workshop,
  strokes: Strokes,
  under: Image,
  bristle: Image,
  paint: Paint,
  { out, w, h, seed }: { readonly out: Image; readonly w: number; readonly h: number; readonly seed: number },
  options: { readonly rowsAtOnce: number; readonly onBand: (done: number, bands: number) => void },
): void {
  const { records, order, count: n } = strokes;
  const { width: sw, height: sh } = under;
  const { soft, rough, dry, streak, thread, canvas, light, gloss, relief } = paint;
  shop.run(
    'oilRows',
    h,
    {
      ...{ out, w, h, under, sw, sh, records, order, n, bristle },
      ...{ soft, rough, dry, streak, thread, canvas, light, gloss, relief, seed },
    },
    options,
  );
}

export function bristles(shop: Workshop, seed: number): Image {
  const texture = shop.image(512, 256, 1);
  shop.run('bristles', 256, { texture, seed });
  return texture;
}
