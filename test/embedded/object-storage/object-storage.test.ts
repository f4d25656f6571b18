/** The stand-in as the client of the real service meets it. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import {
  type ObjectStorage,
  startObjectStorage,
} from '../../../src/embedded/object-storage/object-storage.ts';

const root = await mkdtemp(join(tmpdir(), 'object-storage-test-'));
const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const at = (name: string) => ({ folder: join(root, name), buckets: ['blobs', 'kept'], ...credentials });
const clientOf = (url: string, secretAccessKey = 'secret') =>
  new s3.S3Client({
    ...{ endpoint: url, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: 'id', secretAccessKey },
  });

let storage: ObjectStorage;
let client: s3.S3Client;
beforeAll(async () => {
  storage = await startObjectStorage(at('main'));
  client = clientOf(storage.url);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new s3.PutBucketVersioningCommand({ Bucket: 'kept', VersioningConfiguration }));
});
afterAll(async () => {
  await storage.stop();
  await rm(root, { recursive: true, force: true });
});

const put = (Key: string, Body: string | Uint8Array, more: Partial<s3.PutObjectCommandInput> = {}) =>
  client.send(new s3.PutObjectCommand({ Bucket: 'blobs', Key, Body, ...more }));
const get = (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) =>
  client.send(new s3.GetObjectCommand({ Bucket: 'blobs', Key, ...more }));
const textOf = async (Key: string, more = {}) =>
  (await (await get(Key, more)).Body?.transformToString()) ?? '';
const bytesOf = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToByteArray();
const noise = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

describe('an object', () => {
  test('comes back as it went in, with its type, its metadata and its hash', async () => {
    const ContentType = 'text/plain';
    const { ETag } = await put('one', 'hello', { ContentType, Metadata: { kid: 'k1' } });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const head = await client.send(new s3.HeadObjectCommand({ Bucket: 'blobs', Key: 'one' }));
    expect(head).toMatchObject({ ContentLength: 5, ContentType, Metadata: { kid: 'k1' }, ETag });
    expect(await textOf('one')).toBe('hello');
    expect(await textOf('one', { ChecksumMode: 'ENABLED' })).toBe('hello'); // the client checks the CRC
  });

  test('may be called anything at all, and lies under no such name', async () => {
    const keys = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .filter((key) => !/^\s|\0/u.test(key));
    const evil = [
      '../../../etc/passwd',
      '..',
      './..//x',
      '/etc/passwd',
      'a/../../b',
      'ü x+y/=&%.bin',
      '%2e%2e/',
    ];
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...evil), keys), async (key) => {
        await put(key, key);
        expect(await textOf(key)).toBe(key);
      }),
      { numRuns: 40 },
    );
    expect((await readdir(root)).sort()).toEqual(['main']);
    expect((await readdir(join(root, 'main', 'objects'))).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(
      true,
    );
  });

  test('may be empty', async () => {
    await put('empty', '');
    expect(await bytesOf('empty')).toHaveLength(0);
  });

  test('is given in ranges', async () => {
    const bytes = noise(600_000);
    await put('ranged', bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(599_999), fc.nat(599_999), async (from, length) => {
        const Range = `bytes=${from}-${from + length}`;
        const given = await bytesOf('ranged', { Range });
        expect(Buffer.from(given ?? []).equals(bytes.slice(from, from + length + 1))).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect((await get('ranged', { Range: 'bytes=-100' })).ContentRange).toBe('bytes 599900-599999/600000');
    await expect(get('ranged', { Range: 'bytes=600000-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('that is streamed in arrives whole: aws-chunked with its checksum at the end', async () => {
    const bytes = noise(3 * 1024 * 1024 + 17);
    const pieces = function* () {
      for (let i = 0; i < bytes.length; i += 70_001) yield Buffer.from(bytes.subarray(i, i + 70_001));
    };
    const Body = Readable.from(pieces());
    await client.send(
      new s3.PutObjectCommand({ Bucket: 'blobs', Key: 'streamed', Body, ContentLength: bytes.length }),
    );
    expect(Buffer.from((await bytesOf('streamed')) ?? []).equals(bytes)).toBe(true);
  });

  test('that is put only if it is new is not put twice, also of twenty at once', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => put('once', `${i}`, { IfNoneMatch: '*' })),
    );
    const won = tries.findIndex(({ status }) => status === 'fulfilled');
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'PreconditionFailed' },
    });
    expect(await textOf('once')).toBe(`${won}`);
  });

  test('that is not there is missed by name', async () => {
    await expect(get('nowhere')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('one', { Bucket: 'nowhere' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(get('one', { VersionId: 'nowhere' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });
});

describe('a list', () => {
  const keys = ['a/1', 'a/2', 'a/3', 'b/1', 'b/c/1', 'd', 'ä/<&>'].map((key) => `list/${key}`);
  beforeAll(() => Promise.all(keys.map((key) => put(key, key))).then(() => undefined));
  const list = (more: Partial<s3.ListObjectsV2CommandInput>) =>
    client.send(new s3.ListObjectsV2Command({ Bucket: 'blobs', Prefix: 'list/', ...more }));

  test('goes on where it stopped, in the order of the keys, whatever the size of its pages', async () => {
    for (const MaxKeys of [1, 2, 3, 7, 1000]) {
      const seen: (string | undefined)[] = [];
      for await (const page of s3.paginateListObjectsV2(
        { client },
        { Bucket: 'blobs', Prefix: 'list/', MaxKeys },
      ))
        seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      expect(seen).toEqual(keys);
    }
  });

  test('takes together what shares a beginning', async () => {
    const { Contents, CommonPrefixes } = await list({ Delimiter: '/' });
    expect(Contents?.map(({ Key }) => Key)).toEqual(['list/d']);
    expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['list/a/', 'list/b/', 'list/ä/']);
    const first = await list({ Delimiter: '/', MaxKeys: 2 });
    const second = await list({ Delimiter: '/', MaxKeys: 2, ContinuationToken: first.NextContinuationToken });
    expect(second.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['list/ä/']);
  });

  test('of two keys, one the beginning of the other, has both', async () => {
    const { Contents } = await list({ Prefix: 'list/a/' });
    expect(Contents?.map(({ Size }) => Size)).toEqual([8, 8, 8]);
  });
});

describe('versions', () => {
  const kept = { Bucket: 'kept' };
  const versionsOf = async (Prefix: string) => {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new s3.ListObjectVersionsCommand({ ...kept, Prefix }),
    );
    return { Versions, DeleteMarkers };
  };

  test('stay behind a deletion, and go one by one', async () => {
    const first = await put('v', '1', kept);
    await put('v', '2', kept);
    await client.send(new s3.DeleteObjectCommand({ ...kept, Key: 'v' }));
    await expect(get('v', kept)).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await textOf('v', { ...kept, VersionId: first.VersionId })).toBe('1');
    const { Versions, DeleteMarkers } = await versionsOf('v');
    expect(Versions.map(({ IsLatest }) => IsLatest)).toEqual([false, false]);
    expect(DeleteMarkers).toMatchObject([{ IsLatest: true }]);
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    await client.send(new s3.DeleteObjectsCommand({ ...kept, Delete: { Objects } }));
    expect(await versionsOf('v')).toEqual({ Versions: [], DeleteMarkers: [] });
  });

  test('are listed page by page, and none is left out', async () => {
    for (let i = 0; i < 7; i++) await put(`page/${i % 3}`, `${i}`, kept);
    await client.send(new s3.DeleteObjectCommand({ ...kept, Key: 'page/1' }));
    const seen: unknown[] = [];
    let from = {};
    for (let more = true; more; ) {
      const page = await client.send(
        new s3.ListObjectVersionsCommand({ ...kept, Prefix: 'page/', MaxKeys: 2, ...from }),
      );
      seen.push(
        ...[...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ VersionId }) => VersionId),
      );
      from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      more = page.IsTruncated === true;
    }
    expect(new Set(seen).size).toBe(8);
    expect(seen).toHaveLength(8);
  });

  test('are none where nobody asked for them: the old bytes leave the disk', async () => {
    const folder = join(root, 'main', 'objects');
    const before = (await readdir(folder)).length;
    for (const body of ['1', '2', '3']) await put('single', body);
    expect((await readdir(folder)).length).toBe(before + 1);
    await client.send(new s3.DeleteObjectCommand({ Bucket: 'blobs', Key: 'single' }));
    expect((await readdir(folder)).length).toBe(before);
  });
});

describe('an upload in parts', () => {
  const place = { Bucket: 'blobs', Key: 'parts' };
  const begin = async () => (await client.send(new s3.CreateMultipartUploadCommand(place))).UploadId;
  const part = (UploadId: string | undefined, PartNumber: number, Body: Uint8Array | string) =>
    client.send(new s3.UploadPartCommand({ ...place, UploadId, PartNumber, Body }));

  test('is one object once it is completed', async () => {
    const [a, b] = [noise(5 * 1024 * 1024), noise(1000)];
    const UploadId = await begin();
    const [second, first] = [await part(UploadId, 2, b), await part(UploadId, 1, a)];
    const Parts = [first, second].map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 }));
    const done = await client.send(
      new s3.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(Buffer.from((await bytesOf('parts')) ?? []).equals(Buffer.concat([a, b]))).toBe(true);
    await expect(part(UploadId, 3, 'late')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('is listed while it is open, and leaves nothing when it is aborted', async () => {
    const folder = join(root, 'main', 'objects');
    const before = (await readdir(folder)).length;
    const UploadId = await begin();
    await part(UploadId, 1, 'half');
    const open = await client.send(new s3.ListMultipartUploadsCommand({ Bucket: 'blobs', Prefix: 'par' }));
    expect(open.Uploads).toMatchObject([{ Key: 'parts', UploadId }]);
    await client.send(new s3.AbortMultipartUploadCommand({ ...place, UploadId }));
    expect((await readdir(folder)).length).toBe(before);
  });

  test('is not completed with a part that is not there, or in another order', async () => {
    const UploadId = await begin();
    const { ETag } = await part(UploadId, 1, 'one');
    const complete = (...Parts: s3.CompletedPart[]) =>
      client.send(new s3.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    await expect(complete({ ETag, PartNumber: 2 })).rejects.toMatchObject({ name: 'InvalidPart' });
    const twice = [
      { ETag, PartNumber: 1 },
      { ETag, PartNumber: 1 },
    ];
    await expect(complete(...twice)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  });
});

describe('nobody else comes in', () => {
  test('with another secret, or another name', async () => {
    const stranger = clientOf(storage.url, 'guess');
    const asked = stranger.send(new s3.GetObjectCommand({ Bucket: 'blobs', Key: 'one' }));
    await expect(asked).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('without a signature', async () => {
    expect((await fetch(`${storage.url}/blobs/one`)).status).toBe(403);
    expect((await fetch(`${storage.url}/blobs/one`, { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  test('with a request that was signed for something else, or long ago', async () => {
    const sent = await signedHeaders('one');
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(`${storage.url}/blobs/${path}x-id=GetObject`, { headers });
    expect((await ask('one?', sent)).status).toBe(200);
    expect((await ask('ranged?', sent)).status).toBe(403);
    expect((await ask('one?versions=&', sent)).status).toBe(403);
    expect((await ask('one?', { ...sent, 'x-amz-mfa': 'added' })).status).toBe(403);
    const old = await signedHeaders('one', new Date(Date.now() - 16 * 60_000));
    expect((await ask('one?', old)).status).toBe(403);
  });
});

/** What the client sends when it asks for an object. */
async function signedHeaders(Key: string, signingDate?: Date): Promise<Record<string, string>> {
  const own = clientOf(storage.url);
  const seen: Record<string, string>[] = [];
  if (signingDate !== undefined) own.config.systemClockOffset = signingDate.getTime() - Date.now();
  own.middlewareStack.add(
    (next) => async (args) => {
      if (typeof args.request === 'object' && args.request !== null && 'headers' in args.request)
        seen.push({ ...Object(args.request.headers) });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'look' },
  );
  await own.send(new s3.GetObjectCommand({ Bucket: 'blobs', Key })).catch(() => {});
  const { host: _, ...headers } = seen[0] ?? {};
  return headers;
}

describe('what is not what the client said is not kept', () => {
  const refusedPut = async (Key: string, headers: Record<string, string>, body: string) => {
    const own = clientOf(storage.url);
    own.middlewareStack.add(
      (next) => (args) => {
        Object.assign(Object(args.request).headers, headers);
        Object(args.request).body = body;
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'change' },
    );
    await expect(own.send(new s3.PutObjectCommand({ Bucket: 'blobs', Key, Body: 'said' }))).rejects.toThrow();
    await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  };

  test('a body that was changed on the way', () => refusedPut('changed', {}, 'done'));

  test('an upload that was cut off: nothing of it stays, on disk neither', async () => {
    const folder = join(root, 'main', 'objects');
    const before = (await readdir(folder)).length;
    const { port } = new URL(storage.url);
    const headers = await signedUpload('cut', 1_000_000);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`PUT /blobs/cut?x-id=PutObject HTTP/1.1\r\n${headers}\r\n\r\n`);
    socket.write(Buffer.alloc(200_000));
    while ((await readdir(folder)).length === before) await Bun.sleep(5);
    socket.destroy();
    while ((await readdir(folder)).length > before) await Bun.sleep(5);
    await expect(get('cut')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('a stream whose chunks end too soon, or are none', async () => {
    for (const body of [
      '5\r\nhel',
      '5\r\nhello\r\n',
      'zz\r\nhello\r\n0\r\n\r\n',
      '5\r\nhellooo\r\n0\r\n\r\n',
      '',
    ]) {
      const headers = { ...(await chunkedHeaders('odd')), 'content-length': String(body.length) };
      const { status } = await fetch(`${storage.url}/blobs/odd?x-id=PutObject`, {
        method: 'PUT',
        headers,
        body,
      });
      expect(status).toBe(400);
    }
    await expect(get('odd')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

/** Lets the client sign, and takes what it would have sent. */
async function headersOfPut(Key: string, Body: Readable | Uint8Array, ContentLength: number) {
  const own = clientOf(storage.url);
  let headers: Record<string, string> = {};
  own.middlewareStack.add(
    () => async (args) => {
      headers = { ...Object(args.request).headers };
      throw new Error('taken');
    },
    { step: 'finalizeRequest', priority: 'low', name: 'take' },
  );
  await own.send(new s3.PutObjectCommand({ Bucket: 'blobs', Key, Body, ContentLength })).catch(() => {});
  return headers;
}
const signedUpload = async (Key: string, bytes: number) =>
  Object.entries(await headersOfPut(Key, Buffer.alloc(bytes), bytes))
    .filter(([name]) => name !== 'expect')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n');
async function chunkedHeaders(Key: string) {
  const {
    host: _,
    expect: __,
    ...headers
  } = await headersOfPut(Key, Readable.from([Buffer.from('hello')]), 5);
  return headers;
}

describe('what is not known is refused, and never half done', () => {
  test.each([
    ['a copy', () => new s3.CopyObjectCommand({ Bucket: 'blobs', Key: 'copy', CopySource: 'blobs/one' })],
    ['tags', () => new s3.GetObjectTaggingCommand({ Bucket: 'blobs', Key: 'one' })],
  ] as const)('%s', async (_, command) => {
    const sent = command();
    const asked = sent instanceof s3.CopyObjectCommand ? client.send(sent) : client.send(sent);
    await expect(asked).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('a start', () => {
  test('continues with what was there', async () => {
    const before = await startObjectStorage(at('again'));
    await clientOf(before.url).send(new s3.PutObjectCommand({ Bucket: 'blobs', Key: 'x', Body: 'kept' }));
    await before.stop();
    const after = await startObjectStorage(at('again'));
    const { Body } = await clientOf(after.url).send(new s3.GetObjectCommand({ Bucket: 'blobs', Key: 'x' }));
    expect(await Body?.transformToString()).toBe('kept');
    await after.stop();
  });

  test('finds after a kill -9 all that was acknowledged, whole, and no leavings', async () => {
    const folder = join(root, 'killed');
    const child = Bun.spawn(['bun', join(import.meta.dir, 'hold.ts'), folder], {
      stdout: 'pipe',
      stderr: 'inherit',
    });
    const { value } = await child.stdout.getReader().read();
    const killed = clientOf(new TextDecoder().decode(value).trim());
    const acknowledged: string[] = [];
    const write = async (Key: string) => {
      await killed.send(new s3.PutObjectCommand({ Bucket: 'blobs', Key, Body: Key.repeat(10_000) }));
      acknowledged.push(Key);
      if (acknowledged.length === 40) child.kill('SIGKILL');
    };
    await Promise.allSettled(Array.from({ length: 200 }, (_, i) => write(`key-${i}`)));
    await child.exited;
    await writeFile(join(folder, 'objects', 'half-written'), 'x');

    const after = await startObjectStorage({ ...credentials, folder, buckets: [] });
    const found = clientOf(after.url);
    for (const Key of acknowledged) {
      const { Body } = await found.send(new s3.GetObjectCommand({ Bucket: 'blobs', Key }));
      expect(await Body?.transformToString()).toBe(Key.repeat(10_000));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(40);
    expect(existsSync(join(folder, 'objects', 'half-written'))).toBe(false);
    await after.stop();
  });

  test('is refused where the port is taken, or the folder cannot be written to', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => listener.once('listening', listening));
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const taken = startObjectStorage({ ...at('port'), port });
    await expect(taken).rejects.toMatchObject({ code: 'object-storage/port-in-use' });
    listener.close();
    await writeFile(join(root, 'file'), '');
    const nowhere = startObjectStorage({ ...at('x'), folder: join(root, 'file', 'x') });
    await expect(nowhere).rejects.toMatchObject({ code: 'object-storage/folder-not-writable' });
  });
});
