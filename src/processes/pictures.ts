/** What every easel does: paint, and keep the picture for its owner, who may have been erased while the brush moved. */
import { Fault } from '../eventsourcing/fault.ts';
import type { Blobs } from '../personal-data/blobs.ts';
import type { BlobRef } from '../personal-data/personal.ts';
import type { Scope } from '../personal-data/vault.ts';
import type { Engine, Painted, PaintJob, PaintOptions } from '../studio/engine.ts';

/** A worker can die of its memory; the same picture seldom kills two. @returns undefined if it did */
export const painted = (
  engine: Engine,
  job: PaintJob,
  options?: PaintOptions,
): Promise<Painted | undefined> =>
  engine
    .paint(job, options)
    .catch(() => engine.paint(job, options))
    .catch(() => undefined);

/** @returns undefined where nothing may be kept of them any more. @throws where a store is away: the job comes again */
export async function kept(
  blobs: Blobs,
  scope: Scope,
  { image, contentType }: Painted,
): Promise<BlobRef | undefined> {
  try {
    return await blobs.keep(scope, image, contentType);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'vault/fenced') return undefined;
    throw fault;
  }
}
