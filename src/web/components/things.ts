/** What a portrait can be made into, in words. Prices and sizes come from the catalogue. */
import type { Hanging } from './shapes.ts';

type KindWords = {
  readonly name: string;
  readonly short: string;
  readonly says: string;
  readonly madeOf: readonly (readonly [part: string, says: string])[];
};

export const kindWords: Readonly<Record<Hanging['kind'], KindWords>> = {
  framed: {
    name: 'Framed print',
    short: 'Framed print',
    says: 'Cotton paper, solid wood, acrylic glass that does not glare. Ready to hang.',
    madeOf: [
      ['Picture', 'Pigment ink on matt cotton paper, printed from up to 4800 × 6000 px'],
      ['Frame', 'Solid wood, 2 cm wide and 2.2 cm deep (gilt 3.4 cm wide), joined at the corners'],
      ['Glass', 'Acrylic, low glare, 2 mm'],
      ['Back', 'Closed, with hangers fitted'],
    ],
  },
  'fine-art': {
    name: 'Fine-art print',
    short: 'Fine-art print',
    says: 'Pigment ink on matt cotton paper, with a white rim to hold it by.',
    madeOf: [
      ['Picture', 'Pigment ink, printed from up to 4800 × 6000 px'],
      ['Paper', 'Matt cotton, 300 g/m², without brighteners'],
      ['Sent', 'Rolled, in a stiff tube'],
    ],
  },
  canvas: {
    name: 'Canvas',
    short: 'Canvas',
    says: 'Woven cotton over a wooden stretcher. Ready to hang, no glass.',
    madeOf: [
      ['Picture', 'Pigment ink on primed cotton canvas'],
      ['Stretcher', 'Pine, 3.8 cm deep, with wedges to tighten it'],
      ['Edge', 'Mirrored, white or black, as you choose'],
    ],
  },
  poster: {
    name: 'Poster',
    short: 'Poster',
    says: 'Satin paper, printed to the edge.',
    madeOf: [
      ['Picture', 'Six inks on satin paper, 200 g/m²'],
      ['Sent', 'Rolled, in a stiff tube'],
    ],
  },
  cards: {
    name: 'Cards, set of ten',
    short: 'Cards, ten',
    says: 'Ten folded cards with envelopes, blank inside.',
    madeOf: [
      ['Cards', 'A6, uncoated board, 300 g/m²'],
      ['Envelopes', 'Ten, recycled paper'],
    ],
  },
  file: {
    name: 'High\u2011resolution file',
    short: 'File only',
    says: 'Yours to print wherever you like, for yourself and as a gift.',
    madeOf: [
      ['Picture', '4800 × 6000 px, JPEG and PNG, sRGB, no watermark'],
      [
        'Credential',
        'Signed inside the file (C2PA): made by software, when, by whom; nothing about the sitter',
      ],
    ],
  },
};

export const finishes = [
  { id: 'walnut', name: 'Walnut' },
  { id: 'oak', name: 'Oak' },
  { id: 'black', name: 'Black' },
  { id: 'white', name: 'White' },
  { id: 'gilt', name: 'Gilt' },
] as const;

export const mats = [
  { id: 'white', name: 'White, 5 cm' },
  { id: 'ivory', name: 'Ivory, 5 cm' },
  { id: 'black', name: 'Black, 5 cm' },
  { id: 'none', name: 'None' },
] as const;

export const edges = [
  { id: 'mirror', name: 'Mirrored', says: 'The picture runs on around the edge.' },
  { id: 'white', name: 'White', says: 'A plain white edge.' },
  { id: 'black', name: 'Black', says: 'A plain black edge.' },
] as const;
