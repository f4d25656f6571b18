/**
 * An engine whose brush another company holds. Photos are looked at, cut and finished here; what leaves is the part of
 * the photo that the portrait shows, as a JPEG without metadata, and the words of the style.
 */
import type {
  Commissioned,
  CommissionOptions,
  Engine,
  PaintingCompany,
  PaintJob,
} from '../../studio/engine.ts';
import { promptFor } from './prompts.ts';

export type Commission = {
  /** JPEG */
  readonly photo: Uint8Array;
  readonly prompt: string;
  readonly seed: number;
  /** In pixels, of the picture that is wanted: its shape counts; its size is the company's affair. */
  readonly width: number;
  readonly height: number;
};
export type Delivered = {
  readonly image: Uint8Array;
  /** Of the model, where it is told. */
  readonly version?: string | undefined;
};

export type Painter = Pick<Engine, 'hear'> & {
  readonly company: PaintingCompany;
  /** Company and model, for the recipe. */
  readonly by: string;
  /**
   * @throws Fault provider/unavailable, provider/timed-out, provider/declined, provider/refused; whatever `onBegun`
   *   throws, and then nothing is bought; the signal's reason
   */
  paint(commission: Commission, errand?: Errand): Promise<Delivered>;
};

/** How a commission is gone about. */
export type Errand = {
  readonly signal?: AbortSignal | undefined;
  /** The company's own name of a picture that was begun before. */
  readonly begun?: string | undefined;
  /** @param reference the company's own name of what it has begun; null where it has none, before it is asked */
  readonly onBegun?: (reference: string | null, version?: string) => Promise<void>;
};

/** Commissions alone leave the house: sketches, prints and all finishing are the studio's own. */
export const hostedEngine = (here: Engine, painter: Painter): Engine => ({
  ...here,
  company: painter.company,
  ...(painter.hear && { hear: painter.hear }),
  commission: (job, options) => commissioned(here, painter, job, options),
});

/** What was delivered before is only framed again, by the same photo to the same cut. */
async function commissioned(
  here: Engine,
  { by, paint }: Painter,
  job: PaintJob,
  { onProgress, signal, delivered, begun, onBegun }: CommissionOptions = {},
): Promise<Commissioned> {
  const fromMs = performance.now();
  onProgress?.({ stage: 'compose', done: 0, total: 1 });
  const { image: photo, crop } = await framed(here, job);
  signal?.throwIfAborted();
  onProgress?.({ stage: 'strokes', done: 0, total: 1 });
  const { recipe: asked, width, height } = job;
  const commission = { photo, prompt: promptFor(asked), seed: asked.seed, width, height };
  const errand: Errand = {
    signal,
    begun: begun?.reference ?? undefined,
    onBegun: async (reference, version) => onBegun?.({ reference, engine: named(by, version) }),
  };
  const { image: original, version } = delivered ? { image: delivered } : await paint(commission, errand);
  const engine = version === undefined && begun !== undefined ? begun.engine : named(by, version);
  const seconds = (performance.now() - fromMs) / 1000;
  return { original, recipe: { ...asked, crop, engine }, seconds };
}

/** A worker can die of its memory; the same photo seldom kills two. */
const framed = (here: Engine, job: PaintJob) => here.frame(job).catch(() => here.frame(job));

/** As long as a recipe may say. */
const engineNameMax = 80;
const named = (by: string, version?: string): string =>
  (version === undefined ? by : `${by}@${version}`).slice(0, engineNameMax);
