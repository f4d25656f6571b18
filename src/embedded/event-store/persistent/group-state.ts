/** What a persistent subscription knows at one moment. */
import type { Writer } from '../storage/writer.ts';
import type { Buffer } from './buffer.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Consumer } from './consumer.ts';
import type { Outstanding } from './outstanding.ts';
import type { Parked } from './parked.ts';
import type { Place } from './place.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';
import type { Strategy } from './strategies.ts';

export type GroupState = {
  readonly settings: Settings;
  readonly source: Source;
  readonly writer: Pick<Writer, 'settled' | 'isSettled'>;
  readonly checkpoint: Checkpoint;
  readonly buffer: Buffer;
  readonly outstanding: Outstanding;
  readonly parked: Parked;
  readonly strategy: Strategy;
  readonly consumers: Set<Consumer>;
  isOver: boolean;
  /** A page is being read. */
  isReading: boolean;
  /** All parked messages before this one were delivered again. */
  replayedTo: number;
  /** There is history to be read yet. */
  isBehind: boolean;
  /** Where the next page begins. */
  next: Place;
  /** Up to here all was done before this group began. */
  readonly after: Place | undefined;
  nextSequence: number;
  checkpointedSequence: number;
  checkpointedAtMs: number;
  /** Of the last message that was delivered for the first time, or was skipped by the filter. */
  lastDelivered: Place | undefined;
  /** Of the newest event that is known to be there. */
  lastKnown: Place | undefined;
  lastCheckpoint: Place | undefined;
  totalItems: number;
};

/** As the original names it: flags, in the order of their bits. */
export const statusOf = ({ isBehind, isReading }: GroupState): string =>
  [
    ...(isBehind ? ['Behind'] : []),
    ...(isReading ? ['OutstandingPageRequest'] : []),
    ...(isBehind ? [] : ['Live']),
  ].join(', ');
