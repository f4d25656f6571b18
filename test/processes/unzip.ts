/** Reads an archive as other programs do, and checks what it says of itself. */
import { expect } from 'bun:test';
import { crc32, inflateRawSync } from 'node:zlib';

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
