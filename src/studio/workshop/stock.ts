/** Places for images in the shared memory: what is released is used again, so that memory stays flat over jobs. */
import { StudioFault } from '../fault.ts';

/** Interleaved 32-bit floats at a byte address of the shared memory. */
export type Image = {
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

type Block = { readonly at: number; readonly bytes: number };

const page = 65_536;

export type Stock = {
  image(width: number, height: number, channels: number): Image;
  release(...images: readonly Image[]): void;
  releaseAllBut(kept: readonly Image[]): void;
  /** Overwrites all that was ever stored and is not taken now, where nothing is taken: a photo leaves no trace. */
  wipe(): void;
};

/** @param from the first byte that is free; what lies below belongs to the module and the threads' scratch. */
export function stock(memory: WebAssembly.Memory, from: number, bytesMax: number): Stock {
  const taken = new Map<number, Block>();
  const free: Block[] = [];
  let end = from;
  let highest = from;

  return {
    image(width, height, channels) {
      // one row of slack: kernels that read four floats at a time may look past the end
      const bytes = Math.ceil((width * height * channels * 4 + 1024) / 4096) * 4096;
      const block = again(bytes) ?? fresh(bytes);
      taken.set(block.at, block);
      return { at: block.at, width, height, channels };
    },
    release: (...images) => {
      for (const { at } of images) put(at);
    },
    releaseAllBut(kept) {
      const keep = new Set(kept.map(({ at }) => at));
      for (const at of [...taken.keys()]) if (!keep.has(at)) put(at);
    },
    wipe() {
      if (taken.size > 0) return;
      new Uint8Array(memory.buffer, from, highest - from).fill(0);
      highest = from;
    },
  };

  function put(at: number): void {
    const block = taken.get(at);
    if (block === undefined) return;
    taken.delete(at);
    free.push(block);
    if (taken.size > 0) return;
    free.length = 0;
    end = from;
  }

  /** The smallest free block that fits without wasting more than half. */
  function again(bytes: number): Block | undefined {
    const fitting = free.filter((block) => block.bytes >= bytes && block.bytes <= bytes * 1.5);
    const best = fitting.reduce<Block | undefined>((a, b) => (a && a.bytes <= b.bytes ? a : b), undefined);
    if (best) free.splice(free.indexOf(best), 1);
    return best;
  }

  function fresh(bytes: number): Block {
    const block = { at: end, bytes };
    if (end + bytes > bytesMax) throw new StudioFault('studio/out-of-memory');
    const missing = end + bytes - memory.buffer.byteLength;
    if (missing > 0) grow(Math.ceil(missing / page));
    end += bytes;
    highest = Math.max(highest, end);
    return block;
  }

  function grow(pages: number): void {
    try {
      memory.grow(pages);
    } catch (cause) {
      throw new StudioFault('studio/out-of-memory', '', cause);
    }
  }
}
