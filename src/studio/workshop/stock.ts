/** Places for images in the shared memory: what is released is joined and used again, so that memory stays flat. */
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
const grain = 4096;

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
  /** In order of address; no two of them touch, and none touches the end. */
  let free: readonly Block[] = [];
  let end = from;
  let highest = from;

  return {
    image(width, height, channels) {
      // one row of slack: kernels that read four floats at a time may look past the end
      const bytes = Math.ceil((width * height * channels * 4 + 1024) / grain) * grain;
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

  /** Joins with free neighbours; what is free at the very end is no block any more. */
  function put(at: number): void {
    const block = taken.get(at);
    if (block === undefined) return;
    taken.delete(at);
    const joined = [...free, block]
      .toSorted((a, b) => a.at - b.at)
      .reduce<Block[]>((blocks, next) => {
        const last = blocks.at(-1);
        if (last && last.at + last.bytes === next.at)
          blocks.splice(-1, 1, { at: last.at, bytes: last.bytes + next.bytes });
        else blocks.push(next);
        return blocks;
      }, []);
    const last = joined.at(-1);
    if (last && last.at + last.bytes === end) {
      end = last.at;
      joined.pop();
    }
    free = joined;
  }

  /** The smallest free block that fits; the rest of it stays free. */
  function again(bytes: number): Block | undefined {
    const fitting = free.filter((block) => block.bytes >= bytes);
    const best = fitting.reduce<Block | undefined>((a, b) => (a && a.bytes <= b.bytes ? a : b), undefined);
    if (best === undefined) return undefined;
    const rest = { at: best.at + bytes, bytes: best.bytes - bytes };
    free = free.flatMap((block) => (block !== best ? [block] : rest.bytes > 0 ? [rest] : []));
    return { at: best.at, bytes };
  }

  function fresh(bytes: number): Block {
    if (end + bytes > bytesMax) throw new StudioFault('studio/out-of-memory');
    const missing = end + bytes - memory.buffer.byteLength;
    if (missing > 0) grow(Math.ceil(missing / page));
    const block = { at: end, bytes };
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
