/** An archive is what any program that unpacks takes it for. */
import { expect, test } from 'bun:test';
import { crc32, inflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { type ZipEntry, zip } from '../../src/processes/zip.ts';

/** By the list at its end, as programs do. */
export function unzip(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const entries = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    expect(archive.readUInt32LE(at)).toBe(0x0201_4b50);
    const [method, crc, packed] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 20),
    ];
    const [nameBytes, extraBytes, offset] = [
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt32LE(at + 42),
    ];
    const name = archive.subarray(at + 46, at + 46 + nameBytes).toString();
    const from = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    const data = archive.subarray(from, from + packed);
    const clear = method === 8 ? inflateRawSync(data) : data;
    expect(crc32(clear)).toBe(crc);
    expect(clear.length).toBe(archive.readUInt32LE(at + 24));
    entries.set(name, clear);
    at += 46 + nameBytes + extraBytes;
  }
  return entries;
}

async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

async function packed(entries: readonly ZipEntry[]): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(zip(each(entries), '2026-11-24T09:30:00Z')));
}

test('whatever goes in comes out, under its name', async () => {
  const path = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const content = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }),
  );
  const entries = fc.uniqueArray(fc.record({ path, content }), {
    selector: ({ path }) => path,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(entries, async (entries) => {
      const made = entries.map(({ path, content }) => ({
        path,
        content: typeof content === 'string' ? content : each(content),
      }));
      const unpacked = unzip(await packed(made));
      expect([...unpacked.keys()]).toEqual(entries.map(({ path }) => path));
      for (const { path, content } of entries)
        expect(
          unpacked
            .get(path)
            ?.equals(typeof content === 'string' ? Buffer.from(content) : Buffer.concat(content)),
        ).toBe(true);
    }),
  );
});

test('an empty archive is one', async () => {
  expect(unzip(await packed([])).size).toBe(0);
});
