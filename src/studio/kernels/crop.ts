/** Cuts a rectangle out of a photo's bytes and brings it to the working size. */
import { clampi, ld, scratch, st } from './memory';

@inline
function mirrored(i: i32, n: i32): i32 {
  let k = i < 0 ? -i : i;
  if (k >= n) k = 2 * n - 2 - k;
  return clampi(k, 0, n - 1);
}

/** Catmull-Rom, widened by `s` when the picture is made smaller. */
@inline
function cubic(x: f32): f32 {
  const a = abs<f32>(x);
  if (a < 1) return (<f32>1.5 * a - <f32>2.5) * a * a + 1;
  if (a < 2) return ((<f32>-0.5 * a + <f32>2.5) * a - 4) * a + 2;
  return 0;
}

/**
 * `step` photo pixels to a working pixel, from (left, top), which may lie outside the photo: there it is mirrored.
 * `src` is RGB bytes of pw × ph.
 */
export function cropPhoto(
  src: usize, pw: i32, ph: i32, dst: usize, w: i32, left: f32, top: f32, step: f32, y0: i32, y1: i32,
): void {
  const s = max<f32>(1, step), reach = <i32>Mathf.ceil(2 * s), taps = 2 * reach + 1;
  const first = <i32>Mathf.floor(left) - reach - 2, across = <i32>Mathf.ceil(<f32>w * step) + 2 * reach + 6;
  const line = scratch(0);
  for (let y = y0; y < y1; y++) {
    const py = top + (<f32>y + <f32>0.5) * step - <f32>0.5, cy = <i32>Mathf.floor(py);
    memory.fill(line, 0, <usize>(across * 12));
    let total: f32 = 0;
    for (let k = -reach; k <= reach + 1; k++) total += cubic((<f32>(cy + k) - py) / s);
    for (let k = -reach; k <= reach + 1; k++) {
      const g = cubic((<f32>(cy + k) - py) / s) / total * <f32>(1.0 / 255.0);
      if (g === 0) continue;
      const row = src + <usize>(mirrored(cy + k, ph) * pw * 3);
      for (let x = 0; x < across; x++) {
        const from = row + <usize>(mirrored(first + x, pw) * 3);
        st(line, x * 3, ld(line, x * 3) + g * <f32>load<u8>(from));
        st(line, x * 3 + 1, ld(line, x * 3 + 1) + g * <f32>load<u8>(from, 1));
        st(line, x * 3 + 2, ld(line, x * 3 + 2) + g * <f32>load<u8>(from, 2));
      }
    }
    for (let x = 0; x < w; x++) {
      const px = left + (<f32>x + <f32>0.5) * step - <f32>0.5, cx = <i32>Mathf.floor(px);
      let sum: f32 = 0, r: f32 = 0, g: f32 = 0, b: f32 = 0;
      for (let k = 0; k <= taps; k++) {
        const v = cubic((<f32>(cx + k - reach) - px) / s), at = (cx + k - reach - first) * 3;
        sum += v;
        r += v * ld(line, at);
        g += v * ld(line, at + 1);
        b += v * ld(line, at + 2);
      }
      const o = (y * w + x) * 3;
      st(dst, o, max<f32>(0, min<f32>(1, r / sum)));
      st(dst, o + 1, max<f32>(0, min<f32>(1, g / sum)));
      st(dst, o + 2, max<f32>(0, min<f32>(1, b / sum)));
    }
  }
}
