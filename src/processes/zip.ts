/**
 * An archive as a stream (APPNOTE 6.3.10): nothing is held but its list of contents, so that any number of photos
 * fits. Pictures are stored as they are, texts deflated; what lies beyond 4 GiB is found by its 64-bit records.
 */
import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  /** With slashes; never absolute, and never upwards. */
  readonly path: string;
  readonly content: string | AsyncIterable<Uint8Array>;
};

const stored = 0;
const deflated = 8;
const needs = 20; // 4.4.3: 2.0, folders and deflate
const flags = (1 << 3) | (1 << 11); // 4.4.4: sizes follow the data; names are UTF-8
const max32 = 0xffff_ffff;
const max16 = 0xffff;

type Written = {
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
};

/** @param madeAt ISO 8601, UTC: of every entry @param entries may be made while they are written */
export async function* zip(entries: AsyncIterable<ZipEntry>, madeAt: string): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  const stamp = dosTime(madeAt);
  let offset = 0;
  for await (const { path, content } of entries) {
    const name = Buffer.from(path);
    const method = typeof content === 'string' ? deflated : stored;
    const header = localHeader(name, method, stamp);
    yield header;
    let [crc, packedBytes, bytes] = [0, 0, 0];
    for await (const { clear, packed } of packedParts(content)) {
      crc = crc32(clear, crc);
      bytes += clear.length;
      packedBytes += packed.length;
      yield packed;
    }
    const tail = descriptor(crc, packedBytes, bytes);
    yield tail;
    written.push({ name, method, crc, packedBytes, bytes, offset });
    offset += header.length + packedBytes + tail.length;
  }
  yield directory(written, offset, stamp);
}

type Part = { readonly clear: Uint8Array; readonly packed: Uint8Array };

async function* packedParts(content: ZipEntry['content']): AsyncGenerator<Part> {
  if (typeof content === 'string') {
    const clear = Buffer.from(content);
    yield { clear, packed: deflateRawSync(clear) };
    return;
  }
  for await (const clear of content) yield { clear, packed: clear };
}

/** 4.3.7 */
function localHeader(name: Buffer, method: number, stamp: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(needs, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(stamp, 10);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

/** 4.3.9: a file of ours is never beyond 4 GiB, an archive may be. */
function descriptor(crc: number, packedBytes: number, bytes: number): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x0807_4b50, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packedBytes, 8);
  tail.writeUInt32LE(bytes, 12);
  return tail;
}

function directory(written: readonly Written[], start: number, stamp: number): Buffer {
  const headers = Buffer.concat(written.map((one) => centralHeader(one, stamp)));
  return Buffer.concat([
    headers,
    end64(written.length, headers.length, start),
    end(written.length, headers.length, start),
  ]);
}

/** 4.3.12, with the offset as an extra field (4.5.3) where 32 bits do not hold it. */
function centralHeader({ name, method, crc, packedBytes, bytes, offset }: Written, stamp: number): Buffer {
  const header = Buffer.alloc(46);
  const extra = Buffer.alloc(offset < max32 ? 0 : 12);
  if (extra.length > 0) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(needs, 4);
  header.writeUInt16LE(needs, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(stamp, 12);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packedBytes, 20);
  header.writeUInt32LE(bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(Math.min(offset, max32), 42);
  return Buffer.concat([header, name, extra]);
}

/** 4.3.14 and 4.3.15; nothing where 32 bits hold everything. */
function end64(count: number, size: number, start: number): Buffer {
  if (count < max16 && start + size < max32) return Buffer.alloc(0);
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x0606_4b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(count), at);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  record.writeUInt32LE(0x0706_4b50, 56);
  record.writeBigUInt64LE(BigInt(start + size), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

/** 4.3.16 */
function end(count: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x0605_4b50, 0);
  for (const at of [8, 10]) record.writeUInt16LE(Math.min(count, max16), at);
  record.writeUInt32LE(Math.min(size, max32), 12);
  record.writeUInt32LE(Math.min(start, max32), 16);
  return record;
}

/** 4.4.6: time in the lower half, day in the upper one. */
function dosTime(iso: string): number {
  const [year = 1980, month = 1, day = 1, hour = 0, minute = 0, second = 0] = iso.split(/\D/).map(Number);
  const time = (hour << 11) | (minute << 5) | (second >> 1);
  return (((year - 1980) << 25) | (month << 21) | (day << 16) | time) >>> 0;
}
