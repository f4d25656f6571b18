/** How a subscription waits for what is appended next. */
import type { Store } from '../storage/store.ts';
import type { Call } from '../wire/call.ts';

export type Follower = {
  /** When the log ends beyond this position, or the call is over. */
  beyond(end: number): Promise<void>;
};

export const followerOf = (store: Store, call: Call): Follower => {
  let waiting: (() => void) | undefined;
  const wake = () => {
    waiting?.();
    waiting = undefined;
  };
  const stop = store.onCommit(wake);
  call.onClose(() => {
    stop();
    wake();
  });
  return {
    beyond: (end) =>
      call.closed || store.end() > end
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting = resolve;
          }),
  };
};
