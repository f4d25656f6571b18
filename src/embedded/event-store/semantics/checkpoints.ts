/**
 * Where a filtered subscription to $all tells its place although nothing matched. In the history it reads window by
 * window, and tells the place of a window's last match, or of its first event; live it counts events.
 */

export type CheckpointCounter = {
  /** A window of the history was read. @returns whether to tell the place */
  window(considered: number): boolean;
  /** One live event passed. @returns whether to tell its place */
  live(): boolean;
};

/** @param interval events between two checkpoints: window × multiplier */
export const checkpointCounter = (interval: number): CheckpointCounter => {
  let count = 0;
  return {
    window: (considered) => {
      count += considered;
      if (count < interval) return false;
      count %= interval;
      return true;
    },
    live: () => {
      count += 1;
      if (count < interval) return false;
      count = 0;
      return true;
    },
  };
};
