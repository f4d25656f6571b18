/** A thread that helps: it waits for a turn, takes bands of it until none is left, and waits again. */
import { workerData } from 'node:worker_threads';
import { assume } from '../assume.ts';
import { at, controlOf, type Kernel, word, workBands } from './control.ts';

/** What the master gives a hand at its start. */
export type HandSetup = {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly scratchAt: number;
};

// The master is the only one who starts this file, with exactly this.
const { module, memory, control: shared, scratchAt } = assume<HandSetup>(workerData);
const control = controlOf(shared);
// Every export of the module but its memory is a function of numbers.
const kernels = assume<Readonly<Record<string, Kernel>>>(
  new WebAssembly.Instance(module, { env: { memory } }).exports,
);
const names = Object.keys(kernels);
kernels['setScratch']?.(scratchAt);

for (let turn = 0; ; ) {
  Atomics.wait(control.words, word.turn, turn);
  turn = at(control.words, word.turn);
  if (turn < 0) break;
  try {
    const kernel = kernels[names[at(control.words, word.kernel)] ?? ''];
    if (kernel) workBands(control, kernel);
  } catch {
    Atomics.store(control.words, word.failed, 1);
  }
  Atomics.add(control.words, word.done, 1);
  Atomics.notify(control.words, word.done);
}
