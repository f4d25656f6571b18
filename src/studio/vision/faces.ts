/** Finds faces and their 478 landmarks (BlazeFace, face mesh and iris nets of @vladmandic/human, on tfjs' wasm). */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { assume } from '../assume.ts';
import { StudioFault } from '../fault.ts';
import { packageFile } from './packages.ts';

export type Point = readonly [x: number, y: number, z: number];
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** In pixels of the picture that was looked at. `mesh` is empty where only a face, and no features, were found. */
export type Face = { readonly box: Box; readonly mesh: readonly Point[]; readonly score: number };

export type FaceFinder = (
  rgb: Uint8Array,
  width: number,
  height: number,
  facesMax: number,
) => Promise<readonly Face[]>;

/** The few of @vladmandic/human's members that are used here; its own types cannot be reached by file path. */
type Human = {
  readonly tf: {
    tensor(values: Uint8Array, shape: readonly number[], type: 'int32'): object;
    dispose(tensor: object): void;
  };
  init(): Promise<void>;
  load(): Promise<void>;
  detect(tensor: object): Promise<{
    readonly error?: string;
    readonly face: readonly {
      readonly box: readonly [number, number, number, number];
      readonly score: number;
      /** In shares of the picture, not rounded to pixels as `mesh` is; z like x. */
      readonly meshRaw?: readonly Point[];
    }[];
  }>;
};
type HumanModule = { readonly Human: new (options: object) => Human };

const off = { enabled: false };

/** @throws StudioFault `studio/model` */
export async function loadFaceFinder(): Promise<FaceFinder> {
  const load = createRequire(import.meta.url);
  // The file exports the class under this name; it cannot be imported with its types (see `Human`).
  const { Human } = assume<HumanModule>(load(packageFile('@vladmandic/human', 'dist', 'human.node-wasm.js')));
  const human = new Human({
    backend: 'wasm',
    wasmPath: `${packageFile('@tensorflow/tfjs-backend-wasm', 'wasm-out')}/`,
    modelBasePath: `file://${dirname(packageFile('@vladmandic/human', 'models', 'facemesh.json'))}/`,
    debug: false,
    cacheSensitivity: 0,
    ...{ filter: off, gesture: off, body: off, hand: off, object: off, segmentation: off },
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 8, minConfidence: 0.3 },
      ...{ mesh: { enabled: true }, iris: { enabled: true } },
      ...{ emotion: off, description: off, antispoof: off, liveness: off },
    },
  });
  await human.init();
  await human.load();

  return async (rgb, width, height, facesMax) => {
    const tensor = human.tf.tensor(rgb, [1, height, width, 3], 'int32');
    const found = await human.detect(tensor);
    human.tf.dispose(tensor);
    if (found.error) throw new StudioFault('studio/model', 'face mesh');
    return found.face
      .map((one) => faceOf(one, width, height))
      .filter((face) => face.score > 0.5 && (face.score > 0.98 || inside(face.box, width, height)))
      .toSorted((a, b) => b.box.height - a.box.height)
      .slice(0, facesMax);
  };
}

type Found = Awaited<ReturnType<Human['detect']>>['face'][number];

/** The box of the oval where there is one: it is steadier than the detector's. */
function faceOf({ box: [x, y, width, height], score, meshRaw = [] }: Found, w: number, h: number): Face {
  if (meshRaw.length < 400) return { box: { x, y, width, height }, mesh: [], score };
  const mesh = meshRaw.map(([px, py, pz]): Point => [px * w, py * h, pz * w]);
  return { box: boundsOf(partOf(mesh, 'oval')), mesh, score };
}

/** A doubtful face that hangs over the border is, in blurred photos, a sleeve or a chair. */
const inside = ({ x, y, width, height }: Box, w: number, h: number): boolean =>
  x > -0.08 * width && y > -0.08 * height && x + width < w + 0.08 * width && y + height < h + 0.08 * height;

export function boundsOf(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Indices into MediaPipe's face mesh. */
const parts = {
  oval: [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176,
    149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ],
  leftEye: [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  rightEye: [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
  leftBrow: [70, 63, 105, 66, 107, 55, 65, 52, 53, 46],
  rightBrow: [300, 293, 334, 296, 336, 285, 295, 282, 283, 276],
  lips: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
  innerLips: [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191],
  nose: [168, 6, 197, 195, 5, 4, 1, 19, 94, 2, 98, 97, 326, 327, 129, 358, 49, 279],
  leftIris: [468, 469, 470, 471, 472],
  rightIris: [473, 474, 475, 476, 477],
} as const;

export type FacePart = keyof typeof parts;

export const partOf = (mesh: readonly Point[], part: FacePart): readonly Point[] =>
  parts[part].flatMap((i) => {
    const point = mesh[i];
    return point ? [point] : [];
  });
