/** The form of a head, roughly: from the depths of its landmarks, and beyond them as if the cut-out were inflated. */
import { clamp, ld, smoothstep, st } from './memory';

/**
 * Depth towards the viewer in working pixels, at 1 / `step` of the size. `points`: x, y, z of n landmarks (z grows away
 * from the viewer). Inverse-distance weights (Shepard 1968), fading out beyond `reach` pixels of the nearest landmark.
 */
export function faceDepth(
  points: usize, n: i32, base: f32, reach: f32, dst: usize, step: f32, w: i32, y0: i32, y1: i32,
): void {
  for (let y = y0; y < y1; y++)
    for (let x = 0; x < w; x++) {
      const px = (<f32>x + <f32>0.5) * step, py = (<f32>y + <f32>0.5) * step;
      let sum: f32 = 0, total: f32 = 0, nearest: f32 = 1e12;
      for (let k = 0; k < n; k++) {
        const dx = ld(points, k * 3) - px, dy = ld(points, k * 3 + 1) - py, d2 = dx * dx + dy * dy + 4;
        const g = <f32>1 / (d2 * d2);
        sum += g * ld(points, k * 3 + 2);
        total += g;
        nearest = min<f32>(nearest, d2);
      }
      const fade = smoothstep(reach, 0, Mathf.sqrt(nearest));
      st(dst, y * w + x, max<f32>(0, base - sum / total) * fade);
    }
}

/** dst = max of the depth and of the inflated cut-out (`wide`: a wide blur of alpha). */
export function headForm(depth: usize, wide: usize, height: f32, dst: usize, w: i32, y0: i32, y1: i32): void {
  for (let i = y0 * w; i < y1 * w; i++) {
    const v = clamp(ld(wide, i) * 2 - 1), dome = v * v * (<f32>3 - 2 * v) * height;
    st(dst, i, dome + ld(depth, i));
  }
}
