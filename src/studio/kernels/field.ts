/** The directions in a picture, and the filters that follow them. */
import { lowestAbout, rangeAbout, startsBlock } from './calm';
import { bilinear, clampi, ld, scratch, st } from './memory';

/** Structure tensor of a colour image by Sobel differences: (E, F, G) per pixel. */
export function tensor(src: usize, dst: usize, w: i32, h: i32, y0: i32, y1: i32): void {
  for (let y = y0; y < y1; y++) {
    const up = max<i32>(0, y - 1) * w, mid = y * w, down = min<i32>(h - 1, y + 1) * w;
    for (let x = 0; x < w; x++) {
      const l = max<i32>(0, x - 1), r = min<i32>(w - 1, x + 1);
      let e: f32 = 0, f: f32 = 0, g: f32 = 0;
      for (let j = 0; j < 3; j++) {
        const a = ld(src, (up + l) * 3 + j), b = ld(src, (up + x) * 3 + j), c = ld(src, (up + r) * 3 + j);
        const d = ld(src, (mid + l) * 3 + j), k = ld(src, (mid + r) * 3 + j);
        const m = ld(src, (down + l) * 3 + j), n = ld(src, (down + x) * 3 + j), o = ld(src, (down + r) * 3 + j);
        const gx = (c - a + 2 * (k - d) + o - m) * <f32>0.25, gy = (m - a + 2 * (n - b) + o - c) * <f32>0.25;
        e += gx * gx;
        f += gx * gy;
        g += gy * gy;
      }
      const at = (mid + x) * 3;
      st(dst, at, e);
      st(dst, at + 1, f);
      st(dst, at + 2, g);
    }
  }
}

/** From a smoothed tensor: unit tangent and anisotropy (tx, ty, A); Kyprianidis and Döllner 2008. */
export function tangent(src: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const o = i * 3, e = ld(src, o), f = ld(src, o + 1), g = ld(src, o + 2);
    const d = Mathf.sqrt((e - g) * (e - g) + 4 * f * f);
    const major = (e + g + d) * <f32>0.5, sum = e + g;
    let tx = major - e, ty = -f, n = Mathf.sqrt(tx * tx + ty * ty);
    if (n < <f32>1e-9) {
      tx = e > g ? <f32>0 : <f32>1;
      ty = e > g ? <f32>1 : <f32>0;
      n = 1;
    }
    st(dst, o, tx / n);
    st(dst, o + 1, ty / n);
    st(dst, o + 2, sum > <f32>1e-9 ? d / sum : 0);
  }
}

const S: f32 = 0.70710678;
/** Less than what a byte can hold. */
const EVEN: f32 = 0.002;

/**
 * Anisotropic Kuwahara filter with polynomial weights (Kyprianidis, Kang and Döllner 2009; Kyprianidis 2010), eight
 * sectors in two vectors: 0, 2, 4, 6 and 1, 3, 5, 7. Sharpness q = 8, written as two squarings. Where the picture is
 * even (`ranges`: its blockRanges) it stays as it is.
 */
export function kuwahara(
  src: usize, dst: usize, flow: usize, ranges: usize, w: i32, h: i32, radius: f32, hardness: f32, y0: i32, y1: i32,
): void {
  const reach = <i32>Mathf.ceil(radius * 2), cross: f32 = 0.58, zeta: f32 = 2 / radius, sine = Mathf.sin(cross), eta: f32 = (zeta + Mathf.cos(cross)) / (sine * sine);
  const zero = f32x4.splat(0), eighth = f32x4.splat(0.125);
  let even = false;
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const o = (y * w + x) * 3, tx = ld(flow, o), ty = ld(flow, o + 1), an = ld(flow, o + 2);
      if (startsBlock(x)) even = rangeAbout(ranges, w, h, 3, x, y, reach) < EVEN;
      if (even) memory.copy(dst + (<usize>o << 2), src + (<usize>o << 2), 12);
      if (even) continue;
      const a = radius * (1 + an), b = radius / (1 + an);
      const sxx = tx / a, sxy = ty / a, syx = -ty / b, syy = tx / b;
      const mx = <i32>Mathf.floor(Mathf.sqrt(a * a * tx * tx + b * b * ty * ty));
      const my = <i32>Mathf.floor(Mathf.sqrt(a * a * ty * ty + b * b * tx * tx));
      const cr = ld(src, o), cg = ld(src, o + 1), cb = ld(src, o + 2);
      let mr0 = f32x4.mul(eighth, f32x4.splat(cr)), mg0 = f32x4.mul(eighth, f32x4.splat(cg));
      let mb0 = f32x4.mul(eighth, f32x4.splat(cb)), mw0 = eighth;
      let s0 = f32x4.mul(eighth, f32x4.splat(cr * cr + cg * cg + cb * cb));
      let mr1 = mr0, mg1 = mg0, mb1 = mb0, mw1 = mw0, s1 = s0;
      for (let j = 0; j <= my; j++)
        for (let i = j === 0 ? 1 : -mx; i <= mx; i++) {
          const vx = sxx * <f32>i + sxy * <f32>j, vy = syx * <f32>i + syy * <f32>j;
          const d2 = vx * vx + vy * vy;
          if (d2 > 1) continue;
          const px = zeta - eta * vx * vx, py = zeta - eta * vy * vy;
          let w0 = f32x4.add(f32x4(vy, -vx, -vy, vx), f32x4(px, py, px, py));
          w0 = f32x4.max(w0, zero);
          w0 = f32x4.mul(w0, w0);
          const ux = S * (vx - vy), uy = S * (vx + vy), qx = zeta - eta * ux * ux, qy = zeta - eta * uy * uy;
          let w1 = f32x4.add(f32x4(uy, -ux, -uy, ux), f32x4(qx, qy, qx, qy));
          w1 = f32x4.max(w1, zero);
          w1 = f32x4.mul(w1, w1);
          const all = f32x4.add(w0, w1);
          const sum = f32x4.extract_lane(all, 0) + f32x4.extract_lane(all, 1) + f32x4.extract_lane(all, 2) + f32x4.extract_lane(all, 3);
          const fall = (<f32>1 - d2) * (<f32>1 - d2) * (<f32>1 - d2) / max<f32>(sum, 1e-6);
          const g = f32x4.splat(fall);
          w0 = f32x4.mul(w0, g);
          w1 = f32x4.mul(w1, g);
          const p = (clampi(y + j, 0, h - 1) * w + clampi(x + i, 0, w - 1)) * 3;
          const r = ld(src, p), gr = ld(src, p + 1), bl = ld(src, p + 2);
          const q = (clampi(y - j, 0, h - 1) * w + clampi(x - i, 0, w - 1)) * 3;
          const r2 = ld(src, q), gr2 = ld(src, q + 1), bl2 = ld(src, q + 2);
          const o0 = v128.shuffle<f32>(w0, w0, 2, 3, 0, 1), o1 = v128.shuffle<f32>(w1, w1, 2, 3, 0, 1);
          mr0 = f32x4.add(mr0, f32x4.add(f32x4.mul(w0, f32x4.splat(r)), f32x4.mul(o0, f32x4.splat(r2))));
          mg0 = f32x4.add(mg0, f32x4.add(f32x4.mul(w0, f32x4.splat(gr)), f32x4.mul(o0, f32x4.splat(gr2))));
          mb0 = f32x4.add(mb0, f32x4.add(f32x4.mul(w0, f32x4.splat(bl)), f32x4.mul(o0, f32x4.splat(bl2))));
          mw0 = f32x4.add(mw0, f32x4.add(w0, o0));
          mr1 = f32x4.add(mr1, f32x4.add(f32x4.mul(w1, f32x4.splat(r)), f32x4.mul(o1, f32x4.splat(r2))));
          mg1 = f32x4.add(mg1, f32x4.add(f32x4.mul(w1, f32x4.splat(gr)), f32x4.mul(o1, f32x4.splat(gr2))));
          mb1 = f32x4.add(mb1, f32x4.add(f32x4.mul(w1, f32x4.splat(bl)), f32x4.mul(o1, f32x4.splat(bl2))));
          mw1 = f32x4.add(mw1, f32x4.add(w1, o1));
          const n1 = f32x4.splat(r * r + gr * gr + bl * bl), n2 = f32x4.splat(r2 * r2 + gr2 * gr2 + bl2 * bl2);
          s0 = f32x4.add(s0, f32x4.add(f32x4.mul(w0, n1), f32x4.mul(o0, n2)));
          s1 = f32x4.add(s1, f32x4.add(f32x4.mul(w1, n1), f32x4.mul(o1, n2)));
        }
      settle(dst + (<usize>o << 2), mr0, mg0, mb0, mw0, s0, mr1, mg1, mb1, mw1, s1, hardness);
    }
}

/** The mean of the sector means, weighed against their variances. */
@inline
function settle(
  dst: usize, mr0: v128, mg0: v128, mb0: v128, mw0: v128, s0: v128, mr1: v128, mg1: v128, mb1: v128, mw1: v128, s1: v128, hardness: f32,
): void {
  const one = f32x4.splat(1);
  const i0 = f32x4.div(one, mw0), i1 = f32x4.div(one, mw1);
  const r0 = f32x4.mul(mr0, i0), g0 = f32x4.mul(mg0, i0), b0 = f32x4.mul(mb0, i0);
  const r1 = f32x4.mul(mr1, i1), g1 = f32x4.mul(mg1, i1), b1 = f32x4.mul(mb1, i1);
  const w0 = sectorWeight(r0, g0, b0, f32x4.mul(s0, i0), hardness);
  const w1 = sectorWeight(r1, g1, b1, f32x4.mul(s1, i1), hardness);
  const total = sum4(f32x4.add(w0, w1));
  store<f32>(dst, sum4(f32x4.add(f32x4.mul(r0, w0), f32x4.mul(r1, w1))) / total);
  store<f32>(dst, sum4(f32x4.add(f32x4.mul(g0, w0), f32x4.mul(g1, w1))) / total, 4);
  store<f32>(dst, sum4(f32x4.add(f32x4.mul(b0, w0), f32x4.mul(b1, w1))) / total, 8);
}

@inline
function sectorWeight(r: v128, g: v128, b: v128, s: v128, hardness: f32): v128 {
  const square = f32x4.add(f32x4.mul(r, r), f32x4.add(f32x4.mul(g, g), f32x4.mul(b, b)));
  let v = f32x4.mul(f32x4.max(f32x4.sub(s, square), f32x4.splat(0)), f32x4.splat(hardness * 1000));
  v = f32x4.mul(v, v);
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), f32x4.mul(v, v)));
}

@inline
function sum4(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

/** Difference of Gaussians across the edge (Kang, Lee and Chui 2007; extended by Winnemöller et al. 2012). */
export function dogAcross(
  src: usize, dst: usize, flow: usize, ranges: usize, w: i32, h: i32, sigma: f32, ratio: f32, p: f32, y0: i32, y1: i32,
): void {
  const wide = sigma * ratio, r = <i32>Mathf.ceil(wide * <f32>2.3), k1 = scratch(0), k2 = scratch(256);
  for (let i = 0; i <= r; i++) {
    st(k1, i, Mathf.exp(<f32>(-i * i) / (2 * sigma * sigma)));
    st(k2, i, Mathf.exp(<f32>(-i * i) / (2 * wide * wide)));
  }
  let even = false;
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const o = y * w + x, nx = -ld(flow, o * 3 + 1), ny = ld(flow, o * 3);
      if (startsBlock(x)) even = rangeAbout(ranges, w, h, 1, x, y, r + 1) * p < EVEN;
      if (even) {
        st(dst, o, ld(src, o));
        continue;
      }
      let a = ld(src, o), an: f32 = 1, b = a, bn: f32 = 1;
      for (let i = 1; i <= r; i++) {
        const dx = nx * <f32>i, dy = ny * <f32>i;
        const v = bilinear(src, w, h, <f32>x + dx, <f32>y + dy) + bilinear(src, w, h, <f32>x - dx, <f32>y - dy);
        a += v * ld(k1, i);
        an += 2 * ld(k1, i);
        b += v * ld(k2, i);
        bn += 2 * ld(k2, i);
      }
      st(dst, o, (1 + p) * a / an - p * b / bn);
    }
}

/**
 * Line integral convolution of a plane along the flow, with Gaussian weights. Where nothing about a pixel comes down to
 * `above` (`ranges`: the plane's blockRanges) there is no line to be smoothed, and it stays as it is.
 */
export function along(
  src: usize, dst: usize, flow: usize, ranges: usize, w: i32, h: i32, sigma: f32, above: f32, y0: i32, y1: i32,
): void {
  const stride = max<f32>(1, sigma / 4), length = <i32>Mathf.ceil(sigma * 2 / stride), k = scratch(0);
  const reach = <i32>Mathf.ceil(<f32>length * stride) + 1;
  for (let i = 0; i <= length; i++) st(k, i, Mathf.exp(-<f32>(i * i) * stride * stride / (2 * sigma * sigma)));
  let clear = false;
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const o = y * w + x;
      if (startsBlock(x)) clear = lowestAbout(ranges, w, h, x, y, reach) > above;
      if (clear) {
        st(dst, o, ld(src, o));
        continue;
      }
      let a = ld(src, o), n: f32 = 1;
      for (let side = 0; side < 2; side++) {
        let px = <f32>x, py = <f32>y, tx = ld(flow, o * 3), ty = ld(flow, o * 3 + 1);
        if (side === 1) {
          tx = -tx;
          ty = -ty;
        }
        for (let i = 1; i <= length; i++) {
          px += tx * stride;
          py += ty * stride;
          if (px < 0 || py < 0 || px > <f32>(w - 1) || py > <f32>(h - 1)) break;
          const q = (<i32>(py + <f32>0.5) * w + <i32>(px + <f32>0.5)) * 3, g = ld(k, i);
          a += bilinear(src, w, h, px, py) * g;
          n += g;
          const ux = ld(flow, q), uy = ld(flow, q + 1), back = ux * tx + uy * ty < 0;
          tx = back ? -ux : ux;
          ty = back ? -uy : uy;
        }
      }
      st(dst, o, a / n);
    }
}

/** Turns the flow of the background into a swirl about (cx, cy), or a drift at `angle`, stirred by noise. */
export function swirl(
  flow: usize, alpha: usize, noise: usize, w: i32, cx: f32, cy: f32, about: f32, angle: f32, stir: f32, edge: f32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const t = min<f32>(1, ld(alpha, i) / edge), k = <f32>1 - t * t * (<f32>3 - 2 * t);
    if (k <= 0) continue;
    const x = <f32>(i % w) - cx, y = <f32>(i / w) - cy;
    const turn = angle + (ld(noise, i) - <f32>0.5) * stir;
    const r = Mathf.sqrt(x * x + y * y) + <f32>1e-3;
    const ox = about * (-y / r) + (<f32>1 - about), oy = about * (x / r);
    let bx = ox * Mathf.cos(turn) - oy * Mathf.sin(turn), by = ox * Mathf.sin(turn) + oy * Mathf.cos(turn);
    const fx = ld(flow, i * 3), fy = ld(flow, i * 3 + 1);
    if (bx * fx + by * fy < 0) {
      bx = -bx;
      by = -by;
    }
    const tx = fx + (bx - fx) * k, ty = fy + (by - fy) * k, n = max<f32>(Mathf.sqrt(tx * tx + ty * ty), <f32>1e-4);
    st(flow, i * 3, tx / n);
    st(flow, i * 3 + 1, ty / n);
  }
}
