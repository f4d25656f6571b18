/** Up to where a persistent subscription is done, in a stream of its own. */
import { newEvent } from '../storage/new-event.ts';
import { newestOf } from '../storage/newest.ts';
import type { Store } from '../storage/store.ts';
import { type Place, parsePlace } from './place.ts';

export type Checkpoint = {
  load(): Place | undefined;
  /** One write at a time; of places told meanwhile the last one is written next. */
  save(place: Place): void;
  /** When what was told is written, or cannot be. */
  saved(): Promise<void>;
  /** For good. */
  remove(): Promise<void>;
};

export const checkpointOf = (store: Store, key: string): Checkpoint => {
  const stream = `$persistentsubscription-${key}-checkpoint`;
  let told: Place | undefined;
  let isSaved = true;
  let isWriting = false;
  let isRemoved = false;
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    isWriting = true;
    while (told !== undefined && !isSaved && !isRemoved) {
      isSaved = true;
      const event = newEvent('SubscriptionCheckpoint', told.text);
      await store.append(stream, 'any', [event]).catch(() => undefined);
    }
    isWriting = false;
  };
  return {
    load: () => told ?? storedIn(store, stream),
    save: (place) => {
      told = place;
      isSaved = false;
      if (!isWriting) writing = write();
    },
    saved: () => writing,
    remove: async () => {
      isRemoved = true;
      await store.softDelete(stream, 'any');
    },
  };
};

const storedIn = (store: Store, stream: string): Place | undefined => {
  const newest = newestOf(store, stream);
  return newest === undefined
    ? undefined
    : parsePlace(Buffer.from(newest.data).toString().replaceAll('"', ''));
};
