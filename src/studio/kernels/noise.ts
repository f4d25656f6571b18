/** Value noise and the grounds made of it, as functions of place alone: any row of any size can be asked for. */
import { clamp, hash, ld, mix, st, unit } from './memory';

@inline
function corner(x: i32, y: i32, seed: u32): f32 {
  return unit(hash(<u32>x + hash(<u32>y + seed)));
}

@inline
export function valueNoise(x: f32, y: f32, seed: u32): f32 {
  const fx = Mathf.floor(x), fy = Mathf.floor(y), xi = <i32>fx, yi = <i32>fy;
  const tx = x - fx, ty = y - fy, sx = tx * tx * (<f32>3 - 2 * tx), sy = ty * ty * (<f32>3 - 2 * ty);
  const h0 = hash(<u32>yi + seed), h1 = hash(<u32>(yi + 1) + seed);
  const a = mix(unit(hash(<u32>xi + h0)), unit(hash(<u32>(xi + 1) + h0)), sx);
  const b = mix(unit(hash(<u32>xi + h1)), unit(hash(<u32>(xi + 1) + h1)), sx);
  return mix(a, b, sy);
}

/** Octaves of value noise, each half as wide and `gain` as strong; in [0, 1], about 0.5. */
export function octaves(x: f32, y: f32, seed: u32, n: i32, gain: f32): f32 {
  let sum: f32 = 0, amp: f32 = 1, total: f32 = 0, f: f32 = 1;
  for (let k = 0; k < n; k++) {
    sum += amp * valueNoise(x * f, y * f, seed + <u32>k * 0x9e3779b9);
    total += amp;
    amp *= gain;
    f *= 2;
  }
  return sum / total;
}

export function noise(dst: usize, cell: f32, seed: i32, n: i32, gain: f32, w: i32, y0: i32, y1: i32): void {
  const k = <f32>1 / cell;
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) st(dst, y * w + x, octaves(<f32>x * k, <f32>y * k, <u32>seed, n, gain));
}

/** Cold-pressed paper, its height in [0, 1]; x, y in grains. */
@inline
export function paper(x: f32, y: f32, seed: u32): f32 {
  const broad = octaves(x * <f32>0.333, y * <f32>0.333, seed, 4, <f32>0.62), fine = valueNoise(x, y, seed + 3);
  return clamp((broad * <f32>0.75 + fine * <f32>0.25 - <f32>0.5) * <f32>2.1 + <f32>0.5);
}

/** Woven canvas, its height in [0, 1]; x, y in threads. */
@inline
export function weave(x: f32, y: f32, seed: u32): f32 {
  const wander = (valueNoise(x * <f32>0.071, y * <f32>0.071, seed) - <f32>0.5) * <f32>1.6;
  const u = x + wander * <f32>0.5, v = y + wander * <f32>0.35;
  const fu = u - Mathf.floor(u), fv = v - Mathf.floor(v);
  const a = <f32>4 * fu * (<f32>1 - fu), b = <f32>4 * fv * (<f32>1 - fv);
  const over = (<i32>Mathf.floor(u) + <i32>Mathf.floor(v)) & 1;
  return (over ? a * <f32>0.75 + b * <f32>0.25 : b * <f32>0.75 + a * <f32>0.25) * <f32>0.75 + valueNoise(x * <f32>0.66, y * <f32>0.66, seed + 1) * <f32>0.4;
}

/**
 * A painted backdrop: three colours about a glow at (fx, fy), stirred by noise. `spread` is the glow's reach in widths.
 */
export function backdrop(
  dst: usize, colours: usize, fx: f32, fy: f32, spread: f32, seed: i32, w: i32, h: i32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const u = <f32>x / <f32>w, v = <f32>y / <f32>w;
      const n = octaves(u * 3, v * 3, <u32>seed, 4, <f32>0.55) - <f32>0.5, m = octaves(u * 5, v * 5, <u32>seed + 9, 3, <f32>0.5) - <f32>0.5;
      const dx = u - fx, dy = v - fy * <f32>h / <f32>w;
      const d = (Mathf.sqrt(dx * dx + dy * dy * <f32>0.7) + n * <f32>0.55) / spread;
      const t = clamp(d), glow = <f32>1 - t * t * (<f32>3 - 2 * t), stir = clamp(m * <f32>3.2) * <f32>0.8;
      for (let j = 0; j < 3; j++) {
        let c = mix(ld(colours, j), ld(colours, 3 + j), glow);
        c = mix(c, ld(colours, 6 + j), stir) * (1 + n * <f32>0.35);
        st(dst, (y * w + x) * 3 + j, clamp(c));
      }
    }
}

/** A vignette that fades to 0 at the borders, rough like a wash; the reaches are shares of the width and height. */
export function vignette(
  dst: usize, side: f32, bottom: f32, top: f32, rough: f32, seed: i32, w: i32, h: i32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const n = (octaves(<f32>x / <f32>w * 7, <f32>y / <f32>w * 7, <u32>seed, 4, <f32>0.55) - <f32>0.5) * 2 * rough;
      const across = <f32>min<i32>(x, w - 1 - x) / <f32>w + n * <f32>0.5 - <f32>0.01;
      const below = <f32>(h - 1 - y) / <f32>h + n - <f32>0.02, above = <f32>y / <f32>h + n * <f32>0.5;
      let v = step(across, side) * step(below, bottom);
      if (top > 0) v *= step(above, top);
      st(dst, y * w + x, v);
    }
}

@inline
function step(x: f32, reach: f32): f32 {
  const t = clamp(x / reach);
  return t * t * (<f32>3 - 2 * t);
}
