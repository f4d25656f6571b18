/** The thread that paints: it takes one order at a time and is synchronous while it works. */
import { parentPort, workerData } from 'node:worker_threads';
import { assume } from '../assume.ts';
import type { Crop } from '../compose/prepare.ts';
import { easel, type Order, type Picture, type Sitting } from '../easel/picture.ts';
import { StudioFault, type StudioFaultCode } from '../fault.ts';
import type { Look } from '../vision/look.ts';
import { openWorkshop } from '../workshop/workshop.ts';

export type EaselSetup = {
  readonly threads: number;
  readonly bytesMax: number;
  readonly control: SharedArrayBuffer;
};

export type EaselOrder =
  | { readonly kind: 'paint'; readonly photoKey: string; readonly look: Look; readonly order: Order }
  | {
      readonly kind: 'prepare' | 'frame';
      readonly photoKey: string;
      readonly look: Look;
      readonly sitting: Sitting;
    }
  | { readonly kind: 'forget'; readonly photoKey: string };

export type EaselAnswer =
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly kind: 'painted'; readonly picture: Picture }
  | { readonly kind: 'framed'; readonly crop: Crop }
  | { readonly kind: 'failed'; readonly code: StudioFaultCode; readonly about: string };

// The process' main file is the only one who starts this, with exactly this.
const setup = assume<EaselSetup>(workerData);
const { paint, prepare, forget } = easel(openWorkshop(setup));

const answer = (message: EaselAnswer): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: EaselOrder) => {
  try {
    if (message.kind === 'forget') forget(message.photoKey);
    if (message.kind === 'prepare') prepare(message.photoKey, message.look, message.sitting);
    if (message.kind === 'frame')
      answer({ kind: 'framed', crop: prepare(message.photoKey, message.look, message.sitting) });
    if (message.kind === 'paint')
      answer({ kind: 'painted', picture: paint(message.photoKey, message.look, message.order, told()) });
  } catch (cause) {
    // what was only prepared ahead will be tried again, and told then
    if (message.kind === 'paint' || message.kind === 'frame') answer(failureOf(cause));
  }
});

const tellEveryMs = 100;

/** Progress at most ten times a second, and at every change of stage. */
function told(): (stage: string, done: number, total: number) => void {
  let [last, lastAt] = ['', 0];
  return (stage, done, total) => {
    const now = performance.now();
    if (stage === last && now - lastAt < tellEveryMs) return;
    [last, lastAt] = [stage, now];
    answer({ kind: 'progress', stage, done, total });
  };
}

function failureOf(cause: unknown): EaselAnswer {
  if (cause instanceof StudioFault) return { kind: 'failed', code: cause.code, about: '' };
  return { kind: 'failed', code: 'studio/kernel', about: cause instanceof Error ? cause.name : '' };
}
