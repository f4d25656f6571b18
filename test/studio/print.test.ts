/** What was approved is what is printed: the same bytes on every machine; the same strokes, crop and seed, at any size. */
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import sharp from 'sharp';
import { imagesOf, prepare } from '../../src/studio/compose/prepare.ts';
import { usualManner } from '../../src/studio/manner.ts';
import { painterOf, styles } from '../../src/studio/styles/index.ts';
import { grey, similarity } from './photos.ts';
import { hashOf, openBench, order, quiet, recordedLook } from './sitter.ts';

setDefaultTimeout(120_000);

const look = await recordedLook();
const { shop, easel } = openBench(2);
afterAll(() => shop.close());

const preview = { width: 1024, height: 1280 };
const print = { width: 2048, height: 2560 };
/** For what is ruled, which a size shows first. */
const large = { width: 2560, height: 3200 };

const frame = { subject: 'person', crop: null, ownBackground: false, aspect: 0.8, draft: false } as const;
const sitter = prepare(shop, look, frame, quiet);

/** A style never hears of a size before it renders, so that one painting is what every size is rendered from. */
function rendered(style: string, sizes: readonly (typeof preview)[]): readonly Uint8Array[] {
  const painting = painterOf(style)?.paint(shop, sitter, { ...usualManner, variant: '', seed: 1 });
  const pictures = sizes.map(({ width, height }) => {
    const out = shop.image(Math.ceil((width * height * 3) / 4), 1, 1);
    painting?.render(out, width, height, quiet);
    const picture = new Uint8Array(shop.floats(out).buffer, out.at, width * height * 3).slice();
    shop.release(out);
    return picture;
  });
  shop.releaseAllBut(imagesOf(sitter));
  return pictures;
}

/** Changes with intent only: a new hash is a new picture, and `version.ts` goes up with it. */
const golden: Readonly<Record<string, string>> = {
  impressionist: '66eedd7bd2db9e6d',
  'classic-oil': 'f6d6c5bd9b8b53c4',
  engraving: 'f410f034dcbff473',
  'pop-art': '7ad367e94d997367',
  pencil: '02cee506b50560f7',
  charcoal: '602e8eada4da0a79',
  'coloured-pencil': 'eb0858775663d67b',
  poster: '7bcec986318353db',
  watercolour: 'fab3f56137ea3ad9',
  pointillist: '2c23de8be3216aef',
};

const png = async (rgb: Uint8Array, { width, height }: typeof preview): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(rgb, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  );

test.each(styles.map(({ id, inkLinesPeriodPx }) => [id, inkLinesPeriodPx ?? 0] as const))(
  '%s paints the golden picture, and a print of it is its preview, larger',
  async (style, periodPx) => {
    const size = periodPx > 0 ? large : print;
    const [small = new Uint8Array(), printed = new Uint8Array()] = rendered(style, [preview, size]);
    expect(hashOf(small)).toBe(golden[style] ?? '');
    // styles of lines may rule finer in a print: there both are looked at from where the lines are tone
    const far = 2 * periodPx * 0.5;
    const [a, b] = await Promise.all([
      grey(await png(small, preview), 512, 640, far),
      grey(await png(printed, size), 512, 640, far),
    ]);
    expect(similarity(a, b, 512)).toBeGreaterThanOrEqual(0.95);
  },
);

test('the crop that a preview resolved is the print’s, to the last digit', () => {
  const sitting = (size: typeof preview, crop: typeof sitter.crop | null) =>
    easel.prepare('crop', look, order({ ...size, crop, draft: true }));
  const resolved = sitting(preview, null);
  expect(resolved).toEqual(sitter.crop);
  for (const size of [preview, print, large]) expect(sitting(size, resolved)).toEqual(resolved);
});
