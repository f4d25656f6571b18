/** The block of shared memory by which the master of a workshop and its hands tell each other what to do. */

/** Places in the control words. */
export const word = {
  /** Goes up by one for every kernel; below 0 the hands go home. */
  turn: 0,
  kernel: 1,
  nextBand: 2,
  bands: 3,
  rows: 4,
  parameters: 5,
  /** How many hands have finished this turn. */
  done: 6,
  failed: 7,
  /** Set from outside: the job is no longer wanted. */
  cancelled: 8,
} as const;

export const parametersMax = 40;
const wordsBytes = 128;

export type Control = { readonly words: Int32Array; readonly parameters: Float64Array };

export const controlBytes = wordsBytes + parametersMax * 8;

export const controlOf = (shared: SharedArrayBuffer): Control => ({
  words: new Int32Array(shared, 0, wordsBytes / 4),
  parameters: new Float64Array(shared, wordsBytes, parametersMax),
});

export type Kernel = (...parameters: number[]) => void;

/** Takes bands of the present turn until none is left; what a thread does for a kernel, the master as well. */
export function workBands(
  { words, parameters }: Control,
  kernel: Kernel,
  after?: (band: number) => void,
): void {
  const given = [...parameters.subarray(0, at(words, word.parameters))];
  const bands = at(words, word.bands);
  const rows = at(words, word.rows);
  for (
    let band = Atomics.add(words, word.nextBand, 1);
    band < bands;
    band = Atomics.add(words, word.nextBand, 1)
  ) {
    if (at(words, word.cancelled) !== 0) return;
    kernel(...given, Math.floor((rows * band) / bands), Math.floor((rows * (band + 1)) / bands));
    after?.(band);
  }
}

export const at = (words: Int32Array, place: number): number => Atomics.load(words, place);
