/** The reading half of the Protocol Buffers wire format. */

/** A window on a message: `at` moves towards `end`. */
export type Reader = { readonly bytes: Buffer; at: number; end: number };

export class MalformedMessage extends Error {
  readonly code = 'event-store/malformed-message';
}

export const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

export const readerOf = (bytes: Uint8Array): Reader => ({
  bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  at: 0,
  end: bytes.byteLength,
});

/** A varint of which only the low 32 bits matter: tags, lengths, bools, enums, 32-bit numbers. */
export const readVarint32 = (from: Reader): number => {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = nextByte(from);
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw new MalformedMessage('a varint is longer than ten bytes');
};

/** @returns 0 to 2^64 - 1 */
export const readVarint64 = (from: Reader): bigint => {
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = nextByte(from);
    const seven = byte & 0x7f;
    if (shift < 28) low |= seven << shift;
    else if (shift === 28) {
      low |= (seven << 28) >>> 0;
      high = seven >>> 4;
    } else if (shift < 64) high |= seven << (shift - 32);
    if (byte < 0x80) return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  }
  throw new MalformedMessage('a varint is longer than ten bytes');
};

const nextByte = (from: Reader): number => {
  const byte = from.bytes[from.at];
  if (byte === undefined || from.at >= from.end) throw new MalformedMessage('a varint is cut short');
  from.at += 1;
  return byte;
};

/** The end of the length-delimited value that begins here. */
export const endOfValue = (from: Reader): number => {
  const length = readVarint32(from);
  const end = from.at + length;
  if (end > from.end) throw new MalformedMessage('a field is longer than its message');
  return end;
};

export const readString = (from: Reader): string => {
  const end = endOfValue(from);
  const text = from.bytes.toString('utf8', from.at, end);
  from.at = end;
  return text;
};

/** No copy: the bytes stay those of the message. */
export const readBytes = (from: Reader): Buffer => {
  const end = endOfValue(from);
  const bytes = from.bytes.subarray(from.at, end);
  from.at = end;
  return bytes;
};

export const skipValue = (from: Reader, wire: number): void => {
  if (wire === wireTypes.varint) readVarint64(from);
  else if (wire === wireTypes.fixed64) from.at += 8;
  else if (wire === wireTypes.lengthDelimited) from.at = endOfValue(from);
  else if (wire === wireTypes.fixed32) from.at += 4;
  else throw new MalformedMessage(`wire type ${wire} does not exist`);
  if (from.at > from.end) throw new MalformedMessage('a field is longer than its message');
};
