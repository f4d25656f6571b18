/** Sample data for pages: it must look like sample data. */
import type { Easel } from '../../src/web/components/easel.ts';

import type { Money, Portrait, Stage, Style } from '../../src/web/components/shapes.ts';

export const euro = (cents: number): Money => ({ cents, currency: 'EUR' });

export const styles: readonly Style[] = [
  {
    id: 'impressionist',
    name: 'Impressionist oil',
    medium: 'Impressionist oil',
    says: 'Thick strokes that turn around the head',
    variants: [],
  },
  {
    id: 'engraving',
    name: 'Engraving',
    medium: 'Engraving',
    says: 'Lines that swell and thin like a banknote',
    variants: [],
  },
  {
    id: 'pop-art',
    name: 'Pop art',
    medium: 'Pop art',
    says: 'Flat inks, dots and a hard outline',
    variants: [],
  },
];

export const sitter = {
  src: '/assets/samples/astronaut-whole-700.webp',
  alt: 'Your photo',
  width: 700,
  height: 700,
};
export const aligned = { src: '/assets/samples/astronaut-photo-700.webp', alt: 'Your photo' };

const portrait = (style: string, label: string, rest: Partial<Portrait>): Portrait => ({
  id: `pt_${style}`,
  style,
  label,
  status: 'ready',
  src: `/assets/samples/astronaut-${style}-700.webp`,
  alt: `Your portrait: ${label}, with a watermark`,
  ...rest,
});

export const portraits: readonly Portrait[] = [
  portrait('impressionist', 'Impressionist oil', { seconds: 3.6 }),
  portrait('engraving', 'Engraving', { seconds: 2.9 }),
  portrait('pop-art', 'Pop art', { seconds: 2.2 }),
];

const checked: readonly Stage[] = [
  { id: 'intake', label: 'Photo checked', state: 'done', seconds: 0.3 },
  { id: 'cut-out', label: 'Sitter cut out', state: 'done', seconds: 1.1 },
  { id: 'composition', label: 'Composed 4:5', state: 'done', seconds: 0.2 },
];

export const half: Easel = {
  stages: [
    ...checked,
    { id: 'impressionist', label: 'Impressionist oil', state: 'done', seconds: 3.6 },
    { id: 'engraving', label: 'Engraving', state: 'now', doing: 'Laying lines', done: 1140, total: 1840 },
    { id: 'pop-art', label: 'Pop art', state: 'wait' },
  ],
  portraits: [
    portrait('impressionist', 'Impressionist oil', { seconds: 3.6 }),
    portrait('engraving', 'Engraving', { status: 'painting', src: undefined }),
    portrait('pop-art', 'Pop art', { status: 'waiting', src: undefined }),
  ],
  unveiled: [],
};

export const price = (cents: number) => ({
  gross: euro(cents),
  vatRate: 19,
  vat: euro(Math.round((cents * 19) / 119)),
  deliveryFrom: euro(690),
});
