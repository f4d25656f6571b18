/** The cut-out: guided filter, colour lines at the edge, colours of the foreground. */
import { clamp, ld, luma, scratch, smoothstep, st } from './memory';

/** Products for the colour guided filter: (rp, gp, bp) and (rr, rg, rb, gg, gb, bb). */
export function guideProducts(image: usize, p: usize, ip: usize, ii: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(image, i * 3), g = ld(image, i * 3 + 1), b = ld(image, i * 3 + 2), v = ld(p, i);
    st(ip, i * 3, r * v);
    st(ip, i * 3 + 1, g * v);
    st(ip, i * 3 + 2, b * v);
    st(ii, i * 6, r * r);
    st(ii, i * 6 + 1, r * g);
    st(ii, i * 6 + 2, r * b);
    st(ii, i * 6 + 3, g * g);
    st(ii, i * 6 + 4, g * b);
    st(ii, i * 6 + 5, b * b);
  }
}

/** The line p = a·I + b of every window, from the means (He, Sun and Tang 2010, eq. 14 and 15); 4 floats out. */
export function guideSolve(
  mi: usize, mp: usize, mip: usize, mii: usize, out: usize, eps: f32, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = <f64>ld(mi, i * 3), g = <f64>ld(mi, i * 3 + 1), b = <f64>ld(mi, i * 3 + 2), p = <f64>ld(mp, i);
    const e = <f64>eps;
    const rr = <f64>ld(mii, i * 6) - r * r + e, rg = <f64>ld(mii, i * 6 + 1) - r * g, rb = <f64>ld(mii, i * 6 + 2) - r * b;
    const gg = <f64>ld(mii, i * 6 + 3) - g * g + e, gb = <f64>ld(mii, i * 6 + 4) - g * b;
    const bb = <f64>ld(mii, i * 6 + 5) - b * b + e;
    const cr = <f64>ld(mip, i * 3) - r * p, cg = <f64>ld(mip, i * 3 + 1) - g * p, cb = <f64>ld(mip, i * 3 + 2) - b * p;
    const i00 = gg * bb - gb * gb, i01 = rb * gb - rg * bb, i02 = rg * gb - rb * gg;
    const i11 = rr * bb - rb * rb, i12 = rb * rg - rr * gb, i22 = rr * gg - rg * rg;
    const det = <f32>1 / (rr * i00 + rg * i01 + rb * i02);
    const ar = (i00 * cr + i01 * cg + i02 * cb) * det, ag = (i01 * cr + i11 * cg + i12 * cb) * det;
    const ab = (i02 * cr + i12 * cg + i22 * cb) * det;
    st(out, i * 4, <f32>ar);
    st(out, i * 4 + 1, <f32>ag);
    st(out, i * 4 + 2, <f32>ab);
    st(out, i * 4 + 3, <f32>(p - ar * r - ag * g - ab * b));
  }
}

export function guideApply(line: usize, image: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const v = ld(line, i * 4) * ld(image, i * 3) + ld(line, i * 4 + 1) * ld(image, i * 3 + 1) + ld(line, i * 4 + 2) * ld(image, i * 3 + 2);
    st(dst, i, clamp(v + ld(line, i * 4 + 3)));
  }
}

/** A smoothstep, or with `linear` a plain ramp, between lo and hi. */
export function ramp(src: usize, dst: usize, lo: f32, hi: f32, linear: i32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++)
    st(dst, i, linear ? clamp((ld(src, i) - lo) / (hi - lo)) : smoothstep(lo, hi, ld(src, i)));
}

/**
 * Masks of 256 × 256, each with its rectangle in the photo, averaged at the pixels of the crop. `rects` holds per mask
 * x, y, width, height (photo pixels), weight, and 1 where it covers the whole photo.
 */
export function gatherMasks(
  masks: usize, rects: usize, n: i32, left: f32, top: f32, step: f32, pw: f32, ph: f32, dst: usize, w: i32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const px = left + (<f32>x + <f32>0.5) * step, py = top + (<f32>y + <f32>0.5) * step;
      let sum: f32 = 0, total: f32 = 0;
      if (px >= 0 && py >= 0 && px < pw && py < ph)
        for (let k = 0; k < n; k++) {
          const u = (px - ld(rects, k * 6)) / ld(rects, k * 6 + 2), v = (py - ld(rects, k * 6 + 1)) / ld(rects, k * 6 + 3);
          if (u < 0 || v < 0 || u > 1 || v > 1) continue;
          const border = min<f32>(min<f32>(u, 1 - u), min<f32>(v, 1 - v)) * 8 + <f32>0.02;
          const trust = ld(rects, k * 6 + 4) * (ld(rects, k * 6 + 5) > 0 ? 1 : 2 * min<f32>(1, border));
          sum += maskAt(masks + (<usize>(k * 65536) << 2), u, v) * trust;
          total += trust;
        }
      st(dst, y * w + x, total > 0 ? sum / total : 0);
    }
}

function maskAt(mask: usize, u: f32, v: f32): f32 {
  const x = max<f32>(0, min<f32>(<f32>254.999, u * 256 - <f32>0.5)), y = max<f32>(0, min<f32>(<f32>254.999, v * 256 - <f32>0.5));
  const xi = <i32>x, yi = <i32>y, fx = x - <f32>xi, fy = y - <f32>yi, o = yi * 256 + xi;
  const a = ld(mask, o) + (ld(mask, o + 1) - ld(mask, o)) * fx, b = ld(mask, o + 256) + (ld(mask, o + 257) - ld(mask, o + 256)) * fx;
  return a + (b - a) * fy;
}

/** Sure foreground and sure background with their colours: 4 floats each, colour times weight and the weight. */
export function sureSides(image: usize, near: usize, fore: usize, back: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const f: f32 = ld(near, i) > <f32>0.97 ? 1 : 0, b: f32 = ld(near, i) < <f32>0.03 ? 1 : 0;
    for (let j = 0; j < 3; j++) {
      st(fore, i * 4 + j, ld(image, i * 3 + j) * f);
      st(back, i * 4 + j, ld(image, i * 3 + j) * b);
    }
    st(fore, i * 4 + 3, f);
    st(back, i * 4 + 3, b);
  }
}

/** Adds a blurred side to its running estimate with a weight that makes nearer windows win. */
export function gatherSide(side: usize, sum: usize, k: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w * 4; i < y1 * w * 4; i++) st(sum, i, ld(sum, i) + ld(side, i) * k);
}

/** Brightness, its square and the weight of the sure background. */
export function backMoments(image: usize, near: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const b: f32 = ld(near, i) < <f32>0.03 ? 1 : 0, v = luma(ld(image, i * 3), ld(image, i * 3 + 1), ld(image, i * 3 + 2));
    st(dst, i * 3, v * b);
    st(dst, i * 3 + 1, v * v * b);
    st(dst, i * 3 + 2, b);
  }
}

/**
 * Where the two sides differ and the background is even, alpha follows the place of the pixel on the line between the
 * local colours of the sides; never inside a face (`guard`).
 */
export function colourLine(
  image: usize, near: usize, fore: usize, back: usize, moments: usize, guard: usize, alpha: usize, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const n = ld(near, i), wf = ld(fore, i * 4 + 3), wb = ld(back, i * 4 + 3);
    if (n <= <f32>0.03 || n >= <f32>0.97 || wf < <f32>1e-7 || wb < <f32>1e-7 || ld(guard, i) > <f32>0.5) continue;
    let dot: f32 = 0, d2: f32 = 0;
    for (let j = 0; j < 3; j++) {
      const b = ld(back, i * 4 + j) / wb, e = ld(fore, i * 4 + j) / wf - b;
      dot += (ld(image, i * 3 + j) - b) * e;
      d2 += e * e;
    }
    const distance = Mathf.sqrt(d2), wm = ld(moments, i * 3 + 2);
    const mean = wm > <f32>1e-4 ? ld(moments, i * 3) / wm : 0;
    const spread = wm > <f32>1e-4 ? Mathf.sqrt(max<f32>(0, ld(moments, i * 3 + 1) / wm - mean * mean)) : <f32>0.3;
    let trust = clamp((distance - <f32>0.18) / <f32>0.25);
    trust *= <f32>1 - clamp((spread / max<f32>(distance, 1e-4) - <f32>0.2) / <f32>0.25);
    if (trust <= 0) continue;
    trust *= <f32>1 - <f32>0.25 * clamp((n - <f32>0.55) / <f32>0.35);
    const a = clamp((dot / d2 - <f32>0.12) / <f32>0.55), old = ld(alpha, i);
    st(alpha, i, old + (min<f32>(a, old + <f32>0.25 * a) - old) * trust);
  }
}

/** Colour times alpha, colour times its rest, and both weights: 8 floats (Forte 2021, blur-fusion). */
export function fusionParts(image: usize, fore: usize, alpha: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const a = ld(alpha, i);
    for (let j = 0; j < 3; j++) {
      st(dst, i * 8 + j, ld(fore, i * 3 + j) * a);
      st(dst, i * 8 + 4 + j, ld(image, i * 3 + j) * (<f32>1 - a));
    }
    st(dst, i * 8 + 3, a);
    st(dst, i * 8 + 7, 1 - a);
  }
}

export function fusionJoin(image: usize, parts: usize, alpha: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const a = ld(alpha, i), wf = ld(parts, i * 8 + 3) + <f32>1e-5, wb = ld(parts, i * 8 + 7) + <f32>1e-5;
    for (let j = 0; j < 3; j++) {
      const f = ld(parts, i * 8 + j) / wf, b = ld(parts, i * 8 + 4 + j) / wb;
      st(dst, i * 3 + j, clamp(f + a * (ld(image, i * 3 + j) - a * f - (<f32>1 - a) * b)));
    }
  }
}

/** Fills polygons (even-odd) into a plane, keeping the larger value. `points` are x, y pairs. */
export function polygon(points: usize, n: i32, value: f32, dst: usize, w: i32, y0: i32, y1: i32): void {
  const crossings = scratch(0);
  for (let y = y0; y < y1; y++) {
    let count = 0;
    for (let i = 0; i < n; i++) {
      const k = i + 1 < n ? i + 1 : 0;
      const ax = ld(points, i * 2), ay = ld(points, i * 2 + 1), bx = ld(points, k * 2), by = ld(points, k * 2 + 1);
      if ((ay <= <f32>y) === (by <= <f32>y)) continue;
      const x = ax + (<f32>y - ay) / (by - ay) * (bx - ax);
      let at = count++;
      for (; at > 0 && ld(crossings, at - 1) > x; at--) st(crossings, at, ld(crossings, at - 1));
      st(crossings, at, x);
    }
    for (let i = 0; i + 1 < count; i += 2) {
      const from = max<i32>(0, <i32>Mathf.ceil(ld(crossings, i))), to = min<i32>(w - 1, <i32>Mathf.floor(ld(crossings, i + 1)));
      for (let x = from; x <= to; x++) st(dst, y * w + x, max<f32>(ld(dst, y * w + x), value));
    }
  }
}
