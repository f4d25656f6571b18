/** Which events of a stream may still be seen: `$maxCount`, `$tb` and `$maxAge`. */
import type { StreamMetadata } from './stream-metadata.ts';

export type Visible = {
  /** The lowest revision that may be seen. */
  readonly first: number;
  /** Events made before this time, in microseconds since 1970, are hidden. */
  readonly createdFromUs: number;
};

/** @param last the stream's last revision */
export const visibleOf = (last: number, metadata: StreamMetadata, nowUs: number): Visible => {
  const { maxCount, truncateBefore, maxAgeSeconds } = metadata;
  const firstByCount = maxCount === undefined ? 0 : last - maxCount + 1;
  return {
    first: Math.max(0, firstByCount, truncateBefore ?? 0),
    createdFromUs: maxAgeSeconds === undefined ? 0 : nowUs - maxAgeSeconds * 1_000_000,
  };
};
