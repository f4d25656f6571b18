/** From RGB bytes to a file: sRGB profile, resolution, and for previews the mark. */
import { Buffer } from 'node:buffer';
import sharp, { type Sharp } from 'sharp';
import type { Crop, ImageFormat } from '../job.ts';
import { watermark } from './watermark.ts';

export type Sheet = {
  readonly rgb: SharedArrayBuffer;
  readonly width: number;
  readonly height: number;
  readonly face: Crop | null;
};

export type Wanted = {
  readonly format: ImageFormat;
  readonly dpi?: number | undefined;
  readonly bleedPx?: number | undefined;
  readonly watermark: boolean;
};

const defaultDpi = 300;

export async function encode({ rgb, width, height, face }: Sheet, wanted: Wanted): Promise<Uint8Array> {
  const raw = { raw: { width, height, channels: 3 as const }, limitInputPixels: false as const };
  const plain = sharp(new Uint8Array(rgb), raw);
  const marked = wanted.watermark
    ? plain.composite([{ input: Buffer.from(watermark(width, height, face)) }])
    : plain;
  const { dpi = defaultDpi, bleedPx = 0 } = wanted;
  const bled = bleedPx === 0 ? marked : marked.extend({ ...allRound(bleedPx), extendWith: 'mirror' });
  const profiled = bled.withIccProfile('srgb').withMetadata({ density: dpi });
  return new Uint8Array(await inFormat(profiled, wanted.format, dpi).toBuffer());
}

const allRound = (px: number) => ({ top: px, bottom: px, left: px, right: px });
const mmPerInch = 25.4;

function inFormat(picture: Sharp, format: ImageFormat, dpi: number): Sharp {
  const perMm = dpi / mmPerInch;
  if (format === 'tiff')
    return picture.tiff({ compression: 'deflate', predictor: 'horizontal', xres: perMm, yres: perMm });
  if (format === 'png') return picture.png({ compressionLevel: 6 });
  if (format === 'webp') return picture.webp({ quality: 88 });
  return picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
}

/** More than any company paints today. */
const pixelsMax = 50e6;
/** What is smaller was not painted for a wall; what is cut by more than a sixth would lose a head. */
const sideMinPx = 512;
const shapeFactorMax = 1.2;

/** A picture that was painted elsewhere, as bytes of exactly this size; what does not fit its shape is cut evenly. */
export async function broughtTo(
  picture: Uint8Array,
  width: number,
  height: number,
): Promise<SharedArrayBuffer> {
  const opened = sharp(picture, { limitInputPixels: pixelsMax, failOn: 'error' });
  const { format, pages = 1, width: w, height: h } = await opened.metadata();
  if (!['jpeg', 'png', 'webp'].includes(format) || pages > 1) throw new RangeError('no picture');
  const isNear = Math.abs(Math.log((w / h) * (height / width))) <= Math.log(shapeFactorMax);
  if (Math.min(w, h) < sideMinPx || !isNear) throw new RangeError('a picture of another size');
  const data = await opened
    .toColourspace('srgb')
    .removeAlpha()
    .resize(width, height, { fit: 'cover', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  const rgb = new SharedArrayBuffer(width * height * 3);
  new Uint8Array(rgb).set(data);
  return rgb;
}

export const contentTypeOf = (format: ImageFormat): string => `image/${format}`;
