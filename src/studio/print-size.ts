/**
 * How large a picture may be printed. Strokes and lines are drawn anew at any size, so what limits a print is how much
 * of the face was in the photo: the table was set by looking at 300 dpi crops of portraits of shrunk photos.
 */

/** Longest side of a print in centimetres: up to the first it is sharp, above the second it is not made. */
export type PrintSize = { readonly sharpCm: number; readonly refusedAboveCm: number };

const table: readonly (readonly [faceHeightPx: number, sharpCm: number])[] = [
  [56, 9],
  [120, 20],
  [180, 30],
  [250, 40],
  [400, 60],
  [650, 90],
];

/** A viewer forgives half as much again before a portrait looks empty from where one stands. */
const warnedFactor = 1.5;

/** What may be printed of a photo without a face, that is of an animal that fills it. */
const withoutFaceCm = 50;

/** @param faceHeightPx of the largest face, as `inspect` gives it; null where there is none. */
export function sharpUpTo(faceHeightPx: number | null): PrintSize {
  const sharpCm = faceHeightPx === null ? withoutFaceCm : between(faceHeightPx);
  return { sharpCm, refusedAboveCm: Math.floor(sharpCm * warnedFactor) };
}

/** Linear between the table's lines, level beyond its ends. */
function between(height: number): number {
  const above = table.findIndex(([px]) => px >= height);
  const [first, last] = [table[0]?.[1] ?? 0, table.at(-1)?.[1] ?? 0];
  if (above === -1) return last;
  const [low, high] = [table[above - 1], table[above]];
  if (low === undefined || high === undefined) return first;
  return Math.floor(low[1] + ((high[1] - low[1]) * (height - low[0])) / (high[0] - low[0]));
}
