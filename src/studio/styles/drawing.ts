/** What drawings share: tone laid as hatching in layers, each stroke a mark of its own, over a rubbed ground. */
import type { Sitter } from '../compose/prepare.ts';
import { graded, type Manner, type Reach } from '../manner.ts';
import { blur, calmFlow, filled, flowOf, kuwahara, like, luminance, table } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import { inOrder } from './brushwork.ts';
import { outlines, type Pen } from './ink.ts';
import { over } from './oil.ts';
import { bandRows, focusOf, type Painting } from './style.ts';

/** One layer of hatching; lengths in working pixels at 1,024 pixels' width. */
export type Hatch = {
  /** Radians; 0 lies level, and what is negative rises to the right. */
  readonly angle: number;
  readonly spacing: number;
  readonly length: number;
  readonly width: number;
  /** Tone above which strokes are laid, and how loosely that is taken. */
  readonly threshold: number;
  readonly loose: number;
  /** 0 straight, 1 along the form. */
  readonly follow: number;
  /** Only where detail exceeds it. */
  readonly features: number;
  readonly opacity: number;
};

export type Sheet = {
  readonly tone: Image;
  readonly flow: Image;
  /** Colours of the strokes, where they have their own. */
  readonly hues: Image;
  readonly detail: Image;
};

export type Lead = { readonly colour: readonly number[]; readonly coloured: number; readonly chalk: boolean };

const recordFloats = 48;
const strokesMax = 240_000;

export type Marks = { readonly records: Image; readonly order: Image; readonly count: number };

export function emptyMarks(shop: Workshop): Marks {
  return { records: shop.image(recordFloats, strokesMax, 1), order: shop.image(strokesMax, 1, 1), count: 0 };
}

/** Adds layers to the marks; later ones lie on top. */
export function hatch(
  shop: Workshop,
  marks: Marks,
  { tone, flow, hues, detail }: Sheet,
  lead: Lead,
  layers: readonly Hatch[],
  seed: number,
): Marks {
  const { records, order } = marks;
  const counter = shop.image(1, 1, 1);
  const used = new Int32Array(shop.floats(counter).buffer, counter.at, 1);
  const ranks = new Int32Array(shop.floats(order).buffer, order.at, strokesMax);
  used[0] = marks.count;
  const { width: w, height: h } = tone;
  const u = w / 1024;
  const [red = 0, green = 0, blue = 0] = lead.colour;
  let { count } = marks;
  layers.forEach((layer, i) => {
    const { angle, threshold, loose, follow, features, opacity } = layer;
    const [spacing, length, width] = [layer.spacing * u, layer.length * u, layer.width * u];
    shop.run('layHatching', Math.ceil(Math.hypot(w, h) / spacing), {
      ...{ tone, hues, flow, detail, records, counter, capacity: strokesMax, w, h },
      ...{ angle, spacing, length, width, threshold, loose, follow, features, opacity },
      ...{ red, green, blue, coloured: lead.coloured, chalk: lead.chalk, seed: seed * 6151 + i * 92_821 },
    });
    const next = Math.min(strokesMax, used[0] ?? 0);
    ranks.set(inOrder(shop.floats(records), count, next), count);
    count = next;
  });
  shop.release(counter);
  return { records, order, count };
}

/** How a drawing's tone is taken from the sitter. */
export type Tone = {
  readonly gamma: number;
  readonly black: number;
  /** How dark the hatched ground beside the head is. */
  readonly patch: number;
  /** Where the drawing fades: shares of the width and height. */
  readonly side: number;
  readonly bottom: number;
};

const pressure: Reach = [0.72, 1, 1.35];

/** Harder or lighter on the paper. */
export const pressed = (layers: readonly Hatch[], { intensity }: Manner): readonly Hatch[] =>
  layers.map((layer) => ({ ...layer, opacity: layer.opacity * graded(intensity, pressure) }));

const firmness: Reach = [0.7, 1, 1.3];

/** Tone, lines and rubbing as strong as they are wanted; on plain paper nothing is laid beside the head. */
export const tonedFor = (tone: Tone, { background, intensity }: Manner): Tone => ({
  ...tone,
  gamma: tone.gamma / graded(intensity, firmness),
  patch: background === 'plain' ? 0 : tone.patch,
});

export const groundedFor = <G extends Omit<Ground, 'tints'>>(ground: G, { intensity }: Manner): G => ({
  ...ground,
  line: Math.min(1, ground.line * graded(intensity, firmness)),
});

export type Study = Sheet & { readonly base: Image; readonly bright: Image; readonly ink: Image };

/** @param lit the relit subject */
export function study(
  shop: Workshop,
  sitter: Sitter,
  lit: Image,
  given: Tone,
  pen: Pen,
  seed: number,
): Study {
  const { width: w, height: h } = lit;
  const u = w / 1024;
  const picture = over(shop, lit, sitter.alpha, filled(shop, w, h, 3, 1));
  const base = kuwahara(shop, picture, flowOf(shop, picture, 2.4 * u), 3 * u);
  const ink = outlines(shop, base, base, sitter.detail, pen);
  const bright = blur(shop, luminance(shop, base), 1.4 * u);
  const fade = like(shop, bright, 1);
  shop.run('vignette', h, {
    fade,
    side: given.side,
    bottom: given.bottom,
    top: 0,
    rough: 0.12,
    seed: seed + 7,
    w,
    h,
  });
  const tone = like(shop, bright, 1);
  const { alpha, detail } = sitter;
  const { x: fx, y: fy, radius } = focusOf(sitter);
  const { gamma, black, patch } = given;
  shop.run('drawingTone', h, {
    bright,
    alpha,
    fade,
    tone,
    gamma,
    black,
    patch,
    fx,
    fy,
    radius,
    seed: seed + 8,
    w,
  });
  shop.run('fadeInk', ink.height, { ink, iw: ink.width, ih: ink.height, alpha, fade, w, h });
  return { base, bright, ink, tone, flow: calmFlow(shop, base, 2.6 * u, 20 * u, 1), hues: base, detail };
}

/** Paper and lead as they come out. */
export type Ground = {
  /** Paper, then the colour of lines and rubbing. */
  readonly tints: readonly number[];
  /** How much rubbed tone lies under the strokes, and how far it has the sitter's own colours. */
  readonly rub: number;
  readonly rubColour: number;
  /** Strength and sharpness of the outlines. */
  readonly line: number;
  readonly phi: number;
  /** Size of the paper's grain in working pixels, and how much it breaks the strokes. */
  readonly grain: number;
  readonly tooth: number;
  readonly soft: number;
};

export function drawn(shop: Workshop, marks: Marks, from: Study, ground: Ground, seed: number): Painting {
  const { records, order, count: n } = marks;
  const { hues, ink } = from;
  const { width: sw, height: sh } = from.tone;
  const smudge = blur(shop, from.tone, (3 * sw) / 1024);
  const tints = table(shop, ground.tints);
  const { rub, rubColour, line, phi, grain, tooth, soft } = ground;
  return {
    render: (out, w, h, onBand) => {
      shop.run(
        'drawingRows',
        h,
        {
          ...{
            out,
            w,
            h,
            records,
            order,
            n,
            smudge,
            hues,
            sw,
            sh,
            ink,
            iw: ink.width,
            ih: ink.height,
            tints,
          },
          ...{ rub, rubColour, line, phi, grain: (grain * sw) / 1024, tooth, soft, seed },
        },
        { rowsAtOnce: bandRows(w), onBand },
      );
    },
  };
}
