/** When and up to where a persistent subscription tells that it is done. */
import type { GroupState } from './group-state.ts';
import type { Message } from './message.ts';
import type { Place } from './place.ts';

/** @param isTick the clock asks: then fewer events are worth a checkpoint */
export const markCheckpoint = (state: GroupState, isTick: boolean): void => {
  const { minCheckpointCount, maxCheckpointCount, checkpointAfterMs } = state.settings;
  const done = doneUpTo(state);
  if (done === undefined) return;
  const fresh = done.sequence - state.checkpointedSequence;
  const nowMs = Date.now();
  const isSoon = checkpointAfterMs === 0 || nowMs - state.checkpointedAtMs < checkpointAfterMs;
  if (fresh <= 0 || (isSoon && fresh < maxCheckpointCount)) return;
  if (!(isTick && fresh >= minCheckpointCount) && fresh < maxCheckpointCount) return;
  state.checkpointedAtMs = nowMs;
  state.checkpointedSequence = done.sequence;
  state.lastCheckpoint = done.place;
  state.checkpoint.save(done.place);
};

/** Everything up to here was answered; undefined: the very first message is not. */
const doneUpTo = (state: GroupState): { readonly sequence: number; readonly place: Place } | undefined => {
  const open = lowest(state.outstanding.lowest(), state.buffer.lowestRetry());
  const sequence = open?.sequence === undefined ? state.nextSequence - 1 : open.sequence - 1;
  const place = open === undefined ? state.lastDelivered : open.before;
  return place === undefined || sequence < 0 ? undefined : { sequence, place };
};

const lowest = (a: Message | undefined, b: Message | undefined): Message | undefined => {
  if (a?.sequence === undefined || b?.sequence === undefined) return a ?? b;
  return a.sequence <= b.sequence ? a : b;
};
