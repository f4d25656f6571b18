/** Where a picture is even, filters that respect edges have nothing to do: a coarse map of its ranges tells them. */
import { ld, st } from './memory';

/** Pixels of a block's side. */
const SIDE: i32 = 8;

/** Per block of the picture the lowest and the highest value of each channel: c lows, then c highs. Rows are of blocks. */
export function blockRanges(src: usize, dst: usize, w: i32, h: i32, c: i32, across: i32, y0: i32, y1: i32): void {
  for (let by = y0; by < y1; by++)
    for (let bx = 0; bx < across; bx++) {
      const to = (by * across + bx) * 2 * c, bottom = min<i32>(h, (by + 1) * SIDE), right = min<i32>(w, (bx + 1) * SIDE);
      for (let j = 0; j < c; j++) {
        let low: f32 = 1e9, high: f32 = -1e9;
        for (let y = by * SIDE; y < bottom; y++)
          for (let x = bx * SIDE; x < right; x++) {
            const v = ld(src, (y * w + x) * c + j);
            low = min<f32>(low, v);
            high = max<f32>(high, v);
          }
        st(dst, to + j, low);
        st(dst, to + c + j, high);
      }
    }
}

/** The widest range of any channel within `reach` pixels of the block that holds (x, y). */
export function rangeAbout(ranges: usize, w: i32, h: i32, c: i32, x: i32, y: i32, reach: i32): f32 {
  const across = (w + SIDE - 1) / SIDE, down = (h + SIDE - 1) / SIDE, n = (reach + SIDE - 1) / SIDE;
  const top = max<i32>(0, y / SIDE - n), bottom = min<i32>(down - 1, y / SIDE + n), left = max<i32>(0, x / SIDE - n), right = min<i32>(across - 1, x / SIDE + n);
  let widest: f32 = 0;
  for (let j = 0; j < c; j++) {
    let low: f32 = 1e9, high: f32 = -1e9;
    for (let by = top; by <= bottom; by++)
      for (let bx = left; bx <= right; bx++) {
        const at = (by * across + bx) * 2 * c + j;
        low = min<f32>(low, ld(ranges, at));
        high = max<f32>(high, ld(ranges, at + c));
      }
    widest = max<f32>(widest, high - low);
  }
  return widest;
}

/** The lowest value of a plane within `reach` pixels of the block that holds (x, y). */
export function lowestAbout(ranges: usize, w: i32, h: i32, x: i32, y: i32, reach: i32): f32 {
  const across = (w + SIDE - 1) / SIDE, down = (h + SIDE - 1) / SIDE, n = (reach + SIDE - 1) / SIDE;
  const top = max<i32>(0, y / SIDE - n), bottom = min<i32>(down - 1, y / SIDE + n), left = max<i32>(0, x / SIDE - n), right = min<i32>(across - 1, x / SIDE + n);
  let low: f32 = 1e9;
  for (let by = top; by <= bottom; by++) for (let bx = left; bx <= right; bx++) low = min<f32>(low, ld(ranges, (by * across + bx) * 2));
  return low;
}

/** Whether a pixel begins a run that shares one answer of the map. */
@inline
export function startsBlock(x: i32): bool {
  return (x & (SIDE - 1)) === 0;
}
