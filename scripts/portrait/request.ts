/** What is asked of the studio on the command line, checked. */
import { statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Crop, type ImageFormat, type SubjectKind, sizeLimits } from '../../src/studio/job.ts';
import { backgrounds, type Manner, usualManner } from '../../src/studio/manner.ts';

export type Request = Manner & {
  readonly crop: Crop | null;
  readonly photo: string;
  readonly subject: SubjectKind;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly dpi: number;
  readonly watermark: boolean;
  readonly json: boolean;
};

export class WrongUsage extends Error {
  readonly hint: string;
  constructor(message: string, hint = 'bun run portrait --help') {
    super(message);
    this.hint = hint;
  }
}

export function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ style: { type: 'string' }, variant: { type: 'string' }, out: { type: 'string' } },
        ...{
          size: { type: 'string' },
          seed: { type: 'string' },
          subject: { type: 'string' },
          dpi: { type: 'string' },
          background: { type: 'string' },
          intensity: { type: 'string' },
          crop: { type: 'string' },
        },
        ...{ 'out-dir': { type: 'string' }, data: { type: 'string' } },
        ...{ watermark: { type: 'boolean' }, all: { type: 'boolean' }, styles: { type: 'boolean' } },
        ...{ json: { type: 'boolean' }, help: { type: 'boolean' } },
      },
    } as const);
  } catch (cause) {
    const [first = 'unknown option'] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new WrongUsage(first.charAt(0).toLowerCase() + first.slice(1));
  }
}

export function requestFrom(
  values: ReturnType<typeof parsed>['values'],
  positionals: readonly string[],
): Request {
  const [photo] = positionals;
  if (photo === undefined || positionals.length > 1) throw new WrongUsage('name one photo');
  if (!statSync(photo, { throwIfNoEntry: false })?.isFile())
    throw new WrongUsage(`there is no file ${photo}`);
  const { size = '1024x1280', seed = '1', dpi = '300', subject = 'person' } = values;
  const { width, height } = sizeFrom(size);
  if (subject !== 'person' && subject !== 'pet') throw new WrongUsage('--subject is person or pet');
  if (!/^\d{1,9}$/.test(seed) || !/^\d{2,4}$/.test(dpi))
    throw new WrongUsage('--seed and --dpi are whole numbers');
  const manner = { ...mannerFrom(values), crop: cropFrom(values.crop) };
  const flags = { watermark: values.watermark ?? false, json: values.json ?? false };
  return { photo, subject, width, height, seed: +seed, dpi: +dpi, ...manner, ...flags };
}

function sizeFrom(text: string) {
  const [width = 0, height = 0] = (text.match(/^(\d{2,5})x(\d{2,5})$/) ?? []).slice(1).map(Number);
  const { sideMin, sideMax, pixelsMax } = sizeLimits;
  if (Math.min(width, height) < sideMin || Math.max(width, height) > sideMax || width * height > pixelsMax)
    throw new WrongUsage(
      `--size is WxH: ${sideMin} to ${sideMax} pixels a side, ${pixelsMax / 1e6} million in all`,
    );
  return { width, height };
}

function mannerFrom({ background = usualManner.background, intensity = '50' }: Wishes): Manner {
  const known = backgrounds.find(({ id }) => id === background);
  if (known === undefined)
    throw new WrongUsage(`--background is ${backgrounds.map(({ id }) => id).join(', ')}`);
  if (!/^\d{1,3}$/.test(intensity) || +intensity > 100)
    throw new WrongUsage('--intensity is a whole number up to 100');
  return { background: known.id, intensity: +intensity / 100 };
}

type Wishes = { readonly background?: string | undefined; readonly intensity?: string | undefined };

function cropFrom(text: string | undefined): Crop | null {
  if (text === undefined) return null;
  const [x = Number.NaN, y = Number.NaN, width = 0, height = 0] = text.split(',').map(Number);
  if (
    ![x, y].every((from) => from >= -1 && from <= 2) ||
    !(width > 0 && width <= 2 && height > 0 && height <= 2)
  )
    throw new WrongUsage('--crop is X,Y,W,H in shares of the photo: 0.1,0,0.8,1');
  return { x, y, width, height };
}

export function formatOf(out: string): ImageFormat {
  const formats: Readonly<Record<string, ImageFormat>> = {
    '.jpg': 'jpeg',
    '.jpeg': 'jpeg',
    '.png': 'png',
    '.webp': 'webp',
    '.tif': 'tiff',
    '.tiff': 'tiff',
  };
  const format = formats[extname(out).toLowerCase()];
  if (format === undefined) throw new WrongUsage('--out is a file that ends in .jpg, .png, .webp or .tif');
  // before it is painted, which may take half a minute
  if (!statSync(dirname(out), { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`there is no folder ${dirname(out)} for --out`);
  return format;
}
