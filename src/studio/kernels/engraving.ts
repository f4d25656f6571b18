/** Rows of a copper engraving: lines whose width is the tone, bent over the form, with outlines and a ruled ground. */
import { bilinear, clamp, ld, mix, scratch, smoothstep, st } from './memory';
import { octaves, paper } from './noise';
import { columns, sampledRow } from './sampling';

/** How dark one family of lines is here: 0 … 1. `q` counts lines, `aa` is a pixel's share of a line's half. */
@inline
function ruled(q: f32, width: f32, aa: f32): f32 {
  if (width <= 0) return 0;
  const saw = abs<f32>(q - Mathf.floor(q) - <f32>0.5) * 2;
  return smoothstep(-aa, aa, width - saw) * min<f32>(1, width * 20);
}

/** Widths of the families: tone between lo and hi opens the line from nothing to its cap. */
@inline
function opened(tone: f32, lo: f32, hi: f32, cap: f32): f32 {
  return min<f32>(cap, <f32>0.84 * clamp((tone - lo) / (hi - lo)));
}

/**
 * `tone` (0 paper … 1 black), `shift` (how far lines are pushed, working pixels) and `ground` (tone of the ruled
 * background) are of sw × sh, `ink` (below 0 where an outline runs) of iw × ih. `colours`: ink, paper. `period` in
 * working pixels.
 */
export function engravingRows(
  out: usize, w: i32, h: i32, tone: usize, shift: usize, ground: usize, sw: i32, sh: i32, ink: usize, iw: i32, ih: i32,
  colours: usize, period: f32, phi: f32, fx: f32, fy: f32, seed: i32, y0: i32, y1: i32,
): void {
  const table = scratch(0), inkTable = scratch(5 * w), line = scratch(10 * w);
  const t = scratch(10 * w + 3 * (sw + iw) + 64), d = t + (<usize>w << 2), g = d + (<usize>w << 2), o = g + (<usize>w << 2);
  columns(table, sw, w, false);
  columns(inkTable, iw, w, false);
  const k = <f32>sw / <f32>w, aa = <f32>1.5 * k / period, sharp = phi * max<f32>(1, <f32>w / <f32>iw);
  for (let y = y0; y < y1; y++) {
    sampledRow(tone, sw, sh, 1, y, w, h, table, line, t, false);
    sampledRow(shift, sw, sh, 1, y, w, h, table, line, d, false);
    sampledRow(ground, sw, sh, 1, y, w, h, table, line, g, false);
    sampledRow(ink, iw, ih, 1, y, w, h, inkTable, line, o, false);
    const v = (<f32>y + <f32>0.5) * k;
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) * k, dark = clamp(ld(t, x)), push = ld(d, x), back = ld(g, x);
      let black = ruled(((u - fx) * <f32>0.315 + (v - fy) * <f32>0.949 + push * <f32>1.5) / period, opened(dark, 0.06, 0.85, 0.76), aa);
      const second = opened(dark, 0.4, 1.15, 0.6);
      if (second > 0) black = max<f32>(black, ruled(((u - fx) * <f32>0.939 - (v - fy) * <f32>0.343 + push * <f32>1.1) / (period * <f32>1.08), second, aa));
      const third = opened(dark, 0.72, 1.3, 0.5);
      if (third > 0) black = max<f32>(black, ruled(((u - fx) * <f32>0.853 + (v - fy) * <f32>0.523 + push * <f32>0.8) / (period * <f32>0.95), third, aa));
      if (back > <f32>0.02) {
        const wave = v + (octaves(u / 260, v / 260, seed, 2, 0.5) - <f32>0.5) * 26, wide = period * <f32>1.5;
        black = max<f32>(black, ruled(wave / wide, back * <f32>1.3 - <f32>0.05, aa * <f32>0.67));
      }
      const edge = ld(o, x);
      if (edge < 0) black = max<f32>(black, tanh(-edge * sharp));
      const grain = <f32>1 - <f32>0.04 * (<f32>1 - paper(u / <f32>1.6, v / <f32>1.6, seed));
      const to = out + <usize>((y * w + x) * 3), b = min<f32>(1, black) * <f32>0.97;
      for (let j = 0; j < 3; j++) store<u8>(to + j, <u8>(clamp(mix(ld(colours, 3 + j), ld(colours, j), b) * grain) * 255 + <f32>0.5));
    }
  }
}

/** A rational tanh, exact enough for an edge. */
@inline
function tanh(x: f32): f32 {
  const v = min<f32>(3, x), q = v * v;
  return (v * (27 + q)) / (27 + 9 * q);
}

/** The three planes that an engraving is ruled from; `u` is a thousandth of the width. */
export function engravingPlanes(
  close: usize, wide: usize, wander: usize, form: usize, alpha: usize, fade: usize, tone: usize, shift: usize, ground: usize,
  fx: f32, fy: f32, u: f32, w: i32, h: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const a = ld(alpha, i), dark = clamp((<f32>1 - ld(close, i)) * <f32>1.08 - <f32>0.03);
    st(tone, i, dark * ld(fade, i) * a);
    st(shift, i, ((ld(wide, i) - <f32>0.5) * 12 + (ld(wander, i) - <f32>0.5) * 8) * u - ld(form, i) * <f32>0.17);
    const x = (<f32>(i % w) - fx) / (<f32>w * <f32>0.62), y = (<f32>(i / w) - fy) / (<f32>h * <f32>0.52);
    st(ground, i, <f32>0.4 * smoothstep(1, <f32>0.2, Mathf.sqrt(x * x + y * y)) * (<f32>1 - a));
  }
}

/** Outlines end with the subject and with the vignette: there the field is lifted above 0. */
export function fadeInk(ink: usize, iw: i32, ih: i32, alpha: usize, fade: usize, w: i32, h: i32, y0: i32, y1: i32): void {
  const kx = <f32>w / <f32>iw, ky = <f32>h / <f32>ih;
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < iw; x++) {
      const px = (<f32>x + <f32>0.5) * kx - <f32>0.5, py = (<f32>y + <f32>0.5) * ky - <f32>0.5;
      const there = min<f32>(1, bilinear(alpha, w, h, px, py) * 20) * bilinear(fade, w, h, px, py);
      const v = ld(ink, y * iw + x);
      if (v < 0) st(ink, y * iw + x, v * there);
    }
}
