/** Masters, read back as whoever prints them reads them: size, resolution, colours, edge. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import sharp from 'sharp';
import { readProvenance } from '../../src/studio/delivery/provenance.ts';
import { type Engine, type PaintJob, recipeFrom, startEngine } from '../../src/studio/engine.ts';
import { astronaut, bytes, pixels } from './photos.ts';

setDefaultTimeout(60_000);

/** A picture that is there already: what is tried here is the file, and not the brush. */
const original = await bytes(sharp(astronaut).resize(800, 1000).png());
const recipe = recipeFrom({ style: 'poster', variant: '', seed: 1, crop: null, engine: 'test' });
const job: PaintJob = {
  ...{ photo: original, original, subject: 'person', recipe },
  ...{ width: 640, height: 800, format: 'jpeg', watermark: false },
};

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ workers: 1 });
});
afterAll(() => engine.stop());

const master = (more: Partial<PaintJob>) => engine.paint({ ...job, ...more });

describe.each([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['tiff', 'image/tiff'],
] as const)('a master as %s', (format, contentType) => {
  test('is eight by ten inches if that is what is printed, in sRGB, eight bits, without alpha', async () => {
    const { image, ...told } = await master({ format, dpi: 80 });
    expect(told).toMatchObject({ contentType, width: 640, height: 800 });
    const meta = await sharp(image).metadata();
    expect(meta).toMatchObject({
      format,
      width: 640,
      height: 800,
      density: 80,
      space: 'srgb',
      depth: 'uchar',
    });
    expect([meta.hasAlpha, meta.channels, meta.pages ?? 1]).toEqual([false, 3, 1]);
    const profile = String.fromCharCode(...[...(meta.icc ?? [])].filter((byte) => byte > 0)); // its name is UTF-16
    expect(profile).toContain('sRGB');
  });

  test('says by whom it was made', async () => {
    const { image } = await master({ format });
    expect((await readProvenance(image, contentType, engine.trustAnchor)).state).toBe('Trusted');
  });
});

/** Pixels in an inch, from a TIFF's tags XResolution and ResolutionUnit (TIFF 6.0, section 8: 282 and 296). */
function resolutionIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const isLittle = view.getUint16(0) === 0x4949;
  const at = view.getUint32(4, isLittle);
  const entries = Array.from({ length: view.getUint16(at, isLittle) }, (_, n) => at + 2 + n * 12);
  const entryOf = (tag: number) => entries.find((entry) => view.getUint16(entry, isLittle) === tag) ?? 0;
  const ratio = view.getUint32(entryOf(282) + 8, isLittle);
  const isPerCm = view.getUint16(entryOf(296) + 8, isLittle) === 3;
  const perUnit = view.getUint32(ratio, isLittle) / view.getUint32(ratio + 4, isLittle);
  return isPerCm ? perUnit * 2.54 : perUnit;
}

test('a resolution that is no whole number is kept as near as the format can say it', async () => {
  expect(resolutionIn((await master({ format: 'tiff', dpi: 295.3 })).image)).toBeCloseTo(295.3, 2);
  const jpeg = await sharp((await master({ dpi: 295.3 })).image).metadata();
  expect(jpeg.density).toBe(295);
});

test('a TIFF and a PNG hold the same pixels', async () => {
  const [tiff, png] = await Promise.all([master({ format: 'tiff' }), master({ format: 'png' })]);
  expect(Buffer.compare((await pixels(tiff.image)).data, (await pixels(png.image)).data)).toBe(0);
});

describe('where something is cut away', () => {
  test('the picture goes on beyond its edge, mirrored, and is untouched within', async () => {
    const plain = await pixels((await master({ format: 'png' })).image);
    const bled = await master({ format: 'png', bleedPx: 24, dpi: 80 });
    expect([bled.width, bled.height]).toEqual([688, 848]);
    const within = await sharp(bled.image)
      .extract({ left: 24, top: 24, width: 640, height: 800 })
      .removeAlpha()
      .raw()
      .toBuffer();
    expect(Buffer.compare(within, plain.data)).toBe(0);
    const { data, width } = await pixels(bled.image);
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    for (const [y, step] of [
      [100, 1],
      [400, 7],
      [700, 23],
    ] as const) {
      expect(at(24 - step, y)).toEqual(at(24 + step - 1, y));
      expect(at(663 + step, y)).toEqual(at(664 - step, y));
    }
  });

  test.each([-1, 1.5, 700])('it is told by code if it is no bleed: %d', async (bleedPx) => {
    const said = master({ bleedPx }).then(() => 'painted', String);
    expect(await said).toContain('studio/size');
  });
});
