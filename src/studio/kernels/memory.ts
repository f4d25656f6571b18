/**
 * What every kernel shares. An image is interleaved 32-bit floats at an address of the one shared memory; a kernel
 * works on the rows [y0, y1) and writes nothing outside them, so that any split over threads gives the same bytes.
 */

/** Every thread has its own instance, so a global is thread-local: where this thread may scribble. */
let scratchAt: usize = 0;

export function setScratch(at: usize): void {
  scratchAt = at;
}

/** An address in this thread's scratch, `floats` after its beginning. */
@inline
export function scratch(floats: i32): usize {
  return scratchAt + (<usize>floats << 2);
}

@inline
export function ld(at: usize, i: i32): f32 {
  return load<f32>(at + (<usize>i << 2));
}

@inline
export function st(at: usize, i: i32, value: f32): void {
  store<f32>(at + (<usize>i << 2), value);
}

@inline
export function clampi(value: i32, lo: i32, hi: i32): i32 {
  return value < lo ? lo : value > hi ? hi : value;
}

@inline
export function clamp(value: f32): f32 {
  return max<f32>(0, min<f32>(1, value));
}

@inline
export function mix(a: f32, b: f32, t: f32): f32 {
  return a + (b - a) * t;
}

/** Hermite step, rising from a to b; with a > b it falls. */
@inline
export function smoothstep(a: f32, b: f32, x: f32): f32 {
  const t = clamp((x - a) / (b - a));
  return t * t * (<f32>3 - 2 * t);
}

@inline
export function luma(r: f32, g: f32, b: f32): f32 {
  return <f32>0.299 * r + <f32>0.587 * g + <f32>0.114 * b;
}

/** A line where a soft-edged plane passes one half: `half` its half width, `aa` its softness, both in the plane's values. */
@inline
export function outline(a: f32, half: f32, aa: f32): f32 {
  return half > 0 ? smoothstep(half + aa, half - aa, abs<f32>(a - <f32>0.5)) : 0;
}

/** An integer hash with good avalanche (lowbias32, by Chris Wellons' search). */
@inline
export function hash(x: u32): u32 {
  x ^= x >> 16;
  x *= 0x7feb352d;
  x ^= x >> 15;
  x *= 0x846ca68b;
  x ^= x >> 16;
  return x;
}

/** In [0, 1), from 24 bits. */
@inline
export function unit(h: u32): f32 {
  return <f32>(h >> 8) * <f32>(1.0 / 16777216.0);
}

/** Bilinear, clamped at the border. */
@inline
export function bilinear(src: usize, w: i32, h: i32, x: f32, y: f32): f32 {
  const px = max<f32>(0, min<f32>(<f32>(w - 1) - <f32>0.001, x));
  const py = max<f32>(0, min<f32>(<f32>(h - 1) - <f32>0.001, y));
  const xi = <i32>px, yi = <i32>py;
  const fx = px - <f32>xi, fy = py - <f32>yi;
  const o = src + (<usize>(yi * w + xi) << 2);
  const below = o + (<usize>w << 2);
  return mix(mix(load<f32>(o), load<f32>(o, 4), fx), mix(load<f32>(below), load<f32>(below, 4), fx), fy);
}
