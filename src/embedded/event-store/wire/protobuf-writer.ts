/** The writing half of the Protocol Buffers wire format. */

export type Writer = { bytes: Buffer; at: number };

/** @param size bytes to begin with; it grows */
export const createWriter = (size = 256): Writer => ({ bytes: Buffer.allocUnsafe(size), at: 0 });

export const reserve = (to: Writer, size: number): void => {
  if (to.at + size <= to.bytes.length) return;
  const larger = Buffer.allocUnsafe(Math.max(to.bytes.length * 2, to.at + size));
  to.bytes.copy(larger, 0, 0, to.at);
  to.bytes = larger;
};

/** @param value a whole number, 0 to 2^53 */
export const writeVarint = (to: Writer, value: number): void => {
  reserve(to, 10);
  let rest = value;
  while (rest > 0x7fffffff) {
    to.bytes[to.at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest > 0x7f) {
    to.bytes[to.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  to.bytes[to.at++] = rest;
};

/** @param value of 64 bits; negative ones as two's complement, in ten bytes */
export const writeVarint64 = (to: Writer, value: bigint): void => {
  let rest = BigInt.asUintN(64, value);
  if (rest <= 0x1fffffffffffffn) {
    writeVarint(to, Number(rest));
    return;
  }
  reserve(to, 10);
  while (rest > 0x7fn) {
    to.bytes[to.at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  to.bytes[to.at++] = Number(rest);
};

export const writeBytes = (to: Writer, bytes: Uint8Array): void => {
  writeVarint(to, bytes.length);
  writeRaw(to, bytes);
};

export const writeRaw = (to: Writer, bytes: Uint8Array): void => {
  reserve(to, bytes.length);
  to.bytes.set(bytes, to.at);
  to.at += bytes.length;
};

export const writeString = (to: Writer, text: string): void => {
  const start = openLength(to);
  reserve(to, text.length * 3);
  to.at += to.bytes.write(text, to.at, 'utf8');
  closeLength(to, start);
};

/** Leaves room for a length that is known only when the value is written. */
export const openLength = (to: Writer): number => {
  reserve(to, 1);
  to.at += 1;
  return to.at;
};

/** @param start what `openLength` gave */
export const closeLength = (to: Writer, start: number): void => {
  const length = to.at - start;
  if (length < 0x80) {
    to.bytes[start - 1] = length;
    return;
  }
  const digits = length < 0x4000 ? 2 : length < 0x200000 ? 3 : length < 0x10000000 ? 4 : 5;
  reserve(to, digits - 1);
  to.bytes.copyWithin(start + digits - 1, start, to.at);
  const end = to.at + digits - 1;
  to.at = start - 1;
  writeVarint(to, length);
  to.at = end;
};

/** What was written; the writer must not be used again. */
export const written = (to: Writer): Buffer => to.bytes.subarray(0, to.at);
