/** The subject's mask: MediaPipe's selfie segmentation, its TFLite file run by LiteRT (both Apache-2.0). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { assume } from '../assume.ts';
import { packageFile } from './packages.ts';

/** Takes 256 × 256 RGB bytes, gives 256 × 256 probabilities. */
export type Segmenter = (rgb: Uint8Array) => Promise<Float32Array>;

export const maskSide = 256;

type LiteRt = {
  loadLiteRt(path: string): Promise<void>;
  loadAndCompile(model: Uint8Array, options: object): Promise<{ run(input: Tensor): Promise<Tensor[]> }>;
  readonly Tensor: new (values: Float32Array, shape: readonly number[]) => Tensor;
};
type Tensor = { data(): Promise<Float32Array>; delete(): void };

/** @throws StudioFault `studio/model` */
export async function loadSegmenter(): Promise<Segmenter> {
  const programs = packageFile('@litertjs/core', 'wasm');
  pretendToBeABrowserWorker(programs);
  // The package's own types want a browser; these are the members used here.
  const litert = assume<LiteRt>(await import('@litertjs/core'));
  // Plain SIMD, not the relaxed one, whose results differ between processors.
  await litert.loadLiteRt(join(programs, 'litert_wasm_compat_internal.js'));
  const weights = readFileSync(packageFile('@mediapipe/selfie_segmentation', 'selfie_segmentation.tflite'));
  const model = await litert.loadAndCompile(new Uint8Array(weights), { accelerator: 'wasm' });

  return async (rgb) => {
    const input = new litert.Tensor(
      Float32Array.from(rgb, (v) => v / 255),
      [1, maskSide, maskSide, 3],
    );
    const [output] = await model.run(input);
    const mask = Float32Array.from((await output?.data()) ?? []);
    input.delete();
    output?.delete();
    return mask;
  };
}

/**
 * LiteRT loads its wasm through `importScripts` and asks `navigator.gpu`; neither exists here. Only the engine's own
 * process ever sees these globals.
 */
function pretendToBeABrowserWorker(programs: string): void {
  const load = createRequire(import.meta.url);
  Object.assign(globalThis, {
    self: globalThis,
    ...{
      require: load,
      __filename: join(programs, 'index.js'),
      __dirname: dirname(join(programs, 'index.js')),
    },
    importScripts: (file: string) => runInThisContext(readFileSync(file, 'utf8'), { filename: file }),
    Module: {
      locateFile: (file: string) => join(programs, file),
      print: () => undefined,
      printErr: () => undefined,
    },
  });
  const gpu = { requestAdapter: async () => null };
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
}
