/** What was approved is what is printed: the same strokes, crop and seed, at any size. */
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import sharp from 'sharp';
import { styles } from '../../src/studio/styles/index.ts';
import { grey, similarity } from './photos.ts';
import { openBench, order, quiet, recordedLook } from './sitter.ts';

setDefaultTimeout(120_000);

const look = await recordedLook();
const { shop, easel } = openBench(2);
afterAll(() => shop.close());

const preview = { width: 1024, height: 1280 };
const print = { width: 2560, height: 3200 };

const png = async (rgb: SharedArrayBuffer, { width, height }: typeof preview): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(new Uint8Array(rgb), { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  );

test.each(styles.map(({ id, inkLinesPeriodPx }) => [id, inkLinesPeriodPx ?? 0] as const))(
  'a print of %s is its preview, larger',
  async (style, periodPx) => {
    const small = easel.paint('print', look, order({ style, ...preview }), quiet);
    const large = easel.paint('print', look, order({ style, ...print }), quiet);
    expect(large.crop).toEqual(small.crop);
    // styles of lines may rule finer in a print: there both are looked at from where the lines are tone
    const far = 2 * periodPx * 0.5;
    const [a, b] = await Promise.all([
      grey(await png(small.rgb, preview), 512, 640, far),
      grey(await png(large.rgb, print), 512, 640, far),
    ]);
    expect(similarity(a, b, 512)).toBeGreaterThanOrEqual(0.95);
  },
);
