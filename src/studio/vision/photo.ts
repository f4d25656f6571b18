/** Intake: what comes from outside, told by its content, decoded under limits, upright, sRGB, without metadata. */
import sharp, { type Sharp } from 'sharp';
import type { RefusalReason } from '../job.ts';
import type { Pixels } from './look.ts';

/** RULINGS of the shop: what may be sent. */
const limits = { bytesMax: 40e6, pixelsMax: 100e6, sideMinPx: 300 } as const;

/** Kept no larger than this: no style sees more, and less of a face is kept. */
const keptSideMax = 4096;

export type Intake =
  | { readonly is: 'photo'; readonly jpeg: Uint8Array }
  | { readonly is: 'refused'; readonly reason: RefusalReason };

const refused = (reason: RefusalReason): Intake => ({ is: 'refused', reason });

export type HeicDecoder = (photo: Uint8Array) => Promise<Pixels | 'too-many-pixels'>;

export async function takeIn(photo: Uint8Array, decodeHeic: HeicDecoder): Promise<Intake> {
  if (photo.length > limits.bytesMax) return refused('too-large');
  const format = formatOf(photo);
  if (format === undefined) return refused('format-not-allowed');
  if (format === 'png' && isAnimatedPng(photo)) return refused('animated');
  try {
    const meta = await sharp(photo, { limitInputPixels: false }).metadata();
    if (!allowed.has(meta.format ?? '')) return refused('format-not-allowed');
    if ((meta.pages ?? 1) > 1) return refused('animated');
    if ((meta.width ?? 0) * (meta.height ?? 0) > limits.pixelsMax) return refused('too-many-pixels');
    if (Math.min(meta.width ?? 0, meta.height ?? 0) < limits.sideMinPx) return refused('too-small');
    if (meta.compression === 'hevc') return await fromHeic(photo, decodeHeic);
    return {
      is: 'photo',
      jpeg: await kept(sharp(photo, { limitInputPixels: limits.pixelsMax, failOn: 'error' })),
    };
  } catch {
    return refused('broken');
  }
}

const allowed: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'heif', 'avif']);

async function fromHeic(photo: Uint8Array, decodeHeic: HeicDecoder): Promise<Intake> {
  const pixels = await decodeHeic(photo);
  if (pixels === 'too-many-pixels') return refused(pixels);
  const { rgb, width, height } = pixels;
  return {
    is: 'photo',
    jpeg: await kept(sharp(new Uint8Array(rgb), { raw: { width, height, channels: 3 } })),
  };
}

/** White under what is transparent: a cut-out picture would come out black otherwise. */
async function kept(picture: Sharp): Promise<Uint8Array> {
  const jpeg = await picture
    .autoOrient()
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .resize(keptSideMax, keptSideMax, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return new Uint8Array(jpeg);
}

/** @throws Error where it is not what `kept` made. */
export async function decodeKept(photo: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(photo, { limitInputPixels: keptSideMax * keptSideMax, failOn: 'error' })
    .autoOrient()
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rgb = new SharedArrayBuffer(data.length);
  new Uint8Array(rgb).set(data);
  return { rgb, width: info.width, height: info.height };
}

/** By the first bytes, never by name or declared type: SVG, PDF, GIF, TIFF and the like do not get to a decoder. */
function formatOf(photo: Uint8Array): 'jpeg' | 'png' | 'webp' | 'heif' | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...photo.subarray(from, to));
  if (photo[0] === 0xff && photo[1] === 0xd8 && photo[2] === 0xff) return 'jpeg';
  if (text(0, 8) === '\u0089PNG\r\n\u001a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp' && /^(avif|avis|heic|heix|heim|heis|hevc|mif1|msf1)/.test(text(8, 12)))
    return 'heif';
  return undefined;
}

/** An `acTL` chunk before the first `IDAT` (APNG); the decoder would show its first frame and say nothing. */
function isAnimatedPng(photo: Uint8Array): boolean {
  const view = new DataView(photo.buffer, photo.byteOffset, photo.byteLength);
  for (let at = 8; at + 12 <= photo.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(...photo.subarray(at + 4, at + 8));
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}
