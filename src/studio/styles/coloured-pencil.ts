/** Coloured pencil: the sitter's own colours in layers of hatching that mix on the paper, dark ones last. */
import { relight } from '../compose/relight.ts';
import { colours, like } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
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
import { backdrop, over } from './oil.ts';
import { chosen, type Style } from './style.ts';

const white = colours('#faf7f0', '#3a2a2a');
const papers: Readonly<Record<string, readonly number[]>> = {
  white,
  cream: colours('#f5ead3', '#3f2b22'),
};

/** Laid beside the head: far, near, and stirred in. */
const sky = colours('#5f8fb0', '#88b4bd', '#d8b27c');
const grounds: Readonly<Record<string, readonly number[]>> = {
  white: sky,
  cream: colours('#8a8f5a', '#b7a867', '#c98f5c'),
};

export const colouredPencil: Style<'coloured-pencil'> = {
  id: 'coloured-pencil',
  name: 'Coloured pencil',
  medium: 'Coloured pencil on paper',
  says: 'Layer over layer of colour, laid so lightly that the paper shines through all of them.',
  variants: [
    { id: 'white', name: 'White paper' },
    { id: 'cream', name: 'Cream paper' },
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
    const plain = study(shop, sitter, lit, tonedFor(tone, manner), pen(u), seed);
    const behind = backdrop(
      shop,
      sitter,
      { colours: chosen(grounds, variant, sky), beside: 0.2, spread: 0.7 },
      seed,
    );
    const hues = sitter.fill
      ? leads(shop, plain.base)
      : over(shop, leads(shop, plain.base), sitter.alpha, behind);
    const drawing = { ...plain, hues };
    const marks = hatch(
      shop,
      emptyMarks(shop),
      drawing,
      { colour: [0, 0, 0], coloured: 1, chalk: false },
      pressed(layers, manner),
      seed,
    );
    return drawn(shop, marks, drawing, { ...groundedFor(ground, manner), tints }, seed);
  },
};

function leads(shop: Workshop, base: Image): Image {
  const hues = like(shop, base, 3);
  shop.run('pencilColours', base.height, { base, hues, saturation: 1.3, floor: 0.1, w: base.width });
  return hues;
}

const light = { lift: 0.55, target: 0.66, eyes: 0.18, clarity: 0.5, black: 0.04, white: 1, skin: 0.9 };
const tone = { gamma: 0.9, black: 1, patch: 0.3, side: 0.05, bottom: 0.2 };
const pen = (u: number) => ({
  ...{
    sigma: 0.95 * u,
    sharpness: 14,
    threshold: 0.47,
    features: 0.1,
    reach: 4 * u,
    adapt: 0.85,
    flow: 2.6 * u,
  },
});

const layers: readonly Hatch[] = [
  {
    angle: -0.95,
    spacing: 3.2,
    length: 46,
    width: 1.7,
    threshold: 0.03,
    loose: 0.04,
    follow: 0.3,
    features: 0,
    opacity: 0.31,
  },
  {
    angle: -0.6,
    spacing: 3,
    length: 40,
    width: 1.6,
    threshold: 0.1,
    loose: 0.1,
    follow: 0.5,
    features: 0,
    opacity: 0.31,
  },
  {
    angle: -1.15,
    spacing: 2.8,
    length: 36,
    width: 1.5,
    threshold: 0.24,
    loose: 0.12,
    follow: 0.6,
    features: 0,
    opacity: 0.34,
  },
  {
    angle: -0.75,
    spacing: 2.6,
    length: 32,
    width: 1.4,
    threshold: 0.42,
    loose: 0.12,
    follow: 0.8,
    features: 0,
    opacity: 0.43,
  },
  {
    angle: -0.3,
    spacing: 2.4,
    length: 28,
    width: 1.3,
    threshold: 0.6,
    loose: 0.12,
    follow: 1,
    features: 0,
    opacity: 0.56,
  },
  {
    angle: 0,
    spacing: 1.8,
    length: 12,
    width: 0.8,
    threshold: 0.3,
    loose: 0.1,
    follow: 1,
    features: 0.62,
    opacity: 0.43,
  },
];

const ground: Omit<Ground, 'tints'> = {
  ...{ rub: 0.62, rubColour: 1, line: 0.42, phi: 4, grain: 1.4, tooth: 0.9, soft: 1.5 },
};
