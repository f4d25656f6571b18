/** What the shop offers on its first day. Later changes are commands, and stand in the log. */
import { z } from 'zod';
import { type Kind, LabSku, ProductId, VariantId } from './product.events.ts';
import type { Offer } from './product.ts';

type Size = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly inches: string;
};

/** 4:5, the shape that portraits are composed for; the labs sell it by inches. */
const sizes: readonly Size[] = [
  { name: '20x25', width: 20, height: 25, inches: '8X10' },
  { name: '28x35', width: 28, height: 35, inches: '11X14' },
  { name: '40x50', width: 40, height: 50, inches: '16X20' },
  { name: '60x75', width: 60, height: 75, inches: '24X30' },
];

/** The largest master: 300 dpi up to 40 × 50 cm; above, the strokes are printed larger. */
const pixelsMax = { width: 4800, height: 6000 };
const dpi = 300;
const cmPerInch = 2.54;
const pixels = (cm: number, max: number): number => Math.min(Math.ceil((cm / cmPerInch) * dpi), max);

const finishes = ['walnut', 'oak', 'black', 'white', 'gilt'];
const mats = ['white', 'ivory', 'black', 'none'];
const framings = finishes.flatMap((finish) => mats.map((mat) => `${finish}-${mat}`));

type Line = {
  readonly kind: z.output<typeof Kind>;
  readonly sku: string;
  readonly variants: readonly string[];
  readonly euros: readonly number[];
};

/** Prices in euros, one per size. */
const lines: readonly Line[] = [
  { kind: 'framed', sku: 'GLOBAL-CFPM', variants: framings, euros: [64, 84, 119, 189] },
  { kind: 'fine-art', sku: 'GLOBAL-FAP', variants: ['matt'], euros: [29, 39, 54, 84] },
  { kind: 'canvas', sku: 'GLOBAL-CAN', variants: ['mirror', 'white', 'black'], euros: [49, 64, 89, 139] },
  { kind: 'poster', sku: 'GLOBAL-POST', variants: ['satin'], euros: [19, 24, 32, 45] },
];

const prices = (euros: number): Offer['grossCents'] => ({
  EUR: euros * 100,
  GBP: Math.round(euros * 0.88) * 100,
  USD: Math.round(euros * 1.12) * 100,
});

const prints: readonly Offer[] = lines.flatMap(({ kind, sku, variants, euros }) =>
  sizes.map((size, index) => ({
    productId: ProductId.parse(`${kind}-${size.name}`),
    kind,
    sizeCm: { width: size.width, height: size.height },
    masterPx: {
      width: pixels(size.width, pixelsMax.width),
      height: pixels(size.height, pixelsMax.height),
    },
    labSku: LabSku.parse(`${sku}-${size.inches}`),
    variants: z.array(VariantId).parse(variants),
    grossCents: prices(euros[index] ?? Number.NaN),
  })),
);

const file: Offer = {
  productId: ProductId.parse('file'),
  kind: 'file',
  sizeCm: null,
  masterPx: pixelsMax,
  labSku: null,
  variants: z.array(VariantId).parse(['jpeg']),
  grossCents: prices(19),
};

export const firstOffers: readonly Offer[] = [...prints, file];
