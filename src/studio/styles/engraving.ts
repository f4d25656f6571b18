/** Engraving: lines whose width is the tone, as on a banknote, bent over the form; a second and third family in shade. */
import { formOf } from '../compose/form.ts';
import { relight } from '../compose/relight.ts';
import { graded, type Reach } from '../manner.ts';
import {
  blur,
  colours,
  filled,
  flowOf,
  kuwahara,
  like,
  luminance,
  noise,
  table,
} from '../workshop/filters.ts';
import { outlines } from './ink.ts';
import { over } from './oil.ts';
import { bandRows, chosen, focusOf, type Style } from './style.ts';

const blue = colours('#14233a', '#f6f0e0');
const inks: Readonly<Record<string, readonly number[]>> = {
  blue,
  sepia: colours('#3a2113', '#f5ecd9'),
  green: colours('#12372c', '#f1f0e2'),
};

const period = 3.9;

export const engraving: Style<'engraving'> = {
  id: 'engraving',
  name: 'Engraving',
  medium: 'Engraving',
  says: 'Fine ruled lines that swell in the shadows and follow the face, as on an old banknote.',
  variants: [
    { id: 'blue', name: 'Blue-black on ivory' },
    { id: 'sepia', name: 'Sepia' },
    { id: 'green', name: 'Bottle green' },
  ],
  papers: [
    'H. Kang, S. Lee, C. K. Chui: Coherent line drawing, NPAR 2007',
    'H. Winnemöller, J. E. Kyprianidis, S. C. Olsen: XDoG, Computers & Graphics 2012',
  ],
  inkLinesPeriodPx: period,
  paint(shop, sitter, { variant, seed, background, intensity }) {
    const { width: w, height: h } = sitter.photo;
    const u = w / 1024;
    const lit = relight(shop, sitter, { ...light, clarity: graded(intensity, contrast) });
    const picture = over(shop, lit, sitter.alpha, filled(shop, w, h, 3, 1));
    const flow = flowOf(shop, picture, 2.4 * u);
    const base = kuwahara(shop, picture, flow, 3 * u);
    const ink = outlines(shop, base, base, sitter.detail, pen(u));
    const bright = luminance(shop, base);
    const wide = blur(shop, bright, 16 * u);
    const close = blur(shop, bright, u);
    const form = formOf(shop, sitter);
    const wander = noise(shop, bright, { cell: 90 * u, seed, octaves: 2, gain: 0.5 });
    const fade = like(shop, bright, 1);
    shop.run('vignette', h, { fade, side: 0.03, bottom: 0.12, top: 0, rough: 0.06, seed: seed + 3, w, h });
    const [tone, shift, ground] = [like(shop, bright, 1), like(shop, bright, 1), like(shop, bright, 1)];
    const { x: fx, y: fy } = focusOf(sitter);
    const { alpha } = sitter;
    shop.run('engravingPlanes', h, {
      close,
      wide,
      wander,
      form,
      alpha,
      fade,
      tone,
      shift,
      ground,
      fx,
      fy,
      u,
      w,
      h,
    });
    if (background === 'plain') shop.run('constant', h, { ground, value: 0, w, c: 1 });
    shop.run('fadeInk', ink.height, { ink, iw: ink.width, ih: ink.height, alpha, fade, w, h });
    const tints = table(shop, chosen(inks, variant, blue));
    return {
      render: (out, pw, ph, onBand) => {
        const [sw, sh, iw, ih] = [w, h, ink.width, ink.height];
        shop.run(
          'engravingRows',
          ph,
          {
            ...{ out, pw, ph, tone, shift, ground, sw, sh, ink, iw, ih, tints },
            ...{ period: (graded(intensity, periods) * u) / finer(pw / w), phi: 12, fx, fy, seed },
          },
          { rowsAtOnce: bandRows(pw), onBand },
        );
      },
    };
  },
};

/** A print is looked at from nearer: two lines for each of the preview's; a small picture has room for fewer. */
function finer(enlargement: number): number {
  if (enlargement >= 2.5) return 2;
  if (enlargement >= 1.7) return 1.5;
  return Math.max(0.4, Math.min(1, enlargement * 1.15));
}

const contrast: Reach = [0.45, 0.7, 1];
const periods: Reach = [period * 0.8, period, period * 1.4];
const light = { lift: 0.55, target: 0.64, eyes: 0.4, clarity: 0.7, black: 0, white: 1, skin: 0.95 };

const pen = (u: number) => ({
  ...{
    sigma: 1.15 * u,
    sharpness: 18,
    threshold: 0.5,
    features: 0.12,
    reach: 4 * u,
    adapt: 0.95,
    flow: 2.6 * u,
  },
});
