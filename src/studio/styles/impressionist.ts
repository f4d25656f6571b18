/** Impressionist oil: broken colour in short curved strokes that swirl about the head, thick enough to catch light. */
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
import { bandRows, chosen, type Style } from './style.ts';

type Palette = { readonly ground: readonly number[]; readonly beside: number };

const night: Palette = { ground: colours('#24427c', '#5c9abf', '#dcb765'), beside: 0.16 };
const palettes: Readonly<Record<string, Palette>> = {
  night,
  garden: { ground: colours('#3d5a2f', '#9fb765', '#e6cf8a'), beside: -0.14 },
  rose: { ground: colours('#7a3f52', '#d7a08f', '#efd9a8'), beside: 0.12 },
};

export const impressionist: Style<'impressionist'> = {
  id: 'impressionist',
  name: 'Impressionist oil',
  medium: 'Impressionist oil',
  says: 'Short, thick strokes of broken colour, moving round the head; eyes and mouth with the small brush.',
  variants: [
    { id: 'night', name: 'Night blue' },
    { id: 'garden', name: 'Garden green' },
    { id: 'rose', name: 'Rose' },
  ],
  papers: [
    'A. Hertzmann: Painterly rendering with curved brush strokes of multiple sizes, SIGGRAPH 1998',
    'J. E. Kyprianidis, H. Kang, J. Döllner: Image and video abstraction by anisotropic Kuwahara filtering, Pacific Graphics 2009',
  ],
  paint(shop, sitter, { variant, seed, background, intensity }) {
    const palette = chosen(palettes, variant, night);
    const lit = relight(shop, sitter, light);
    const vivid = toned(shop, lit, graded(intensity, vividness));
    const ground = sitter.fill
      ? vivid
      : backdrop(
          shop,
          sitter,
          { colours: groundOf(palette.ground, background), beside: palette.beside, spread: 0.85 },
          seed + 3,
        );
    const picture = sitter.fill ? vivid : over(shop, vivid, sitter.alpha, ground);
    const { base, soft } = references(shop, picture);
    const sway = { about: 1, angle: 0, stir: 3.4, cell: 2.2 };
    const directions = flows(shop, base, sitter, sway, seed);
    const strokes = layStrokes(
      shop,
      sitter,
      layersOf(bolder(plans, intensity), soft, base, directions),
      seed,
    );
    const [under = base] = soft;
    const texture = bristles(shop, 11);
    return {
      render: (out, w, h, onBand) =>
        renderStrokes(
          shop,
          strokes,
          under,
          texture,
          paint,
          { out, w, h, seed },
          { rowsAtOnce: bandRows(w), onBand },
        ),
    };
  },
};

const vividness: Reach = [0.4, 0.7, 1];

/** Shadows without black, in violet; lights in cream. */
function toned(shop: Workshop, lit: Image, amount: number): Image {
  const { width: w, height } = lit;
  const [vivid, dst] = [like(shop, lit, 3), like(shop, lit, 3)];
  shop.run('vibrance', height, { lit, vivid, amount, w });
  const [sr = 0, sg = 0, sb = 0, hr = 1, hg = 1, hb = 1] = colours('#4a3f9a', '#fff0d2');
  shop.run('splitTone', height, { vivid, dst, sr, sg, sb, hr, hg, hb, amount: 0.42, w });
  shop.release(vivid);
  return dst;
}

const light = { lift: 0.45, target: 0.6, eyes: 0.16, clarity: 0.4, black: 0.1, white: 0.97, skin: 0.9 };

const paint: Paint = {
  ...{ soft: 0.22, rough: 0.35, dry: 0.35, streak: 0.22 },
  ...{ thread: 3.2, canvas: 0.08, light: 0.62, gloss: 0.07, relief: 1 },
};

const broad = { along: 'mid', follow: 0.85, stop: 0.8, opacity: 0.97, where: everywhere } as const;
const small = { along: 'fine', follow: 0.9, stop: 0.95, bend: 0, opacity: 0.95 } as const;

const plans: readonly Plan[] = [
  {
    ...{ ...broad, along: 'coarse', radius: 26, softness: 0, threshold: 0, shortest: 3, longest: 8 },
    ...{ spacing: 1.7, bend: 0.2, lightness: 0.1, hue: 0.16, saturation: 1.15 },
  },
  {
    ...{ ...broad, radius: 13, softness: 1, threshold: 0.05, shortest: 3, longest: 10 },
    ...{ spacing: 1.45, bend: 0.15, lightness: 0.13, hue: 0.18, saturation: 1.25 },
  },
  {
    ...{ ...broad, radius: 8, softness: 2, threshold: 0.05, shortest: 3, longest: 11 },
    ...{ spacing: 1.3, bend: 0.12, lightness: 0.12, hue: 0.15, saturation: 1.25 },
  },
  {
    ...{ ...small, radius: 5, softness: 3, threshold: 0.06, shortest: 2, longest: 10 },
    ...{ spacing: 1.1, lightness: 0.09, hue: 0.08, saturation: 1.1 },
    where: { alpha: 0.1, detail: 0, base: 1, gain: 1, beyond: 0 },
  },
  {
    ...{ ...small, radius: 3, softness: 4, threshold: 0.07, shortest: 2, longest: 9 },
    ...{ spacing: 1.05, lightness: 0.06, hue: 0.04, saturation: 1 },
    where: { alpha: 0.05, detail: 0.18, base: 0.8, gain: 1, beyond: 0 },
  },
  {
    ...{ ...small, radius: 1.7, softness: 5, threshold: 0.07, shortest: 2, longest: 8 },
    ...{ spacing: 1, lightness: 0.03, hue: 0.02, saturation: 1 },
    where: { alpha: 0.05, detail: 0.45, base: 0, gain: 1.2, beyond: 0 },
  },
];
