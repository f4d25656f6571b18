/** gRPC's length-prefixed messages: one byte "compressed", four bytes of length, the message. */
import { code, RpcError } from './status.ts';

const prefixBytes = 5;

/** One message, ready to be sent. */
export const frame = (message: Uint8Array): Buffer => {
  const framed = Buffer.allocUnsafe(prefixBytes + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, prefixBytes);
  return framed;
};

/**
 * Cuts what arrives into messages.
 * @param largest bytes; a longer message is refused before it is kept
 */
export const frameReader = (largest: number, onMessage: (message: Buffer) => void) => {
  let rest: Buffer[] = [];
  let have = 0;
  let wanted = prefixBytes;
  const joined = () => {
    const [first] = rest;
    const all = rest.length === 1 && first !== undefined ? first : Buffer.concat(rest);
    rest = [all];
    return all;
  };
  return (chunk: Buffer): void => {
    rest.push(chunk);
    have += chunk.length;
    if (have < wanted) return;
    const all = joined();
    let at = 0;
    for (;;) {
      wanted = prefixBytes;
      if (have - at < wanted) break;
      wanted += lengthOf(all, at, largest);
      if (have - at < wanted) break;
      onMessage(all.subarray(at + prefixBytes, at + wanted));
      at += wanted;
    }
    rest = at === have ? [] : [all.subarray(at)];
    have -= at;
  };
};

const lengthOf = (bytes: Buffer, at: number, largest: number): number => {
  if (bytes[at] !== 0) throw new RpcError(code.unimplemented, 'Compressed messages are not supported.');
  const length = bytes.readUInt32BE(at + 1);
  if (length > largest)
    throw new RpcError(
      code.resourceExhausted,
      'Received message exceeds the maximum configured message size.',
    );
  return length;
};
