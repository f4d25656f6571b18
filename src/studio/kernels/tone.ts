/** Light on the subject: exposure, shadow lift, eyes, skin. */
import { bilinear, clamp, ld, luma, mix, smoothstep, st } from './memory';

/** Brightness times alpha, and alpha, for a local mean over the subject alone. */
export function litParts(src: usize, alpha: usize, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const a = ld(alpha, i);
    st(dst, i * 2, luma(ld(src, i * 3), ld(src, i * 3 + 1), ld(src, i * 3 + 2)) * a);
    st(dst, i * 2 + 1, a);
  }
}

/** Maps brightness from [black, white] to [lo, hi] under a gamma, keeping hue; highlights fade towards white. */
export function expose(
  src: usize, dst: usize, black: f32, white: f32, gamma: f32, lo: f32, hi: f32, strength: f32, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), y = luma(r, g, b);
    const t = lo + (hi - lo) * Mathf.pow(clamp((y - black) / (white - black)), gamma);
    const to = mix(y, t, strength), k: f32 = y > <f32>0.004 ? min<f32>(<f32>2.2, to / y) : 1;
    const hold: f32 = to > <f32>0.85 ? max<f32>(0, 1 - (to - <f32>0.85) * 2) : 1;
    st(dst, i * 3, clamp(to + (r * k - to) * hold));
    st(dst, i * 3 + 1, clamp(to + (g * k - to) * hold));
    st(dst, i * 3 + 2, clamp(to + (b * k - to) * hold));
  }
}

/**
 * Lifts the local mean (`lit`: blurred litParts) towards `target`, more on the face than elsewhere, and the eyes by
 * `eye`; a soft shoulder keeps the lights from clipping.
 */
export function lift(
  src: usize, dst: usize, lit: usize, detail: usize, eyes: usize, amount: f32, target: f32, eye: f32, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), y = luma(r, g, b);
    const mean = ld(lit, i * 2) / (ld(lit, i * 2 + 1) + <f32>1e-3), face = clamp(ld(detail, i) * <f32>1.8);
    const k = amount * (<f32>0.45 + <f32>0.55 * face);
    const gain = mean < target ? Mathf.pow(target / max<f32>(<f32>0.12, mean), k) : Mathf.pow(target / mean, k * <f32>0.35);
    let to = y * min<f32>(2, gain);
    if (to > <f32>0.8) to = <f32>0.8 + (1 - Mathf.exp(-(to - <f32>0.8) * 5)) * <f32>0.2;
    const e = ld(eyes, i);
    if (e > 0) to += e * eye * (<f32>1 - to) * min<f32>(1, to / <f32>0.12) * <f32>1.2;
    const ratio: f32 = y > <f32>0.004 ? to / y : 1;
    const soft: f32 = ratio > 1 ? 1 / Mathf.sqrt(Mathf.sqrt(ratio)) : 1;
    st(dst, i * 3, clamp(to + (r * ratio - to) * soft));
    st(dst, i * 3 + 1, clamp(to + (g * ratio - to) * soft));
    st(dst, i * 3 + 2, clamp(to + (b * ratio - to) * soft));
  }
}

/** Local contrast: the difference to a wide blur, amplified, most in the middle tones. */
export function clarity(src: usize, blurred: usize, dst: usize, amount: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const y = luma(ld(src, i * 3), ld(src, i * 3 + 1), ld(src, i * 3 + 2));
    const m = luma(ld(blurred, i * 3), ld(blurred, i * 3 + 1), ld(blurred, i * 3 + 2));
    const e = (y - m) * amount * (<f32>1 - abs<f32>(y - <f32>0.5));
    for (let j = 0; j < 3; j++) st(dst, i * 3 + j, clamp(ld(src, i * 3 + j) + e));
  }
}

/** Skin between the features takes its blurred colour where it hardly differs. */
export function smoothSkin(src: usize, blurred: usize, detail: usize, dst: usize, amount: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const d = ld(detail, i), m = amount * smoothstep(<f32>0.22, <f32>0.5, d) * (<f32>1 - smoothstep(<f32>0.6, <f32>0.78, d));
    let e: f32 = 0;
    for (let j = 0; j < 3; j++) e += abs<f32>(ld(src, i * 3 + j) - ld(blurred, i * 3 + j));
    const k = m * (<f32>1 - smoothstep(<f32>0.12, <f32>0.3, e));
    for (let j = 0; j < 3; j++) st(dst, i * 3 + j, mix(ld(src, i * 3 + j), ld(blurred, i * 3 + j), k));
  }
}

/** More colour where there is little, half as much on warm (skin) hues. */
export function vibrance(src: usize, dst: usize, amount: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2);
    const top = max<f32>(r, max<f32>(g, b)), low = min<f32>(r, min<f32>(g, b)), s: f32 = top > 0 ? (top - low) / top : 0;
    const y = luma(r, g, b), skin: f32 = r > g && g > b ? 0.55 : 1, k = <f32>1 + amount * (<f32>1 - s) * skin;
    st(dst, i * 3, clamp(y + (r - y) * k));
    st(dst, i * 3 + 1, clamp(y + (g - y) * k));
    st(dst, i * 3 + 2, clamp(y + (b - y) * k));
  }
}

/** Tints shadows towards one colour and lights towards another. */
export function splitTone(
  src: usize, dst: usize, sr: f32, sg: f32, sb: f32, hr: f32, hg: f32, hb: f32, amount: f32, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), y = luma(r, g, b);
    const ws = (<f32>1 - y) * (<f32>1 - y) * amount, wh = y * y * amount, keep = <f32>1 - ws - wh;
    const s = ws * y * <f32>2.2, h = wh * min<f32>(1, y * <f32>1.15);
    st(dst, i * 3, clamp(r * keep + s * sr + h * hr));
    st(dst, i * 3 + 1, clamp(g * keep + s * sg + h * hg));
    st(dst, i * 3 + 2, clamp(b * keep + s * sb + h * hb));
  }
}

/** A histogram of `bins` of brightness where the plane exceeds `over`; one per band, so the caller asks for one band. */
export function histogram(src: usize, c: i32, where: usize, over: f32, dst: usize, bins: i32, w: i32, y0: i32, y1: i32): void {
  for (let i = 0; i < bins; i++) store<i32>(dst + (i << 2), 0);
  for (let i = y0 * w; i < y1 * w; i++) {
    if (ld(where, i) <= over) continue;
    const v = c === 1 ? ld(src, i) : luma(ld(src, i * 3), ld(src, i * 3 + 1), ld(src, i * 3 + 2));
    const at = dst + (<usize>min<i32>(bins - 1, <i32>(clamp(v) * <f32>bins)) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
}

/**
 * Subtracts, in place, a limit that sinks with the brightness around and rises by `more` where `detail` (dw × dh, else
 * as large as the field) is high: eyes and lips are drawn more firmly than folds of skin or cloth.
 */
export function threshold(
  v: usize, around: usize, detail: usize, dw: i32, dh: i32, limit: f32, more: f32, adapt: f32, w: i32, h: i32, y0: i32, y1: i32,
): void {
  const kx = <f32>dw / <f32>w, ky = <f32>dh / <f32>h;
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const i = y * w + x, q = max<f32>(<f32>0.18, min<f32>(1, ld(around, i) / <f32>0.58));
      const d = smoothstep(<f32>0.5, <f32>0.9, bilinear(detail, dw, dh, (<f32>x + <f32>0.5) * kx - <f32>0.5, (<f32>y + <f32>0.5) * ky - <f32>0.5));
      st(v, i, ld(v, i) - (limit + more * d) * (<f32>1 - adapt + adapt * q));
    }
}

/** Darkens, in place, away from the face and towards the lower edge, as one lamp would leave it. */
export function candlelight(v: usize, fx: f32, fy: f32, fall: f32, w: i32, h: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const x = (<f32>(i % w) - fx) / <f32>w, y = (<f32>(i / w) - fy) / <f32>w;
    const below = smoothstep(<f32>0.62, <f32>1.05, <f32>(i / w) / <f32>h), far = smoothstep(<f32>0.42, <f32>0.95, Mathf.sqrt(x * x + y * y * <f32>0.7));
    const k = (<f32>1 - fall * <f32>0.8 * below) * (<f32>1 - fall * far);
    st(v, i * 3, ld(v, i * 3) * k);
    st(v, i * 3 + 1, ld(v, i * 3 + 1) * k);
    st(v, i * 3 + 2, ld(v, i * 3 + 2) * k);
  }
}
