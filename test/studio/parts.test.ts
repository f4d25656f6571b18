/** The small rules of the studio: composition, print sizes, the mark, the frames between processes, the commands. */
import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import sharp from 'sharp';
import { contactSheet } from '../../scripts/portrait/contact-sheet.ts';
import { compose, fitted } from '../../src/studio/compose/composition.ts';
import { watermark } from '../../src/studio/delivery/watermark.ts';
import { sharpUpTo } from '../../src/studio/print-size.ts';
import { readFrames, sendFrame } from '../../src/studio/process/frames.ts';
import { styles } from '../../src/studio/styles/index.ts';
import type { Face } from '../../src/studio/vision/faces.ts';
import { pixels } from './photos.ts';

setDefaultTimeout(120_000);

const photo = { width: 1600, height: 1200 };
const face = (x: number, y: number, height: number): Face => ({
  ...{ box: { x, y, width: height * 0.8, height }, mesh: [], score: 1 },
});
const extent = (x: number, y: number, width: number, height: number, atTop = 0) => ({
  ...{
    box: { x, y, width, height },
    share: (width * height) / (1600 * 1200),
    atTop,
    atLeft: false,
    atRight: false,
    spots: [],
  },
});

describe('composition', () => {
  test('a single face takes about a third of the height, its middle above the centre', () => {
    const { crop, fill } = compose(photo, 'person', [face(700, 350, 240)], extent(550, 260, 500, 940), 0.8);
    expect(fill).toBe(false);
    expect(240 / crop.height).toBeCloseTo(0.36, 1);
    const middle = (350 + 120 - crop.y) / crop.height;
    expect(middle).toBeGreaterThan(0.35);
    expect(middle).toBeLessThan(0.5);
  });

  test('all of a group are in the picture', () => {
    const faces = [face(300, 300, 150), face(700, 330, 140), face(1100, 290, 160)];
    const { crop } = compose(photo, 'person', faces, extent(200, 200, 1200, 1000), 1.25);
    for (const { box } of faces) {
      expect(box.x).toBeGreaterThan(crop.x);
      expect(box.x + box.width).toBeLessThan(crop.x + crop.width);
      expect(box.y).toBeGreaterThan(crop.y);
    }
  });

  test('a head that the photo cuts keeps the photo’s own background', () => {
    const { crop, fill } = compose(
      photo,
      'person',
      [face(600, 20, 500)],
      extent(300, 0, 1000, 1200, 0.4),
      0.8,
    );
    expect(fill).toBe(true);
    expect(crop.x >= 0 && crop.y >= 0 && crop.y + crop.height <= 1200.001).toBe(true);
  });

  test('an animal that fills the photo is cut about its eyes and nose', () => {
    const spots = [
      { x: 900, y: 500, weight: 1 },
      { x: 1300, y: 520, weight: 1 },
      { x: 1120, y: 800, weight: 0.6 },
      { x: 60, y: 300, weight: 0.4 },
    ];
    const { crop, fill } = compose(photo, 'pet', [], { ...extent(0, 0, 1600, 1200, 0.9), spots }, 0.8);
    expect(fill).toBe(true);
    expect(crop.x + crop.width / 2).toBeCloseTo(1110, -2);
    expect(crop.x + crop.width).toBeLessThanOrEqual(1600);
  });

  test('has the shape that was asked for, whoever sits wherever', () => {
    const place = fc.integer({ min: 0, max: 1000 });
    const people = fc.array(fc.record({ x: place, y: place, height: fc.integer({ min: 40, max: 700 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        people,
        fc.double({ min: 0.4, max: 2.5, noNaN: true }),
        fc.constantFrom('person', 'pet'),
        (found, aspect, kind) => {
          const faces = found.map(({ x, y, height }) => face(x, y, height));
          const { crop } = compose(photo, kind, faces, extent(200, 300, 700, 800), aspect);
          expect(crop.width / crop.height).toBeCloseTo(aspect, 3);
          expect(crop.width).toBeGreaterThan(0);
        },
      ),
    );
  });

  test('a crop of another shape is fitted inside what was approved', () => {
    const inner = fitted({ x: 100, y: 100, width: 800, height: 1000 }, 1);
    expect(inner).toEqual({ x: 100, y: 180, width: 800, height: 800 });
  });
});

test('a print may be larger the more of the face the photo holds', () => {
  expect(sharpUpTo(120)).toEqual({ sharpCm: 20, refusedAboveCm: 30 });
  expect(sharpUpTo(250)).toEqual({ sharpCm: 40, refusedAboveCm: 60 });
  expect(sharpUpTo(5)).toEqual({ sharpCm: 9, refusedAboveCm: 13 });
  expect(sharpUpTo(5000)).toEqual({ sharpCm: 90, refusedAboveCm: 135 });
  const height = fc.integer({ min: 1, max: 3000 });
  fc.assert(fc.property(height, height, (a, b) => a > b || sharpUpTo(a).sharpCm <= sharpUpTo(b).sharpCm));
});

test('the mark is outlines, so that no font of the machine takes part', () => {
  const svg = watermark(1024, 1280, { x: 0.3, y: 0.3, width: 0.4, height: 0.35 });
  expect(svg).not.toContain('<text');
  expect(svg.split('<path').length).toBeGreaterThan(25);
});

test('frames arrive whole and in order, however the pipe cuts them', async () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 4000 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(bodies, fc.integer({ min: 1, max: 700 }), async (sent, cut) => {
      const [wire, pipe] = [new PassThrough(), new PassThrough()];
      const got: { n: number; body: Uint8Array }[] = [];
      readFrames<{ n: number }>(pipe, ({ header, body }) => got.push({ n: header.n, body }));
      for (const [n, body] of sent.entries()) sendFrame(wire, { n }, body);
      wire.end();
      const all = Buffer.concat(await wire.toArray());
      for (let at = 0; at < all.length; at += cut) pipe.write(all.subarray(at, at + cut));
      await Bun.sleep(0);
      expect(got).toEqual(sent.map((body, n) => ({ n, body })));
    }),
    { numRuns: 30 },
  );
});

test('every style says what it is and what it is built after', () => {
  for (const { name, medium, says, papers, variants } of styles) {
    expect([name, medium, says, ...papers].every((text) => text.length > 3)).toBe(true);
    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length);
  }
  expect(styles.slice(0, 5).map(({ id }) => id)).toEqual([
    'impressionist',
    'classic-oil',
    'engraving',
    'pop-art',
    'pencil',
  ]);
});

describe('bun run portrait', () => {
  const portrait = (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, 'scripts/portrait.ts', ...args]);
    return { exitCode, out: stdout.toString(), err: stderr.toString() };
  };
  const folder = mkdtempSync(join(tmpdir(), 'portrait-'));
  const sitter = 'test/fixtures/photos/astronaut.png';

  test('paints a photo', async () => {
    const out = join(folder, 'a.png');
    const { exitCode, err } = portrait(sitter, '--style', 'pop-art', '--size', '400x500', '--out', out);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const { width, height } = await sharp(readFileSync(out)).metadata();
    expect({ width, height }).toEqual({ width: 400, height: 500 });
  });

  test('puts all styles on one sheet, four in a row', async () => {
    const out = join(folder, 'sheet.jpg');
    await contactSheet(Array(6).fill(sitter), 0.8, out);
    const { width, height, format } = await sharp(readFileSync(out)).metadata();
    expect({ width, height, format }).toEqual({ width: 4 * 412 + 12, height: 2 * 512 + 12, format: 'jpeg' });
    const { data } = await pixels(readFileSync(out));
    expect([...data.subarray(0, 3)].every((value) => value > 225)).toBe(true); // paper between them
  });

  test('refuses a photo, says why and what to do, and writes nothing', () => {
    const out = join(folder, 'b.png');
    const { exitCode, err } = portrait('test/fixtures/photos/chelsea.png', '--style', 'pencil', '--out', out);
    expect(exitCode).toBe(1);
    expect(err).toBe(
      'portrait: error: no face was found\nhint: take a photo that shows it from the front; for an animal add --subject pet\n',
    );
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [[], 'name one photo'],
    [['nobody.jpg', '--style', 'pencil', '--out', 'x.png'], 'there is no file nobody.jpg'],
    [[sitter, '--out', 'x.png'], '--style is missing'],
    [[sitter, '--style', 'cubist', '--out', 'x.png'], 'no style is called cubist'],
    [[sitter, '--style', 'pencil', '--variant', 'pink', '--out', 'x.png'], 'pencil has no variant pink'],
    [[sitter, '--style', 'pencil', '--out', 'x.gif'], '--out is a file that ends in'],
    [[sitter, '--style', 'pencil', '--out', '/no/such/folder/x.png'], 'there is no folder /no/such/folder'],
    [[sitter, '--style', 'pencil', '--out', 'x.png', '--size', 'big'], '--size is WxH'],
    [[sitter, '--style', 'pencil', '--out', 'x.png', '--size', '99999x99999'], '--size is WxH: 64 to 12000'],
    [['src', '--style', 'pencil', '--out', 'x.png'], 'there is no file src'],
    [[sitter, '--all'], '--all needs --out-dir'],
    [['--colour'], 'unknown option'],
  ])('used wrongly (%j), it says how', (args, message) => {
    const { exitCode, err } = portrait(...args);
    expect(exitCode).toBe(2);
    expect(err).toContain(`portrait: error: ${message}`);
  });

  test('lists its styles, and explains itself', () => {
    expect(portrait('--styles').out).toContain('impressionist     Impressionist oil (night, garden, rose)');
    expect(portrait('--help').out).toStartWith('Usage:');
    expect(JSON.parse(portrait('--styles', '--json').out)).toHaveLength(styles.length);
    rmSync(folder, { recursive: true });
  });
});
