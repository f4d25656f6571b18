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

export const bufferOf = ({ size, liveSize, after, startsLive }: Options): Buffer => {
  let isLive = startsLive;
  let retry: Message[] = [];
  const read = new Set<Message>();
  let live: Message[] = [];

  const keepLive = (message: Message) => {
    live.push(message);
    if (live.length > liveSize) live.shift();
  };
  const switchToLive = () => {
    for (const message of live) read.add(message);
    live = [];
    isLive = true;
  };
  return {
    get isLive() {
      return isLive;
    },
    get readCount() {
      return read.size;
    },
    get liveCount() {
      return live.length;
    },
    get retryCount() {
      return retry.length;
    },
    canTake: (count) => size - (retry.length + read.size) > count,
    addRead: (message) => {
      if (isLive || (after !== undefined && placeOf(message) <= after.at)) return;
      const [oldest] = live;
      if (oldest === undefined || placeOf(message) < placeOf(oldest)) read.add(message);
      else {
        live = live.filter((newer) => placeOf(newer) >= placeOf(message));
        switchToLive();
      }
    },
    addLive: (message) => {
      if (isLive && read.size < size) read.add(message);
      else isLive = false;
      keepLive(message);
    },
    addRetry: (message) => {
      const at = message.isReplayed ? -1 : retry.findIndex((other) => isBefore(message, other));
      if (at < 0) retry.push(message);
      else retry.splice(at, 0, message);
    },
    joinLive: (nothingNew) => {
      if (live.length === 0) isLive = true;
      else if (nothingNew) switchToLive();
      return isLive;
    },
    *waiting() {
      yield* [...retry];
      yield* read;
    },
    remove: (message) => {
      if (!read.delete(message)) retry = retry.filter((other) => other !== message);
    },
    lowestRetry: () =>
      retry
        .filter(({ isReplayed, sequence }) => !isReplayed && sequence !== undefined)
        .sort((a, b) => sequenceOf(a) - sequenceOf(b))[0],
  };
};

const placeOf = ({ place }: Message): number => place?.at ?? -1;
const sequenceOf = ({ sequence }: Message): number => sequence ?? -1;
const isBefore = (message: Message, other: Message): boolean =>
  other.place !== undefined && placeOf(message) < other.place.at;
