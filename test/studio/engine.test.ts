/** The engine as the shop uses it: over its real process, with real painting. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import sharp from 'sharp';
import { readProvenance } from '../../src/studio/delivery/provenance.ts';
import {
  type Engine,
  type ImageFormat,
  type PaintJob,
  type Progress,
  recipeFrom,
  startEngine,
} from '../../src/studio/engine.ts';
import { astronaut, pixels } from './photos.ts';

setDefaultTimeout(60_000);

let engine: Engine;
let photo: Uint8Array;
beforeAll(async () => {
  engine = await startEngine({ workers: 2 });
  const inspected = await engine.inspect(astronaut, 'person');
  if (inspected.is === 'accepted') photo = inspected.photo;
});
afterAll(() => engine.stop());

const recipe = recipeFrom({ style: 'pop-art', variant: '', seed: 7, crop: null, engine: '' });
/** Sketches: what is tried here is the engine; the brush has tests of its own. */
const job = (changes: Partial<PaintJob> = {}): PaintJob => ({
  ...{ photo, subject: 'person', recipe, width: 512, height: 640, format: 'png', watermark: false },
  draft: true,
  ...changes,
});
/** Long enough on the easel to come between. */
const large = { width: 1800, height: 2200 };
/** Does something once, in the middle of the work. */
const at = (stage: Progress['stage'], act: () => void) => {
  let isDone = false;
  return (progress: Progress) => {
    if (isDone || progress.stage !== stage || progress.done === 0) return;
    isDone = true;
    act();
  };
};
const code = (painting: Promise<unknown>) => painting.catch((fault: { code: string }) => fault.code);

describe('a portrait', () => {
  test.each<readonly [ImageFormat, number]>([
    ['jpeg', 300],
    ['png', 150],
    ['webp', 300],
  ])('as %s has its size, its profile, and says how it was made', async (format, dpi) => {
    const painted = await engine.paint(job({ format, dpi, watermark: true }));
    const { width, height, density, icc, format: written } = await sharp(painted.image).metadata();
    expect({ width, height, format: written }).toEqual({ width: 512, height: 640, format });
    if (format !== 'webp') expect(density).toBe(dpi); // a WebP file has no place for it but EXIF
    expect(icc?.length).toBeGreaterThan(0);
    const { state, generator, actions } = await readProvenance(
      painted.image,
      painted.contentType,
      engine.trustAnchor,
    );
    expect({ state, generator }).toEqual({
      state: 'Trusted',
      generator: `Portrait123 studio ${engine.version}`,
    });
    expect(actions[0]).toContain('c2pa.created');
    expect(actions[0]).toContain('compositeWithTrainedAlgorithmicMedia');
  });

  test('whose bytes were changed does not verify', async () => {
    const { image, contentType } = await engine.paint(job({ format: 'jpeg' }));
    const changed = image.slice();
    changed.fill(0x55, image.length - 3000, image.length - 2900);
    expect((await readProvenance(changed, contentType, engine.trustAnchor)).state).toBe('Invalid');
  });

  test('tells nothing of the person in its file', async () => {
    const { image } = await engine.paint(job({ format: 'jpeg' }));
    const { exif, xmp, iptc } = await sharp(image).metadata();
    expect([xmp, iptc]).toEqual([undefined, undefined]);
    expect(exif?.length ?? 0).toBeLessThan(200); // resolution alone
  });

  test('is the same picture from its resolved recipe, and another by another seed', async () => {
    const first = await engine.paint(job());
    expect(first.recipe).toMatchObject({ style: 'pop-art', seed: 7, engine: engine.version });
    const again = await engine.paint(job({ recipe: first.recipe }));
    expect((await pixels(again.image)).data).toEqual((await pixels(first.image)).data);
    const oil = { ...first.recipe, style: 'impressionist' } as const;
    const [a, b] = [
      await engine.paint(job({ recipe: oil })),
      await engine.paint(job({ recipe: { ...oil, seed: 8 } })),
    ];
    expect((await pixels(a.image)).data).not.toEqual((await pixels(b.image)).data);
  });

  test('tells how far it is, in order', async () => {
    const seen: Progress[] = [];
    await engine.paint(job({ width: 1600, height: 2000 }), { onProgress: (progress) => seen.push(progress) });
    const stages = seen.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
    expect(stages.slice(0, 2)).toEqual(['wait', 'prepare']);
    expect(stages.slice(-2)).toEqual(['strokes', 'finish']);
    expect(seen.every(({ done, total }) => done >= 0 && done <= total)).toBe(true);
  });
});

test('a preview is marked all over, and the face is left alone', async () => {
  const [plain, marked] = await Promise.all(
    [false, true].map(async (watermark) => pixels((await engine.paint(job({ watermark }))).image)),
  );
  const changed = (x: number, y: number, w: number, h: number): number => {
    let count = 0;
    for (let row = y; row < y + h; row++)
      for (let i = (row * 512 + x) * 3; i < (row * 512 + x + w) * 3; i++)
        if (plain?.data[i] !== marked?.data[i]) count++;
    return count / (w * h * 3);
  };
  expect(changed(190, 210, 130, 150)).toBe(0); // eyes, nose and mouth
  for (const [x, y] of [
    [0, 0],
    [340, 0],
    [0, 430],
    [340, 430],
    [171, 430],
  ] as const)
    expect(changed(x, y, 171, 210)).toBeGreaterThan(0.01); // every third that somebody might cut out
});

describe('when something goes wrong', () => {
  test('a killed process fails its job alone, and what waited behind it is painted', async () => {
    const kill = () => {
      for (const pid of engine.processes()) process.kill(pid, 'SIGKILL');
    };
    const painting = code(engine.paint(job(large), { onProgress: at('strokes', kill) }));
    const behind = engine.paint(job());
    expect(await painting).toBe('studio/crashed');
    expect((await behind).width).toBe(512);
  });

  test('a job that takes too long is ended', async () => {
    const hasty = await startEngine({ workers: 1, timeouts: { previewMs: 40 } });
    expect(await code(hasty.paint(job()))).toBe('studio/timed-out');
    await hasty.stop();
  });

  test('a job can be called off, waiting or painting', async () => {
    const [waiting, running] = [new AbortController(), new AbortController()];
    const onProgress = at('strokes', () => running.abort());
    const first = code(engine.paint(job(large), { signal: running.signal, onProgress }));
    const second = code(engine.paint(job(), { signal: waiting.signal }));
    waiting.abort();
    expect(await Promise.all([first, second])).toEqual(['studio/cancelled', 'studio/cancelled']);
    expect(await code(engine.paint(job(), { signal: AbortSignal.abort() }))).toBe('studio/cancelled');
    expect((await engine.paint(job())).width).toBe(512);
  });

  test.each<readonly [string, Partial<PaintJob>]>([
    ['studio/unknown-variant', { recipe: { ...recipe, variant: 'plaid' } }],
    ['studio/intensity', { recipe: { ...recipe, intensity: 1.5 } }],
    ['studio/size', { width: 40_000, height: 40_000 }],
    ['studio/size', { width: 10, height: 10 }],
    ['studio/size', { width: 100.5, height: 100 }],
    ['studio/photo-unreadable', { photo: new Uint8Array([1, 2, 3]) }],
  ])('it is told by code: %s', async (expected, changes) => {
    expect(await code(engine.paint(job(changes)))).toBe(expected);
  });

  test('a style that is no longer there is told by code', () => {
    expect(() => recipeFrom({ ...recipe, style: 'cubist' })).toThrow('studio/unknown-style');
  });

  test('a stopped engine says so', async () => {
    const brief = await startEngine({ workers: 1 });
    const painting = code(brief.paint(job()));
    await brief.stop();
    expect(await painting).toBe('studio/stopped');
    expect(await code(brief.paint(job()))).toBe('studio/stopped');
    expect(brief.processes()).toEqual([]);
  });
});

test('the caller’s event loop stays free while a picture is painted', async () => {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const painted = await engine.paint(job({ width: 1024, height: 1280 }));
  clearInterval(timer);
  expect(longest).toBeLessThan(painted.seconds * 500); // a share of the painting, not a time
});

test('four jobs at once are all painted', async () => {
  const painted = await Promise.all(
    [1, 2, 3, 4].map((seed) => engine.paint(job({ recipe: { ...recipe, seed } }))),
  );
  expect(painted.map(({ width }) => width)).toEqual([512, 512, 512, 512]);
});
