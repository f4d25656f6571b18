/** What every easel does: paint, and keep the picture for its owner, who may have been erased while the brush moved. */
import { Fault } from '../eventsourcing/fault.ts';
import type { Blobs } from '../personal-data/blobs.ts';
import type { BlobRef } from '../personal-data/personal.ts';
import type { Scope } from '../personal-data/vault.ts';
import type { Engine, Painted, PaintJob, PaintOptions } from '../studio/engine.ts';

/**
 * A worker can die of its memory; the same picture seldom kills two. Another company was asked often enough by whoever
 * speaks to it, and is not asked once more.
 */
export async function painted(
  engine: Engine,
  job: PaintJob,
  options?: PaintOptions,
): Promise<Painted | 'declined' | 'failed'> {
  try {
    return await engine.paint(job, options);
  } catch (fault) {
    if (fault instanceof Fault) return fault.code === 'provider/declined' ? 'declined' : 'failed';
    return engine.paint(job, options).catch(() => 'failed' as const);
  }
}

/** @returns undefined where nothing may be kept of them any more. @throws where a store is away: the job comes again */
export async function kept(
  blobs: Blobs,
  scope: Scope,
  { image, contentType }: Pick<Painted, 'image' | 'contentType'>,
): Promise<BlobRef | undefined> {
  try {
    return await blobs.keep(scope, image, contentType);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'vault/fenced') return undefined;
    throw fault;
  }
}

/** Told by its first bytes: what another company sent was opened already, and is one of these. */
export function contentTypeOf(original: Uint8Array): string {
  if (original[0] === 0x89) return 'image/png';
  return original[0] === 0x52 ? 'image/webp' : 'image/jpeg';
}
