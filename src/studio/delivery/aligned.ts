/** The photo, cut as a portrait is cut: for the two beside each other. */
import sharp from 'sharp';
import type { Crop } from '../job.ts';

/** Of a photo in which the crop may lie a little outside: there its edge goes on. */
type Plan = {
  readonly extend: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly extract: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
};

/** @param photo as `inspect` gave it @param width of the result, in pixels @returns JPEG without metadata */
export async function aligned(photo: Uint8Array, crop: Crop, width: number): Promise<Uint8Array> {
  const { width: photoWidth, height: photoHeight } = await sharp(photo).metadata();
  const { extend, extract } = planFor(crop, photoWidth, photoHeight);
  const wide = await sharp(photo)
    .extend({ ...extend, extendWith: 'copy' })
    .toBuffer();
  return sharp(wide).extract(extract).resize({ width }).jpeg({ quality: 86 }).toBuffer();
}

function planFor(crop: Crop, photoWidth: number, photoHeight: number): Plan {
  const [left, top] = [Math.round(crop.x * photoWidth), Math.round(crop.y * photoHeight)];
  const width = Math.max(1, Math.round(crop.width * photoWidth));
  const height = Math.max(1, Math.round(crop.height * photoHeight));
  return {
    extend: {
      ...{ left: Math.max(0, -left), top: Math.max(0, -top) },
      ...{ right: Math.max(0, left + width - photoWidth), bottom: Math.max(0, top + height - photoHeight) },
    },
    extract: { left: Math.max(0, left), top: Math.max(0, top), width, height },
  };
}
