/** What the nets see in a photo: faces, and masks of the subject in several crops. Never kept with the photo. */
import sharp, { type Sharp } from 'sharp';
import type { Box, Face, FaceFinder } from './faces.ts';
import { maskSide, type Segmenter } from './segmenter.ts';

/** A mask and the rectangle of the photo that it covers, in photo pixels. */
export type Mask = { readonly box: Box; readonly trust: number; readonly whole: boolean };

/** Plain data and shared memory, so that it passes to the painting thread without a copy. */
export type Look = {
  readonly width: number;
  readonly height: number;
  /** Bytes, RGB, upright, sRGB. */
  readonly rgb: SharedArrayBuffer;
  readonly faces: readonly Face[];
  readonly masks: readonly Mask[];
  /** 256 × 256 floats per mask. */
  readonly maskValues: SharedArrayBuffer;
};

export type Pixels = { readonly rgb: SharedArrayBuffer; readonly width: number; readonly height: number };

export type Eyes = { readonly faces: FaceFinder; readonly segment: Segmenter };

const facesMax = 6;
/** The nets see a photo at this size, small ones enlarged: landmarks come in whole pixels of what was looked at. */
const lookSide = 1280;

export async function look({ faces, segment }: Eyes, pixels: Pixels): Promise<Look> {
  const scale = lookSide / Math.max(pixels.width, pixels.height);
  const [width, height] = [Math.round(pixels.width * scale), Math.round(pixels.height * scale)];
  const small = await rawOf(pixels).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  const found = (await faces(new Uint8Array(small), width, height, facesMax)).map((face) =>
    larger(face, 1 / scale),
  );
  const boxes = boxesToMask(found, pixels);
  const maskValues = new SharedArrayBuffer(boxes.length * maskSide * maskSide * 4);
  const into = new Float32Array(maskValues);
  const masks: Mask[] = [];
  for (const [i, one] of boxes.entries()) {
    const raw = sharp(small, { raw: { width, height, channels: 3 } });
    into.set(await maskOf(segment, raw, scaled(one.box, scale), { width, height }), i * maskSide * maskSide);
    masks.push(one);
  }
  return { ...pixels, faces: found, masks, maskValues };
}

export const rawOf = ({ rgb, width, height }: Pixels): Sharp =>
  sharp(new Uint8Array(rgb), { raw: { width, height, channels: 3 } });

/** The whole photo, the sitters with their shoulders, and in a group every face on its own. */
function boxesToMask(faces: readonly Face[], { width, height }: Pixels): readonly Mask[] {
  const whole = { box: { x: 0, y: 0, width, height }, trust: 1, whole: true };
  if (faces.length === 0) return [whole];
  const sitters = clip(union(faces.map(({ box }) => grown(box, 1.3, 0.9, 2.8))), width, height);
  const near = sitters.width < width * 0.97 || sitters.height < height * 0.97;
  const each =
    faces.length > 1 ? faces.map(({ box }) => clip(grown(box, 1.15, 0.75, 2.95), width, height)) : [];
  return [
    whole,
    ...(near ? [{ box: sitters, trust: 1, whole: false }] : []),
    ...each
      .filter((box) => box.width > 20 && box.height > 20)
      .map((box) => ({ box, trust: 1.6, whole: false })),
  ];
}

/** The mean of a crop and its mirror image: the net is not symmetric, and its errors are not either. */
async function maskOf(
  segment: Segmenter,
  picture: Sharp,
  box: Box,
  within: { readonly width: number; readonly height: number },
): Promise<Float32Array> {
  const { x, y, width, height } = clip(box, within.width, within.height);
  const region = {
    left: Math.floor(x),
    top: Math.floor(y),
    width: Math.floor(width),
    height: Math.floor(height),
  };
  const crop = picture.extract(region).resize(maskSide, maskSide, { fit: 'fill' });
  const straight = await segment(new Uint8Array(await crop.clone().raw().toBuffer()));
  const mirrored = await segment(new Uint8Array(await crop.clone().flop().raw().toBuffer()));
  return straight.map((value, i) => (value + (mirrored[(i | 255) - (i & 255)] ?? value)) / 2);
}

const grown = ({ x, y, width, height }: Box, side: number, above: number, below: number): Box => ({
  x: x - width * side,
  y: y - height * above,
  width: width * (1 + 2 * side),
  height: height * (1 + above + below),
});

export function union(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function clip(box: Box, width: number, height: number): Box {
  const x = Math.max(0, Math.min(width - 1, box.x));
  const y = Math.max(0, Math.min(height - 1, box.y));
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, box.x + box.width) - x),
    height: Math.max(1, Math.min(height, box.y + box.height) - y),
  };
}

const scaled = ({ x, y, width, height }: Box, k: number): Box => ({
  x: x * k,
  y: y * k,
  width: width * k,
  height: height * k,
});

const larger = ({ box, mesh, score }: Face, k: number): Face => ({
  box: scaled(box, k),
  mesh: mesh.map(([x, y, z]) => [x * k, y * k, z * k]),
  score,
});
