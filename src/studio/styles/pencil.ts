/** Pencil: graphite hatched in layers, from a light slant to dark crossings, along the form on face and hair. */
import { relight } from '../compose/relight.ts';
import { colours } from '../workshop/filters.ts';
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

const white = colours('#f7f4ec', '#2c2d33');
const papers: Readonly<Record<string, readonly number[]>> = {
  white,
  cream: colours('#f3e8d2', '#33271f'),
  grey: colours('#dfe0dd', '#1f2430'),
};

export const pencil: Style<'pencil'> = {
  id: 'pencil',
  name: 'Pencil',
  medium: 'Pencil on paper',
  says: 'Graphite in many light layers, each stroke drawn; the paper stays where the light falls.',
  variants: [
    { id: 'white', name: 'White paper' },
    { id: 'cream', name: 'Cream paper, brown lead' },
    { id: 'grey', name: 'Grey paper' },
  ],
  papers: [
    'C. Lu, L. Xu, J. Jia: Combining sketch and tone for pencil drawing production, NPAR 2012',
    'M. P. Salisbury et al.: Orientable textures for image-based pen-and-ink illustration, SIGGRAPH 1997',
  ],
  inkLinesPeriodPx: 4,
  paint(shop, sitter, { variant, seed, ...manner }) {
    const tints = chosen(papers, variant, white);
    const lit = relight(shop, sitter, light);
    const u = lit.width / 1024;
    const drawing = study(shop, sitter, lit, tonedFor(tone, manner), pen(u), seed);
    const lead = { colour: tints.slice(3), coloured: 0, chalk: false };
    const marks = hatch(shop, emptyMarks(shop), drawing, lead, pressed(layers, manner), seed);
    return drawn(shop, marks, drawing, { ...groundedFor(ground, manner), tints }, seed);
  },
};

const light = { lift: 0.55, target: 0.64, eyes: 0.2, clarity: 0.55, black: 0.02, white: 1, skin: 0.9 };
const tone = { gamma: 1.1, black: 1, patch: 0.42, side: 0.05, bottom: 0.2 };
const pen = (u: number) => ({
  ...{
    sigma: 0.95 * u,
    sharpness: 14,
    threshold: 0.5,
    features: 0.1,
    reach: 4 * u,
    adapt: 0.85,
    flow: 2.6 * u,
  },
});

const layers: readonly Hatch[] = [
  {
    angle: -0.95,
    spacing: 3.4,
    length: 46,
    width: 1.5,
    threshold: 0.07,
    loose: 0.1,
    follow: 0.25,
    features: 0,
    opacity: 0.22,
  },
  {
    angle: -0.8,
    spacing: 3,
    length: 42,
    width: 1.4,
    threshold: 0.2,
    loose: 0.12,
    follow: 0.45,
    features: 0,
    opacity: 0.27,
  },
  {
    angle: -0.45,
    spacing: 3,
    length: 38,
    width: 1.3,
    threshold: 0.36,
    loose: 0.14,
    follow: 0.5,
    features: 0,
    opacity: 0.32,
  },
  {
    angle: -1.2,
    spacing: 2.8,
    length: 34,
    width: 1.3,
    threshold: 0.52,
    loose: 0.14,
    follow: 0.6,
    features: 0,
    opacity: 0.43,
  },
  {
    angle: -0.7,
    spacing: 2.4,
    length: 30,
    width: 1.3,
    threshold: 0.68,
    loose: 0.14,
    follow: 0.9,
    features: 0,
    opacity: 0.58,
  },
  {
    angle: -0.2,
    spacing: 2.2,
    length: 26,
    width: 1.2,
    threshold: 0.8,
    loose: 0.1,
    follow: 1,
    features: 0,
    opacity: 0.65,
  },
  {
    angle: 0,
    spacing: 1.8,
    length: 12,
    width: 0.8,
    threshold: 0.34,
    loose: 0.1,
    follow: 1,
    features: 0.62,
    opacity: 0.5,
  },
];

const ground: Omit<Ground, 'tints'> = {
  ...{ rub: 0.34, rubColour: 0, line: 0.6, phi: 4, grain: 1.3, tooth: 0.9, soft: 1.6 },
};
