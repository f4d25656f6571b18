/** What the embedded servers use of `node:zlib`, and `@types/node` 16 does not know: CRC-32 (RFC 1952, 8). */
import 'node:zlib';

declare module 'node:zlib' {
  export function crc32(bytes: Uint8Array, before?: number): number;
}
