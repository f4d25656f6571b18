/**
 * Brush strokes are laid: curved strokes of many sizes (Hertzmann 1998), made once at the working size; `oil-paint.ts`
 * paints them at any.
 * A record has 48 floats: 0 red, 1 green, 2 blue, 3 radius, 4 seed, 5 opacity, 6 points, 7 sort key, 8 top, 9 bottom,
 * 10 dryness, then from 12 up to 16 points x, y.
 */
import { clamp, hash, ld, luma, st, unit } from './memory';

export const RECORD: i32 = 48, POINTS: i32 = 12;
const MOST: i32 = 16;

/** Seeks the worst pixel of every cell and lays a stroke from it along the flow; `mask` weighs the error. */
export function layStrokes(
  ref: usize, canvas: usize, flow: usize, mask: usize, records: usize, counter: usize, capacity: i32,
  w: i32, h: i32, radius: f32, cell: f32, threshold: f32, shortest: i32, longest: i32, follow: f32, stop: f32,
  bend: f32, lightness: f32, hue: f32, saturation: f32, opacity: f32, seed: i32, y0: i32, y1: i32,
): void {
  const across = <i32>Mathf.ceil(<f32>w / cell), step = max<i32>(1, <i32>(cell / 6));
  for (let cy = y0; cy < y1; cy++)
    for (let cx = 0; cx < across; cx++) {
      let state = hash(<u32>seed + hash(<u32>(cy * across + cx)));
      state = hash(state + 1);
      const gx = (<f32>cx + unit(state)) * cell;
      state = hash(state + 1);
      const gy = (<f32>cy + unit(state)) * cell;
      const x1 = min<i32>(w - 1, <i32>(gx + cell / 2)), yb = min<i32>(h - 1, <i32>(gy + cell / 2));
      let error: f32 = 0, worst: f32 = -1, count = 0, at = -1;
      for (let y = max<i32>(0, <i32>(gy - cell / 2)); y <= yb; y += step)
        for (let x = max<i32>(0, <i32>(gx - cell / 2)); x <= x1; x += step) {
          const e = difference(ref, canvas, y * w + x);
          error += e;
          count++;
          if (e > worst) {
            worst = e;
            at = y * w + x;
          }
        }
      if (count === 0) continue;
      const m = ld(mask, at);
      if (m <= 0 || (error / <f32>count) * m < threshold) continue;
      const slot = atomic.add<i32>(counter, 1);
      if (slot >= capacity) return;
      const to = records + (<usize>(slot * RECORD) << 2);
      follows(ref, canvas, flow, to, w, h, at, radius, shortest, longest, follow, stop, bend, state);
      colour(ref, to, at, lightness, hue, saturation, state);
      st(to, 3, radius * (<f32>0.8 + <f32>0.4 * unit(hash(state + 77))));
      st(to, 4, unit(hash(state + 78)));
      st(to, 5, opacity);
      st(to, 7, unit(hash(state + 79)) + <f32>at * <f32>1e-9);
      st(to, 10, unit(hash(state + 80)));
    }
}

@inline
function difference(a: usize, b: usize, i: i32): f32 {
  const o = i * 3;
  return abs<f32>(ld(a, o) - ld(b, o)) + abs<f32>(ld(a, o + 1) - ld(b, o + 1)) + abs<f32>(ld(a, o + 2) - ld(b, o + 2));
}

function follows(
  ref: usize, canvas: usize, flow: usize, to: usize, w: i32, h: i32, at: i32, radius: f32, shortest: i32, longest: i32,
  follow: f32, stop: f32, bend: f32, seed: u32,
): void {
  let x = <f32>(at % w), y = <f32>(at / w), dx: f32 = 0, dy: f32 = 0, n = 1, top = y, bottom = y;
  const r = ld(ref, at * 3), g = ld(ref, at * 3 + 1), b = ld(ref, at * 3 + 2);
  const way: f32 = unit(hash(seed + 11)) < 0.5 ? 1 : -1;
  const most = min<f32>(<f32>(MOST - 1), <f32>longest * (<f32>0.7 + <f32>0.6 * unit(hash(seed + 12))));
  st(to, POINTS, x);
  st(to, POINTS + 1, y);
  for (let k = 1; <f32>k <= most; k++) {
    const i = max<i32>(0, min<i32>(h - 1, <i32>y)) * w + max<i32>(0, min<i32>(w - 1, <i32>x));
    if (k > shortest) {
      const own = abs<f32>(ld(ref, i * 3) - r) + abs<f32>(ld(ref, i * 3 + 1) - g) + abs<f32>(ld(ref, i * 3 + 2) - b);
      if (difference(ref, canvas, i) < own * stop || own > <f32>0.35) break;
    }
    let tx = ld(flow, i * 3), ty = ld(flow, i * 3 + 1);
    if (k === 1) {
      const turn = (unit(hash(seed + 13)) - <f32>0.5) * bend, c = Mathf.cos(turn), s = Mathf.sin(turn), q = tx * c - ty * s;
      ty = (tx * s + ty * c) * way;
      tx = q * way;
    } else {
      const sign: f32 = tx * dx + ty * dy < 0 ? -1 : 1;
      tx = follow * tx * sign + (<f32>1 - follow) * dx;
      ty = follow * ty * sign + (<f32>1 - follow) * dy;
      const length = max<f32>(Mathf.sqrt(tx * tx + ty * ty), <f32>1e-6);
      tx /= length;
      ty /= length;
    }
    x += tx * radius;
    y += ty * radius;
    dx = tx;
    dy = ty;
    if (x < -radius || y < -radius || x >= <f32>w + radius || y >= <f32>h + radius) break;
    st(to, POINTS + n * 2, x);
    st(to, POINTS + n * 2 + 1, y);
    n++;
    top = min<f32>(top, y);
    bottom = max<f32>(bottom, y);
  }
  if (n === 1) {
    const ex = ld(to, POINTS) + ld(flow, at * 3) * radius * <f32>0.5, ey = ld(to, POINTS + 1) + ld(flow, at * 3 + 1) * radius * <f32>0.5;
    st(to, POINTS + 2, ex);
    st(to, POINTS + 3, ey);
    n = 2;
    top = min<f32>(top, ey);
    bottom = max<f32>(bottom, ey);
  }
  st(to, 6, <f32>n);
  st(to, 8, top);
  st(to, 9, bottom);
}

/** The colour under the first point, a little lighter or darker, warmer or cooler, greener or redder. */
function colour(ref: usize, to: usize, at: i32, lightness: f32, hue: f32, saturation: f32, seed: u32): void {
  const l = (unit(hash(seed + 21)) - <f32>0.5) * lightness, t = (unit(hash(seed + 22)) - <f32>0.5) * hue;
  const m = (unit(hash(seed + 23)) - <f32>0.5) * hue * <f32>0.6;
  const r = ld(ref, at * 3) + l + t * <f32>0.8 - m * <f32>0.7, g = ld(ref, at * 3 + 1) + l - t * <f32>0.2 + m * <f32>0.4;
  const b = ld(ref, at * 3 + 2) + l - t - m * <f32>0.2, y = luma(r, g, b);
  st(to, 0, clamp(y + (r - y) * saturation));
  st(to, 1, clamp(y + (g - y) * saturation));
  st(to, 2, clamp(y + (b - y) * saturation));
}

/** Where a layer may paint: base + gain × detail where alpha and detail suffice, `beyond` elsewhere. */
export function strokeMask(
  alpha: usize, detail: usize, dst: usize, alphaMin: f32, detailMin: f32, base: f32, gain: f32, beyond: f32, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const d = ld(detail, i);
    st(dst, i, ld(alpha, i) >= alphaMin && d >= detailMin ? base + gain * d : beyond);
  }
}

/** Paints strokes flat onto the small canvas that the next layer compares itself with. */
export function stampStrokes(records: usize, order: usize, n: i32, canvas: usize, w: i32, y0: i32, y1: i32): void {
  for (let k = 0; k < n; k++) {
    const s = records + (<usize>(load<i32>(order + (<usize>k << 2)) * RECORD) << 2);
    const radius = ld(s, 3);
    if (ld(s, 9) + radius < <f32>y0 || ld(s, 8) - radius >= <f32>y1) continue;
    const points = <i32>ld(s, 6), r = ld(s, 0), g = ld(s, 1), b = ld(s, 2);
    for (let p = 0; p < points; p++) {
      const px = ld(s, POINTS + p * 2), py = ld(s, POINTS + p * 2 + 1);
      const from = max<i32>(y0, <i32>Mathf.ceil(py - radius)), to = min<i32>(y1 - 1, <i32>Mathf.floor(py + radius));
      for (let y = from; y <= to; y++) {
        const half = Mathf.sqrt(max<f32>(0, radius * radius - (<f32>y - py) * (<f32>y - py)));
        const xa = max<i32>(0, <i32>Mathf.ceil(px - half)), xb = min<i32>(w - 1, <i32>Mathf.floor(px + half));
        for (let x = xa, o = (y * w + xa) * 3; x <= xb; x++, o += 3) {
          st(canvas, o, r);
          st(canvas, o + 1, g);
          st(canvas, o + 2, b);
        }
      }
    }
  }
}
