/** Parts of a sitter by their colour and place: skin, hair, and the rest. */
import { clamp, ld, luma, smoothstep, st } from './memory';

/** Mean r, g, b (and their number) where lo < `where` < hi; one band. */
export function meanWhere(src: usize, where: usize, lo: f32, hi: f32, dst: usize, w: i32, y0: i32, y1: i32): void {
  let r: f64 = 0, g: f64 = 0, b: f64 = 0, n: f64 = 0;
  for (let i = y0 * w; i < y1 * w; i++) {
    const v = ld(where, i);
    if (v <= lo || v >= hi) continue;
    r += <f64>ld(src, i * 3);
    g += <f64>ld(src, i * 3 + 1);
    b += <f64>ld(src, i * 3 + 2);
    n += 1;
  }
  const k = 1 / max<f64>(1, n);
  st(dst, 0, <f32>(r * k));
  st(dst, 1, <f32>(g * k));
  st(dst, 2, <f32>(b * k));
  st(dst, 3, <f32>n);
}

/**
 * How much a pixel looks like the mean skin (chroma and brightness apart), more readily inside the face (`inside`,
 * 0 … 1, and there below the forehead: a fringe is darker) than elsewhere; beside and above the face, from the height of
 * the eyes up, it is hair, however fair.
 */
export function skinLikeness(
  src: usize, alpha: usize, inside: usize, mr: f32, mg: f32, mb: f32, eyes: f32, mouth: f32, dst: usize, w: i32, y0: i32, y1: i32,
): void {
  const ms = mr + mg + mb + <f32>1e-4, cr = mr / ms, cg = mg / ms, ml = luma(mr, mg, mb);
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), s = r + g + b + <f32>0.02;
    const dr = r / s - cr, dg = g / s - cg, chroma = Mathf.sqrt(dr * dr + dg * dg), light = luma(r, g, b) / max<f32>(ml, <f32>0.02);
    const near = ld(inside, i);
    const like = smoothstep(<f32>0.055 + <f32>0.05 * near, <f32>0.02 + <f32>0.03 * near, chroma);
    const ease = <f32>0.3 * near * smoothstep(eyes - (mouth - eyes) * <f32>0.7, eyes - (mouth - eyes) * <f32>0.3, <f32>(i / w));
    const bright = smoothstep(<f32>0.42 - ease, <f32>0.62 - ease, light);
    const place = max<f32>(near, smoothstep(eyes, mouth, <f32>(i / w)));
    st(dst, i, ld(alpha, i) * like * bright * place);
  }
}

/** Hair of one head, added to that of others: of the subject, not skin, above `chin`, within `reach` of its middle. */
export function hairPlace(
  alpha: usize, skin: usize, middle: f32, chin: f32, reach: f32, slope: f32, dst: usize, w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const x = <f32>(i % w), y = <f32>(i / w);
    const below = smoothstep(chin + slope, chin - slope, y), side = smoothstep(reach * <f32>1.25, reach * <f32>0.95, abs<f32>(x - middle));
    st(dst, i, max<f32>(ld(dst, i), clamp(ld(alpha, i) - ld(skin, i)) * below * side));
  }
}

/** What hangs below the eyes is hair only as far as it looks like the hair above them (mean `mr`, `mg`, `mb`); in place. */
export function hairLikeness(
  src: usize, hair: usize, mr: f32, mg: f32, mb: f32, eyes: f32, mouth: f32, w: i32, y0: i32, y1: i32,
): void {
  const ms = mr + mg + mb + <f32>0.02, cr = mr / ms, cg = mg / ms, ml = max<f32>(luma(mr, mg, mb), <f32>0.04);
  for (let i = y0 * w; i < y1 * w; i++) {
    const below = smoothstep(eyes, mouth, <f32>(i / w));
    if (below <= 0) continue;
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), s = r + g + b + <f32>0.02;
    const dr = r / s - cr, dg = g / s - cg, chroma = Mathf.sqrt(dr * dr + dg * dg), light = luma(r, g, b) / ml;
    const like = smoothstep(<f32>0.13, <f32>0.06, chroma) * smoothstep(<f32>2.2, <f32>1.5, light);
    st(hair, i, ld(hair, i) * (<f32>1 - below * (<f32>1 - like)));
  }
}

/**
 * What of an animal has a colour of its own, as eyes and noses have: its chroma apart from that of the mean fur. The warm
 * and the cool go to planes of their own; in the dark, where chroma says nothing, neither.
 */
export function colourApart(
  src: usize, alpha: usize, mr: f32, mg: f32, mb: f32, warm: usize, cool: usize, w: i32, y0: i32, y1: i32,
): void {
  const ms = mr + mg + mb + <f32>0.02, cr = mr / ms, cg = mg / ms;
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), s = r + g + b + <f32>0.02;
    const dr = r / s - cr, dg = g / s - cg, lit = smoothstep(<f32>0.06, <f32>0.16, luma(r, g, b)) * ld(alpha, i);
    st(warm, i, smoothstep(<f32>0.03, <f32>0.055, -dg) * smoothstep(<f32>0.02, <f32>0.06, dr) * lit);
    st(cool, i, smoothstep(<f32>0.02, <f32>0.05, max<f32>(-dr, dg * <f32>1.4)) * lit);
  }
}

/** `hair`: what of the animal is fur; `lips`: what of it is warm, as `popRows` takes lips. */
export function fur(figure: usize, cool: usize, warm: usize, hair: usize, lips: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const red = smoothstep(<f32>0.4, <f32>0.6, ld(warm, i));
    st(lips, i, red * <f32>0.6);
    st(hair, i, ld(figure, i) * (<f32>1 - smoothstep(<f32>0.35, <f32>0.65, ld(cool, i)) * (<f32>1 - red)));
  }
}
