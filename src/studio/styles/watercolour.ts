/** Watercolour: six washes from light to dark with dried rims, over a light pencil drawing, the ground left to run. */
import type { Sitter } from '../compose/prepare.ts';
import { relight } from '../compose/relight.ts';
import { graded, type Reach } from '../manner.ts';
import {
  blend,
  blur,
  colours,
  filled,
  flowOf,
  kuwahara,
  like,
  luminance,
  table,
} from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import { outlines } from './ink.ts';
import { over } from './oil.ts';
import { bandRows, chosen, focusOf, type Style } from './style.ts';

/** Paper, then three colours that run into each other behind the head. */
const sky = colours('#fbf8f0', '#8fc3d8', '#e7b7a3', '#c9b6dd');
const palettes: Readonly<Record<string, readonly number[]>> = {
  sky,
  meadow: colours('#fbf9ee', '#a9c98a', '#e9d48a', '#8fc3b8'),
  plum: colours('#fbf6f2', '#c79ac0', '#e9a9a0', '#9aa6d8'),
};

export const watercolour: Style<'watercolour'> = {
  id: 'watercolour',
  name: 'Watercolour',
  medium: 'Watercolour on cold-pressed paper',
  says: 'Clear washes with dried edges over a faint pencil drawing; colour runs out into the paper.',
  variants: [
    { id: 'sky', name: 'Sky and rose' },
    { id: 'meadow', name: 'Meadow' },
    { id: 'plum', name: 'Plum' },
  ],
  papers: [
    'A. Bousseau et al.: Interactive watercolor rendering with temporal coherence and abstraction, NPAR 2006',
    'C. J. Curtis et al.: Computer-generated watercolor, SIGGRAPH 1997',
  ],
  paint(shop, sitter, { variant, seed, background, intensity }) {
    const { width: w, height: h } = sitter.photo;
    const u = w / 1024;
    const picture = over(
      shop,
      airy(shop, sitter, graded(intensity, vividness)),
      sitter.alpha,
      filled(shop, w, h, 3, 1),
    );
    const close = kuwahara(shop, picture, flowOf(shop, picture, 2.6 * u), 5 * u);
    const loose = kuwahara(shop, close, flowOf(shop, close, 4 * u), 8 * u);
    const ink = outlines(shop, close, close, sitter.detail, pen(u));
    const face = like(shop, sitter.detail, 1);
    shop.run('scaleBias', h, { detail: sitter.detail, face, gain: 1.9, bias: 0, w, c: 1 });
    shop.run('ramp', h, { face, out: face, lo: 0, hi: 1, linear: true, w });
    const shaken = (src: Image): Image =>
      wobbled(shop, src, sitter.detail, graded(intensity, looseness) * u, seed);
    const hue = shaken(blend(shop, loose, close, face));
    const tone = blur(shop, luminance(shop, hue), 1.6 * u);
    const alpha = shaken(sitter.alpha);
    const fade = like(shop, tone, 1);
    const borders = { side: 0.06, bottom: 0.16, top: 0.02, rough: 0.08 };
    shop.run('vignette', h, { fade, ...borders, seed: seed + 11, w, h });
    shop.run('fadeInk', ink.height, { ink, iw: ink.width, ih: ink.height, alpha: sitter.alpha, fade, w, h });
    const wash = background === 'plain' ? filled(shop, w, h, 1, -1) : washAbout(shop, sitter, seed);
    const stir = stirred(shop, w, h, seed);
    const tints = table(shop, chosen(palettes, variant, sky));
    const { detail } = sitter;
    return {
      render: (out, pw, ph, onBand) => {
        const planes = { hue, tone, alpha, fade, detail, wash, sw: w, sh: h };
        const others = { stir, tw: stir.width, th: stir.height, ink, iw: ink.width, ih: ink.height };
        const manner = { tints, grain: 1.7 * u, phi: 3.5, line: 0.8, seed };
        const sheet = { out, pw, ph };
        shop.run(
          'watercolourRows',
          ph,
          { ...sheet, ...planes, ...others, ...manner },
          { rowsAtOnce: bandRows(pw), onBand },
        );
      },
    };
  },
};

const vividness: Reach = [0.5, 0.9, 1.3];
/** How far the washes' edges wander, in thousandths of the width. */
const looseness: Reach = [5, 8, 13];

/** Bright and clear, as thin paint on white paper. */
function airy(shop: Workshop, sitter: Sitter, amount: number): Image {
  const lit = relight(shop, sitter, light);
  const { width: w, height } = lit;
  const [vivid, dst] = [like(shop, lit, 3), like(shop, lit, 3)];
  shop.run('vibrance', height, { lit, vivid, amount, w });
  shop.run('expose', height, {
    ...{ vivid, dst, black: 0, white: 1, gamma: 0.84, lo: 0.06, hi: 1, strength: 1, w },
  });
  shop.release(lit, vivid);
  return dst;
}

function wobbled(shop: Workshop, src: Image, detail: Image, amount: number, seed: number): Image {
  const dst = like(shop, src, src.channels);
  const { width: w, height: h, channels: c } = src;
  shop.run('wobble', h, { src, detail, dst, cell: (26 * w) / 1024, amount, seed: seed + 1, c, w, h });
  return dst;
}

/** Broad unrest of the washes: half the size is enough for it. */
function stirred(shop: Workshop, width: number, height: number, seed: number): Image {
  const stir = shop.image(width / 2, height / 2, 4);
  shop.run('washStir', stir.height, { stir, step: 2, seed, w: stir.width });
  return stir;
}

const dropsMax = 60;

/** A wash behind the head, and drops that fell beside it. */
function washAbout(shop: Workshop, sitter: Sitter, seed: number): Image {
  const { width: w, height: h } = sitter.photo;
  const { x: fx, y: fy } = focusOf(sitter);
  const drops = table(
    shop,
    Array.from({ length: dropsMax }, (_, i) => {
      const turn = chance(seed, i, 1) * 2 * Math.PI;
      const far = 0.75 + chance(seed, i, 2) * 0.55;
      const radius = ((1 + chance(seed, i, 3) ** 4 * 11) * w) / 1024;
      return [fx + Math.cos(turn) * w * 0.45 * far, fy + Math.sin(turn) * h * 0.42 * far, radius];
    }).flat(),
  );
  const wash = like(shop, sitter.alpha, 1);
  const { alpha } = sitter;
  const [rx, ry] = [w * 0.52, h * 0.46];
  shop.run('washField', h, { wash, alpha, drops, n: dropsMax, fx, fy: fy * 1.05, rx, ry, seed: seed + 3, w });
  shop.release(drops);
  return wash;
}

/** A number in [0, 1) that hangs on its place alone (Weyl sequences on two irrationals). */
const chance = (seed: number, i: number, k: number): number =>
  (((seed * 0.754_877_666 + (i + 1) * 0.569_840_291 * (k + 1) + k * 0.318_309_886) % 1) + 1) % 1;

const light = { lift: 0.55, target: 0.64, eyes: 0.14, clarity: 0.5, black: 0.14, white: 0.95, skin: 0.75 };
const pen = (u: number) => ({
  ...{
    sigma: 0.9 * u,
    sharpness: 13,
    threshold: 0.55,
    features: 0.08,
    reach: 4 * u,
    adapt: 0.9,
    flow: 2.6 * u,
  },
});
