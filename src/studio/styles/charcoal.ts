/** Charcoal and chalk on toned paper: the paper is the middle tone, darks are rubbed and hatched, lights are laid on. */
import { relight } from '../compose/relight.ts';
import { colours, like } from '../workshop/filters.ts';
import {
  drawn,
  emptyMarks,
  type Ground,
  groundedFor,
  type Hatch,
  hatch,
  pressed,
  study,
  tonedFor,
} from './drawing.ts';
import { chosen, type Style } from './style.ts';

const sand = colours('#cbb594', '#1c1613');
const papers: Readonly<Record<string, readonly number[]>> = {
  sand,
  grey: colours('#b4b5b3', '#15161a'),
  ivory: colours('#efe7d8', '#171412'),
};

export const charcoal: Style<'charcoal'> = {
  id: 'charcoal',
  name: 'Charcoal',
  medium: 'Charcoal and chalk on toned paper',
  says: 'Broad, soft darks and a little white chalk; the paper itself is the middle tone.',
  variants: [
    { id: 'sand', name: 'Sand paper' },
    { id: 'grey', name: 'Grey paper' },
    { id: 'ivory', name: 'Ivory paper' },
  ],
  papers: [
    'C. Lu, L. Xu, J. Jia: Combining sketch and tone for pencil drawing production, NPAR 2012',
    'H. Kang, S. Lee, C. K. Chui: Coherent line drawing, NPAR 2007',
  ],
  inkLinesPeriodPx: 7,
  paint(shop, sitter, { variant, seed, ...manner }) {
    const tints = chosen(papers, variant, sand);
    const lit = relight(shop, sitter, light);
    const u = lit.width / 1024;
    const drawing = study(shop, sitter, lit, tonedFor(tone, manner), pen(u), seed);
    const coal = { colour: tints.slice(3), coloured: 0, chalk: false };
    const dark = hatch(shop, emptyMarks(shop), drawing, coal, pressed(layers, manner), seed);
    const lights = like(shop, drawing.tone, 1);
    const { bright } = drawing;
    shop.run('chalkTone', lights.height, {
      bright,
      alpha: sitter.alpha,
      lights,
      lo: 0.62,
      hi: 0.98,
      w: lights.width,
    });
    const chalk = { colour: [1, 1, 1], coloured: 0, chalk: true };
    const marks = hatch(
      shop,
      dark,
      { ...drawing, tone: lights },
      chalk,
      pressed(chalkLayers, manner),
      seed + 31,
    );
    return drawn(shop, marks, drawing, { ...groundedFor(ground, manner), tints }, seed);
  },
};

const light = { lift: 0.5, target: 0.6, eyes: 0.2, clarity: 0.6, black: 0.01, white: 1, skin: 0.9 };
const tone = { gamma: 1.25, black: 1.05, patch: 0.55, side: 0.05, bottom: 0.2 };
const pen = (u: number) => ({
  ...{ sigma: 1.4 * u, sharpness: 14, threshold: 0.5, features: 0.1, reach: 5 * u, adapt: 0.8, flow: 3 * u },
});

const layers: readonly Hatch[] = [
  {
    angle: -0.9,
    spacing: 6,
    length: 70,
    width: 3.6,
    threshold: 0.22,
    loose: 0.14,
    follow: 0.3,
    features: 0,
    opacity: 0.3,
  },
  {
    angle: -0.6,
    spacing: 5,
    length: 60,
    width: 3.2,
    threshold: 0.38,
    loose: 0.16,
    follow: 0.5,
    features: 0,
    opacity: 0.45,
  },
  {
    angle: -1.15,
    spacing: 4.6,
    length: 48,
    width: 2.8,
    threshold: 0.55,
    loose: 0.16,
    follow: 0.7,
    features: 0,
    opacity: 0.75,
  },
  {
    angle: -0.5,
    spacing: 4,
    length: 40,
    width: 2.6,
    threshold: 0.7,
    loose: 0.12,
    follow: 0.9,
    features: 0,
    opacity: 1.1,
  },
  {
    angle: 0,
    spacing: 2,
    length: 14,
    width: 1.1,
    threshold: 0.42,
    loose: 0.1,
    follow: 1,
    features: 0.62,
    opacity: 0.9,
  },
];

const chalkLayers: readonly Hatch[] = [
  {
    angle: -0.9,
    spacing: 4,
    length: 44,
    width: 5.2,
    threshold: 0.2,
    loose: 0.3,
    follow: 0.1,
    features: 0,
    opacity: 0.14,
  },
  {
    angle: -0.75,
    spacing: 3.6,
    length: 36,
    width: 4.2,
    threshold: 0.45,
    loose: 0.3,
    follow: 0.12,
    features: 0,
    opacity: 0.16,
  },
  {
    angle: -1.05,
    spacing: 3.4,
    length: 28,
    width: 3,
    threshold: 0.75,
    loose: 0.25,
    follow: 0.15,
    features: 0,
    opacity: 0.26,
  },
];

const ground: Omit<Ground, 'tints'> = {
  ...{ rub: 1.05, rubColour: 0, line: 0.85, phi: 3, grain: 1.6, tooth: 1, soft: 1.2 },
};
