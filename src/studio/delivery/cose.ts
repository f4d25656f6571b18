/** A COSE_Sign1 (RFC 9052) of exactly the length that a C2PA manifest has reserved for it. */
import { Buffer } from 'node:buffer';

/** Head of a CBOR item (RFC 8949, 3): major type and argument. */
function head(major: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  if (n < 256) return Buffer.from([(major << 5) | 24, n]);
  if (n < 65_536) return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  return Buffer.from([(major << 5) | 26, n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
}

const bytes = (value: Uint8Array): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer =>
  Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const array = (...items: readonly Uint8Array[]): Buffer => Buffer.concat([head(4, items.length), ...items]);

const es256 = Buffer.from([0x01, 0x26]); // 1: -7
const x5chain = Buffer.from([0x18, 0x21]); // label 33 (RFC 9360)
const tagged = Buffer.from([0xd2]); // tag 18, COSE_Sign1
const nothing = Buffer.from([0xf6]); // detached payload

/** @param certificates DER, the signer's own first */
export async function coseSign1(
  claim: Uint8Array,
  key: CryptoKey,
  certificates: readonly Uint8Array[],
  size: number,
): Promise<Uint8Array> {
  const header = Buffer.concat([head(5, 2), es256, x5chain, array(...certificates.map(bytes))]);
  const signed = array(text('Signature1'), bytes(header), bytes(new Uint8Array()), bytes(claim));
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new Uint8Array(signed));
  const message = (padding: number): Buffer =>
    Buffer.concat([
      ...[tagged, head(4, 4), bytes(header), head(5, 1), text('pad'), bytes(new Uint8Array(padding))],
      ...[nothing, bytes(new Uint8Array(signature))],
    ]);
  // The padding's own length takes one to five bytes, so that the sum is found by stepping down.
  for (let padding = size - message(0).length; padding >= 0; padding--) {
    const whole = message(padding);
    if (whole.length === size) return new Uint8Array(whole);
  }
  throw new RangeError('the certificates do not fit into the reserved space');
}
