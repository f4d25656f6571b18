/** Pop art: four flat tones set on the face itself, a halftone between the lightest two, a drawn line. */
import { regionsOf } from '../compose/regions.ts';
import { percentiles, relight } from '../compose/relight.ts';
import { graded, type Reach } from '../manner.ts';
import {
  blur,
  colours,
  filled,
  flowOf,
  kuwahara,
  luminance,
  silhouette,
  table,
} from '../workshop/filters.ts';
import { outlines } from './ink.ts';
import { over } from './oil.ts';
import { bandRows, chosen, focusOf, type Style } from './style.ts';

/** Cloth, hair, skin and lips, each from dark to light; then the wall and its dots. */
const palette = (cloth: string, hair: string, skin: string, lips: string, wall: string): readonly number[] =>
  colours(...[cloth, hair, skin, lips, wall].flatMap((tones) => tones.split(' ')));

/** The darkest skin's tones: bronze and amber, on any wall. What lies between is mixed. */
const deepSkin = colours('#260d38', '#8a2a55', '#c4622f', '#f2a553');
const skinAt = 2 * 4 * 3;

const withSkin = (tints: readonly number[], depth: number): readonly number[] =>
  tints.map((value, i) => value + depth * ((deepSkin[i - skinAt] ?? value) - value));

const turquoise = palette(
  '#17123c #1f4fb4 #2f7fe0 #e9f2ff',
  '#2a1240 #e2572b #ffb31f #ffe56a',
  '#3a1450 #ef5d8a #ffb3a1 #ffe3cf',
  '#4a0f35 #c4123f #e8284f #ff8f9c',
  '#19bcc4 #0f98a8',
);
const palettes: Readonly<Record<string, readonly number[]>> = {
  turquoise,
  sunflower: palette(
    '#141a44 #b3123f #e8384f #ffe9d8',
    '#1a1240 #3d2fa0 #6a63e0 #bcd2ff',
    '#2b1240 #d9577a #ff9f8f #ffe0c4',
    '#3a0f2c #b00f3c #e0264a #ff8f9c',
    '#ffd21f #f5b400',
  ),
  violet: palette(
    '#1c0d34 #15803d #35c37a #e9ffe9',
    '#22093a #c21d6b #ff5aa0 #ffd0e6',
    '#2a0f45 #e8663a #ffb27a #fff0cf',
    '#40103a #b51263 #e83a86 #ffa3cd',
    '#8a4fd0 #7038b8',
  ),
};

const dot = 11;

export const popArt: Style<'pop-art'> = {
  id: 'pop-art',
  name: 'Pop art',
  medium: 'Pop-art screen print',
  says: 'Flat colours, printer’s dots and a bold line: a comic panel of one face.',
  variants: [
    { id: 'turquoise', name: 'Turquoise wall' },
    { id: 'sunflower', name: 'Sunflower wall' },
    { id: 'violet', name: 'Violet wall' },
  ],
  papers: [
    'H. Winnemöller, S. C. Olsen, B. Gooch: Real-time video abstraction, SIGGRAPH 2006',
    'J. E. Kyprianidis, H. Kang, J. Döllner: Image and video abstraction by anisotropic Kuwahara filtering, Pacific Graphics 2009',
  ],
  inkLinesPeriodPx: dot,
  paint(shop, sitter, { variant, background, intensity }) {
    const { width: w, height: h } = sitter.photo;
    const u = w / 1024;
    const broad = sitter.faces.length > 0 ? 1 : fur;
    const lit = relight(shop, sitter, light);
    const picture = over(shop, lit, sitter.alpha, filled(shop, w, h, 3, 1));
    const flow = flowOf(shop, picture, 2.4 * u);
    const first = kuwahara(shop, picture, flow, 6 * u * broad);
    const flat = kuwahara(shop, first, flowOf(shop, first, 3 * u * broad), 5 * u * broad);
    const tone = blur(shop, luminance(shop, flat), 2.2 * u * broad);
    const ink = outlines(
      shop,
      kuwahara(shop, picture, flow, 2.5 * u * broad),
      flat,
      sitter.detail,
      pen(u * broad, graded(intensity, lines)),
    );
    const alpha = silhouette(shop, sitter.alpha, 3 * u);
    const where = sitter.faces.length > 0 ? sitter.detail : sitter.alpha;
    const [t0 = 0.18, t1 = 0.4, t2 = 0.66] = percentiles(shop, tone, where, 0.3, [0.16, 0.42, 0.74]).map(
      (q, i) => q * 0.6 + ([0.18, 0.4, 0.66][i] ?? q) * 0.4,
    );
    const { hair, skin, lips, depth } = regionsOf(shop, sitter);
    const dyes = withSkin(chosen(palettes, variant, turquoise), depth);
    const tints = table(shop, walled(dyes, background === 'plain'));
    const { x: fx, y: fy } = focusOf(sitter);
    return {
      render: (out, pw, ph, onBand) => {
        const [sw, sh, iw, ih] = [w, h, ink.width, ink.height];
        shop.run(
          'popRows',
          ph,
          {
            ...{ out, pw, ph, tone, alpha, hair, skin, lips, sw, sh, ink, iw, ih, tints, t0, t1, t2 },
            dot: graded(intensity, dots) * u,
            phi: 14,
            contour: sitter.fill ? 0 : 0.2,
            fx,
            fy,
          },
          { rowsAtOnce: bandRows(pw), onBand },
        );
      },
    };
  },
};

/** A coat is drawn by its locks, and not by its hairs: how much broader everything is. */
const fur = 1.7;

const light = { lift: 0.58, target: 0.62, eyes: 0.36, clarity: 0.5, black: 0, white: 1, skin: 1 };

const lines: Reach = [1.05, 1.35, 1.8];
const dots: Reach = [dot * 0.7, dot, dot * 1.5];

/** A plain wall has dots of its own colour. */
const walled = (tints: readonly number[], plain: boolean): readonly number[] =>
  plain ? [...tints.slice(0, -3), ...tints.slice(-6, -3)] : tints;

const pen = (u: number, sigma: number) => ({
  ...{
    sigma: sigma * u,
    sharpness: 20,
    threshold: 0.5,
    features: 0.05,
    reach: 5 * u,
    adapt: 0.7,
    flow: 2.6 * u,
  },
});
