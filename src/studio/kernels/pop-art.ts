/** Rows of a pop-art print: flat tones, a halftone between them, a dotted backdrop, a drawn line. */
import { clamp, ld, mix, scratch, smoothstep } from './memory';
import { columns, sampledRow } from './sampling';

/** `tone`, `alpha` of sw × sh, `ink` of iw × ih; `colours`: dark, middle, light, lightest, backdrop (15 floats). */
export function popRows(
  out: usize, w: i32, h: i32, tone: usize, alpha: usize, sw: i32, sh: i32, ink: usize, iw: i32, ih: i32,
  colours: usize, t0: f32, t1: f32, t2: f32, dot: f32, phi: f32, fx: f32, fy: f32, y0: i32, y1: i32,
): void {
  const table = scratch(0), inkTable = scratch(5 * w), line = scratch(10 * w);
  const t = scratch(10 * w + 3 * (sw + iw) + 64), al = t + (<usize>w << 2), o = al + (<usize>w << 2);
  columns(table, sw, w, false);
  columns(inkTable, iw, w, false);
  const k = <f32>sw / <f32>w, aw = <f32>0.012 * max<f32>(<f32>0.3, k), ad = <f32>0.9 * k / dot, sharp = phi * max<f32>(1, <f32>w / <f32>iw);
  for (let y = y0; y < y1; y++) {
    sampledRow(tone, sw, sh, 1, y, w, h, table, line, t, false);
    sampledRow(alpha, sw, sh, 1, y, w, h, table, line, al, false);
    sampledRow(ink, iw, ih, 1, y, w, h, inkTable, line, o, false);
    const v = (<f32>y + <f32>0.5) * k;
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) * k, l = ld(t, x);
      const du = (u * <f32>0.949 + v * <f32>0.315) / dot, dv = (v * <f32>0.949 - u * <f32>0.315) / dot;
      const ru = du - nearest<f32>(du), rv = dv - nearest<f32>(dv), r = Mathf.sqrt(ru * ru + rv * rv);
      const w0 = smoothstep(t0 - aw, t0 + aw, l), w1 = smoothstep(t1 - aw, t1 + aw, l), w2 = smoothstep(t2 - aw, t2 + aw, l);
      const fill = <f32>0.69 * Mathf.sqrt(clamp(1 - (l - t1) / (t2 - t1)));
      const light = max<f32>(w2, 1 - smoothstep(fill + ad, fill - ad, r));
      const dx = (u - fx) / <f32>sw, dy = (v - fy) / <f32>sh, far = clamp(<f32>0.15 + Mathf.sqrt(dx * dx + dy * dy) * <f32>0.75) * <f32>0.72;
      const spot = smoothstep(far + ad, far - ad, r), a = smoothstep(<f32>0.35, <f32>0.65, ld(al, x));
      const edge = ld(o, x), drawn: f32 = edge < 0 ? min<f32>(1, -edge * sharp) * a : 0;
      const to = out + <usize>((y * w + x) * 3);
      for (let j = 0; j < 3; j++) {
        let c = mix(ld(colours, j), ld(colours, 3 + j), w0);
        c = mix(mix(c, ld(colours, 6 + j), w1), ld(colours, 9 + j), light * w1);
        const wall = ld(colours, 12 + j) * (1 - <f32>0.18 * spot);
        c = mix(mix(wall, c, a), ld(colours, j) * <f32>0.55, drawn);
        store<u8>(to + j, <u8>(clamp(c) * 255 + <f32>0.5));
      }
    }
  }
}
