/** Rows of a campaign poster: four flat colours and a ruled band between the lightest two, on a divided ground. */
import { clamp, ld, mix, outline, scratch, smoothstep, st } from './memory';
import { columns, sampledRow } from './sampling';

/**
 * `tone`, `alpha`, `thin` of sw × sh, `ink` of iw × ih; `colours`: dark, strong, middle, light, left ground, right
 * ground. `period` of the band's lines in working pixels; `contour` as in pop art.
 */
export function posterRows(
  out: usize, w: i32, h: i32, tone: usize, alpha: usize, thin: usize, sw: i32, sh: i32, ink: usize, iw: i32, ih: i32,
  colours: usize, t0: f32, t1: f32, t2: f32, t3: f32, period: f32, phi: f32, contour: f32, fx: f32, lean: f32, y0: i32, y1: i32,
): void {
  const table = scratch(0), inkTable = scratch(5 * w), line = scratch(10 * w), step = <usize>w << 2;
  const t = scratch(10 * w + 3 * (sw + iw) + 64), al = t + step, th = al + step, o = th + step;
  columns(table, sw, w, false);
  columns(inkTable, iw, w, false);
  const k = <f32>sw / <f32>w, aw = <f32>0.011 * max<f32>(<f32>0.3, k), ar = <f32>0.14 * max<f32>(<f32>0.3, k), sharp = phi * max<f32>(1, <f32>w / <f32>iw);
  const ap = <f32>1.1 * k / period;
  for (let y = y0; y < y1; y++) {
    sampledRow(tone, sw, sh, 1, y, w, h, table, line, t, false);
    sampledRow(alpha, sw, sh, 1, y, w, h, table, line, al, false);
    sampledRow(thin, sw, sh, 1, y, w, h, table, line, th, false);
    sampledRow(ink, iw, ih, 1, y, w, h, inkTable, line, o, false);
    const v = (<f32>y + <f32>0.5) * k, q = v / period, saw = abs<f32>(q - Mathf.floor(q) - <f32>0.5) * 2, band = smoothstep(<f32>0.5 - ap, <f32>0.5 + ap, saw);
    const split = fx + (v - <f32>sh * <f32>0.5) * lean;
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) * k, l = ld(t, x), a = ld(al, x), inside = smoothstep(<f32>0.5 - ar, <f32>0.5 + ar, a);
      const narrow = ld(th, x), tm = (t0 + t1) * <f32>0.5, ta = mix(t0, tm, narrow), tb = mix(t1, tm, narrow);
      const w0 = smoothstep(ta - aw, ta + aw, l), w1 = smoothstep(tb - aw, tb + aw, l), w2 = smoothstep(t2 - aw, t2 + aw, l), w3 = smoothstep(t3 - aw, t3 + aw, l);
      const edge = ld(o, x), inner: f32 = edge < 0 ? min<f32>(1, -edge * sharp) * inside : 0, drawn = max<f32>(inner, outline(a, contour, ar));
      const right = smoothstep(-k, k, u - split), to = out + <usize>((y * w + x) * 3);
      for (let j = 0; j < 3; j++) {
        let c = mix(mix(ld(colours, j), ld(colours, 3 + j), w0), ld(colours, 6 + j), w1);
        c = mix(c, mix(ld(colours, 6 + j), ld(colours, 9 + j), band), w2);
        c = mix(mix(c, ld(colours, 9 + j), w3), ld(colours, j), drawn);
        c = mix(mix(ld(colours, 12 + j), ld(colours, 15 + j), right), c, inside);
        store<u8>(to + j, <u8>(clamp(c) * 255 + <f32>0.5));
      }
    }
  }
}

/** 1 where the tone lies between lo and hi: a colour's own region, whose breadth a blur then tells. */
export function between(tone: usize, dst: usize, lo: f32, hi: f32, soft: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const l = ld(tone, i);
    st(dst, i, smoothstep(lo - soft, lo + soft, l) * smoothstep(hi + soft, hi - soft, l));
  }
}
