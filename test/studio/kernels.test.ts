/** The kernels: what is committed is what their source says, and they do what their names say. */
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelCommand } from '../../scripts/build-kernels.ts';
import { blur, box, filled, flowOf, kuwahara, resample, shrink } from '../../src/studio/workshop/filters.ts';
import { openWorkshop } from '../../src/studio/workshop/workshop.ts';

setDefaultTimeout(120_000); // the compiler alone takes seconds, on a busy machine many

const shop = openWorkshop({ threads: 2, bytesMax: 4e8 });
afterAll(() => shop.close());

test('the compiled kernels are those of the source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  const out = join(folder, 'studio.wasm');
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, ...kernelCommand(out)]);
  expect({ exitCode, stderr: stderr.toString() }).toEqual({ exitCode: 0, stderr: '' });
  const committed = readFileSync(new URL('../../src/studio/kernels/studio.wasm', import.meta.url));
  expect(Buffer.compare(readFileSync(out), committed)).toBe(0);
  rmSync(folder, { recursive: true });
});

const even = (width: number, height: number, channels: number) => filled(shop, width, height, channels, 0.4);

test('an even picture stays even under every filter', () => {
  const plain = even(70, 50, 3);
  const flow = flowOf(shop, plain, 2);
  for (const one of [
    blur(shop, plain, 2),
    blur(shop, plain, 11),
    box(shop, plain, 5),
    kuwahara(shop, plain, flow, 4),
    shrink(shop, plain, 3),
    resample(shop, plain, 131, 90, true),
  ])
    for (const value of shop.floats(one)) expect(value).toBeCloseTo(0.4, 4);
});

test('a blur keeps what it spreads', () => {
  const dot = even(64, 64, 1);
  shop.floats(dot).fill(0);
  shop.floats(dot)[32 * 64 + 32] = 1;
  const soft = shop.floats(blur(shop, dot, 3));
  expect(soft.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
  expect(soft[32 * 64 + 32]).toBeGreaterThan(soft[32 * 64 + 36] ?? 1);
});

test('a box mean is that of its square', () => {
  const ramp = even(40, 30, 1);
  const values = shop.floats(ramp);
  for (let i = 0; i < values.length; i++) values[i] = (i % 40) + Math.floor(i / 40) * 2;
  expect(shop.floats(box(shop, ramp, 3))[15 * 40 + 20]).toBeCloseTo(20 + 30, 3);
});

test('a kernel that is called with too few parameters does not run', () => {
  expect(() => shop.run('luminance', 4, { src: even(4, 4, 3) })).toThrow('studio/kernel');
  expect(() => shop.run('no-such-kernel', 4, {})).toThrow('studio/kernel');
});

test('memory that is released is used again, and more than the limit is refused', () => {
  const small = openWorkshop({ threads: 1, bytesMax: 120e6 });
  const addresses = Array.from({ length: 200 }, () => {
    const image = small.image(1000, 1000, 3);
    small.release(image);
    return image.at;
  });
  expect(new Set(addresses).size).toBe(1);
  expect(() => Array.from({ length: 20 }, () => small.image(1000, 1000, 3))).toThrow('studio/out-of-memory');
  small.close();
});

test('nothing of a photo stays in memory once it is forgotten', () => {
  const one = openWorkshop({ threads: 1, bytesMax: 200e6 });
  const image = one.image(100, 100, 3);
  one.floats(image).fill(0.77);
  one.release(image);
  one.wipe();
  expect(one.floats(image).every((value) => value === 0)).toBe(true);
  one.close();
});
