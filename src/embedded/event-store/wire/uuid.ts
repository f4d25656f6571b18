/** UUIDs on the wire: text, or two 64-bit halves; in the store: 16 bytes, big-endian (RFC 9562, section 4). */

/** What the original, on .NET, takes for a GUID: with hyphens or without, in braces or parentheses. */
const forms =
  /^\s*(?:[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\{[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}|\([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\))\s*$/i;

export const uuidBytes = (text: string): Uint8Array | undefined =>
  forms.test(text) ? Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex') : undefined;

export const uuidText = (id: Uint8Array): string => {
  const hex = Buffer.from(id.buffer, id.byteOffset, id.length).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

export const uuidOfHalves = (most: bigint, least: bigint): Uint8Array => {
  const id = Buffer.alloc(16);
  id.writeBigInt64BE(BigInt.asIntN(64, most), 0);
  id.writeBigInt64BE(BigInt.asIntN(64, least), 8);
  return id;
};
