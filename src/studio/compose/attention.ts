/**
 * Where an animal looks out of a photo: its pupils and its nose are dark spots with light about them. No net knows
 * animals' faces here; centre against surround does (Itti, Koch and Niebur 1998).
 */
import type { Look } from '../vision/look.ts';

/** In photo pixels; the weight is that of one cell. */
export type Spot = { readonly x: number; readonly y: number; readonly weight: number };

/** A grid over the photo, `step` photo pixels a cell, and how surely each cell is subject. */
export type Grid = {
  readonly mask: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly step: number;
};

/** Half sides of the two squares, in cells of 160 to the photo's width. */
const [centre, surround] = [2, 6];
/** Fainter spots than this share of the strongest are fur. */
const faint = 0.2;

export function darkSpots(look: Look, grid: Grid): readonly Spot[] {
  const { mask, columns, rows, step } = grid;
  const mean = meansOf(brightness(look, grid), columns, rows);
  const cells = Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const contrast = Math.max(0, mean(x, y, surround) - mean(x, y, centre));
    return { x: (x + 0.5) * step, y: (y + 0.5) * step, weight: contrast * contrast * (mask[i] ?? 0) };
  });
  const strongest = cells.reduce((most, { weight }) => Math.max(most, weight), 0);
  return cells.filter(({ weight }) => weight > strongest * faint);
}

/** Of every cell, by a few of its pixels. */
function brightness({ rgb, width, height }: Look, { columns, rows, step }: Grid): Float32Array {
  const bytes = new Uint8Array(rgb);
  const values = new Float32Array(columns * rows);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    for (let k = 0; k < 9; k++) {
      const x = Math.min(width - 1, Math.floor(((i % columns) + (k % 3) / 3 + 1 / 6) * step));
      const y = Math.min(
        height - 1,
        Math.floor((Math.floor(i / columns) + Math.floor(k / 3) / 3 + 1 / 6) * step),
      );
      const at = (y * width + x) * 3;
      sum += (bytes[at] ?? 0) + 2 * (bytes[at + 1] ?? 0) + (bytes[at + 2] ?? 0);
    }
    values[i] = sum / (9 * 4 * 255);
  }
  return values;
}

/** Means over squares of 2r + 1 cells, from sums over all that lies above and to the left (Crow 1984). */
function meansOf(values: Float32Array, columns: number, rows: number) {
  const sums = new Float64Array((columns + 1) * (rows + 1));
  const sum = (x: number, y: number): number => sums[y * (columns + 1) + x] ?? 0;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      sums[(y + 1) * (columns + 1) + x + 1] =
        (values[y * columns + x] ?? 0) + sum(x, y + 1) + sum(x + 1, y) - sum(x, y);
  return (x: number, y: number, r: number): number => {
    const [left, top] = [Math.max(0, x - r), Math.max(0, y - r)];
    const [right, bottom] = [Math.min(columns, x + r + 1), Math.min(rows, y + r + 1)];
    const total = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
    return total / ((right - left) * (bottom - top));
  };
}

const places = 60;
/** As near to a border, in shares of the window, a spot counts less and less. */
const margin = 0.25;

/**
 * Where a window of `size` begins on a line of `length`, so that it holds most of the spots, well inside; in the middle
 * of the line where there are none.
 */
export function aimed(
  spots: readonly { readonly at: number; readonly weight: number }[],
  size: number,
  length: number,
): number {
  const free = length - size;
  const held = (from: number): number =>
    spots.reduce((sum, { at, weight }) => {
      const inside = Math.max(0, Math.min(1, Math.min(at - from, from + size - at) / (size * margin)));
      return sum + weight * inside;
    }, 0);
  const all = Array.from({ length: places + 1 }, (_, i) => (free * i) / places);
  const nearest = all.toSorted((a, b) => Math.abs(a - free / 2) - Math.abs(b - free / 2));
  const middle = { from: free / 2, weight: held(free / 2) };
  const best = nearest.reduce((best, from) => {
    const weight = held(from);
    return weight > best.weight ? { from, weight } : best;
  }, middle);
  return best.from;
}
