/** Up to where a persistent subscription is done, in a stream of its own. */

import { isSoftDeleted } from '../semantics/stream-metadata.ts';
import { newEvent } from '../storage/new-event.ts';
import { tombstoneRevision } from '../storage/record.ts';
import type { Store } from '../storage/store.ts';
import { type Place, parsePlace } from './place.ts';

export type Checkpoint = {
  load(): Place | undefined;
  /** One write at a time; of places told meanwhile the last one is written next. */
  save(place: Place): void;
  remove(): Promise<void>;
};

export const checkpointOf = (store: Store, key: string): Checkpoint => {
  const stream = `$persistentsubscription-${key}-checkpoint`;
  let writing = false;
  let next: Place | undefined;
  const write = async (place: Place): Promise<void> => {
    writing = true;
    next = undefined;
    await store
      .append(stream, 'any', [newEvent('SubscriptionCheckpoint', place.text)])
      .catch(() => undefined);
    writing = false;
    if (next !== undefined) await write(next);
  };
  return {
    load: () => {
      const { number, last, metadata } = store.streams.state(stream);
      if (number === undefined || last === tombstoneRevision || isSoftDeleted(metadata)) return undefined;
      const newest = store.log.lastOf(number);
      return newest === undefined
        ? undefined
        : parsePlace(Buffer.from(newest.data).toString().replaceAll('"', ''));
    },
    save: (place) => {
      if (writing) next = place;
      else void write(place);
    },
    remove: async () => {
      await store.softDelete(stream, 'any');
    },
  };
};
