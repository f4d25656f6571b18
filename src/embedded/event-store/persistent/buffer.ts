/**
 * What waits to be delivered: messages to be tried again, messages that were read, and (while reading lags behind) the
 * newest messages as they are appended, so that the two can be joined without a gap and without a repetition.
 */
import type { Message } from './message.ts';
import type { Place } from './place.ts';

export type Buffer = {
  readonly isLive: boolean;
  readonly readCount: number;
  readonly liveCount: number;
  readonly retryCount: number;
  /** Whether a page of so many messages may be read. */
  canTake(count: number): boolean;
  addRead(message: Message): void;
  addLive(message: Message): void;
  addRetry(message: Message): void;
  /**
   * All of the history was read.
   * @param nothingNew the last page was empty: then what waits as appended cannot be read any more, and follows
   * @returns whether history and what is appended are joined
   */
  joinLive(nothingNew: boolean): boolean;
  /** In the order of delivery; what is met may be removed on the way. */
  waiting(): Iterable<Message>;
  remove(message: Message): void;
  /** The first in sequence of those to be tried again. */
  lowestRetry(): Message | undefined;
};

type Options = {
  readonly size: number;
  readonly liveSize: number;
  /** Read messages up to here were delivered before. */
  readonly after: Place | undefined;
  readonly startsLive: boolean;
};

type State = {
  isLive: boolean;
  retry: Message[];
  readonly read: Set<Message>;
  live: Message[];
};

export const bufferOf = ({ size, liveSize, after, startsLive }: Options): Buffer => {
  const state: State = { isLive: startsLive, retry: [], read: new Set(), live: [] };
  const { read } = state;
  return {
    get isLive() {
      return state.isLive;
    },
    get readCount() {
      return read.size;
    },
    get liveCount() {
      return state.live.length;
    },
    get retryCount() {
      return state.retry.length;
    },
    canTake: (count) => size - (state.retry.length + read.size) > count,
    addRead: (message) => {
      if (!state.isLive && (after === undefined || placeOf(message) > after.at)) addRead(state, message);
    },
    addLive: (message) => {
      if (state.isLive && read.size < size) read.add(message);
      else state.isLive = false;
      state.live.push(message);
      if (state.live.length > liveSize) state.live.shift();
    },
    addRetry: (message) => addRetry(state, message),
    joinLive: (nothingNew) => {
      if (state.live.length === 0) state.isLive = true;
      else if (nothingNew) switchToLive(state);
      return state.isLive;
    },
    *waiting() {
      yield* [...state.retry];
      yield* read;
    },
    remove: (message) => {
      if (!read.delete(message)) state.retry = state.retry.filter((other) => other !== message);
    },
    lowestRetry: () => lowestSequence(state.retry),
  };
};

/** Once the history has come to what waits as appended, the two are joined. */
const addRead = (state: State, message: Message): void => {
  const [oldest] = state.live;
  if (oldest === undefined || placeOf(message) < placeOf(oldest)) {
    state.read.add(message);
    return;
  }
  state.live = state.live.filter((newer) => placeOf(newer) >= placeOf(message));
  switchToLive(state);
};

const switchToLive = (state: State): void => {
  for (const message of state.live) state.read.add(message);
  state.live = [];
  state.isLive = true;
};

const addRetry = ({ retry }: State, message: Message): void => {
  const at = message.isReplayed ? -1 : retry.findIndex((other) => isBefore(message, other));
  if (at < 0) retry.push(message);
  else retry.splice(at, 0, message);
};

const lowestSequence = (retry: readonly Message[]): Message | undefined =>
  retry
    .filter(({ isReplayed, sequence }) => !isReplayed && sequence !== undefined)
    .sort((a, b) => sequenceOf(a) - sequenceOf(b))[0];

const placeOf = ({ place }: Message): number => place?.at ?? -1;
const sequenceOf = ({ sequence }: Message): number => sequence ?? -1;
const isBefore = (message: Message, other: Message): boolean =>
  other.place !== undefined && placeOf(message) < other.place.at;
