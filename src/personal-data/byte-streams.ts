/** Web streams as sequences of bytes, and back: not every engine iterates over them, and none says how it ended. */
import { Buffer } from 'node:buffer';

export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => {}); // who stops reading lets go of the connection behind it
  }
}

/** Reads nothing before it is asked. */
export const streamOf = (chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );

/** Takes exact numbers of bytes from the front of a stream, and then the rest of it. */
export function reading(chunks: AsyncGenerator<Uint8Array>) {
  let ahead = Buffer.alloc(0);
  return { take, rest };

  /** @returns fewer at the end */
  async function take(count: number): Promise<Buffer> {
    while (ahead.length < count) {
      const { done, value } = await chunks.next();
      if (done === true) break;
      ahead = Buffer.concat([ahead, value]);
    }
    const taken = ahead.subarray(0, count);
    ahead = ahead.subarray(count);
    return taken;
  }

  async function* rest(): AsyncGenerator<Uint8Array> {
    if (ahead.length > 0) yield ahead;
    yield* chunks;
  }
}
