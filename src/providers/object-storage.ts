/** The object storage that keeps sealed files, and the ledger of destroyed keys: S3, or whatever speaks like it. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import { Fault } from '../eventsourcing/fault.ts';
import type { TileStore } from '../notary/tiles.ts';
import type { BlobStore, StoredBlob } from '../personal-data/blobs.ts';
import type { ErasureLedger, LedgerEntry } from '../personal-data/erasure-ledger.ts';
import { type Connection, connect, type Wire } from './object-storage-wire.ts';

export type ObjectStorage = {
  blobs(bucket: string): BlobStore;
  /** @param clock ISO 8601, UTC: entries are called by their time, so that they are read in order */
  ledger(bucket: string, clock: () => string): ErasureLedger;
  /** Small files by their whole names. */
  tiles(bucket: string): TileStore;
  /** Of everything in a bucket, as it stands, in their order: for a backup. */
  names(bucket: string): AsyncIterable<string>;
  /** Whether the bucket is there, and ours. */
  check(bucket: string): Promise<void>;
  close(): void;
};

type Options = Omit<Connection, 'timeoutMs'> & Partial<Connection>;

/** One client for everything; whatever asks it @throws Fault provider/unavailable, provider/refused */
export function objectStorage(options: Options): ObjectStorage {
  const wire = connect({ timeoutMs: 30_000, ...options });
  return {
    blobs: (Bucket) => ({
      put: (Key, sealed) => put(wire, { Bucket, Key }, sealed),
      get: (Key) => get(wire, { Bucket, Key }),
      deleteUnder: (Prefix) => deleteUnder(wire, { Bucket, Prefix }),
    }),
    ledger: (Bucket, clock) => ({
      record: (kids) => record(wire, Bucket, clock(), kids),
      after: (mark) => entriesAfter(wire, Bucket, mark),
    }),
    tiles: (Bucket) => ({
      put: async (Key, Body) =>
        void (await wire.ask((client, until) =>
          client.send(new s3.PutObjectCommand({ Bucket, Key, Body }), until),
        )),
      get: async (Key) => bytesOf((await get(wire, { Bucket, Key }))?.stream),
      remove: async (Key) =>
        void (await wire.ask((client, until) =>
          client.send(new s3.DeleteObjectCommand({ Bucket, Key }), until),
        )),
    }),
    names: (bucket) => namesIn(wire, bucket),
    check: async (Bucket) =>
      void (await wire.ask((client, until) => client.send(new s3.HeadBucketCommand({ Bucket }), until))),
    close: wire.close,
  };
}

type Place = { readonly Bucket: string; readonly Key: string };

/** S3 takes 5 MiB to 5 GiB; this much of a file is in memory at a time. */
const partBytes = 8 * 1024 * 1024;

/** In parts, because what failed is sent again, and a stream is there once. Most files are one part. */
async function put(wire: Wire, place: Place, sealed: AsyncIterable<Uint8Array>): Promise<void> {
  const parts = partsOf(sealed);
  const first = await parts.next();
  const second = await parts.next();
  if (first.done !== true && second.done !== true)
    return putParts(wire, place, first.value, second.value, parts);
  const Body = first.value ?? new Uint8Array();
  await wire.ask((client, until) => client.send(new s3.PutObjectCommand({ ...place, Body }), until));
}

async function putParts(
  wire: Wire,
  place: Place,
  ...[first, second, rest]: [Uint8Array, Uint8Array, AsyncIterable<Uint8Array>]
) {
  const { UploadId } = await wire.ask((client, until) =>
    client.send(new s3.CreateMultipartUploadCommand(place), until),
  );
  const upload = { ...place, UploadId };
  const Parts: s3.CompletedPart[] = [];
  const send = async (Body: Uint8Array) => {
    const part = { ...upload, PartNumber: Parts.length + 1, Body };
    const { ETag } = await wire.ask((client, until) => client.send(new s3.UploadPartCommand(part), until));
    Parts.push({ ETag, PartNumber: part.PartNumber });
  };
  try {
    for (const part of [first, second]) await send(part);
    for await (const part of rest) await send(part);
    const whole = { ...upload, MultipartUpload: { Parts } };
    await wire.ask((client, until) => client.send(new s3.CompleteMultipartUploadCommand(whole), until));
  } catch (cause) {
    await wire
      .ask((client, until) => client.send(new s3.AbortMultipartUploadCommand(upload), until))
      .catch(() => {});
    throw cause; // if the abortion failed as well, `deleteUnder` finds the parts
  }
}

async function* partsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [chunks, length]: [Uint8Array[], number] = [[], 0];
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < partBytes) continue;
    yield Buffer.concat(chunks);
    [chunks, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(chunks);
}

async function get(wire: Wire, place: Place): Promise<StoredBlob | undefined> {
  try {
    const { Body, ContentLength = 0 } = await wire.ask((client, until) =>
      client.send(new s3.GetObjectCommand(place), until),
    );
    if (!(Body instanceof Readable))
      throw new Fault('provider/refused', { provider: 'object-storage', said: 'no body' });
    return { byteLength: ContentLength, stream: wire.streamOf(Body) };
  } catch (cause) {
    if (cause instanceof s3.NoSuchKey) return undefined;
    throw cause;
  }
}

const bytesOf = async (stream: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array | undefined> =>
  stream && new Uint8Array(await new Response(stream).arrayBuffer());

type Under = { readonly Bucket: string; readonly Prefix: string };

/** Every version, the marks of earlier deletions, and the parts of uploads that were never completed. */
async function deleteUnder(wire: Wire, under: Under): Promise<number> {
  const { Bucket } = under;
  const keys = new Set<string | undefined>();
  for (;;) {
    const page = await wire.ask((client, until) =>
      client.send(new s3.ListObjectVersionsCommand(under), until),
    );
    const { Versions = [], DeleteMarkers = [] } = page;
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    for (const { Key } of Versions) keys.add(Key);
    const Delete = { Objects, Quiet: true };
    const done = await wire.ask((client, until) =>
      client.send(new s3.DeleteObjectsCommand({ Bucket, Delete }), until),
    );
    const said = done.Errors?.[0]?.Code;
    if (said !== undefined) throw new Fault('provider/refused', { provider: 'object-storage', said });
  }
  const { Uploads = [] } = await wire.ask((client, until) =>
    client.send(new s3.ListMultipartUploadsCommand(under), until),
  );
  for (const { Key, UploadId } of Uploads)
    await wire.ask((client, until) =>
      client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }), until),
    );
  return keys.size;
}

async function* namesIn(wire: Wire, Bucket: string): AsyncGenerator<string> {
  for (let StartAfter: string | undefined; ; ) {
    const list = { Bucket, StartAfter };
    const { Contents = [] } = await wire.ask((client, until) =>
      client.send(new s3.ListObjectsV2Command(list), until),
    );
    if (Contents.length === 0) return;
    for (const { Key = '' } of Contents) yield Key;
    StartAfter = Contents.at(-1)?.Key;
  }
}

async function record(wire: Wire, Bucket: string, now: string, kids: readonly string[]): Promise<void> {
  const Body = kids.join('\n');
  const Key = `${now}-${createHash('sha256').update(Body).digest('hex').slice(0, 16)}`;
  const entry = { Bucket, Key, Body, ContentType: 'text/plain' };
  await wire.ask((client, until) => client.send(new s3.PutObjectCommand(entry), until));
}

async function* entriesAfter(wire: Wire, Bucket: string, mark: string): AsyncGenerator<LedgerEntry> {
  for (let StartAfter = mark; ; ) {
    const list = { Bucket, StartAfter: StartAfter === '' ? undefined : StartAfter };
    const { Contents = [] } = await wire.ask((client, until) =>
      client.send(new s3.ListObjectsV2Command(list), until),
    );
    for (const { Key = '' } of Contents) {
      const { Body } = await wire.ask((client, until) =>
        client.send(new s3.GetObjectCommand({ Bucket, Key }), until),
      );
      yield {
        mark: Key,
        kids: ((await Body?.transformToString()) ?? '').split('\n').filter((kid) => kid !== ''),
      };
      StartAfter = Key;
    }
    if (Contents.length === 0) return;
  }
}
