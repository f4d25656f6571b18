/** Strokes as oil paint at full size: bristles, body and ridges, light across the relief, woven canvas below. */
import { clamp, hash, ld, mix, scratch, st, unit } from './memory';
import { weave } from './noise';
import { POINTS, RECORD } from './strokes';

const TU: i32 = 512, TV: i32 = 256;

/** The marks of bristles: noise that is long along a stroke and fine across it; tiles in both directions. */
export function bristles(dst: usize, seed: i32, y0: i32, y1: i32): void {
  for (let v = y0; v < y1; v++)
    for (let u = 0; u < TU; u++) {
      const sum = tile(u, v, 2, 96, seed) * <f32>0.45 + tile(u, v, 6, 160, seed + 1) * <f32>0.3 + tile(u, v, 14, 256, seed + 2) * <f32>0.25 + tile(u, v, 3, 24, seed + 3) * <f32>0.35;
      st(dst, v * TU + u, clamp((sum / <f32>1.35 - <f32>0.5) * <f32>1.75 + <f32>0.5));
    }
}

function tile(u: i32, v: i32, nu: i32, nv: i32, seed: u32): f32 {
  const x = <f32>(u * nu) / <f32>TU, y = <f32>(v * nv) / <f32>TV, xi = <i32>x, yi = <i32>y, fx = x - <f32>xi, fy = y - <f32>yi;
  const sx = fx * fx * (<f32>3 - 2 * fx), sy = fy * fy * (<f32>3 - 2 * fy), xn = (xi + 1) % nu, yn = (yi + 1) % nv;
  const a = mix(unit(hash(<u32>(yi * nu + xi) + hash(seed))), unit(hash(<u32>(yi * nu + xn) + hash(seed))), sx);
  const b = mix(unit(hash(<u32>(yn * nu + xi) + hash(seed))), unit(hash(<u32>(yn * nu + xn) + hash(seed))), sx);
  return mix(a, b, sy);
}

/** Rows [y0, y1) of the finished oil: underpainting, strokes with their relief, light across it, woven canvas. */
export function oilRows(
  out: usize, w: i32, h: i32, under: usize, sw: i32, sh: i32, records: usize, order: usize, n: i32, bristle: usize,
  soft: f32, rough: f32, dry: f32, streak: f32, thread: f32, canvas: f32, light: f32, gloss: f32, relief: f32, seed: i32,
  y0: i32, y1: i32,
): void {
  const a = max<i32>(0, y0 - 1), b = min<i32>(h, y1 + 1), rows = b - a;
  const colour = scratch(0), height = scratch(rows * w * 3), work = scratch(rows * w * 4);
  const sx = <f32>w / <f32>sw, sy = <f32>h / <f32>sh;
  underpaint(colour, height, under, w, h, sw, sh, a, b);
  for (let k = 0; k < n; k++) {
    const s = records + (<usize>(load<i32>(order + (<usize>k << 2)) * RECORD) << 2);
    const reach = ld(s, 3) * sy + 2;
    if (ld(s, 9) * sy + reach < <f32>a || ld(s, 8) * sy - reach > <f32>b) continue;
    paintStroke(s, colour, height, work, bristle, w, a, b, sx, sy, soft, rough, dry, streak);
  }
  lightRows(out, colour, height, work, w, h, a, y0, y1, thread * sx, canvas, light, gloss, relief * Mathf.pow(sx, <f32>0.55), seed);
}

function underpaint(colour: usize, height: usize, under: usize, w: i32, h: i32, sw: i32, sh: i32, a: i32, b: i32): void {
  const kx = <f32>sw / <f32>w, ky = <f32>sh / <f32>h;
  for (let y = a; y < b; y++) {
    const py = max<f32>(0, min<f32>(<f32>(sh - 1), (<f32>y + <f32>0.5) * ky - <f32>0.5)), ya = <i32>py, yb = min<i32>(sh - 1, ya + 1), fy = py - <f32>ya;
    for (let x = 0; x < w; x++) {
      const px = max<f32>(0, min<f32>(<f32>(sw - 1), (<f32>x + <f32>0.5) * kx - <f32>0.5)), xa = <i32>px, xb = min<i32>(sw - 1, xa + 1), fx = px - <f32>xa;
      const o = (y - a) * w + x;
      for (let j = 0; j < 3; j++) {
        const top = mix(ld(under, (ya * sw + xa) * 3 + j), ld(under, (ya * sw + xb) * 3 + j), fx);
        st(colour, o * 3 + j, mix(top, mix(ld(under, (yb * sw + xa) * 3 + j), ld(under, (yb * sw + xb) * 3 + j), fx), fy));
      }
      st(height, o, 0);
    }
  }
}

/** The path of a stroke as Catmull-Rom points at full size, written to `path`; gives their number. */
function pathOf(s: usize, path: usize, sx: f32, sy: f32, radius: f32): i32 {
  const n = <i32>ld(s, 6), parts = n < 3 || radius <= 2 ? 1 : radius > 60 ? 4 : 2;
  let m = 0;
  for (let i = 0; i < n - 1; i++) {
    const a = max<i32>(0, i - 1), d = min<i32>(n - 1, i + 2);
    for (let q = 0; q < parts; q++, m++) {
      const t = <f32>q / <f32>parts;
      st(path, m * 2, spline(s, a, i, i + 1, d, 0, t) * sx);
      st(path, m * 2 + 1, spline(s, a, i, i + 1, d, 1, t) * sy);
    }
  }
  st(path, m * 2, ld(s, POINTS + (n - 1) * 2) * sx);
  st(path, m * 2 + 1, ld(s, POINTS + (n - 1) * 2 + 1) * sy);
  return m + 1;
}

@inline
function spline(s: usize, a: i32, b: i32, c: i32, d: i32, axis: i32, t: f32): f32 {
  const p0 = ld(s, POINTS + a * 2 + axis), p1 = ld(s, POINTS + b * 2 + axis), p2 = ld(s, POINTS + c * 2 + axis), p3 = ld(s, POINTS + d * 2 + axis);
  const t2 = t * t;
  return <f32>0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t2 + (3 * p1 - p0 - 3 * p2 + p3) * t2 * t);
}

function paintStroke(
  s: usize, colour: usize, height: usize, work: usize, bristle: usize, w: i32, a: i32, b: i32, sx: f32, sy: f32,
  soft: f32, rough: f32, dry: f32, streak: f32,
): void {
  const radius = ld(s, 3) * sy, path = work, points = pathOf(s, path, sx, sy, radius);
  let left: f32 = 1e9, right: f32 = -1e9, top: f32 = 1e9, bottom: f32 = -1e9;
  for (let i = 0; i < points; i++) {
    left = min<f32>(left, ld(path, i * 2));
    right = max<f32>(right, ld(path, i * 2));
    top = min<f32>(top, ld(path, i * 2 + 1));
    bottom = max<f32>(bottom, ld(path, i * 2 + 1));
  }
  const xa = max<i32>(0, <i32>Mathf.floor(left - radius)), xb = min<i32>(w - 1, <i32>Mathf.ceil(right + radius));
  const ya = max<i32>(a, <i32>Mathf.floor(top - radius)), yb = min<i32>(b - 1, <i32>Mathf.ceil(bottom + radius));
  const bw = xb - xa + 1, bh = yb - ya + 1;
  if (bw <= 0 || bh <= 0) return;
  const spans = work + 1024, field = spans + (<usize>(bh * 2) << 2);
  const length = nearest(path, points, radius, spans, field, xa, ya, bw, bh);
  const iR = <f32>1 / radius, total = length * iR + <f32>1e-6, base = ld(s, 3), opacity = ld(s, 5), dryness = ld(s, 10) * dry;
  const r = ld(s, 0), g = ld(s, 1), bl = ld(s, 2), phase = ld(s, 4);
  const su = <f32>((<i32>(phase * 7919)) & 511), sv = <f32>((<i32>(phase * 104729)) & 255);
  const spread = min<f32>(1, max<f32>(base, radius * <f32>0.4) / 18) * <f32>127;
  const slope = <f32>1 / soft, body = min<f32>(1, <f32>0.16 + base / <f32>11); // fat over lean: small brushes carry thin paint
  for (let y = 0; y < bh; y++) {
    const from = load<i32>(spans + (<usize>y << 3)), to = load<i32>(spans + (<usize>y << 3), 4);
    let f = field + (<usize>((y * bw + from) * 3) << 2);
    let p = (ya + y - a) * w + xa + from;
    for (let x = from; x <= to; x++, p++, f += 12) {
      const d = load<f32>(f);
      if (d > 1) continue;
      const u = load<f32>(f, 4), v = max<f32>(-1, min<f32>(1, load<f32>(f, 8)));
      const mark = texel(bristle, u * 22 + su, (v + 1) * spread + sv);
      let k = min<f32>(1, (<f32>1 - d + (mark - <f32>0.5) * rough) * slope);
      if (k <= 0) continue;
      const along = u / total;
      if (along > <f32>0.45) {
        const need = (along - <f32>0.45) * <f32>1.818 * dryness;
        if (mark < need) k *= max<f32>(0, 1 - (need - mark) * 4);
        if (k <= 0) continue;
      }
      k *= opacity;
      const av = abs<f32>(v), ridge: f32 = av > <f32>0.7 ? (av - <f32>0.7) * <f32>1.1 : 0;
      const rise = body * ((<f32>0.45 + <f32>0.55 * mark) * (<f32>1 - d * d * <f32>0.6) + ridge), tint = <f32>1 + (mark - <f32>0.5) * streak;
      const c = colour + (<usize>(p * 3) << 2), hgt = height + (<usize>p << 2);
      store<f32>(c, mix(load<f32>(c), r * tint, k));
      store<f32>(c, mix(load<f32>(c, 4), g * tint, k), 4);
      store<f32>(c, mix(load<f32>(c, 8), bl * tint, k), 8);
      const old = load<f32>(hgt);
      store<f32>(hgt, old + (rise - <f32>0.75 * old) * k);
    }
  }
}

/** Bilinear in the tiling bristle texture. */
@inline
function texel(bristle: usize, u: f32, v: f32): f32 {
  const ui = <i32>u, vi = <i32>v, fu = u - <f32>ui, fv = v - <f32>vi;
  const a = (vi & 255) * 512, b = ((vi + 1) & 255) * 512, l = ui & 511, r = (ui + 1) & 511;
  return mix(mix(ld(bristle, a + l), ld(bristle, a + r), fu), mix(ld(bristle, b + l), ld(bristle, b + r), fu), fv);
}

/**
 * For the pixels of a box that the stroke may touch (3 floats; per row `spans` has the first and the last of them): their
 * distance to the path in radii, and their place along (radii) and across (-1 … 1) it. Gives the length of the path in
 * pixels.
 */
function nearest(path: usize, points: i32, radius: f32, spans: usize, field: usize, xa: i32, ya: i32, bw: i32, bh: i32): f32 {
  for (let y = 0; y < bh; y++) {
    store<i32>(spans + (<usize>y << 3), bw);
    store<i32>(spans + (<usize>y << 3), -1, 4);
  }
  const iR = <f32>1 / radius, r2 = radius * radius;
  let run: f32 = 0;
  for (let i = 0; i + 1 < points; i++) {
    const ax = ld(path, i * 2), ay = ld(path, i * 2 + 1), ex = ld(path, i * 2 + 2) - ax, ey = ld(path, i * 2 + 3) - ay;
    const l2 = ex * ex + ey * ey, l = Mathf.sqrt(l2);
    if (l < <f32>1e-6) continue;
    const ux = ex / l, uy = ey / l, before: f32 = i === 0 ? radius : radius * <f32>0.4, after: f32 = i + 2 === points ? radius : radius * <f32>0.4;
    const fromY = max<i32>(ya, <i32>Mathf.floor(min<f32>(ay, ay + ey) - radius)), toY = min<i32>(ya + bh - 1, <i32>Mathf.ceil(max<f32>(ay, ay + ey) + radius));
    for (let y = fromY; y <= toY; y++) {
      const qy = <f32>y + <f32>0.5 - ay;
      let lo = <f32>xa, hi = <f32>(xa + bw - 1);
      if (abs<f32>(ux) > <f32>1e-4) {
        const p = (-before - qy * uy) / ux + ax - <f32>0.5, q = (l + after - qy * uy) / ux + ax - <f32>0.5;
        lo = max<f32>(lo, min<f32>(p, q));
        hi = min<f32>(hi, max<f32>(p, q));
      } else if (qy * uy < -before || qy * uy > l + after) continue;
      if (abs<f32>(uy) > <f32>1e-4) {
        const p = (-radius + qy * ux) / uy + ax - <f32>0.5, q = (radius + qy * ux) / uy + ax - <f32>0.5;
        lo = max<f32>(lo, min<f32>(p, q));
        hi = min<f32>(hi, max<f32>(p, q));
      }
      const x0 = <i32>Mathf.ceil(lo), x1 = <i32>Mathf.floor(hi);
      if (x1 < x0) continue;
      const row = field + (<usize>((y - ya) * bw * 3) << 2);
      widen(spans + (<usize>(y - ya) << 3), row, x0 - xa, x1 - xa);
      let f = row + (<usize>((x0 - xa) * 3) << 2);
      for (let x = x0; x <= x1; x++, f += 12) {
        const qx = <f32>x + <f32>0.5 - ax, t = max<f32>(0, min<f32>(l, qx * ux + qy * uy));
        const dx = qx - t * ux, dy = qy - t * uy, d2 = dx * dx + dy * dy;
        if (d2 > r2) continue;
        const d = Mathf.sqrt(d2) * iR;
        if (d >= load<f32>(f)) continue;
        store<f32>(f, d);
        store<f32>(f, (run + t) * iR, 4);
        store<f32>(f, (qx * uy - qy * ux) * iR, 8);
      }
    }
    run += l;
  }
  return run;
}

/** A row's span grows to hold [from, to]; what is new in it is far from the path as yet. */
function widen(span: usize, row: usize, from: i32, to: i32): void {
  const first = load<i32>(span), last = load<i32>(span, 4);
  if (last < 0) {
    for (let x = from; x <= to; x++) st(row, x * 3, 9);
    store<i32>(span, from);
    store<i32>(span, to, 4);
    return;
  }
  for (let x = from; x < first; x++) st(row, x * 3, 9);
  for (let x = last + 1; x <= to; x++) st(row, x * 3, 9);
  store<i32>(span, min<i32>(first, from));
  store<i32>(span, max<i32>(last, to), 4);
}

/** A row of the canvas' height. */
function weft(at: usize, w: i32, y: i32, it: f32, seed: i32): void {
  for (let x = 0; x <= w; x++) st(at, x, weave(<f32>x * it, <f32>y * it, seed));
}

/** Light from the upper left across paint and canvas; ridges catch a little gloss. */
function lightRows(
  out: usize, colour: usize, height: usize, work: usize, w: i32, h: i32, a: i32, y0: i32, y1: i32, thread: f32, canvas: f32, light: f32, gloss: f32, relief: f32, seed: i32,
): void {
  const lx: f32 = -0.45, ly: f32 = -0.6, lz: f32 = 0.66, it = <f32>1 / thread, grain = canvas * thread * <f32>0.31;
  let now = work, next = work + (<usize>(w + 1) << 2);
  weft(now, w, y0, it, seed);
  for (let y = y0; y < y1; y++) {
    weft(next, w, y + 1, it, seed);
    const up = (max<i32>(0, y - 1) - a) * w, mid = (y - a) * w, down = (min<i32>(h - 1, y + 1) - a) * w;
    let to = out + <usize>(y * w * 3);
    for (let x = 0; x < w; x++, to += 3) {
      const l = max<i32>(0, x - 1), r = min<i32>(w - 1, x + 1);
      const here = ld(now, x);
      const gx = (ld(height, mid + r) - ld(height, mid + l)) * relief + (ld(now, x + 1) - here) * 2 * grain;
      const gy = (ld(height, down + x) - ld(height, up + x)) * relief + (ld(next, x) - here) * 2 * grain;
      const norm = <f32>1 / Mathf.sqrt(gx * gx + gy * gy + 1);
      const s = max<f32>(<f32>-0.35, min<f32>(<f32>0.35, ((-gx * lx - gy * ly + lz) * norm - lz) * light));
      const shine = max<f32>(0, (-gx * lx - gy * ly) * norm), add = gloss * shine * shine + (s > 0 ? s * <f32>0.06 : 0);
      const c = (mid + x) * 3;
      store<u8>(to, <u8>(clamp(ld(colour, c) * (1 + s) + add) * 255 + <f32>0.5));
      store<u8>(to, <u8>(clamp(ld(colour, c + 1) * (1 + s) + add) * 255 + <f32>0.5), 1);
      store<u8>(to, <u8>(clamp(ld(colour, c + 2) * (1 + s) + add) * 255 + <f32>0.5), 2);
    }
    const done = now;
    now = next;
    next = done;
  }
}
