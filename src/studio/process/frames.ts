/** How the engine and its process talk: a header of JSON and a body of bytes, both with their lengths before them. */
import { Buffer } from 'node:buffer';
import type { Readable, Writable } from 'node:stream';
import { assume } from '../assume.ts';

export type Frame<Header> = { readonly header: Header; readonly body: Uint8Array };

const lengths = 8;
/** More than any picture; a longer frame means that something else writes to the pipe. */
const bodyMax = 1 << 30;

export function sendFrame<Header>(pipe: Writable, header: Header, body: Uint8Array = new Uint8Array()): void {
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(lengths);
  head.writeUInt32LE(json.length, 0);
  head.writeUInt32LE(body.length, 4);
  pipe.write(Buffer.concat([head, json]));
  if (body.length > 0) pipe.write(body);
}

/** Calls `take` for every frame, in order. Both ends are ours, so that a header is what the other side sent. */
export function readFrames<Header>(pipe: Readable, take: (frame: Frame<Header>) => void): void {
  let chunks: Buffer[] = [];
  let held = 0;
  pipe.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    for (let next = parse(); next !== undefined; next = parse()) take(next);
  });

  function parse(): Frame<Header> | undefined {
    const head = peek(lengths);
    if (head === undefined) return undefined;
    const [json, body] = [head.readUInt32LE(0), head.readUInt32LE(4)];
    if (json + body > bodyMax) throw new RangeError('not a frame');
    if (held < lengths + json + body) return undefined;
    const all = Buffer.concat(chunks);
    const end = lengths + json + body;
    chunks = end < all.length ? [all.subarray(end)] : [];
    held -= end;
    return {
      // JSON of the other side's `sendFrame`, which has the same type.
      header: assume<Header>(JSON.parse(all.toString('utf8', lengths, lengths + json))),
      body: new Uint8Array(all.subarray(lengths + json, end)),
    };
  }

  /** The first bytes, without joining everything that is still coming in. */
  function peek(n: number): Buffer | undefined {
    if (held < n) return undefined;
    if ((chunks[0]?.length ?? 0) < n) chunks = [Buffer.concat(chunks)];
    return chunks[0];
  }
}
