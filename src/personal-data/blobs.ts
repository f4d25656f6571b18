/**
 * Sealed files. Each has a key of its own, wrapped under the data key of its category, and is called
 * `<key id>/<blob id>`: so a destroyed key makes it unreadable, and leads to it.
 */
import { Buffer } from 'node:buffer';
import { generateKeySync, type KeyObject } from 'node:crypto';
import { Fault } from '../eventsourcing/fault.ts';
import { chunksOf, reading, streamOf } from './byte-streams.ts';
import { BlobRef } from './opaque.ts';
import { openSegments, sealSegments, segmentBytes, tagBytes } from './segments.ts';
import type { ActiveKey, Scope, Vault } from './vault.ts';
import { unwrap, wrap, wrappedBytes } from './wrapping.ts';

export { BlobRef } from './opaque.ts';

/** The port of an object storage, which knows names and ciphertext. */
export type BlobStore = {
  /** Whole and durable once it returns; else not there. */
  put(name: string, sealed: AsyncIterable<Uint8Array>): Promise<void>;
  /** @returns undefined if there is none */
  get(name: string): Promise<StoredBlob | undefined>;
  /** All that is called so or begins so, with every version. @returns how many there were */
  deleteUnder(prefix: string): Promise<number>;
};
export type StoredBlob = { readonly byteLength: number; readonly stream: ReadableStream<Uint8Array> };

export type Blobs = {
  /**
   * Seals a file and stores it.
   * @param id a UUID, for what may have to be kept again: it replaces what is there, and leaves nothing behind
   * @throws Fault vault/fenced, also where its key was destroyed while it was being stored: then nothing stays
   */
  keep(
    scope: Scope,
    bytes: Uint8Array | ReadableStream<Uint8Array>,
    contentType: string,
    id?: string,
  ): Promise<BlobRef>;
  /** @returns undefined where nothing is kept there under that id */
  find(scope: Scope, id: string): Promise<BlobRef | undefined>;
  /** Of destroyed keys: every file under them. @returns how many there were */
  deleteOf(kids: readonly string[]): Promise<number>;
};

/** A file as the gate gives it out; `stream` fails with Fault sealed/tampered where its bytes are not the sealed ones. */
export type OpenedBlob = {
  readonly stream: ReadableStream<Uint8Array>;
  readonly contentType: string;
  readonly byteLength: number;
};

/** The key that a file hangs on: the first part of its name. */
export const kidOf = (ref: BlobRef): string => ref.slice(0, ref.indexOf('/'));

type Deps = {
  readonly vault: Pick<Vault, 'keyFor' | 'find' | 'keysOf'>;
  readonly store: BlobStore;
  /** UUIDs */
  readonly ids: () => string;
};

export function blobs({ vault, store, ids }: Deps): Blobs {
  return { keep, find, deleteOf };

  async function keep(
    scope: Scope,
    bytes: Uint8Array | ReadableStream<Uint8Array>,
    contentType: string,
    id = ids(),
  ) {
    const key = await vault.keyFor(scope);
    const ref = BlobRef.parse(`${key.kid}/${id}`);
    await store.put(ref, sealed(ref, bytes, contentType, key));
    if ((await vault.find(key.kid)).state === 'active') return ref;
    await store.deleteUnder(ref); // the deletion of its key's files may have passed before it was there
    throw new Fault('vault/fenced', { subject: scope.subject, category: scope.category });
  }

  async function find({ subject, category, item }: Scope, id: string) {
    const held = await vault.keysOf([subject]);
    const key = held.find((one) => one.category === category && one.item === item && one.state === 'active');
    if (key === undefined) return undefined;
    const ref = BlobRef.parse(`${key.kid}/${id}`);
    const stored = await store.get(ref);
    await stored?.stream.cancel();
    return stored && ref;
  }

  async function deleteOf(kids: readonly string[]): Promise<number> {
    let count = 0;
    for (const kid of kids) count += await store.deleteUnder(`${kid}/`);
    return count;
  }
}

async function* sealed(
  ref: BlobRef,
  bytes: Uint8Array | ReadableStream<Uint8Array>,
  contentType: string,
  { secret }: ActiveKey,
): AsyncGenerator<Uint8Array> {
  const key = generateKeySync('aes', { length: 256 });
  const place = placeOf(ref, contentType);
  yield Buffer.concat([place, wrap(key, secret, place)]);
  yield* sealSegments(bytes instanceof Uint8Array ? once(bytes) : chunksOf(bytes), key);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** For the gate alone. @throws Fault sealed/tampered, which is never mistaken for an erasure */
export async function unsealBlob(
  ref: BlobRef,
  { byteLength, stream }: StoredBlob,
  secret: KeyObject,
): Promise<OpenedBlob> {
  const chunks = chunksOf(stream);
  const { take, rest } = reading(chunks);
  try {
    const { place, contentType } = await readPlace(take, ref);
    const key = unwrap(await take(wrappedBytes), secret, place, ref);
    const sealedBytes = byteLength - place.length - wrappedBytes;
    const clear = openSegments(rest(), key);
    return { stream: streamOf(clear), contentType, byteLength: sealedBytes - overheadOf(sealedBytes) };
  } catch (cause) {
    await chunks.return(undefined);
    throw cause;
  }
}

const overheadOf = (sealedBytes: number): number =>
  Math.max(1, Math.ceil(sealedBytes / (segmentBytes + tagBytes))) * tagBytes;

/* A file begins with its place: format (4 bytes), key id and blob id (16 each), content type (after its length in
   one byte). Then come its wrapped key and its segments. */
const format = Buffer.from('PB\0\x01', 'latin1');
const fixedBytes = format.length + 16 + 16 + 1;

/** What says which file this is. The wrapped key authenticates it, so that none can be taken for another. */
function placeOf(ref: BlobRef, contentType: string): Buffer {
  const ids = Buffer.from(ref.replaceAll(/[-/]/g, ''), 'hex');
  const type = Buffer.from(contentType, 'latin1').subarray(0, 255);
  return Buffer.concat([format, ids, Buffer.of(type.length), type]);
}

async function readPlace(take: (count: number) => Promise<Buffer>, ref: BlobRef) {
  const fixed = await take(fixedBytes);
  const type = await take(fixed.at(-1) ?? 0);
  const contentType = type.toString('latin1');
  const place = Buffer.concat([fixed, type]);
  if (!place.equals(placeOf(ref, contentType))) throw new Fault('sealed/tampered', { called: ref });
  return { place, contentType };
}
