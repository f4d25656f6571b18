/** Smooth enlargement of small planes, row by row: cubic B-spline (no facets, no overshoot) or Catmull-Rom (crisp). */
import { clampi, ld, scratch, st } from './memory';

/** For every column of a row of w: the first of four source columns, and four weights (5 floats), at `at`. */
export function columns(at: usize, sw: i32, w: i32, crisp: bool): void {
  const k = <f32>sw / <f32>w;
  for (let x = 0; x < w; x++) {
    const px = (<f32>x + <f32>0.5) * k - <f32>0.5, base = Mathf.floor(px);
    const to = at + (<usize>(x * 5) << 2);
    store<i32>(to, <i32>base - 1);
    weights(to + 4, px - base, crisp);
  }
}

@inline
function weights(at: usize, t: f32, crisp: bool): void {
  const t2 = t * t, t3 = t2 * t;
  if (crisp) {
    st(at, 0, <f32>-0.5 * t3 + t2 - <f32>0.5 * t);
    st(at, 1, <f32>1.5 * t3 - <f32>2.5 * t2 + 1);
    st(at, 2, <f32>-1.5 * t3 + 2 * t2 + <f32>0.5 * t);
    st(at, 3, <f32>0.5 * (t3 - t2));
  } else {
    const s = <f32>1 - t;
    st(at, 0, (s * s * s) / 6);
    st(at, 1, (3 * t3 - 6 * t2 + 4) / 6);
    st(at, 2, (-3 * t3 + 3 * t2 + 3 * t + 1) / 6);
    st(at, 3, t3 / 6);
  }
}

/** Row y of h of a plane of c channels, w wide, at dst; `line` is room for (sw + 6) × c floats. */
export function sampledRow(
  src: usize, sw: i32, sh: i32, c: i32, y: i32, w: i32, h: i32, table: usize, line: usize, dst: usize, crisp: bool,
): void {
  const py = (<f32>y + <f32>0.5) * <f32>sh / <f32>h - <f32>0.5, base = Mathf.floor(py), top = <i32>base - 1;
  const wy = line, row = line + 16, length = sw * c, inner = row + (<usize>(3 * c) << 2);
  weights(wy, py - base, crisp);
  const r0 = src + (<usize>(clampi(top, 0, sh - 1) * length) << 2), r1 = src + (<usize>(clampi(top + 1, 0, sh - 1) * length) << 2);
  const r2 = src + (<usize>(clampi(top + 2, 0, sh - 1) * length) << 2), r3 = src + (<usize>(clampi(top + 3, 0, sh - 1) * length) << 2);
  const k0 = f32x4.splat(ld(wy, 0)), k1 = f32x4.splat(ld(wy, 1)), k2 = f32x4.splat(ld(wy, 2)), k3 = f32x4.splat(ld(wy, 3));
  for (let i = 0; i < length; i += 4) {
    const o = <usize>i << 2;
    const a = f32x4.add(f32x4.mul(v128.load(r0 + o), k0), f32x4.mul(v128.load(r1 + o), k1));
    v128.store(inner + o, f32x4.add(a, f32x4.add(f32x4.mul(v128.load(r2 + o), k2), f32x4.mul(v128.load(r3 + o), k3))));
  }
  for (let j = 0; j < 3 * c; j++) {
    st(row, j, ld(inner, j % c));
    st(inner, length + j, ld(inner, length - c + (j % c)));
  }
  for (let x = 0; x < w; x++) {
    const t = table + (<usize>(x * 5) << 2), from = inner + (<usize>(load<i32>(t) * c) << 2);
    for (let j = 0; j < c; j++)
      st(dst, x * c + j, ld(from, j) * load<f32>(t, 4) + ld(from, c + j) * load<f32>(t, 8) + ld(from, 2 * c + j) * load<f32>(t, 12) + ld(from, 3 * c + j) * load<f32>(t, 16));
  }
}

/** A whole plane enlarged: for what must be filtered again at a middle size. */
export function resample(
  src: usize, dst: usize, sw: i32, sh: i32, c: i32, w: i32, h: i32, crisp: i32, y0: i32, y1: i32,
): void {
  const table = scratch(0), line = scratch(w * 5);
  columns(table, sw, w, crisp !== 0);
  for (let y = y0; y < y1; y++) sampledRow(src, sw, sh, c, y, w, h, table, line, dst + (<usize>(y * w * c) << 2), crisp !== 0);
}
