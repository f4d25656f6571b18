/**
 * Where pictures are computed: one shared memory, images in it, and kernels that several threads work through band by
 * band. It is synchronous, so it lives on a thread of its own; the caller's event loop is elsewhere.
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { assume } from '../assume.ts';
import { StudioFault } from '../fault.ts';
import {
  at,
  type Control,
  controlBytes,
  controlOf,
  type Kernel,
  parametersMax,
  word,
  workBands,
} from './control.ts';
import type { HandSetup } from './hand.ts';
import { type Image, stock } from './stock.ts';

export type { Image } from './stock.ts';

const page = 65_536;
/** What one thread may scribble in: a band of strokes at 300 dpi needs the most. */
const scratchBytes = 24 * 1024 * 1024;

export type Parameter = number | boolean | Image;

export type Workshop = {
  /** An image whose floats hold what they held before: every kernel writes all that it gives. */
  image(width: number, height: number, channels: number): Image;
  release(...images: readonly Image[]): void;
  releaseAllBut(kept: readonly Image[]): void;
  wipe(): void;
  /**
   * Runs a kernel over `rows`, on all threads, and returns when it is done. The parameters are given to the kernel in
   * the order in which they are written.
   * @param rowsAtOnce the height of a band; small bands share the work more evenly.
   * @throws StudioFault `studio/cancelled`, `studio/kernel`.
   */
  run(
    kernel: string,
    rows: number,
    parameters: Readonly<Record<string, Parameter>>,
    options?: { readonly rowsAtOnce?: number; readonly onBand?: (done: number, bands: number) => void },
  ): void;
  floats(image: Image): Float32Array;
  bytes(image: Image): Uint8Array;
  close(): void;
};

/**
 * @param threads all of them, the caller's own among them.
 * @param bytesMax the most that the shared memory may grow to: the memory limit of a job.
 */
export function openWorkshop(options: {
  readonly threads: number;
  readonly bytesMax: number;
  readonly control?: SharedArrayBuffer;
}): Workshop {
  const { threads } = options;
  const module = new WebAssembly.Module(
    new Uint8Array(readFileSync(new URL('../kernels/studio.wasm', import.meta.url))),
  );
  // The two bounds are those with which the module was compiled.
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 24_576, shared: true });
  const shared = options.control ?? new SharedArrayBuffer(controlBytes);
  const control = controlOf(shared);
  const stored = stock(memory, page * 2 + scratchBytes * threads, options.bytesMax);
  // Every export of the module but its memory is a function of numbers.
  const kernels = assume<Readonly<Record<string, Kernel>>>(
    new WebAssembly.Instance(module, { env: { memory } }).exports,
  );
  kernels['setScratch']?.(page * 2);
  const hands = Array.from({ length: threads - 1 }, (_, i) =>
    startHand({ module, memory, control: shared, scratchAt: page * 2 + scratchBytes * (i + 1) }),
  );
  return {
    ...stored,
    run(name, rows, parameters, { rowsAtOnce, onBand } = {}) {
      const kernel = kernels[name];
      const given = Object.keys(parameters).length + 2; // the rows come last
      if (kernel?.length !== given) throw new StudioFault('studio/kernel', name);
      const perBand = rowsAtOnce ?? Math.max(8, Math.ceil(rows / (threads * 4)));
      const bands = Math.max(1, Math.ceil(rows / perBand));
      announce(control, Object.keys(kernels).indexOf(name), rows, bands, Object.values(parameters));
      let done = 0;
      workBands(control, kernel, () => {
        done += threads;
        onBand?.(Math.min(done, bands), bands);
      });
      awaitHands(control, hands.length, name);
    },
    floats: (image) => new Float32Array(memory.buffer, image.at, image.width * image.height * image.channels),
    bytes: (image) => new Uint8Array(memory.buffer, image.at, image.width * image.height * image.channels),
    close() {
      Atomics.store(control.words, word.turn, -1);
      Atomics.notify(control.words, word.turn);
      for (const hand of hands) hand.unref();
    },
  };
}

function announce(
  control: Control,
  kernel: number,
  rows: number,
  bands: number,
  parameters: readonly Parameter[],
): void {
  const { words } = control;
  if (parameters.length > parametersMax) throw new StudioFault('studio/kernel', 'too many parameters');
  parameters.forEach((value, i) => {
    control.parameters[i] = typeof value === 'object' ? value.at : Number(value);
  });
  Atomics.store(words, word.kernel, kernel);
  Atomics.store(words, word.rows, rows);
  Atomics.store(words, word.bands, bands);
  Atomics.store(words, word.parameters, parameters.length);
  Atomics.store(words, word.nextBand, 0);
  Atomics.store(words, word.done, 0);
  Atomics.store(words, word.failed, 0);
  Atomics.add(words, word.turn, 1);
  Atomics.notify(words, word.turn);
}

function awaitHands(control: Control, hands: number, name: string): void {
  const { words } = control;
  for (let done = at(words, word.done); done < hands; done = at(words, word.done))
    Atomics.wait(words, word.done, done, 1_000);
  if (at(words, word.cancelled) !== 0) throw new StudioFault('studio/cancelled');
  if (at(words, word.failed) !== 0) throw new StudioFault('studio/kernel', name);
}

function startHand(setup: HandSetup): Worker {
  const hand = new Worker(new URL('./hand.ts', import.meta.url), { workerData: setup });
  // A trap inside a kernel is told by `failed`; this keeps an error of the thread itself from ending the process.
  hand.on('error', () => undefined);
  return hand;
}
