/** A picture that another company paints is paid for once: it is kept before anything else is done with it. */
import type { Turn } from '../eventsourcing/effect.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import type { BlobRef } from '../personal-data/personal.ts';
import type { Scope } from '../personal-data/vault.ts';
import type { Commissioned, CommissionOptions, PaintJob } from '../studio/engine.ts';
import { bytesOf } from './bytes.ts';
import { kept } from './pictures.ts';
import type { Ports } from './ports.ts';

type Deps = Pick<Ports, 'blobs' | 'engine' | 'report'>;
type Asked = {
  /** Of the job that asks: under it the picture is found again. */
  readonly key: string;
  readonly scope: Scope & { readonly item: string };
  readonly job: PaintJob;
  readonly open: ReturnType<Ports['openAs']>;
  readonly onProgress: NonNullable<CommissionOptions['onProgress']>;
};
type Delivery = Commissioned & { readonly ref: BlobRef };

/**
 * What an earlier try was given is used again.
 * @returns 'photo-gone' where nothing may be kept of them any more
 * @throws Fault provider/unavailable, unless this turn is the last; whatever a store throws: the job comes again
 */
export async function delivered(
  asked: Asked,
  deps: Deps,
  turn: Turn,
): Promise<Delivery | 'declined' | 'failed' | 'photo-gone'> {
  const { scope, key, open } = asked;
  const id = uuidFrom(key, 'original');
  const before = await deps.blobs.find(scope, id);
  const opened = before && (await open.blob(before, 'media.portrait', 'portrait.generation'));
  if (opened !== undefined && opened.is !== 'value') return 'photo-gone';
  const picture = await commissioned(asked, deps, turn, opened && (await bytesOf(opened.value.stream)));
  if (typeof picture === 'string') return picture;
  const { original: image } = picture;
  const ref = before ?? (await kept(deps.blobs, scope, { image, contentType: contentTypeOf(image) }, id));
  return ref === undefined ? 'photo-gone' : { ...picture, ref };
}

async function commissioned(
  { job, onProgress, scope }: Asked,
  { engine, report }: Deps,
  { isLast, signal }: Turn,
  before: Uint8Array | undefined,
): Promise<Commissioned | 'declined' | 'failed'> {
  try {
    const picture = await engine.commission?.(job, { onProgress, signal, delivered: before });
    return picture ?? 'failed';
  } catch (fault) {
    signal.throwIfAborted();
    const code = fault instanceof Fault ? fault.code : undefined;
    if (code === 'provider/declined') return 'declined';
    if (code === 'provider/unavailable' && !isLast) throw fault;
    report(fault, { portraitId: scope.item });
    return 'failed';
  }
}

/** Told by its first bytes; what it really is, the studio finds out. */
function contentTypeOf(original: Uint8Array): string {
  if (original[0] === 0x89) return 'image/png';
  return original[0] === 0x52 ? 'image/webp' : 'image/jpeg';
}
