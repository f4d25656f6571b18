/** Sealed files, one by one: as they lie in the object storage, so that a backup holds nothing that opens. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '../../src/personal-data/blobs.ts';
import { chunksOf } from '../../src/personal-data/byte-streams.ts';

/** `<key id>/<blob id>`, and nothing that leads elsewhere. */
const blobName = /^[0-9a-f-]{36}\/[0-9a-f-]{36}$/;

export type Count = { readonly files: number; readonly bytes: number };

/** What is deleted while it is being copied is left out: its key is gone. */
export async function copyBlobs(store: BlobStore, names: AsyncIterable<string>, to: string): Promise<Count> {
  let [files, bytes] = [0, 0];
  for await (const name of names) {
    const stored = blobName.test(name) ? await store.get(name) : undefined;
    if (stored === undefined) continue;
    const file = join(to, name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await pipeline(Readable.from(chunksOf(stored.stream)), createWriteStream(file, { mode: 0o600 }));
    files++;
    bytes += (await stat(file)).size;
  }
  return { files, bytes };
}

export async function putBlobs(store: BlobStore, from: string): Promise<Count> {
  let [files, bytes] = [0, 0];
  for (const kid of await readdir(from).catch(() => []))
    for (const id of await readdir(join(from, kid))) {
      const name = `${kid}/${id}`;
      if (!blobName.test(name)) continue;
      const file = join(from, name);
      await store.put(name, createReadStream(file));
      files++;
      bytes += (await stat(file)).size;
    }
  return { files, bytes };
}
