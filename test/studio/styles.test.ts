/** Every style: the same bytes however it is painted, any size, any crop, and no face crushed to black or white. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import fc from 'fast-check';
import type { Picture } from '../../src/studio/easel/picture.ts';
import { styles } from '../../src/studio/styles/index.ts';
import { hashOf, openBench, order, quiet, recordedLook } from './sitter.ts';

setDefaultTimeout(120_000);

const look = await recordedLook();
const { shop, easel } = openBench(2);
afterAll(() => shop.close());

const ids = styles.map(({ id }) => id);

test('however many threads paint it, and however often', () => {
  const alone = openBench(1);
  const three = openBench(3);
  for (const style of ['impressionist', 'pencil', 'engraving']) {
    const sketch = order({ style, draft: true });
    const hashes = [easel, alone.easel, three.easel, three.easel].map((one) =>
      hashOf(one.paint('threads', look, sketch, quiet).rgb),
    );
    expect(new Set(hashes).size).toBe(1);
  }
  alone.shop.close();
  three.shop.close();
});

/** The usual sketch of a style is looked at twice, and painted once. */
const hashes = new Map<string, string>();
function sketched(changes: Parameters<typeof order>[0]): string {
  const sketch = order({ ...changes, width: 128, height: 160, draft: true });
  const key = JSON.stringify(sketch);
  const hash = hashes.get(key) ?? hashOf(easel.paint('sketch', look, sketch, quiet).rgb);
  hashes.set(key, hash);
  return hash;
}

test.each(ids)('%s has variants that are other pictures', (style) => {
  const variants = styles.find(({ id }) => id === style)?.variants.map(({ id }) => id) ?? [];
  const pictures = variants.map((variant) => sketched({ style, variant }));
  expect(new Set(pictures).size).toBe(variants.length);
  expect(variants.length).toBeGreaterThanOrEqual(2);
});

test.each(ids)('%s is another picture before another background, and gentler or bolder', (style) => {
  const [variant = ''] = styles.find(({ id }) => id === style)?.variants.map(({ id }) => id) ?? [];
  const manners = [
    { background: 'studio', intensity: 0.5 },
    { background: 'plain', intensity: 0.5 },
    { background: 'photo', intensity: 0.5 },
    { background: 'studio', intensity: 0 },
    { background: 'studio', intensity: 1 },
  ] as const;
  const pictures = manners.map((manner) => sketched({ style, variant, ...manner }));
  expect(new Set(pictures).size).toBe(manners.length);
});

test('with its own background a picture lies within the photo, and in front of another it may look beyond it', () => {
  const crop = (background: 'studio' | 'photo') =>
    easel.paint('frame', look, order({ background, draft: true, width: 128, height: 160 }), quiet).crop;
  const { x, y, width, height } = crop('photo');
  expect([x, y].every((from) => from >= 0) && x + width <= 1.0001 && y + height <= 1.0001).toBe(true);
  expect(crop('studio')).not.toEqual(crop('photo'));
});

test('any size and any crop of any style is a whole picture', () => {
  const sizes = fc.tuple(fc.integer({ min: 64, max: 420 }), fc.integer({ min: 64, max: 420 }));
  const shape = sizes.filter(([w, h]) => Math.max(w, h) / Math.min(w, h) <= 3);
  const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const crop = fc.record({
    x: share(-0.3, 0.7),
    y: share(-0.3, 0.7),
    width: share(0.05, 1.3),
    height: share(0.05, 1.3),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...ids),
      shape,
      fc.option(crop),
      fc.nat(),
      (style, [width, height], chosen, seed) => {
        const painted = easel.paint(
          'any',
          look,
          order({ style, width, height, crop: chosen, seed, draft: true }),
          quiet,
        );
        expect(painted.rgb.byteLength).toBe(width * height * 3);
        expect(new Set(new Uint8Array(painted.rgb)).size).toBeGreaterThan(1);
      },
    ),
    { numRuns: 20, endOnFailure: true },
  );
});

describe('a face is neither crushed to black nor to white', () => {
  test.each([0.15, 0.4, 1, 1.5])('in a photo of %f of the light', async (light) => {
    const lit = await recordedLook(light);
    for (const style of ids) {
      const painted = easel.paint(
        `light ${light}`,
        lit,
        order({ style, width: 512, height: 640, draft: true }),
        quiet,
      );
      const { black, white } = clipped(painted, 512, 640, periodOf(style));
      expect({ style, black: black > 0.25, white: white > 0.6 }).toEqual({
        style,
        black: false,
        white: false,
      });
    }
  });
});

test('pop art prints a darker skin in darker dyes', async () => {
  const shade = async (light: number): Promise<number> => {
    const small = { width: 128, height: 160, draft: true };
    const painted = easel.paint(`dye ${light}`, await recordedLook(light), order(small), quiet);
    const { x, y, width, height } = painted.face ?? { x: 0, y: 0, width: 1, height: 1 };
    const side = Math.round(width * 128 * 0.5);
    return meanOf(
      new Uint8Array(painted.rgb),
      128,
      Math.round((x + width * 0.25) * 128),
      Math.round((y + height * 0.5) * 160) - (side >> 1),
      side,
    );
  };
  expect(await shade(0.3)).toBeLessThan((await shade(1)) - 20);
});

const periodOf = (style: string): number => styles.find(({ id }) => id === style)?.inkLinesPeriodPx ?? 0;

/** Shares of the face's oval that are all but black or white, after a mean over two periods of a style's lines. */
function clipped({ rgb, face }: Picture, width: number, height: number, periodPx: number) {
  const bytes = new Uint8Array(rgb);
  const cell = Math.max(2, Math.round((2 * periodPx * width) / 1024));
  const { x, y, width: w, height: h } = face ?? { x: 0, y: 0, width: 1, height: 1 };
  const tones: number[] = [];
  for (let top = (y + h * 0.1) * height; top < (y + h * 0.9) * height; top += cell)
    for (let left = (x + w * 0.15) * width; left < (x + w * 0.85) * width; left += cell)
      tones.push(meanOf(bytes, width, Math.round(left), Math.round(top), cell));
  const share = (holds: (tone: number) => boolean) => tones.filter(holds).length / tones.length;
  return { black: share((tone) => tone < 12), white: share((tone) => tone > 251) };
}

function meanOf(bytes: Uint8Array, width: number, left: number, top: number, cell: number): number {
  let sum = 0;
  for (let v = top; v < top + cell; v++)
    for (let i = (v * width + left) * 3; i < (v * width + left + cell) * 3; i++) sum += bytes[i] ?? 0;
  return sum / (cell * cell * 3);
}
