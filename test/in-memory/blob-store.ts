/** The blob store in memory: a model for the contract test, and for tests that need no server. */
import { Buffer } from 'node:buffer';
import type { BlobStore, StoredBlob } from '../../src/personal-data/blobs.ts';

export class InMemoryBlobStore implements BlobStore {
  readonly blobs = new Map<string, Uint8Array>();

  async put(name: string, sealed: AsyncIterable<Uint8Array>): Promise<void> {
    const parts: Uint8Array[] = [];
    for await (const part of sealed) parts.push(Uint8Array.from(part));
    this.blobs.set(name, Buffer.concat(parts));
  }

  async get(name: string): Promise<StoredBlob | undefined> {
    const bytes = this.blobs.get(name);
    if (bytes === undefined) return undefined;
    return { byteLength: bytes.length, stream: new Blob([Buffer.from(bytes)]).stream() };
  }

  async deleteUnder(prefix: string): Promise<number> {
    const found = [...this.blobs.keys()].filter((name) => name.startsWith(prefix));
    for (const name of found) this.blobs.delete(name);
    return found.length;
  }
}
