/** Watercolour: washes with dark rims, pigment that settles in the paper, and a wash about the head. */
import { clamp, ld, mix, scratch, smoothstep, st } from './memory';
import { octaves, paper } from './noise';
import { columns, sampledRow } from './sampling';

/** A plane of c channels with its places shaken, less on the features. */
export function wobble(
  src: usize, detail: usize, dst: usize, cell: f32, amount: f32, seed: i32, c: i32, w: i32, h: i32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const d = clamp(ld(detail, y * w + x) * <f32>1.8), k = amount * (<f32>1 - <f32>0.9 * d), u = <f32>x / cell, v = <f32>y / cell;
      const px = <f32>x + (octaves(u, v, seed, 3, <f32>0.5) - <f32>0.5) * 2 * k, py = <f32>y + (octaves(u, v, seed + 7, 3, <f32>0.5) - <f32>0.5) * 2 * k;
      const xi = max<i32>(0, min<i32>(w - 2, <i32>px)), yi = max<i32>(0, min<i32>(h - 2, <i32>py));
      const fx = clamp(px - <f32>xi), fy = clamp(py - <f32>yi);
      for (let j = 0; j < c; j++) {
        const a = ld(src, (yi * w + xi) * c + j), b = ld(src, (yi * w + xi + 1) * c + j), e = ld(src, ((yi + 1) * w + xi) * c + j), f = ld(src, ((yi + 1) * w + xi + 1) * c + j);
        st(dst, (y * w + x) * c + j, mix(mix(a, b, fx), mix(e, f, fx), fy));
      }
    }
}

/**
 * Signed field of the wash about the head, above 0 where it is wet; with drops round about. `drops`: x, y, radius.
 */
export function washField(
  dst: usize, alpha: usize, drops: usize, n: i32, fx: f32, fy: f32, rx: f32, ry: f32, seed: i32, w: i32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++) {
    const near = scratch(0);
    let count = 0;
    for (let k = 0; k < n; k++) {
      if (abs<f32>(<f32>y - ld(drops, k * 3 + 1)) * <f32>1.06 > ld(drops, k * 3 + 2) + 8) continue;
      store<i32>(near + (<usize>count << 2), k);
      count++;
    }
    for (let x = 0; x < w; x++) {
      const u = <f32>x / <f32>w, v = <f32>y / <f32>w, dx = (<f32>x - fx) / rx, dy = (<f32>y - fy) / ry;
      const big = octaves(u * <f32>6.8, v * <f32>6.8, seed, 4, <f32>0.55) - <f32>0.5, small = octaves(u * 24, v * 24, seed + 5, 2, <f32>0.5) - <f32>0.5;
      let f = <f32>0.84 - Mathf.sqrt(dx * dx + dy * dy) + big * <f32>1.5 + small * <f32>0.2;
      for (let i = 0; i < count; i++) {
        const k = load<i32>(near + (<usize>i << 2)), ex = <f32>x - ld(drops, k * 3), ey = (<f32>y - ld(drops, k * 3 + 1)) * <f32>1.06, r = ld(drops, k * 3 + 2);
        if (abs<f32>(ex) <= r + 8) f = max<f32>(f, (r - Mathf.sqrt(ex * ex + ey * ey)) * <f32>0.03);
      }
      st(dst, y * w + x, f);
    }
  }
}

/**
 * What stirs the washes, in four planes: broad and middling unrest about 0, and how far two more colours run in. A pixel
 * of it is `step` working pixels.
 */
export function washStir(dst: usize, step: f32, seed: i32, w: i32, y0: i32, y1: i32): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) * step, v = (<f32>y + <f32>0.5) * step, at = (y * w + x) * 4;
      st(dst, at, octaves(u / 150, v / 150, seed + 3, 4, <f32>0.55) - <f32>0.5);
      st(dst, at + 1, octaves(u / 42, v / 42, seed + 4, 3, <f32>0.55) - <f32>0.5);
      st(dst, at + 2, smoothstep(<f32>0.38, <f32>0.62, octaves(u / 210, v / 210, seed + 31, 2, <f32>0.5)));
      st(dst, at + 3, smoothstep(<f32>0.45, <f32>0.7, octaves(u / 170, v / 170, seed + 32, 2, <f32>0.5)));
    }
}

/** How wet a wash is at field f, and how much darker its rim: pigment is carried to the edge as it dries. */
@inline
function wet(f: f32, soft: f32): f32 {
  return smoothstep(-soft, soft, f);
}

@inline
function rim(f: f32, soft: f32, width: f32): f32 {
  return wet(f, soft) * (<f32>1 - smoothstep(0, width, f));
}

/**
 * Rows of the picture. Of sw × sh: `hue` (RGB), `tone` (brightness), `alpha`, `fade` (0 where the painting ends),
 * `detail`, `wash`; `stir` (of washStir) of tw × th, `ink` of iw × ih. `colours`: paper, three of the wash. Density after Bousseau et al. 2006.
 */
export function watercolourRows(
  out: usize, w: i32, h: i32, hue: usize, tone: usize, alpha: usize, fade: usize, detail: usize, wash: usize, sw: i32, sh: i32, stir: usize, tw: i32, th: i32,
  ink: usize, iw: i32, ih: i32, colours: usize, grain: f32, phi: f32, line: f32, seed: i32, y0: i32, y1: i32,
): void {
  const table = scratch(0), inkTable = scratch(5 * w), strip = scratch(10 * w), step = <usize>w << 2;
  const c3 = scratch(10 * w + 9 * (sw + iw) + 64), t = c3 + step * 3, al = t + step, fa = al + step, de = fa + step, wa = de + step, o = wa + step, sr = o + step, stirTable = sr + step * 4;
  columns(table, sw, w, false);
  columns(inkTable, iw, w, false);
  columns(stirTable, tw, w, false);
  const k = <f32>sw / <f32>w, soft = <f32>0.022 * max<f32>(<f32>0.35, k), sharp = phi * Mathf.sqrt(max<f32>(1, <f32>w / <f32>iw));
  for (let y = y0; y < y1; y++) {
    sampledRow(hue, sw, sh, 3, y, w, h, table, strip, c3, false);
    sampledRow(tone, sw, sh, 1, y, w, h, table, strip, t, false);
    sampledRow(alpha, sw, sh, 1, y, w, h, table, strip, al, false);
    sampledRow(fade, sw, sh, 1, y, w, h, table, strip, fa, false);
    sampledRow(detail, sw, sh, 1, y, w, h, table, strip, de, false);
    sampledRow(wash, sw, sh, 1, y, w, h, table, strip, wa, false);
    sampledRow(stir, tw, th, 4, y, w, h, stirTable, strip, sr, false);
    sampledRow(ink, iw, ih, 1, y, w, h, inkTable, strip, o, false);
    const v = (<f32>y + <f32>0.5) * k;
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) * k, face = clamp(ld(de, x) * <f32>1.6);
      const g = paper(u / grain, v / grain, seed + 5);
      const big = ld(sr, x * 4), mid = ld(sr, x * 4 + 1);
      // towards the border every wash ends a little later than the next darker one
      const ends = smoothstep(<f32>0.12, <f32>0.8, ld(fa, x) + mid * <f32>0.55 * (<f32>1 - face)), l = mix(<f32>1.06, ld(t, x), ends);
      const body = (ld(al, x) - <f32>0.5) * <f32>1.6;
      const cover = wet(body, soft * 2) * smoothstep(0, <f32>0.5, ends), shake = mid * <f32>0.11 * (<f32>1 - <f32>0.75 * face);
      let layers: f32 = 0, rims = rim(body, soft * 2, <f32>0.16) * <f32>0.5 * ends;
      layers += wash1(<f32>0.95 - l + shake, soft) + wash1(<f32>0.85 - l + shake, soft) + wash1(<f32>0.72 - l + shake, soft) + wash1(<f32>0.54 - l + shake, soft) + wash1(<f32>0.36 - l + shake, soft) + wash1(<f32>0.2 - l + shake, soft);
      rims += (rim(<f32>0.85 - l + shake, soft, <f32>0.05) + rim(<f32>0.72 - l + shake, soft, <f32>0.07) + rim(<f32>0.54 - l + shake, soft, <f32>0.07) + rim(<f32>0.36 - l + shake, soft, <f32>0.08)) * <f32>0.26;
      const unrest = big * <f32>0.75 + mid * <f32>0.5 * (<f32>1 - <f32>0.6 * face) + (g - <f32>0.5) * <f32>0.62;
      const density = max<f32>(<f32>0.2, 1 + unrest + rims * <f32>1.35), depth = layers * <f32>0.1667, flat = <f32>1 - depth * <f32>0.86;
      const ratio: f32 = l > <f32>0.02 ? max<f32>(<f32>0.6, min<f32>(<f32>1.5, flat / l)) : 1, q = <f32>0.8 * (<f32>1 - <f32>0.45 * clamp(face * <f32>2 - <f32>1));
      const wf = ld(wa, x), under = smoothstep(<f32>0.25, <f32>0.75, ld(al, x)) * cover;
      const wetness = wet(wf, <f32>0.03) * (<f32>1 - under), h1 = ld(sr, x * 4 + 2), h2 = ld(sr, x * 4 + 3);
      const load = max<f32>(0, min<f32>(<f32>1.3, <f32>0.36 + mid * <f32>0.7 + big * <f32>0.9 + (g - <f32>0.5) * <f32>0.35 + rim(wf, <f32>0.03, <f32>0.12) * <f32>0.6)) * wetness;
      const edge = ld(o, x), drawn: f32 = edge < 0 ? min<f32>(1, -edge * sharp) * line * (<f32>0.35 + <f32>0.65 * ld(fa, x)) * (<f32>0.55 + <f32>0.45 * smoothstep(<f32>0.25, <f32>0.7, g)) : 0;
      const to = out + <usize>((y * w + x) * 3);
      for (let j = 0; j < 3; j++) {
        let c = mix(1, ld(c3, x * 3 + j), <f32>0.25 + <f32>0.75 * ends);
        c = clamp(c * (1 + (ratio - 1) * q)) * <f32>0.86 + <f32>0.14 * (<f32>1 - depth * <f32>0.8);
        c = max<f32>(<f32>0.06 + <f32>0.025 * <f32>j, min<f32>(<f32>0.985, c)); // thin paint has no black
        c = clamp(c - (c - c * c) * (density - 1));
        const dye = mix(mix(ld(colours, 3 + j), ld(colours, 6 + j), h1), ld(colours, 9 + j), h2 * <f32>0.7);
        const ground = ld(colours, j) * (<f32>1 - (<f32>1 - dye) * load);
        const painted = mix(ground, ld(colours, j) * c, cover) * (<f32>1 - drawn * <f32>0.62) * (<f32>1 - <f32>0.05 * (<f32>1 - g));
        store<u8>(to + j, <u8>(clamp(painted) * 255 + <f32>0.5));
      }
    }
  }
}

@inline
function wash1(f: f32, soft: f32): f32 {
  return wet(f, soft + <f32>0.02);
}
