/**
 * How alike two pictures' faces are, by the descriptor of @vladmandic/human's `faceres`: for measurements alone. The
 * product computes no descriptor of anybody.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { packageFile } from '../../../src/studio/vision/packages.ts';

type Descriptor = readonly number[];
type Human = {
  readonly tf: {
    tensor(values: Uint8Array, shape: readonly number[], type: 'int32'): object;
    dispose(tensor: object): void;
  };
  init(): Promise<void>;
  load(): Promise<void>;
  detect(tensor: object): Promise<{ readonly face: readonly { readonly embedding?: Descriptor }[] }>;
  readonly match: { similarity(a: Descriptor, b: Descriptor): number };
};

const off = { enabled: false };

/** Gives 0 … 1, and 0 where a picture has no face that is found. */
export async function likenessMeter(): Promise<(a: string, b: string) => Promise<number>> {
  const load = createRequire(import.meta.url);
  const { Human }: { readonly Human: new (options: object) => Human } = load(
    packageFile('@vladmandic/human', 'dist', 'human.node-wasm.js'),
  );
  const human = new Human({
    backend: 'wasm',
    wasmPath: `${packageFile('@tensorflow/tfjs-backend-wasm', 'wasm-out')}/`,
    modelBasePath: `file://${dirname(packageFile('@vladmandic/human', 'models', 'faceres.json'))}/`,
    ...{
      debug: false,
      cacheSensitivity: 0,
      filter: off,
      gesture: off,
      body: off,
      hand: off,
      object: off,
      segmentation: off,
    },
    face: {
      enabled: true,
      detector: { rotation: false, maxDetected: 1, minConfidence: 0.1 },
      mesh: { enabled: true },
      iris: off,
      description: { enabled: true },
      emotion: off,
      antispoof: off,
      liveness: off,
    },
  });
  await human.init();
  await human.load();

  const describe = async (file: string): Promise<Descriptor | undefined> => {
    const { data, info } = await sharp(file)
      .resize(640)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const tensor = human.tf.tensor(
      new Uint8Array(data),
      [1, info.height, info.width, info.channels],
      'int32',
    );
    const { face } = await human.detect(tensor);
    human.tf.dispose(tensor);
    return face[0]?.embedding;
  };
  return async (a, b) => {
    const [one, other] = [await describe(a), await describe(b)];
    return one && other ? human.match.similarity(one, other) : 0;
  };
}
