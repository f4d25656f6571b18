/** What a product is called, from its own words: on the bill, at the payment company, in letters. */
import type { Offer } from './product.ts';

const kinds: Readonly<Record<Offer['kind'], string>> = {
  framed: 'Framed print',
  'fine-art': 'Fine-art print',
  canvas: 'Canvas',
  poster: 'Poster',
  cards: 'Cards, ten',
  file: 'High-resolution file',
};

export const kindName = (kind: Offer['kind']): string => kinds[kind];

/** @param productId such as `framed-40x50` */
export function productName(kind: Offer['kind'], productId: string): string {
  const size = /(\d+)x(\d+)$/.exec(productId);
  return size === null ? kinds[kind] : `${kinds[kind]}, ${size[1]} × ${size[2]} cm`;
}
