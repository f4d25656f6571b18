/** The studio's front door: photos are inspected and portraits painted, in processes of their own. */
import { cpus } from 'node:os';
import { makeSigner } from './delivery/certificate.ts';
import { StudioFault } from './fault.ts';
import {
  type Begun,
  type Commissioned,
  type Framed,
  type Inspection,
  type Painted,
  type PaintingCompany,
  type PaintJob,
  type Progress,
  type Recipe,
  type SubjectKind,
  sizeLimits,
} from './job.ts';
import { type Manner, usualManner } from './manner.ts';
import { type Lane, openLane } from './process/lane.ts';
import type { Signer } from './process/protocol.ts';
import { painterOf } from './styles/index.ts';
import { engineVersion } from './version.ts';

export type {
  Advice,
  Begun,
  Commissioned,
  Crop,
  Framed,
  ImageFormat,
  Inspection,
  Painted,
  PaintingCompany,
  PaintJob,
  Progress,
  Recipe,
  RefusalReason,
  SubjectKind,
} from './job.ts';
export type { Signer } from './process/protocol.ts';

/** Recipes of the first days say nothing of background and intensity. */
export type KeptRecipe = Omit<Recipe, 'style' | keyof Manner> & Partial<Manner> & { readonly style: string };

/** A recipe as it was kept, of a style that there still is. @throws StudioFault `studio/unknown-style` */
export function recipeFrom(kept: KeptRecipe): Recipe {
  const style = painterOf(kept.style);
  if (style === undefined) throw new StudioFault('studio/unknown-style', kept.style);
  return { ...usualManner, ...kept, style: style.id };
}

export type PaintOptions = {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

export type CommissionOptions = PaintOptions & {
  /** What was delivered for this job before: it is not asked for again. */
  readonly delivered?: Uint8Array | undefined;
  /** How it was begun before: it is asked about, and not begun again unless the company knows nothing of it. */
  readonly begun?: Begun | undefined;
  /** What is to be remembered until the picture is here. Where that fails, nothing is bought. */
  readonly onBegun?: ((begun: Begun) => Promise<void>) | undefined;
};

export type Engine = {
  readonly version: string;
  /** PEM of the root behind every picture's provenance: whoever trusts it can verify them. */
  readonly trustAnchor: string;
  /** A photo that cannot become a portrait is refused with a reason; whatever the bytes are, it does not throw. */
  inspect(photo: Uint8Array, subject: SubjectKind): Promise<Inspection>;
  /** The photo, cut as the picture will be. @throws StudioFault */
  frame(job: PaintJob): Promise<Framed>;
  /** Who else receives what is to be painted; nobody, where the studio paints by itself. */
  readonly company?: PaintingCompany;
  /**
   * Has it paint, once; the picture is finished by `paint`, as often as it takes.
   * @throws Fault provider/unavailable, provider/timed-out, provider/declined, provider/refused; whatever `onBegun`
   *   throws; StudioFault: then nobody was asked
   */
  readonly commission?: (job: PaintJob, options?: CommissionOptions) => Promise<Commissioned>;
  /** Whoever paints elsewhere says when it is done; the embedded engine has nobody to hear. */
  readonly hear?: (raw: string, headers: Headers) => Heard;
  /** By the studio itself, always. @throws StudioFault */
  paint(job: PaintJob, options?: PaintOptions): Promise<Painted>;
  stop(): Promise<void>;
  /** The processes that run now: to watch their memory. */
  processes(): readonly number[];
};

/** What came of a message: `heard` also where it was old news. */
export type Heard = 'heard' | 'unsigned' | 'forged' | 'stale' | 'malformed';

export type EngineOptions = {
  /** Threads per process; as many as there are processors unless told. */
  readonly workers?: number;
  /** C2PA key and certificates; made for this process where none are given. */
  readonly signer?: Signer;
  readonly timeouts?: { readonly inspectMs?: number; readonly previewMs?: number; readonly printMs?: number };
};

/** From here on a picture is a print: it waits in another queue, so that nobody's preview waits for it. */
const printPixels = 4e6;
const memoryMax = { preview: 900e6, print: 1100e6 } as const;
const printIdleMs = 30_000;
/** Longer than a photo is remembered for further styles. */
const previewIdleMs = 150_000;

export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const signer = options.signer ?? (await makeSigner(new Date()));
  const threads = options.workers ?? Math.max(1, cpus().length);
  const { inspectMs = 20_000, previewMs = 60_000, printMs = 180_000 } = options.timeouts ?? {};
  const previews = openLane({
    threads,
    signer,
    memoryMax: memoryMax.preview,
    idleMs: previewIdleMs,
    warm: true,
  });
  const prints = openLane({ threads, signer, memoryMax: memoryMax.print, idleMs: printIdleMs, warm: false });
  await previews.warm();

  return {
    version: engineVersion,
    trustAnchor: signer.certificates.at(-1) ?? '',
    inspect: (photo, subject) => inspect(previews, photo, subject, inspectMs),
    async paint(job, { onProgress, signal } = {}) {
      check(job);
      const print = job.width * job.height > printPixels;
      const timeoutMs = print ? printMs : previewMs;
      return await paint(print ? prints : previews, job, { timeoutMs, onProgress, signal });
    },
    async frame(job) {
      check(job);
      return await frame(previews, job, previewMs);
    },
    stop() {
      previews.stop();
      prints.stop();
      return Promise.resolve();
    },
    processes: () => [previews.pid(), prints.pid()].filter((pid) => pid !== undefined),
  };
}

async function inspect(
  lane: Lane,
  photo: Uint8Array,
  subject: SubjectKind,
  timeoutMs: number,
): Promise<Inspection> {
  try {
    const request = (id: number) => ({ kind: 'inspect', id, subject }) as const;
    const { header, body } = await lane.submit({ request, body: photo, timeoutMs });
    if (header.kind === 'refused') return header.inspection;
    if (header.kind === 'accepted') return { ...header.inspection, photo: body };
  } catch (cause) {
    if (!ofThePhoto(cause)) throw cause;
  }
  return { is: 'refused', reason: 'broken' };
}

/** A photo that brings its process down, or keeps it busy for ever, is a broken photo. */
const ofThePhoto = (cause: unknown): boolean =>
  cause instanceof StudioFault &&
  ['studio/crashed', 'studio/timed-out', 'studio/photo-unreadable', 'studio/out-of-memory'].includes(
    cause.code,
  );

async function frame(lane: Lane, { photo, ...job }: PaintJob, timeoutMs: number): Promise<Framed> {
  const request = (id: number) => ({ kind: 'frame', id, job }) as const;
  const { header, body } = await lane.submit({ request, body: photo, timeoutMs });
  if (header.kind !== 'framed') throw new StudioFault('studio/crashed', header.kind);
  return { image: body, crop: header.crop };
}

type Running = {
  readonly timeoutMs: number;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
};

async function paint(lane: Lane, { photo, original, ...job }: PaintJob, running: Running): Promise<Painted> {
  const from = performance.now();
  const request = (id: number) => ({ kind: original ? 'finish' : 'paint', id, job }) as const;
  const { header, body } = await lane.submit({ request, body: original ?? photo, ...running });
  if (header.kind !== 'painted') throw new StudioFault('studio/crashed', header.kind);
  const { recipe, contentType } = header;
  const { bleedPx = 0 } = job;
  const [width, height] = [job.width + 2 * bleedPx, job.height + 2 * bleedPx];
  return { image: body, contentType, width, height, recipe, seconds: (performance.now() - from) / 1000 };
}

function check({ recipe, width, height, bleedPx = 0 }: PaintJob): void {
  const style = painterOf(recipe.style);
  if (style === undefined) throw new StudioFault('studio/unknown-style', recipe.style);
  if (!(recipe.intensity >= 0 && recipe.intensity <= 1)) throw new StudioFault('studio/intensity');
  if (recipe.variant !== '' && !style.variants.some(({ id }) => id === recipe.variant))
    throw new StudioFault('studio/unknown-variant', recipe.variant);
  const sides = [width, height];
  const fits =
    sides.every(
      (side) => Number.isInteger(side) && side >= sizeLimits.sideMin && side <= sizeLimits.sideMax,
    ) &&
    width * height <= sizeLimits.pixelsMax &&
    Number.isInteger(bleedPx) &&
    bleedPx >= 0 &&
    bleedPx <= Math.min(width, height, sizeLimits.bleedMax) &&
    Math.max(...sides) / Math.min(...sides) <= 3;
  if (!fits) throw new StudioFault('studio/size', `${width}x${height}`);
}
