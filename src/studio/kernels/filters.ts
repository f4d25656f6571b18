/** Bytes to floats and back, blurs, reductions and enlargements. */
import { clamp, clampi, ld, scratch, st } from './memory';

export function fromBytes(src: usize, dst: usize, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * c; i < y1 * w * c; i++) st(dst, i, <f32>load<u8>(src + i) * <f32>(1.0 / 255.0));
}

export function toBytes(src: usize, dst: usize, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * c; i < y1 * w * c; i++) store<u8>(dst + i, <u8>(clamp(ld(src, i)) * 255 + <f32>0.5));
}

export function constant(dst: usize, value: f32, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * c; i < y1 * w * c; i++) st(dst, i, value);
}

/** dst = src * gain + bias. */
export function scaleBias(src: usize, dst: usize, gain: f32, bias: f32, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * c; i < y1 * w * c; i++) st(dst, i, ld(src, i) * gain + bias);
}

/** dst = a + (b - a) * t, with one t per pixel. */
export function blend(a: usize, b: usize, t: usize, dst: usize, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const k = ld(t, i);
    for (let j = i * c; j < i * c + c; j++) st(dst, j, ld(a, j) + (ld(b, j) - ld(a, j)) * k);
  }
}

/** dst = a + b * gain. */
export function sum(a: usize, b: usize, dst: usize, gain: f32, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * c; i < y1 * w * c; i++) st(dst, i, ld(a, i) + ld(b, i) * gain);
}

/** Product of two planes of the same shape. */
export function multiply(a: usize, b: usize, dst: usize, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * c; i < y1 * w * c; i++) st(dst, i, ld(a, i) * ld(b, i));
}

/** Multiplies each channel by a plane. */
export function weight(src: usize, plane: usize, dst: usize, w: i32, c: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const k = ld(plane, i);
    for (let j = i * c; j < i * c + c; j++) st(dst, j, ld(src, j) * k);
  }
}

export function luminance(src: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w, j = i * 3; i < y1 * w; i++, j += 3)
    st(dst, i, <f32>0.299 * ld(src, j) + <f32>0.587 * ld(src, j + 1) + <f32>0.114 * ld(src, j + 2));
}

/** Half a Gaussian of radius r at `at`, normalised over its whole width. */
function gaussian(at: usize, r: i32, sigma: f32): void {
  let total: f32 = 0;
  for (let i = 0; i <= r; i++) {
    const v = Mathf.exp(<f32>(-i * i) / (2 * sigma * sigma));
    st(at, i, v);
    total += i === 0 ? v : 2 * v;
  }
  for (let i = 0; i <= r; i++) st(at, i, ld(at, i) / total);
}

@inline
function gaussRadius(sigma: f32): i32 {
  return max<i32>(1, <i32>Mathf.ceil(sigma * <f32>2.6));
}

export function gaussAcross(src: usize, dst: usize, w: i32, c: i32, sigma: f32, y0: i32, y1: i32): void {
  const r = gaussRadius(sigma), kernel = scratch(0), row = scratch(256), length = w * c;
  gaussian(kernel, r, sigma);
  for (let y = y0; y < y1; y++) {
    const from = src + (<usize>(y * length) << 2), to = dst + (<usize>(y * length) << 2);
    for (let x = -r; x < 0; x++) for (let j = 0; j < c; j++) st(row, (x + r) * c + j, ld(from, j));
    memory.copy(row + (<usize>(r * c) << 2), from, <usize>length << 2);
    for (let x = w; x < w + r + 4; x++) for (let j = 0; j < c; j++) st(row, (x + r) * c + j, ld(from, length - c + j));
    for (let i = 0; i < length; i += 4) {
      const centre = row + (<usize>(i + r * c) << 2);
      let sum = f32x4.mul(v128.load(centre), f32x4.splat(ld(kernel, 0)));
      for (let q = 1; q <= r; q++) {
        const step = <usize>(q * c) << 2;
        const pair = f32x4.add(v128.load(centre - step), v128.load(centre + step));
        sum = f32x4.add(sum, f32x4.mul(pair, f32x4.splat(ld(kernel, q))));
      }
      if (i + 4 <= length) v128.store(to + (<usize>i << 2), sum);
      else storeRest(to, i, length, sum);
    }
  }
}

/** The last one to three floats of a row. */
function storeRest(to: usize, i: i32, length: i32, v: v128): void {
  st(to, i, f32x4.extract_lane(v, 0));
  if (i + 1 < length) st(to, i + 1, f32x4.extract_lane(v, 1));
  if (i + 2 < length) st(to, i + 2, f32x4.extract_lane(v, 2));
}

export function gaussDown(src: usize, dst: usize, w: i32, h: i32, c: i32, sigma: f32, y0: i32, y1: i32): void {
  const r = gaussRadius(sigma), kernel = scratch(0), row = scratch(256), length = w * c;
  gaussian(kernel, r, sigma);
  for (let y = y0; y < y1; y++) {
    for (let q = -r; q <= r; q++) {
      const from = src + (<usize>(clampi(y + q, 0, h - 1) * length) << 2);
      const k = f32x4.splat(ld(kernel, abs(q)));
      for (let i = 0; i < length; i += 4) {
        const at = row + (<usize>i << 2);
        const one = f32x4.mul(v128.load(from + (<usize>i << 2)), k);
        v128.store(at, q === -r ? one : f32x4.add(v128.load(at), one));
      }
    }
    memory.copy(dst + (<usize>(y * length) << 2), row, <usize>length << 2);
  }
}

/** Mean over 2r+1 pixels of a row, by a running sum; the window shrinks at the border. */
export function boxAcross(src: usize, dst: usize, w: i32, c: i32, r: i32, y0: i32, y1: i32): void {
  for (let y = y0; y < y1; y++)
    for (let j = 0; j < c; j++) boxLine(src, dst, y * w * c + j, c, w, r);
}

/** The same down columns; the range is of columns. Sums are kept for all of them, so that memory is read row by row. */
export function boxDown(src: usize, dst: usize, w: i32, h: i32, c: i32, r: i32, x0: i32, x1: i32): void {
  const n = (x1 - x0) * c, sums = scratch(0), row = w * c, first = x0 * c;
  memory.fill(sums, 0, <usize>n << 3);
  for (let y = 0; y <= r && y < h; y++) addRow(sums, src + (<usize>(y * row + first) << 2), n, 1);
  for (let y = 0; y < h; y++) {
    const share = <f64>1 / <f64>(min<i32>(h - 1, y + r) - max<i32>(0, y - r) + 1), to = dst + (<usize>(y * row + first) << 2);
    for (let i = 0; i < n; i++) st(to, i, <f32>(load<f64>(sums + (<usize>i << 3)) * share));
    if (y + r + 1 < h) addRow(sums, src + (<usize>((y + r + 1) * row + first) << 2), n, 1);
    if (y - r >= 0) addRow(sums, src + (<usize>((y - r) * row + first) << 2), n, -1);
  }
}

@inline
function addRow(sums: usize, from: usize, n: i32, sign: f64): void {
  for (let i = 0; i < n; i++) {
    const at = sums + (<usize>i << 3);
    store<f64>(at, load<f64>(at) + sign * <f64>ld(from, i));
  }
}

function boxLine(src: usize, dst: usize, at: i32, stride: i32, n: i32, r: i32): void {
  let sum: f64 = 0, count = 0;
  for (let i = 0; i <= r && i < n; i++, count++) sum += <f64>ld(src, at + i * stride);
  for (let i = 0; i < n; i++) {
    st(dst, at + i * stride, <f32>(sum / <f64>count));
    if (i + r + 1 < n) {
      sum += <f64>ld(src, at + (i + r + 1) * stride);
      count++;
    }
    if (i - r >= 0) {
      sum -= <f64>ld(src, at + (i - r) * stride);
      count--;
    }
  }
}

/** Mean of f by f blocks: w and h are those of the source, dw the width of the smaller image. */
export function shrink(src: usize, dst: usize, w: i32, h: i32, c: i32, f: i32, dw: i32, y0: i32, y1: i32): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < dw; x++) {
      const xe = min<i32>(w, (x + 1) * f), ye = min<i32>(h, (y + 1) * f);
      const n = <f32>((xe - x * f) * (ye - y * f));
      for (let j = 0; j < c; j++) {
        let sum: f32 = 0;
        for (let v = y * f; v < ye; v++) for (let u = x * f; u < xe; u++) sum += ld(src, (v * w + u) * c + j);
        st(dst, (y * dw + x) * c + j, sum / n);
      }
    }
}

/** Bilinear, dw wide; a pixel of it measures sx × sy pixels of the source. */
export function enlarge(
  src: usize, dst: usize, w: i32, h: i32, c: i32, dw: i32, sx: f32, sy: f32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++) {
    const py = max<f32>(0, min<f32>(<f32>(h - 1), (<f32>y + <f32>0.5) * sy - <f32>0.5));
    const ya = <i32>py, yb = min<i32>(h - 1, ya + 1), fy = py - <f32>ya;
    for (let x = 0; x < dw; x++) {
      const px = max<f32>(0, min<f32>(<f32>(w - 1), (<f32>x + <f32>0.5) * sx - <f32>0.5));
      const xa = <i32>px, xb = min<i32>(w - 1, xa + 1), fx = px - <f32>xa;
      for (let j = 0; j < c; j++) {
        const a = ld(src, (ya * w + xa) * c + j), b = ld(src, (ya * w + xb) * c + j);
        const d = ld(src, (yb * w + xa) * c + j), e = ld(src, (yb * w + xb) * c + j);
        const top = a + (b - a) * fx, bottom = d + (e - d) * fx;
        st(dst, (y * dw + x) * c + j, top + (bottom - top) * fy);
      }
    }
  }
}
