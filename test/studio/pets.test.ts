/** Animals, of whom no net knows eyes and noses: what styles of flat colours make of their photo alone. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Look } from '../../src/studio/vision/look.ts';
import { chelsea, pixels } from './photos.ts';
import { type Bench, openBench, order, quiet } from './sitter.ts';

setDefaultTimeout(60_000);

let bench: Bench;
beforeAll(() => {
  bench = openBench(2);
});
afterAll(() => bench.shop.close());

/** A cat that fills the photo. @param colour how much of its colour is left */
async function cat(colour: number): Promise<Look> {
  const { data, width, height } = await pixels(chelsea);
  const rgb = new SharedArrayBuffer(data.length);
  const grey = (i: number): number => ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0)) / 3;
  new Uint8Array(rgb).set(data.map((value, i) => grey(i - (i % 3)) + (value - grey(i - (i % 3))) * colour));
  const maskValues = new SharedArrayBuffer(65_536 * 4);
  new Float32Array(maskValues).fill(1);
  const masks = [{ box: { x: 0, y: 0, width, height }, trust: 1, whole: true }];
  return { width, height, rgb, faces: [], masks, maskValues };
}

/** Shares of the picture: cold dyes, red ones, and the warm ones of the coat. */
async function dyesOf(photoKey: string, colour: number) {
  const sheet = order({ subject: 'pet', style: 'pop-art', width: 256, height: 320, draft: true });
  const { rgb } = bench.easel.paint(photoKey, await cat(colour), sheet, quiet);
  const counts = { cold: 0, red: 0, coat: 0 };
  const bytes = new Uint8Array(rgb);
  for (let i = 0; i < bytes.length; i += 3) {
    const [r = 0, g = 0, b = 0] = bytes.subarray(i, i + 3);
    if (b > 150 && b > r) counts.cold++;
    else if (r > 150 && g < 70 && b > 40 && b < 120) counts.red++;
    else if (r > 200 && g > 70 && b < 140) counts.coat++;
  }
  const all = bytes.length / 3;
  return { cold: counts.cold / all, red: counts.red / all, coat: counts.coat / all };
}

test('pop art gives a cat’s eyes and nose dyes of their own', async () => {
  const { cold, red, coat } = await dyesOf('cat', 1);
  expect(cold).toBeWithin(0.02, 0.2);
  expect(red).toBeWithin(0.002, 0.03);
  expect(coat).toBeGreaterThan(0.35);
});

test('an animal without colours is one coat', async () => {
  const { cold, red, coat } = await dyesOf('grey cat', 0);
  expect(cold + red).toBeLessThan(0.005);
  expect(coat).toBeGreaterThan(0.35);
});
