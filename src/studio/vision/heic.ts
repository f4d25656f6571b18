/** HEIC as phones make it: HEVC inside HEIF, which sharp's build cannot decode; libheif as WebAssembly can. */
import sharp from 'sharp';
import { assume } from '../assume.ts';
import type { Pixels } from './look.ts';

type Image = {
  readonly width: number;
  readonly height: number;
  decode(): Promise<{ readonly data: Uint8ClampedArray }>;
};
type Images = readonly Image[] & { dispose?(): void };
type HeicDecode = { all(input: { buffer: Uint8Array }): Promise<Images> };

/** The first picture of the file, upright: libheif applies the rotation itself. Dimensions are known before decoding. */
export async function decodeHeic(photo: Uint8Array, pixelsMax = 100e6): Promise<Pixels | 'too-many-pixels'> {
  // The types of the package do not know `all`.
  const { default: heic } = assume<{ default: HeicDecode }>(await import('heic-decode'));
  const images = await heic.all({ buffer: photo });
  const [image] = images;
  try {
    if (image === undefined || image.width * image.height > pixelsMax) return 'too-many-pixels';
    return await withoutAlpha((await image.decode()).data, image.width, image.height);
  } finally {
    images.dispose?.();
  }
}

async function withoutAlpha(rgba: Uint8ClampedArray, width: number, height: number): Promise<Pixels> {
  const bytes = new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const plain = await sharp(bytes, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .raw()
    .toBuffer();
  const rgb = new SharedArrayBuffer(plain.length);
  new Uint8Array(rgb).set(plain);
  return { rgb, width, height };
}
