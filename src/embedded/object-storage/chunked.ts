/**
 * The encoding `aws-chunked`, in which streams are uploaded: chunks with their length in hexadecimal, then
 * trailers (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html).
 */
import { Refusal } from './refusal.ts';

const lineBytesMax = 4096;

/** Yields the content; `trailers` is filled once that is over. @throws Refusal IncompleteBody */
export async function* dechunked(
  body: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  const { line, bytes } = reader(body);
  for (;;) {
    const [, length = ''] = /^([0-9a-f]{1,12})(?:;.*)?$/i.exec((await line()) ?? '') ?? [];
    if (length === '') throw new Refusal('IncompleteBody');
    if (Number.parseInt(length, 16) === 0) break;
    yield* bytes(Number.parseInt(length, 16));
    if ((await line()) !== '') throw new Refusal('IncompleteBody');
  }
  for (let trailer = await line(); trailer; trailer = await line()) {
    const [, name = '', value = ''] = /^([\w-]+):\s*(.*)$/.exec(trailer) ?? [];
    trailers.set(name.toLowerCase(), value.trim());
  }
}

function reader(body: AsyncIterable<Uint8Array>) {
  const parts = body[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return { line, bytes };

  async function more(): Promise<boolean> {
    const { done, value } = await parts.next();
    if (done === true) return false;
    rest =
      rest.length === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : Buffer.concat([rest, value]);
    return true;
  }

  /** @returns undefined at the end */
  async function line(): Promise<string | undefined> {
    for (;;) {
      const end = rest.indexOf('\r\n');
      if (end >= 0) {
        const text = rest.subarray(0, end).toString('latin1');
        rest = rest.subarray(end + 2);
        return text;
      }
      if (rest.length > lineBytesMax) throw new Refusal('IncompleteBody');
      if (!(await more())) return undefined;
    }
  }

  /** As they come: a chunk may be larger than memory. */
  async function* bytes(count: number): AsyncGenerator<Uint8Array> {
    for (let missing = count; missing > 0; ) {
      if (rest.length === 0 && !(await more())) throw new Refusal('IncompleteBody');
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      if (part.length > 0) yield part;
    }
  }
}
