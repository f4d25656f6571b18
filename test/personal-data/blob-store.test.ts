/** What every blob store does: the model in memory, and the client of the object storage over a real wire. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import {
  type ObjectStorage as Server,
  startObjectStorage,
} from '../../src/embedded/object-storage/object-storage.ts';
import type { BlobStore } from '../../src/personal-data/blobs.ts';
import { objectStorage } from '../../src/providers/object-storage.ts';
import { InMemoryBlobStore } from '../in-memory/blob-store.ts';

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const folder = await mkdtemp(join(tmpdir(), 'blob-store-test-'));
let server: Server;
beforeAll(async () => {
  server = await startObjectStorage({ ...credentials, folder, buckets: ['blobs', 'kept', 'erasures'] });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
const storage = () => objectStorage({ url: server.url, region: 'us-east-1', ...credentials });
const client = () =>
  new s3.S3Client({ endpoint: server.url, region: 'us-east-1', forcePathStyle: true, credentials });

async function* pieces(...parts: readonly Uint8Array[]) {
  yield* parts;
}
const noise = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const bytesOf = async (store: BlobStore, name: string) => {
  const stored = await store.get(name);
  return stored && new Uint8Array(await new Response(stored.stream).arrayBuffer());
};

const aBlobStore = (name: string, open: () => BlobStore) =>
  describe(name, () => {
    test('gives back what was put, in pieces of any size, and says how much it is', async () => {
      const store = open();
      const lists = fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(lists, async (parts) => {
          await store.put('round/trip', pieces(...parts));
          expect(await bytesOf(store, 'round/trip')).toEqual(new Uint8Array(Buffer.concat(parts)));
          expect((await store.get('round/trip'))?.byteLength).toBe(Buffer.concat(parts).length);
        }),
        { numRuns: 20 },
      );
    }, 30_000);

    test('takes what is larger than a part', async () => {
      const [store, parts] = [open(), Array.from({ length: 21 }, () => noise(1024 * 1024))];
      await store.put('large', pieces(...parts));
      expect(Buffer.from((await bytesOf(store, 'large')) ?? []).equals(Buffer.concat(parts))).toBe(true);
    });

    test('keeps nothing of what broke off', async () => {
      const store = open();
      for (const before of [1, 20]) {
        const breaks = async function* () {
          for (let i = 0; i < before; i++) yield noise(1024 * 1024);
          throw new Error('the sender broke off');
        };
        await expect(store.put('broken', breaks())).rejects.toThrow('broke off');
        expect(await store.get('broken')).toBeUndefined();
      }
    });

    test('has nothing where nothing is', async () => {
      expect(await open().get('nothing')).toBeUndefined();
    });

    test('deletes all that begins alike, and nothing else', async () => {
      const store = open();
      for (const name of ['del/1', 'del/2', 'delicious']) await store.put(name, pieces(noise(10)));
      await store.put('del/1', pieces(noise(10)));
      expect(await store.deleteUnder('del/')).toBe(2);
      expect(await store.deleteUnder('del/')).toBe(0);
      expect(await store.get('del/1')).toBeUndefined();
      expect(await store.get('delicious')).toBeDefined();
    });

    test('lets go of a file that is not read to its end', async () => {
      const store = open();
      await store.put('left', pieces(noise(5 * 1024 * 1024)));
      const reader = (await store.get('left'))?.stream.getReader();
      await reader?.read();
      await reader?.cancel();
      expect((await bytesOf(store, 'left'))?.length).toBe(5 * 1024 * 1024);
    });
  });

aBlobStore('the blob store in memory', () => new InMemoryBlobStore());
aBlobStore('the object storage', () => storage().blobs('blobs'));

describe('the object storage', () => {
  test('deletes every version, marks of deletion, and the parts of uploads that were not completed', async () => {
    const [s3client, store] = [client(), storage().blobs('kept')];
    const Bucket = 'kept';
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    for (const byte of [1, 2]) await store.put('gone/1', pieces(Uint8Array.of(byte)));
    await s3client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'gone/1' }));
    await store.put('gone/1', pieces(Uint8Array.of(3)));
    const { UploadId } = await s3client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key: 'gone/2' }));
    await s3client.send(
      new s3.UploadPartCommand({ Bucket, Key: 'gone/2', UploadId, PartNumber: 1, Body: 'half' }),
    );
    expect(await store.deleteUnder('gone/')).toBe(1);
    const left = await s3client.send(new s3.ListObjectVersionsCommand({ Bucket }));
    expect([left.Versions, left.DeleteMarkers]).toEqual([undefined, undefined]);
    expect((await s3client.send(new s3.ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  });

  test('that is away, silent, or refuses is a fault with a code', async () => {
    const away = objectStorage({ url: 'http://127.0.0.1:9', region: 'x', ...credentials });
    await expect(away.blobs('blobs').get('x')).rejects.toMatchObject({ code: 'provider/unavailable' });
    const stranger = objectStorage({
      url: server.url,
      region: 'x',
      ...credentials,
      secretAccessKey: 'guess',
    });
    await expect(stranger.check('blobs')).rejects.toMatchObject({ code: 'provider/refused' });
    await expect(storage().check('nowhere')).rejects.toMatchObject({ code: 'provider/refused' });

    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((listening) => silent.once('listening', listening));
    const at = silent.address();
    const url = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}`;
    const waiting = objectStorage({ url, region: 'x', ...credentials, timeoutMs: 200 });
    await expect(waiting.blobs('blobs').get('x')).rejects.toMatchObject({ code: 'provider/unavailable' });
    silent.close();
  });

  test('that falls silent within a file is a fault too', async () => {
    const falls = createServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nsome'));
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => falls.once('listening', listening));
    const at = falls.address();
    const url = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}`;
    const stored = await objectStorage({ url, region: 'x', ...credentials, timeoutMs: 200 })
      .blobs('b')
      .get('x');
    const read = new Response(stored?.stream).arrayBuffer();
    await expect(read).rejects.toMatchObject({ code: 'provider/unavailable' });
    falls.close();
  });

  test('is a ledger of destroyed keys, read in order from where one stopped', async () => {
    const time = { now: '2026-11-24T09:00:00.000Z' };
    const ledger = storage().ledger('erasures', () => time.now);
    await ledger.record(['k1', 'k2']);
    time.now = '2026-11-24T09:00:01.000Z';
    await ledger.record(['k3']);
    const all = await Array.fromAsync(ledger.after(''));
    expect(all.map(({ kids }) => kids)).toEqual([['k1', 'k2'], ['k3']]);
    const later = await Array.fromAsync(ledger.after(all[0]?.mark ?? ''));
    expect(later.map(({ kids }) => kids)).toEqual([['k3']]);
  });
});
