/** What the services of one node share. */
import type { Resolve } from '../storage/resolve.ts';
import type { Store } from '../storage/store.ts';

export type Node = {
  readonly store: Store;
  readonly resolve: Resolve;
  /** Brings a stream that a projection writes up to date. */
  readonly beforeReading: (stream: string) => Promise<void>;
  readonly beforeFollowing: (stream: string) => Promise<void>;
  readonly nowUs: () => number;
  /** The data of the events of one append may not be longer. */
  readonly maxAppendBytes: number;
  /** An append that took longer is answered as timed out. */
  readonly commitTimeoutMs: number;
};
