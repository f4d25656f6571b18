/** A sitter whose look is recorded: everything after it is the studio's own arithmetic, equal on every machine. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Easel, easel, type Order } from '../../src/studio/easel/picture.ts';
import { usualManner } from '../../src/studio/manner.ts';
import type { Box, Point } from '../../src/studio/vision/faces.ts';
import type { Look, Mask } from '../../src/studio/vision/look.ts';
import { openWorkshop, type Workshop } from '../../src/studio/workshop/workshop.ts';
import { astronaut, pixels } from './photos.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/studio/${name}`, import.meta.url)));

type Recorded = { readonly box: Box; readonly masks: readonly Mask[]; readonly mesh: readonly Point[] };

/** @param light multiplies every byte: the same person, darker or lighter */
export async function recordedLook(light = 1): Promise<Look> {
  const { data, width, height } = await pixels(astronaut);
  const rgb = new SharedArrayBuffer(data.length);
  new Uint8Array(rgb).set(data.map((value) => Math.min(255, Math.round(value * light))));
  const { box, masks, mesh }: Recorded = JSON.parse(new TextDecoder().decode(fixture('astronaut-look.json')));
  const maskValues = new SharedArrayBuffer(masks.length * 65_536 * 4);
  const values = new Float32Array(maskValues);
  for (const [i] of masks.entries()) {
    const mask = await pixels(fixture(`astronaut-mask-${i}.png`));
    const channels = mask.data.length / 65_536;
    for (let k = 0; k < 65_536; k++) values[i * 65_536 + k] = (mask.data[k * channels] ?? 0) / 255;
  }
  return { width, height, rgb, faces: [{ box, mesh, score: 1 }], masks, maskValues };
}

export const order = (changes: Partial<Order> = {}): Order => ({
  ...{ subject: 'person', style: 'pop-art', variant: '', seed: 1, crop: null, width: 256, height: 320 },
  ...usualManner,
  ...changes,
});

export type Bench = { readonly shop: Workshop; readonly easel: Easel };

export function openBench(threads: number): Bench {
  const shop = openWorkshop({ threads, bytesMax: 1e9 });
  return { shop, easel: easel(shop) };
}

export const quiet = (): void => undefined;

export const hashOf = (rgb: SharedArrayBuffer | Uint8Array): string =>
  createHash('sha256')
    .update(rgb instanceof Uint8Array ? rgb : new Uint8Array(rgb))
    .digest('hex')
    .slice(0, 16);
