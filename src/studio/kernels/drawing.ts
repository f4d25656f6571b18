/**
 * Drawings: thin strokes of graphite, charcoal or colour, laid where the tone asks for them and drawn at any size on
 * paper with a tooth. Strokes are the records of `strokes.ts`; 11 says 1 for chalk, which covers instead of darkening.
 */
import { bilinear, clamp, hash, ld, luma, mix, scratch, smoothstep, st, unit } from './memory';
import { octaves, paper } from './noise';
import { columns, sampledRow } from './sampling';

const RECORD: i32 = 48, POINTS: i32 = 12;

/**
 * One layer of hatching on a lattice turned by `angle`: a stroke wherever the tone exceeds `threshold` (with some
 * chance about it), drawn on until the tone falls below. `follow`: 0 straight, 1 along the flow. `features`: strokes
 * only where detail exceeds it. Rows are of the lattice.
 */
export function layHatching(
  tone: usize, ref: usize, flow: usize, detail: usize, records: usize, counter: usize, capacity: i32, w: i32, h: i32,
  angle: f32, spacing: f32, length: f32, width: f32, threshold: f32, loose: f32, follow: f32, features: f32, opacity: f32,
  red: f32, green: f32, blue: f32, coloured: f32, chalk: f32, seed: i32, y0: i32, y1: i32,
): void {
  const c = Mathf.cos(angle), s = Mathf.sin(angle), reach = <f32>0.5 * Mathf.sqrt(<f32>(w * w + h * h));
  const stride = length * <f32>0.62, across = <i32>Mathf.ceil(2 * reach / stride), mx = <f32>w * <f32>0.5, my = <f32>h * <f32>0.5;
  for (let row = y0; row < y1; row++)
    for (let column = 0; column < across; column++) {
      const key = hash(<u32>seed + hash(<u32>(row * across + column)));
      const u = (<f32>column + unit(hash(key + 1))) * stride - reach, v = (<f32>row + unit(hash(key + 2))) * spacing - reach;
      const x = mx + u * c - v * s, y = my + u * s + v * c;
      if (x < -2 || y < -2 || x >= <f32>w + 2 || y >= <f32>h + 2) continue;
      const limit = threshold + (unit(hash(key + 3)) - <f32>0.5) * loose;
      const dark = bilinear(tone, w, h, x, y);
      if (dark <= limit || bilinear(detail, w, h, x, y) < features) continue;
      const slot = atomic.add<i32>(counter, 1);
      if (slot >= capacity) return;
      const to = records + (<usize>(slot * RECORD) << 2);
      trace(tone, flow, to, w, h, x, y, c, s, length, limit, follow, key);
      const o = (max<i32>(0, min<i32>(h - 1, <i32>y)) * w + max<i32>(0, min<i32>(w - 1, <i32>x))) * 3;
      st(to, 0, mix(red, ld(ref, o), coloured));
      st(to, 1, mix(green, ld(ref, o + 1), coloured));
      st(to, 2, mix(blue, ld(ref, o + 2), coloured));
      st(to, 3, width * (<f32>0.75 + <f32>0.5 * unit(hash(key + 4))));
      st(to, 4, unit(hash(key + 5)));
      st(to, 5, opacity * (<f32>0.55 + <f32>0.45 * clamp((dark - limit) * 4)) * (<f32>0.8 + <f32>0.4 * unit(hash(key + 6))));
      st(to, 7, unit(hash(key + 7)));
      st(to, 11, chalk);
    }
}

function trace(
  tone: usize, flow: usize, to: usize, w: i32, h: i32, fromX: f32, fromY: f32, c: f32, s: f32, length: f32, limit: f32, follow: f32, key: u32,
): void {
  const most = 14, step = length / <f32>13;
  let x = fromX, y = fromY, n = 0, top = y, bottom = y, dx = c, dy = s;
  const bow = (unit(hash(key + 9)) - <f32>0.5) * <f32>0.02;
  for (; n < most; n++) {
    st(to, POINTS + n * 2, x);
    st(to, POINTS + n * 2 + 1, y);
    top = min<f32>(top, y);
    bottom = max<f32>(bottom, y);
    const i = (max<i32>(0, min<i32>(h - 1, <i32>y)) * w + max<i32>(0, min<i32>(w - 1, <i32>x))) * 3;
    let tx = ld(flow, i), ty = ld(flow, i + 1);
    if (tx * dx + ty * dy < 0) {
      tx = -tx;
      ty = -ty;
    }
    const k = follow * (<f32>0.35 + <f32>0.65 * ld(flow, i + 2));
    tx = mix(c + bow * <f32>n * -s, tx, k);
    ty = mix(s + bow * <f32>n * c, ty, k);
    const norm = max<f32>(Mathf.sqrt(tx * tx + ty * ty), <f32>1e-4);
    dx = tx / norm;
    dy = ty / norm;
    x += dx * step;
    y += dy * step;
    if (n > 3 && bilinear(tone, w, h, x, y) < limit - <f32>0.07) break;
  }
  st(to, 6, <f32>min<i32>(most, n + 1));
  st(to, 8, top);
  st(to, 9, bottom);
}

/**
 * Rows of the finished drawing. `smudge` is a soft plane of tone under the strokes, `ink` the signed field of the
 * outlines, `colours`: paper, line. Deposits absorb light, channel by channel (Beer and Lambert), and catch on the tooth.
 */
export function drawingRows(
  out: usize, w: i32, h: i32, records: usize, order: usize, n: i32, smudge: usize, hue: usize, sw: i32, sh: i32, ink: usize, iw: i32, ih: i32,
  colours: usize, rub: f32, rubColour: f32, line: f32, phi: f32, grain: f32, tooth: f32, soft: f32, seed: i32, y0: i32, y1: i32,
): void {
  const rows = y1 - y0, absorb = scratch(0), cover = scratch(rows * w * 3), next = rows * w * 4;
  memory.fill(absorb, 0, <usize>(rows * w * 16));
  const sx = <f32>w / <f32>sw, sy = <f32>h / <f32>sh;
  for (let k = 0; k < n; k++) {
    const s = records + (<usize>(load<i32>(order + (<usize>k << 2)) * RECORD) << 2), reach = ld(s, 3) * sy + 2;
    if (ld(s, 9) * sy + reach < <f32>y0 || ld(s, 8) * sy - reach > <f32>y1) continue;
    drawStroke(s, absorb, cover, w, y0, y1, sx, sy, soft);
  }
  const table = scratch(next), inkTable = scratch(next + 5 * w), strip = scratch(next + 10 * w), free = next + 10 * w + 9 * (sw + iw) + 64;
  const rubbed = scratch(free), edges = scratch(free + w), tints = scratch(free + 2 * w);
  columns(table, sw, w, false);
  columns(inkTable, iw, w, false);
  const sharp = phi * Mathf.sqrt(max<f32>(1, <f32>w / <f32>iw));
  for (let y = y0; y < y1; y++) {
    sampledRow(smudge, sw, sh, 1, y, w, h, table, strip, rubbed, false);
    sampledRow(ink, iw, ih, 1, y, w, h, inkTable, strip, edges, false);
    sampledRow(hue, sw, sh, 3, y, w, h, table, strip, tints, false);
    for (let x = 0; x < w; x++) {
      const u = (<f32>x + <f32>0.5) / sx, v = (<f32>y + <f32>0.5) / sy, i = (y - y0) * w + x;
      const g = paper(u / grain, v / grain, seed), edge = ld(edges, x), rubbing = ld(rubbed, x) * rub;
      const drawn: f32 = edge < 0 ? min<f32>(1, -edge * sharp) * line : 0;
      const whole = (ld(absorb, i * 3) + ld(absorb, i * 3 + 1) + ld(absorb, i * 3 + 2)) * <f32>0.3333 + drawn;
      const catches = mix(1, <f32>0.35 + <f32>1.25 * smoothstep(<f32>0.22, <f32>0.78, g + whole * <f32>0.22 - <f32>0.06), tooth);
      const chalk = <f32>0.82 * clamp(ld(cover, i) * (<f32>0.7 + <f32>0.3 * catches)), shade = <f32>1 - <f32>0.045 * (<f32>1 - g);
      const to = out + <usize>((y * w + x) * 3);
      for (let j = 0; j < 3; j++) {
        const body = <f32>1 - mix(ld(colours, 3 + j), ld(tints, x * 3 + j), rubColour);
        const a = (ld(absorb, i * 3 + j) + drawn * (<f32>1 - ld(colours, 3 + j)) * <f32>1.6) * catches + rubbing * body;
        const c = ld(colours, j) * shade * Mathf.exp(-a);
        store<u8>(to + j, <u8>(clamp(mix(c, <f32>0.97, chalk)) * 255 + <f32>0.5));
      }
    }
  }
}

/** Adds one stroke to the deposits: pressed in its middle, lifted at its ends. */
function drawStroke(s: usize, absorb: usize, cover: usize, w: i32, y0: i32, y1: i32, sx: f32, sy: f32, soft: f32): void {
  const n = <i32>ld(s, 6), radius = max<f32>(<f32>0.55, ld(s, 3) * sy), thin = ld(s, 3) * sy / radius, press = ld(s, 5) * thin;
  const ar = (<f32>1 - ld(s, 0)) * press, ag = (<f32>1 - ld(s, 1)) * press, ab = (<f32>1 - ld(s, 2)) * press, chalk = ld(s, 11) > 0;
  const iR = <f32>1 / radius;
  for (let k = 0; k + 1 < n; k++) {
    const ax = ld(s, POINTS + k * 2) * sx, ay = ld(s, POINTS + k * 2 + 1) * sy;
    const ex = ld(s, POINTS + k * 2 + 2) * sx - ax, ey = ld(s, POINTS + k * 2 + 3) * sy - ay, l = Mathf.sqrt(ex * ex + ey * ey);
    if (l < <f32>1e-4) continue;
    const ux = ex / l, uy = ey / l;
    const from = max<i32>(y0, <i32>Mathf.floor(min<f32>(ay, ay + ey) - radius)), to = min<i32>(y1 - 1, <i32>Mathf.ceil(max<f32>(ay, ay + ey) + radius));
    for (let y = from; y <= to; y++) {
      const qy = <f32>y + <f32>0.5 - ay;
      let lo: f32 = 0, hi = <f32>(w - 1);
      if (abs<f32>(ux) > <f32>1e-3) {
        const p = (-qy * uy) / ux + ax - <f32>0.5, q = (l - qy * uy) / ux + ax - <f32>0.5;
        lo = max<f32>(lo, min<f32>(p, q));
        hi = min<f32>(hi, max<f32>(p, q));
      } else if (qy * uy < 0 || qy * uy >= l) continue;
      if (abs<f32>(uy) > <f32>1e-3) {
        const p = (-radius + qy * ux) / uy + ax - <f32>0.5, q = (radius + qy * ux) / uy + ax - <f32>0.5;
        lo = max<f32>(lo, min<f32>(p, q));
        hi = min<f32>(hi, max<f32>(p, q));
      }
      for (let x = <i32>Mathf.ceil(lo), x1 = <i32>Mathf.floor(hi); x <= x1; x++) {
        const qx = <f32>x + <f32>0.5 - ax, t = qx * ux + qy * uy;
        if (t < 0 || t >= l) continue;
        const d = abs<f32>(qx * uy - qy * ux) * iR;
        if (d >= 1) continue;
        const place = (<f32>k + t / l) / <f32>(n - 1), lift = min<f32>(1, min<f32>(place * 6, (<f32>1 - place) * 3));
        const a = min<f32>(1, (<f32>1 - d) * soft) * lift, i = (y - y0) * w + x;
        if (chalk) st(cover, i, ld(cover, i) + (<f32>1 - ld(cover, i)) * a * press);
        else {
          st(absorb, i * 3, ld(absorb, i * 3) + ar * a);
          st(absorb, i * 3 + 1, ld(absorb, i * 3 + 1) + ag * a);
          st(absorb, i * 3 + 2, ld(absorb, i * 3 + 2) + ab * a);
        }
      }
    }
  }
}

/**
 * What is to be hatched: the subject's darkness under a vignette, and a patch of ground beside the head that makes the
 * lit side stand out. `smudge` gets the same without the patch's roughness.
 */
export function drawingTone(
  bright: usize, alpha: usize, fade: usize, tone: usize, gamma: f32, black: f32, patch: f32, fx: f32, fy: f32, radius: f32, seed: i32,
  w: i32, y0: i32, y1: i32,
): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const a = ld(alpha, i), x = <f32>(i % w), y = <f32>(i / w);
    const dark = Mathf.pow(clamp((<f32>1 - ld(bright, i) - <f32>0.03) * <f32>1.05), gamma) * black;
    const dx = (x - fx - radius * <f32>0.45) / (radius * <f32>2.5), dy = (y - fy) / (radius * <f32>2.3);
    const stir = octaves(x / <f32>w * 4, y / <f32>w * 4, seed, 3, <f32>0.5) - <f32>0.5;
    const ground = patch * smoothstep(1, <f32>0.3, Mathf.sqrt(dx * dx + dy * dy) + stir * <f32>0.6);
    st(tone, i, clamp(mix(ground, dark, a)) * ld(fade, i));
  }
}

/** The light of a subject from which chalk is drawn: 0 below lo, 1 above hi, on the subject alone. */
export function chalkTone(bright: usize, alpha: usize, tone: usize, lo: f32, hi: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) st(tone, i, smoothstep(lo, hi, ld(bright, i)) * ld(alpha, i));
}

/** Colours for pencils: more saturated, dark ones less so, and never black, so that layers mix to tones. */
export function pencilColours(src: usize, dst: usize, saturation: f32, floor: f32, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const r = ld(src, i * 3), g = ld(src, i * 3 + 1), b = ld(src, i * 3 + 2), y = luma(r, g, b);
    const k = mix(<f32>0.85, saturation, smoothstep(<f32>0.2, <f32>0.65, y));
    for (let j = 0; j < 3; j++) st(dst, i * 3 + j, clamp(floor + (<f32>1 - floor) * (y + (ld(src, i * 3 + j) - y) * k)));
  }
}
