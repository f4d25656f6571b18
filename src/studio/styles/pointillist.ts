/** Pointillist: dots of unmixed colour that the eye puts together; small on the face, smallest in the eyes. */
import { relight } from '../compose/relight.ts';
import { graded, type Reach } from '../manner.ts';
import { colours, like } from '../workshop/filters.ts';
import {
  bristles,
  everywhere,
  layersOf,
  layStrokes,
  type Paint,
  type Plan,
  renderStrokes,
  type Where,
} from './brushwork.ts';
import { backdrop, bolder, flows, groundOf, over, references } from './oil.ts';
import { bandRows, chosen, type Style } from './style.ts';

const meadow = colours('#3f6f54', '#a8c37c', '#f0cf7a');
const grounds: Readonly<Record<string, readonly number[]>> = {
  meadow,
  sea: colours('#2f5f9a', '#86bcd6', '#f3c98f'),
  dusk: colours('#5a4a86', '#d58fa4', '#f6c77d'),
};

export const pointillist: Style<'pointillist'> = {
  id: 'pointillist',
  name: 'Pointillist',
  medium: 'Oil in points',
  says: 'Thousands of dots of pure colour; step back, and they are a face.',
  variants: [
    { id: 'meadow', name: 'Meadow' },
    { id: 'sea', name: 'Sea' },
    { id: 'dusk', name: 'Dusk' },
  ],
  papers: [
    'A. Hertzmann: Painterly rendering with curved brush strokes of multiple sizes, SIGGRAPH 1998',
    'C.-K. Yang, H.-L. Yang: Realization of Seurat’s pointillism via non-photorealistic rendering, The Visual Computer 2008',
  ],
  inkLinesPeriodPx: 6,
  paint(shop, sitter, { variant, seed, background, intensity }) {
    const lit = relight(shop, sitter, light);
    const { width: w, height } = lit;
    const vivid = like(shop, lit, 3);
    shop.run('vibrance', height, { lit, vivid, amount: graded(intensity, vividness), w });
    const look = {
      colours: groundOf(chosen(grounds, variant, meadow), background),
      beside: 0.15,
      spread: 0.9,
    };
    const picture = sitter.fill
      ? vivid
      : over(shop, vivid, sitter.alpha, backdrop(shop, sitter, look, seed + 3));
    const { base, soft } = references(shop, picture);
    const directions = flows(shop, base, sitter, { about: 1, angle: 0, stir: 2, cell: 3 }, seed);
    // without a face there are no features to be fine about
    const dots = layersOf(bolder(plans, intensity), soft, base, directions).slice(
      0,
      sitter.faces.length > 0 ? 6 : 4,
    );
    const strokes = layStrokes(shop, sitter, dots, seed);
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

const vividness: Reach = [0.55, 0.9, 1.2];
const light = { lift: 0.5, target: 0.62, eyes: 0.2, clarity: 0.5, black: 0.14, white: 0.97, skin: 0.8 };

const paint: Paint = {
  ...{ soft: 0.3, rough: 0.25, dry: 0, streak: 0.1 },
  ...{ thread: 3.2, canvas: 0.06, light: 0.5, gloss: 0.05, relief: 0.9 },
};

const strong = { lightness: 0.2, hue: 0.42, saturation: 1.35 };
const milder = { lightness: 0.14, hue: 0.26, saturation: 1.2 };
const faint = { lightness: 0.06, hue: 0.08, saturation: 1.1 };

const dot = { threshold: 0, shortest: 0, longest: 0, follow: 1, stop: 1, bend: 0, opacity: 0.95 } as const;
const on = (detail: number): Where => ({ alpha: 0.05, detail, base: 1, gain: 0, beyond: 0 });

const plans: readonly Plan[] = [
  { ...dot, ...strong, radius: 8.5, softness: 2, along: 'mid', spacing: 1.5, where: everywhere },
  { ...dot, ...strong, radius: 6, softness: 2, along: 'mid', spacing: 1.55, where: everywhere },
  { ...dot, ...strong, radius: 4.4, softness: 3, along: 'fine', spacing: 1.5, where: on(0) },
  { ...dot, ...milder, radius: 3.2, softness: 3, along: 'fine', spacing: 1.5, where: on(0.15) },
  { ...dot, ...milder, radius: 2.3, softness: 4, along: 'fine', spacing: 1.35, where: on(0.42) },
  { ...dot, ...faint, radius: 1.6, softness: 6, along: 'fine', spacing: 1.25, where: on(0.62) },
];
