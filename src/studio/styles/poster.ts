/** Poster: a face in four colours, the last two joined by ruled lines, on a ground parted behind the head. */
import type { Sitter } from '../compose/prepare.ts';
import { percentiles, relight } from '../compose/relight.ts';
import { graded, type Reach } from '../manner.ts';
import {
  blur,
  colours,
  filled,
  flowOf,
  kuwahara,
  like,
  luminance,
  silhouette,
  table,
} from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import { outlines } from './ink.ts';
import { over } from './oil.ts';
import { bandRows, chosen, focusOf, type Style } from './style.ts';

/** Dark, strong, middle, light; the ground's left and right. */
const campaign = colours('#0b2a4a', '#d02b2b', '#7fa7ae', '#fbe8bd', '#d02b2b', '#7fa7ae');
const palettes: Readonly<Record<string, readonly number[]>> = {
  campaign,
  forest: colours('#10302a', '#2f7d4f', '#d9a441', '#f8ecc9', '#2f7d4f', '#d9a441'),
  dusk: colours('#1d1740', '#7a2f6f', '#e88a5a', '#ffe6c4', '#7a2f6f', '#e88a5a'),
};

const period = 9;

export const poster: Style<'poster'> = {
  id: 'poster',
  name: 'Poster',
  medium: 'Four-colour poster',
  says: 'Four flat colours and a few ruled lines: a face that is read from across the street.',
  variants: [
    { id: 'campaign', name: 'Navy, red and sand' },
    { id: 'forest', name: 'Forest and gold' },
    { id: 'dusk', name: 'Dusk' },
  ],
  papers: [
    'H. Winnemöller, J. E. Kyprianidis, S. C. Olsen: XDoG, Computers & Graphics 2012',
    'J. E. Kyprianidis, H. Kang, J. Döllner: Image and video abstraction by anisotropic Kuwahara filtering, Pacific Graphics 2009',
  ],
  inkLinesPeriodPx: period,
  paint(shop, sitter, { variant, background, intensity }) {
    const { width: w, height: h } = sitter.photo;
    const u = w / 1024;
    const broad = sitter.faces.length > 0 ? 1 : fur;
    const picture = over(shop, relight(shop, sitter, light), sitter.alpha, filled(shop, w, h, 3, 0.55));
    const flow = flowOf(shop, picture, 2.4 * u);
    const first = kuwahara(shop, picture, flow, 7 * u * broad);
    const flat = kuwahara(shop, first, flowOf(shop, first, 4 * u * broad), 6 * u * broad);
    const tone = blur(shop, luminance(shop, flat), 2.5 * u * broad);
    const ink = outlines(
      shop,
      kuwahara(shop, picture, flow, 2.5 * u * broad),
      flat,
      sitter.detail,
      pen(u * broad, graded(intensity, lines)),
    );
    const alpha = silhouette(shop, sitter.alpha, 3 * u);
    const [t0 = 0.2, t1 = 0.42, t2 = 0.6, t3 = 0.78] = steps(
      shop,
      tone,
      sitter.faces.length > 0 ? sitter.detail : alpha,
    );
    const thin = narrow(shop, tone, sitter, t0, t1, broad);
    const tints = table(shop, undivided(chosen(palettes, variant, campaign), background === 'plain'));
    const { x: fx } = focusOf(sitter);
    return {
      render: (out, pw, ph, onBand) => {
        const [sw, sh, iw, ih] = [w, h, ink.width, ink.height];
        shop.run(
          'posterRows',
          ph,
          {
            ...{ out, pw, ph, tone, alpha, thin, sw, sh, ink, iw, ih, tints },
            ...{ t0, t1, t2, t3, period: graded(intensity, periods) * u, phi: 16 },
            ...{ contour: sitter.fill ? 0 : 0.2, fx, lean: 0.05 },
          },
          { rowsAtOnce: bandRows(pw), onBand },
        );
      },
    };
  },
};

/** Where one colour gives way to the next: halfway between the face's own tones and the textbook's. */
function steps(shop: Workshop, tone: Image, where: Image): readonly number[] {
  const usual = [0.22, 0.42, 0.6, 0.78];
  return percentiles(shop, tone, where, 0.3, [0.14, 0.36, 0.6, 0.82]).map(
    (q, i) => (q + (usual[i] ?? q)) / 2,
  );
}

/**
 * Where the strong colour would be no more than a rim of the dark one: there each takes half. Not on a face, whose
 * modelling it is: without it, finders of faces find none.
 */
function narrow(
  shop: Workshop,
  tone: Image,
  { detail, faces }: Sitter,
  lo: number,
  hi: number,
  broad: number,
): Image {
  const { width: w, height } = tone;
  const strong = like(shop, tone, 1);
  shop.run('between', height, { tone, strong, lo, hi, soft: 0.01, w });
  const breadth = blur(shop, strong, (8 * broad * broad * w) / 1024);
  shop.run('ramp', height, { breadth, out: breadth, lo: 0.62, hi: 0.42, linear: false, w });
  const face = like(shop, detail, 1);
  shop.run('ramp', height, { detail, face, lo: 0.25, hi: 0.45, linear: false, w });
  shop.run('sum', height, { breadth, face, out: breadth, gain: faces.length > 0 ? -1 : 0, w, c: 1 });
  shop.run('ramp', height, { breadth, out: breadth, lo: 0, hi: 1, linear: true, w });
  const thin = blur(shop, breadth, (3 * w) / 1024);
  shop.release(strong, breadth, face);
  return thin;
}

/** A coat is drawn by its locks, and not by its hairs: how much broader everything is. */
const fur = 1.7;

const light = { lift: 0.58, target: 0.6, eyes: 0.36, clarity: 0.45, black: 0, white: 1, skin: 1 };
const lines: Reach = [1.2, 1.6, 2.1];
const periods: Reach = [period * 0.75, period, period * 1.4];

/** A plain ground is all of its right-hand colour. */
const undivided = (tints: readonly number[], plain: boolean): readonly number[] =>
  plain ? [...tints.slice(0, -6), ...tints.slice(-3), ...tints.slice(-3)] : tints;

const pen = (u: number, sigma: number) => ({
  ...{
    sigma: sigma * u,
    sharpness: 20,
    threshold: 0.42,
    features: 0.06,
    reach: 6 * u,
    adapt: 0.6,
    flow: 2.6 * u,
  },
});
