/** CRC-32 as in RFC 1952 (gzip), section 8: it finds every burst of up to 32 wrong bits. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** @param before the checksum of what came before these bytes @returns 0 to 2^32 - 1 */
export const crc32 = (bytes: Uint8Array, before = 0): number => {
  let rest = ~before;
  for (let at = 0; at < bytes.length; at += 1)
    rest = (rest >>> 8) ^ (table[(rest ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~rest >>> 0;
};
