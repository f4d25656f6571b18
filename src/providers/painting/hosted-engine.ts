/**
 * An engine whose brush another company holds. Photos are looked at, cut and finished here; what leaves is the part of
 * the photo that the portrait shows, as a JPEG without metadata, and the words of the style.
 */
import type { Engine, Painted, PaintingCompany, PaintJob, PaintOptions } from '../../studio/engine.ts';
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
  /** Company, model and version, for the recipe. */
  readonly by: string;
};

export type Painter = Pick<Engine, 'hear'> & {
  readonly company: PaintingCompany;
  /** @throws Fault provider/unavailable, provider/declined, provider/refused; the signal's reason */
  paint(commission: Commission, signal?: AbortSignal): Promise<Delivered>;
};

/**
 * Sketches and whatever was promised to stay in the house are painted here; so is, from the original, every further
 * size of a picture: enlarged, and not painted anew.
 */
export const hostedEngine = (here: Engine, { company, hear, paint }: Painter): Engine => ({
  ...here,
  company,
  ...(hear && { hear }),
  paint: (job, options) =>
    job.here || job.draft || job.original
      ? here.paint(job, options)
      : commissioned(here, paint, job, options),
});

async function commissioned(
  here: Engine,
  paint: Painter['paint'],
  job: PaintJob,
  options: PaintOptions = {},
): Promise<Painted> {
  const fromMs = performance.now();
  const { onProgress, signal } = options;
  onProgress?.({ stage: 'compose', done: 0, total: 1 });
  const { image: photo, crop } = await here.frame(job);
  signal?.throwIfAborted();
  onProgress?.({ stage: 'strokes', done: 0, total: 1 });
  const { recipe: asked, width, height } = job;
  const commission = { photo, prompt: promptFor(asked), seed: asked.seed, width, height };
  const { image: original, by } = await paint(commission, signal);
  const recipe = { ...asked, crop, engine: by.slice(0, engineNameMax) };
  const finished = await here.paint({ ...job, recipe, original }, options);
  return { ...finished, original, seconds: (performance.now() - fromMs) / 1000 };
}

/** As long as a recipe may say. */
const engineNameMax = 80;
