/** Reads a persistent subscription's history into its buffer, page by page, as long as there is room. */
import { markCheckpoint } from './checkpointing.ts';
import { push } from './delivery.ts';
import type { GroupState } from './group-state.ts';
import { newMessage } from './message.ts';
import type { Place } from './place.ts';
import type { SourcePage } from './source.ts';

const defaultBatch = 20;
const largestBatch = 100;

export const readMore = (state: GroupState): void => {
  while (!state.isOver && !state.isReading && hasRoom(state)) {
    if (state.writer.isSettled) readPage(state);
    else readLater(state);
  }
  if (state.buffer.isLive) state.isBehind = false;
};

const hasRoom = ({ buffer, settings }: GroupState): boolean =>
  !buffer.isLive && buffer.canTake(settings.readBatchSize);

const readPage = (state: GroupState): void => {
  const batch = Math.min(state.settings.readBatchSize || defaultBatch, largestBatch);
  const page = state.source.read(state.next, batch);
  if (page.events.length === 0 && page.considered > 0) skipped(state, page.from, page.considered);
  take(state, page);
  if (page.isEnd && state.buffer.joinLive(page.events.length === 0)) return;
  state.next = page.next;
  if (page.events.length === 0) readLater(state);
};

/** A filter may pass over much: others have their turn in between. And what is read must be on the disk. */
const readLater = (state: GroupState): void => {
  state.isReading = true;
  setImmediate(async () => {
    await state.writer.settled().catch(() => undefined);
    state.isReading = false;
    readMore(state);
    push(state);
  });
};

const take = (state: GroupState, { events }: SourcePage): void => {
  const { after } = state;
  const fresh = after === undefined ? events : events.filter(({ place }) => place.at > after.at);
  for (const { event, place } of fresh) {
    const message = newMessage(event, place);
    if (message !== undefined) state.buffer.addRead(message);
  }
  const newest = fresh.at(-1)?.place;
  if (newest !== undefined && newest.at > (state.lastKnown?.at ?? -1)) state.lastKnown = newest;
  if (state.buffer.isLive) state.isBehind = false;
};

/** The filter let none of these through: they are done. */
export const skipped = (state: GroupState, place: Place, count: number): void => {
  state.lastDelivered = place;
  state.nextSequence += count;
  markCheckpoint(state, false);
};
