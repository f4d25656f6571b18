/** A picture that another company paints is paid for once: what is bought is written down first, and kept before anything else is done with it. */
import { Buffer } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import type { Turn } from '../eventsourcing/effect.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import type { BlobRef } from '../personal-data/personal.ts';
import type { Scope } from '../personal-data/vault.ts';
import type { Begun, Commissioned, CommissionOptions, PaintJob } from '../studio/engine.ts';
import { bytesOf } from './bytes.ts';
import { kept } from './pictures.ts';
import type { Ports } from './ports.ts';

type Deps = Pick<Ports, 'blobs' | 'engine' | 'report'>;
type Asked = {
  /** Of the job that asks: under it the picture is found again, and what was noted of it. */
  readonly key: string;
  readonly scope: Scope & { readonly item: string };
  readonly job: PaintJob;
  readonly open: ReturnType<Ports['openAs']>;
  readonly onProgress: NonNullable<CommissionOptions['onProgress']>;
};
type Delivery = Commissioned & { readonly ref: BlobRef };

/**
 * What an earlier try was given is used again, and what it had begun is asked about.
 * @returns 'photo-gone' where nothing may be kept of them any more
 * @throws Fault provider/unavailable, unless this turn is the last; whatever a store throws: the job comes again
 */
export async function delivered(
  asked: Asked,
  deps: Deps,
  turn: Turn,
): Promise<Delivery | 'declined' | 'failed' | 'photo-gone'> {
  const note = await found(asked, deps, 'commission');
  const before = await found(asked, deps, 'original');
  if (note === 'erased' || before === 'erased') return 'photo-gone';
  const notes = notebook(asked, deps, note && begunIn(note.bytes));
  const picture = await commissioned(asked, deps, turn, notes, before?.bytes);
  if (typeof picture === 'string') return picture;
  const pauses = notes.begun()?.reference == null ? pausesSeconds : [];
  const ref = before?.ref ?? (await keptAtLast(asked, deps, turn, picture.original, pauses));
  return ref === undefined ? 'photo-gone' : { ...picture, ref };
}

type Kept = { readonly ref: BlobRef; readonly bytes: Uint8Array };
const idOf = ({ key }: Asked, what: 'commission' | 'original'): string => uuidFrom(key, what);

async function found(
  asked: Asked,
  { blobs }: Deps,
  what: Parameters<typeof idOf>[1],
): Promise<Kept | 'erased' | undefined> {
  const ref = await blobs.find(asked.scope, idOf(asked, what));
  if (ref === undefined) return undefined;
  const opened = await asked.open.blob(ref, 'media.portrait', 'portrait.generation');
  return opened.is === 'value' ? { ref, bytes: await bytesOf(opened.value.stream) } : 'erased';
}

/** Two lines: who paints, and what they call it, which may be nothing. */
const noteOf = ({ engine, reference }: Begun): Uint8Array => Buffer.from(`${engine}\n${reference ?? ''}`);

function begunIn(note: Uint8Array): Begun {
  const [engine = '', reference = ''] = new TextDecoder().decode(note).split('\n');
  return { engine, reference: reference === '' ? null : reference };
}

async function commissioned(
  asked: Asked,
  deps: Deps,
  { isLast, signal }: Turn,
  notes: Notebook,
  before: Uint8Array | undefined,
): Promise<Commissioned | 'declined' | 'failed' | 'photo-gone'> {
  const { job, onProgress, scope } = asked;
  try {
    const options = { onProgress, signal, delivered: before, begun: notes.begun(), onBegun: notes.write };
    return (await deps.engine.commission?.(job, options)) ?? 'failed';
  } catch (fault) {
    signal.throwIfAborted();
    const code = fault instanceof Fault ? fault.code : undefined;
    if (code === 'vault/fenced') return 'photo-gone';
    if (fault === notes.fault()) throw fault;
    if (code === 'provider/declined') return 'declined';
    if (code === 'provider/unavailable' && !isLast) throw fault;
    deps.report(fault, { portraitId: scope.item });
    return 'failed';
  }
}

/** Where it cannot be written in, nothing is bought, and the fault is the storage's own. */
function notebook(asked: Asked, { blobs }: Deps, before: Begun | undefined) {
  let [known, failed]: [Begun | undefined, unknown] = [before, undefined];
  return {
    begun: () => known,
    fault: () => failed,
    async write(begun: Begun): Promise<void> {
      try {
        await blobs.keep(asked.scope, noteOf(begun), 'text/plain', idOf(asked, 'commission'));
        known = begun;
      } catch (fault) {
        failed = fault;
        throw fault;
      }
    },
  };
}

type Notebook = ReturnType<typeof notebook>;

/** What cannot be asked for again is not let go at a storage's first "no". */
const pausesSeconds = [1, 4, 15];

async function keptAtLast(
  asked: Asked,
  { blobs }: Deps,
  { signal }: Turn,
  image: Uint8Array,
  pauses: readonly number[],
): Promise<BlobRef | undefined> {
  const picture = { image, contentType: contentTypeOf(image) };
  for (const seconds of pauses)
    try {
      return await kept(blobs, asked.scope, picture, idOf(asked, 'original'));
    } catch {
      await pause(seconds * 1000, undefined, { signal });
    }
  return kept(blobs, asked.scope, picture, idOf(asked, 'original'));
}

/** Told by its first bytes; what it really is, the studio finds out. */
function contentTypeOf(original: Uint8Array): string {
  if (original[0] === 0x89) return 'image/png';
  return original[0] === 0x52 ? 'image/webp' : 'image/jpeg';
}
