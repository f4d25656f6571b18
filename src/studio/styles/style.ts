/** What a style is: words for people, and a painter that lays out a picture once and renders it at any size. */
import type { Sitter } from '../compose/prepare.ts';
import type { Manner } from '../manner.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';

export type Variant = { readonly id: string; readonly name: string };

export type StyleInfo<Id extends string = string> = {
  readonly id: Id;
  readonly name: string;
  /** The first words of a label's medium line. */
  readonly medium: string;
  /** One sentence for the gallery. */
  readonly says: string;
  /** The first is the one that is painted unless another is asked for. */
  readonly variants: readonly Variant[];
  /** What it is built after. */
  readonly papers: readonly string[];
  /** For styles of lines: their distance at 1,024 pixels' width. */
  readonly inkLinesPeriodPx?: number;
};

/** A picture laid out at the working size. */
export type Painting = {
  /** Writes RGB bytes of width × height to `out`; `onBand` tells how far it is. */
  render(out: Image, width: number, height: number, onBand: (done: number, bands: number) => void): void;
};

export type Choice = Manner & { readonly variant: string; readonly seed: number };

export type Painter = (shop: Workshop, sitter: Sitter, choice: Choice) => Painting;

export type Style<Id extends string = string> = StyleInfo<Id> & { readonly paint: Painter };

/** Rows of a band: enough to share well, few enough for a thread's scratch. */
export const bandRows = (width: number): number => (width > 2400 ? 48 : 64);

/** The middle of the first face, or of the upper picture, in working pixels. */
export function focusOf({ faces, photo }: Sitter): {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
} {
  const box = faces[0]?.box;
  if (box === undefined) return { x: photo.width / 2, y: photo.height * 0.42, radius: photo.width * 0.28 };
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, radius: box.height / 2 };
}

/** The variant's own settings, or the first one's. */
export function chosen<T>(settings: Readonly<Record<string, T>>, variant: string, first: T): T {
  return settings[variant] ?? first;
}
