/** What every easel does: paint, and keep the picture for its owner, who may have been erased while the brush moved. */
import { Fault } from '../eventsourcing/fault.ts';
import type { Blobs } from '../personal-data/blobs.ts';
import type { BlobRef } from '../personal-data/personal.ts';
import type { Scope } from '../personal-data/vault.ts';
import type { Painted, PaintJob, PaintOptions } from '../studio/engine.ts';
import type { Ports } from './ports.ts';

/** A worker can die of its memory; the same picture seldom kills two. @throws the signal's reason */
export async function painted(
  { engine, report }: Pick<Ports, 'engine' | 'report'>,
  job: PaintJob,
  about: Readonly<Record<string, string>>,
  options: PaintOptions = {},
): Promise<Painted | 'failed'> {
  try {
    return await engine.paint(job, options).catch(() => {
      options.signal?.throwIfAborted();
      return engine.paint(job, options);
    });
  } catch (fault) {
    options.signal?.throwIfAborted();
    report(fault, about);
    return 'failed';
  }
}

/**
 * @param id the same for the same picture of the same job, so that one that is kept twice is there once
 * @returns undefined where nothing may be kept of them any more
 * @throws where a store is away: the job comes again
 */
export async function kept(
  blobs: Pick<Blobs, 'keep'>,
  scope: Scope,
  { image, contentType }: Pick<Painted, 'image' | 'contentType'>,
  id: string,
): Promise<BlobRef | undefined> {
  try {
    return await blobs.keep(scope, image, contentType, id);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'vault/fenced') return undefined;
    throw fault;
  }
}
