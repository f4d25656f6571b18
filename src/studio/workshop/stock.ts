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

type State = {
  readonly memory: WebAssembly.Memory;
  readonly from: number;
  readonly bytesMax: number;
  readonly taken: Map<number, Block>;
  /** In order of address; no two of them touch, and none touches the end. */
  free: readonly Block[];
  end: number;
  highest: number;
};

/** @param from the first byte that is free; what lies below belongs to the module and the threads' scratch. */
export function stock(memory: WebAssembly.Memory, from: number, bytesMax: number): Stock {
  const state: State = { memory, from, bytesMax, taken: new Map(), free: [], end: from, highest: from };
  return {
    image(width, height, channels) {
      // one row of slack: kernels that read four floats at a time may look past the end
      const bytes = Math.ceil((width * height * channels * 4 + 1024) / grain) * grain;
      const block = again(state, bytes) ?? fresh(state, bytes);
      state.taken.set(block.at, block);
      return { at: block.at, width, height, channels };
    },
    release: (...images) => {
      for (const { at } of images) put(state, at);
    },
    releaseAllBut(kept) {
      const keep = new Set(kept.map(({ at }) => at));
      for (const at of [...state.taken.keys()]) if (!keep.has(at)) put(state, at);
    },
    wipe() {
      if (state.taken.size > 0) return;
      new Uint8Array(memory.buffer, from, state.highest - from).fill(0);
      state.highest = from;
    },
  };
}

/** Joins with free neighbours; what is free at the very end is no block any more. */
function put(state: State, at: number): void {
  const block = state.taken.get(at);
  if (block === undefined) return;
  state.taken.delete(at);
  const joined = [...state.free, block].toSorted((a, b) => a.at - b.at).reduce<Block[]>(join, []);
  const last = joined.at(-1);
  if (last && last.at + last.bytes === state.end) {
    state.end = last.at;
    joined.pop();
  }
  state.free = joined;
}

function join(blocks: Block[], next: Block): Block[] {
  const last = blocks.at(-1);
  if (last && last.at + last.bytes === next.at)
    blocks.splice(-1, 1, { at: last.at, bytes: last.bytes + next.bytes });
  else blocks.push(next);
  return blocks;
}

/** The smallest free block that fits; the rest of it stays free. */
function again(state: State, bytes: number): Block | undefined {
  const fitting = state.free.filter((block) => block.bytes >= bytes);
  const best = fitting.reduce<Block | undefined>((a, b) => (a && a.bytes <= b.bytes ? a : b), undefined);
  if (best === undefined) return undefined;
  const rest = { at: best.at + bytes, bytes: best.bytes - bytes };
  state.free = state.free.flatMap((block) => (block !== best ? [block] : rest.bytes > 0 ? [rest] : []));
  return { at: best.at, bytes };
}

function fresh(state: State, bytes: number): Block {
  const at = state.end;
  if (at + bytes > state.bytesMax) throw new StudioFault('studio/out-of-memory');
  const missing = at + bytes - state.memory.buffer.byteLength;
  if (missing > 0) grow(state.memory, Math.ceil(missing / page));
  state.end += bytes;
  state.highest = Math.max(state.highest, state.end);
  return { at, bytes };
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new StudioFault('studio/out-of-memory', '', cause);
  }
}
