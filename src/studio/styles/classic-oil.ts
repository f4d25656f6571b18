/** Classic oil: a warm ground, thin darks and fuller lights, one glow beside the head; the brush shows only close by. */
import { relight } from '../compose/relight.ts';
import { graded, type Reach } from '../manner.ts';
import { colours, like } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import {
  bristles,
  everywhere,
  layersOf,
  layStrokes,
  type Paint,
  type Plan,
  renderStrokes,
} from './brushwork.ts';
import { backdrop, bolder, flows, groundOf, over, references } from './oil.ts';
import { bandRows, chosen, focusOf, type Style } from './style.ts';

type Palette = { readonly ground: readonly number[]; readonly shadow: string; readonly light: string };

const umber: Palette = {
  ground: colours('#17110b', '#6a5236', '#42412e'),
  shadow: '#3a2416',
  light: '#ffe9c8',
};
const palettes: Readonly<Record<string, Palette>> = {
  umber,
  olive: { ground: colours('#14160f', '#5d6243', '#7a6a3f'), shadow: '#2c2a18', light: '#fff0cf' },
  slate: { ground: colours('#10151b', '#51616b', '#5b4c42'), shadow: '#262a36', light: '#fff1dc' },
};

export const classicOil: Style<'classic-oil'> = {
  id: 'classic-oil',
  name: 'Classic oil',
  medium: 'Oil on canvas, in the old manner',
  says: 'A dark, warm ground and one light; soft passages, and the smallest brush for the eyes.',
  variants: [
    { id: 'umber', name: 'Umber ground' },
    { id: 'olive', name: 'Olive ground' },
    { id: 'slate', name: 'Slate ground' },
  ],
  papers: [
    'A. Hertzmann: Painterly rendering with curved brush strokes of multiple sizes, SIGGRAPH 1998',
    'J. E. Kyprianidis, H. Kang, J. Döllner: Image and video abstraction by anisotropic Kuwahara filtering, Pacific Graphics 2009',
  ],
  paint(shop, sitter, { variant, seed, background, intensity }) {
    const palette = chosen(palettes, variant, umber);
    const subject = glazed(shop, relight(shop, sitter, light), palette);
    const ground = backdrop(
      shop,
      sitter,
      { colours: groundOf(palette.ground, background), beside: 0.18, spread: 0.8 },
      seed + 3,
    );
    const picture = sitter.fill ? subject : over(shop, subject, sitter.alpha, ground);
    const { width: w, height: h } = picture;
    const { x: fx, y: fy } = focusOf(sitter);
    shop.run('candlelight', h, {
      picture,
      fx,
      fy,
      fall: graded(intensity, sitter.fill ? dimBehind : dim),
      w,
      h,
    });
    const { base, soft } = references(shop, picture);
    const directions = flows(shop, base, sitter, { about: 0, angle: 0.9, stir: 5, cell: 3.2 }, seed);
    const strokes = layStrokes(
      shop,
      sitter,
      layersOf(bolder(plans, intensity), soft, base, directions),
      seed,
    );
    const [under = base] = soft;
    const texture = bristles(shop, 11);
    return {
      render: (out, pw, ph, onBand) => {
        const sheet = { out, w: pw, h: ph, seed };
        renderStrokes(shop, strokes, under, texture, paint, sheet, { rowsAtOnce: bandRows(pw), onBand });
      },
    };
  },
};

/** How far the light falls off, with a ground of its own and with the photo's. */
const dim: Reach = [0.28, 0.42, 0.58];
const dimBehind: Reach = [0.12, 0.25, 0.4];

/** A little more colour, then one warm varnish over all. */
function glazed(shop: Workshop, lit: Image, { shadow, light: high }: Palette): Image {
  const { width: w, height } = lit;
  const [vivid, dst] = [like(shop, lit, 3), like(shop, lit, 3)];
  shop.run('vibrance', height, { lit, vivid, amount: 0.35, w });
  const [sr = 0, sg = 0, sb = 0, hr = 1, hg = 1, hb = 1] = colours(shadow, high);
  shop.run('splitTone', height, { vivid, dst, sr, sg, sb, hr, hg, hb, amount: 0.26, w });
  shop.release(vivid, lit);
  return dst;
}

const light = { lift: 0.42, target: 0.55, eyes: 0.16, clarity: 0.3, black: 0.04, white: 0.95, skin: 0.9 };

const paint: Paint = {
  ...{ soft: 0.34, rough: 0.4, dry: 0.6, streak: 0.12 },
  ...{ thread: 3.2, canvas: 0.14, light: 0.42, gloss: 0.035, relief: 0.6 },
};

const common = { along: 'fine', follow: 0.85, stop: 0.95, bend: 0, saturation: 1, opacity: 0.92 } as const;

const plans: readonly Plan[] = [
  {
    ...{ ...common, along: 'coarse', radius: 34, softness: 0, threshold: 0, shortest: 2, longest: 5 },
    ...{ spacing: 1.35, lightness: 0.05, hue: 0.04, bend: 0.9, opacity: 1, where: everywhere },
  },
  {
    ...{ ...common, along: 'coarse', radius: 17, softness: 1, threshold: 0.03, shortest: 2, longest: 6 },
    ...{ spacing: 1.25, lightness: 0.06, hue: 0.045, bend: 0.5, where: everywhere },
  },
  {
    ...{ ...common, along: 'mid', radius: 9, softness: 2, threshold: 0.045, shortest: 2, longest: 7 },
    ...{ spacing: 1.2, lightness: 0.05, hue: 0.035, bend: 0.25 },
    where: { alpha: 0.06, detail: 0, base: 1, gain: 0, beyond: 0.35 },
  },
  {
    ...{ ...common, radius: 5, softness: 3, threshold: 0.05, shortest: 2, longest: 8 },
    ...{ spacing: 1.1, lightness: 0.04, hue: 0.03 },
    where: { alpha: 0.12, detail: 0, base: 0.8, gain: 1, beyond: 0 },
  },
  {
    ...{ ...common, radius: 3, softness: 4, threshold: 0.06, shortest: 2, longest: 9 },
    ...{ spacing: 1.05, lightness: 0.03, hue: 0.02 },
    where: { alpha: 0.3, detail: 0, base: 0.5, gain: 0.9, beyond: 0 },
  },
  {
    ...{ ...common, radius: 1.8, softness: 5, threshold: 0.055, shortest: 2, longest: 9 },
    ...{ spacing: 1.05, lightness: 0.02, hue: 0.012 },
    where: { alpha: 0.05, detail: 0.4, base: 0.2, gain: 1, beyond: 0 },
  },
  {
    ...{ ...common, radius: 1.1, softness: 6, threshold: 0.06, shortest: 2, longest: 8 },
    ...{ spacing: 1.1, lightness: 0.01, hue: 0.01 },
    where: { alpha: 0.05, detail: 0.72, base: 0, gain: 1, beyond: 0 },
  },
];
