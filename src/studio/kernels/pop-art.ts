/** Rows of a pop-art print: flat tones of each region's own colours, printer's dots on skin, a dotted wall, a drawn line. */
import { clamp, ld, mix, outline, scratch, smoothstep } from './memory';
import { columns, sampledRow } from './sampling';

/** One tone of one region. */
@inline
function tint(colours: usize, region: i32, tone: i32, j: i32): f32 {
  return ld(colours, (region * 4 + tone) * 3 + j);
}

/**
 * `tone`, `alpha` and the regions are planes of sw × sh, `ink` of iw × ih. `colours`: four tones, dark to light, of
 * cloth, hair, skin and lips, then the wall and its dots (54 floats). `contour`: half the width of the line about the
 * subject, in alpha.
 */
export function popRows(
  out: usize, w: i32, h: i32, tone: usize, alpha: usize, hair: usize, skin: usize, lips: usize, sw: i32, sh: i32, ink: usize, iw: i32, ih: i32,
  colours: usize, t0: f32, t1: f32, t2: f32, dot: f32, phi: f32, contour: f32, fx: f32, fy: f32, y0: i32, y1: i32,
): void {
  const table = scratch(0), inkTable = scratch(5 * w), line = scratch(10 * w), step = <usize>w << 2;
  const t = scratch(10 * w + 3 * (sw + iw) + 64), al = t + step, ha = al + step, sk = ha + step, li = sk + step, o = li + step;
  columns(table, sw, w, false);
  columns(inkTable, iw, w, false);
  const k = <f32>sw / <f32>w, aw = <f32>0.012 * max<f32>(<f32>0.3, k), ad = <f32>0.9 * k / dot, sharp = phi * max<f32>(1, <f32>w / <f32>iw);
  const ar = <f32>0.1 * max<f32>(<f32>0.3, k);
  for (let y = y0; y < y1; y++) {
    sampledRow(tone, sw, sh, 1, y, w, h, table, line, t, false);
    sampledRow(alpha, sw, sh, 1, y, w, h, table, line, al, false);
    sampledRow(hair, sw, sh, 1, y, w, h, table, line, ha, false);
    sampledRow(skin, sw, sh, 1, y, w, h, table, line, sk, false);
    sampledRow(lips, sw, sh, 1, y, w, h, table, line, li, false);
    sampledRow(ink, iw, ih, 1, y, w, h, inkTable, line, o, false);
    const v = (<f32>y + <f32>0.5) * k;
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) * k, l = ld(t, x);
      const du = (u * <f32>0.949 + v * <f32>0.315) / dot, dv = (v * <f32>0.949 - u * <f32>0.315) / dot;
      const ru = du - nearest<f32>(du), rv = dv - nearest<f32>(dv), r = Mathf.sqrt(ru * ru + rv * rv);
      const w0 = smoothstep(t0 - aw, t0 + aw, l), w1 = smoothstep(t1 - aw, t1 + aw, l), w2 = smoothstep(t2 - aw, t2 + aw, l);
      const fill = <f32>0.69 * Mathf.sqrt(clamp(<f32>1 - (l - t1) / (t2 - t1)));
      const dotted = max<f32>(w2, <f32>1 - smoothstep(fill + ad, fill - ad, r));
      const dx = (u - fx) / <f32>sw, dy = (v - fy) / <f32>sh, far = clamp(<f32>0.12 + Mathf.sqrt(dx * dx + dy * dy) * <f32>0.7) * <f32>0.66;
      const spot = smoothstep(far + ad, far - ad, r), a = smoothstep(<f32>0.5 - ar * 2, <f32>0.5 + ar * 2, ld(al, x));
      const hairy = smoothstep(<f32>0.5 - ar, <f32>0.5 + ar, ld(ha, x)), skinny = smoothstep(<f32>0.5 - ar, <f32>0.5 + ar, ld(sk, x));
      const lip = smoothstep(<f32>0.3 - ar, <f32>0.3 + ar, ld(li, x)), within = smoothstep(<f32>0.8 - ar, <f32>0.8 + ar, ld(li, x));
      const edge = ld(o, x), inner: f32 = edge < 0 ? min<f32>(1, -edge * sharp) * a : 0, drawn = max<f32>(inner, outline(ld(al, x), contour, ar));
      const to = out + <usize>((y * w + x) * 3);
      for (let j = 0; j < 3; j++) {
        const cloth = mix(mix(mix(tint(colours, 0, 0, j), tint(colours, 0, 1, j), w0), tint(colours, 0, 2, j), w1), tint(colours, 0, 3, j), w2);
        const locks = mix(mix(mix(tint(colours, 1, 0, j), tint(colours, 1, 1, j), w0), tint(colours, 1, 2, j), w1), tint(colours, 1, 3, j), w2);
        const flesh = mix(mix(mix(tint(colours, 2, 0, j), tint(colours, 2, 1, j), w0), tint(colours, 2, 2, j), w1), tint(colours, 2, 3, j), dotted * w1);
        const mouth = mix(mix(mix(tint(colours, 3, 0, j), tint(colours, 3, 1, j), w0), tint(colours, 3, 2, j), w1), tint(colours, 3, 3, j), w2);
        const teeth = mix(mix(tint(colours, 3, 0, j), tint(colours, 3, 1, j), w0), 1, w1);
        let c = mix(mix(mix(cloth, locks, hairy), flesh, skinny), mix(mouth, teeth, within), lip);
        c = mix(mix(mix(tint(colours, 4, 0, j), tint(colours, 4, 1, j), spot), c, a), ld(colours, j), drawn);
        store<u8>(to + j, <u8>(clamp(c) * 255 + <f32>0.5));
      }
    }
  }
}
