/** What each style is in words, for companies that paint by them: one sentence per style, one per variant. */
import type { Recipe } from '../../studio/engine.ts';

type Words = { readonly style: string; readonly variants: Readonly<Record<string, string>> };

export const styleWords: Readonly<Record<Recipe['style'], Words>> = {
  impressionist: {
    style:
      'an impressionist oil painting on canvas: short, visible, broken strokes of thick paint, colour instead of black in the shadows, finer strokes on eyes and mouth',
    variants: {
      night: 'a background of deep night blue',
      garden: 'a background of garden green',
      rose: 'a background of dusty rose',
    },
  },
  'classic-oil': {
    style:
      'a classic oil portrait in the manner of the old masters: warm light from one side, soft modelling, fine glazes, visible canvas weave',
    variants: {
      umber: 'a dark umber ground',
      olive: 'a dark olive ground',
      slate: 'a slate grey ground',
    },
  },
  engraving: {
    style:
      'a copperplate engraving as on a banknote: the tone made only of fine parallel lines that follow the form and swell with the shadow, cross-hatched in the darks, no grey tone',
    variants: {
      blue: 'blue-black ink on ivory paper',
      sepia: 'sepia ink on cream paper',
      green: 'bottle green ink on ivory paper',
    },
  },
  'pop-art': {
    style:
      'a pop art screen print: flat areas of a few strong colours, halftone dots in the half tones, bold dark ink contours',
    variants: {
      turquoise: 'a plain turquoise wall behind',
      sunflower: 'a plain sunflower yellow wall behind',
      violet: 'a plain violet wall behind',
    },
  },
  pencil: {
    style:
      'a graphite pencil drawing: clear contours, hatched shading that follows the form, the grain of the paper visible, the paper left bare towards the edges',
    variants: {
      white: 'white paper',
      cream: 'cream paper, brown lead',
      grey: 'grey paper with white heightening',
    },
  },
  charcoal: {
    style: 'a charcoal drawing: broad soft smudged darks, sharp accents on eyes and mouth, rough paper tooth',
    variants: { sand: 'sand-coloured paper', grey: 'grey paper', ivory: 'ivory paper' },
  },
  'coloured-pencil': {
    style:
      'a coloured pencil drawing: layers of visible hatched colour, paper grain showing through, edges fading into the paper',
    variants: { white: 'white paper', cream: 'cream paper' },
  },
  poster: {
    style: 'a screen-printed poster: three or four flat tones with clean edges and a few bold lines',
    variants: {
      campaign: 'in navy, red and sand',
      forest: 'in forest green and gold',
      dusk: 'in the colours of dusk, plum and peach',
    },
  },
  watercolour: {
    style:
      'a watercolour on rough paper: transparent washes with darker edges, pigment granulation, a light pencil underdrawing, white paper at the borders',
    variants: {
      sky: 'washes of sky blue and rose behind',
      meadow: 'washes of meadow green behind',
      plum: 'washes of plum behind',
    },
  },
  pointillist: {
    style:
      'a pointillist oil painting: small separate dots of pure colour that mix in the eye, complementary colours in the shadows',
    variants: {
      meadow: 'a meadow of dots behind',
      sea: 'a sea of blue dots behind',
      dusk: 'an evening sky of dots behind',
    },
  },
};

const likeness =
  'Keep the likeness exactly: the same people or animals, faces, features, ages, skin tones, expressions, hair, clothes, pose and framing as in the photo. Add nobody and nothing; no text, no signature, no frame, no border.';

/** Nothing of the person stands in it: what is painted, the photo says. */
export function promptFor({ style, variant, background, intensity }: Recipe): string {
  const words = styleWords[style];
  const chosen = words.variants[variant] ?? Object.values(words.variants)[0] ?? '';
  const behind = {
    studio: '',
    plain: ' The background is plain and even.',
    photo: ' Keep the background of the photo, in the same style.',
  }[background];
  return `Repaint this photo as ${words.style}; ${chosen}.${behind}${loudness(intensity)} ${likeness}`;
}

function loudness(intensity: number): string {
  if (intensity < 0.35) return ' Handle the style gently.';
  return intensity > 0.65 ? ' Handle the style boldly.' : '';
}
