/** Streams of the system that hold one thing: what is so now is told by their newest event. */
import { type LogRecord, tombstoneRevision } from './record.ts';
import type { Store } from './store.ts';

/** undefined: nothing was written yet, or it was deleted, or is cut away by the stream's metadata */
export const newestOf = (
  { streams, log }: Pick<Store, 'streams' | 'log'>,
  stream: string,
): LogRecord | undefined => {
  const { number, last, metadata } = streams.state(stream);
  const isHidden = last === tombstoneRevision || last < (metadata.truncateBefore ?? 0);
  return number === undefined || isHidden ? undefined : log.lastOf(number);
};
