/**
 * One persistent subscription: reads its source, hands messages to consumers, waits for their answers, tries again,
 * parks, and remembers how far all is done. Everything happens in one thread, one step after the other.
 */
import type { Node } from '../services/node.ts';
import type { LogRecord } from '../storage/record.ts';
import { bufferOf } from './buffer.ts';
import { type Checkpoint, checkpointOf } from './checkpoint.ts';
import { markCheckpoint } from './checkpointing.ts';
import { type Connection, type Consumer, consumerOf } from './consumer.ts';
import { push, release, retry } from './delivery.ts';
import type { GroupState } from './group-state.ts';
import { newMessage, replayedMessage } from './message.ts';
import { type NackAction, nack, retryOrPark } from './nack.ts';
import { outstandingMessages } from './outstanding.ts';
import { parkedOf } from './parked.ts';
import { isLive } from './place.ts';
import { readMore, skipped } from './reading.ts';
import { keyOf, type Settings } from './settings.ts';
import { sourceOf } from './source.ts';
import { strategyNamed } from './strategies.ts';

export type Group = {
  readonly state: GroupState;
  readonly isFull: boolean;
  connect(connection: Connection): Consumer;
  disconnect(consumer: Consumer): void;
  ack(ids: readonly string[]): void;
  nack(ids: readonly string[], action: NackAction, reason: string): void;
  /** An event of the source was appended. */
  appended(record: LogRecord): void;
  /** @param stopAt a revision of the parked stream, exclusive; undefined: all of it */
  replayParked(stopAt: number | undefined): void;
  /** Once a second. */
  tick(nowMs: number): void;
  /** Drops the consumers; the group does nothing more. */
  shutDown(): void;
  /** Removes what it has written. */
  erase(): Promise<void>;
};

/** @param before the one in whose place it stands: what that has told last may not be written yet */
export const groupOf = (node: Node, settings: Settings, before?: Group): Group => {
  const checkpoint = before?.state.checkpoint ?? checkpointOf(node.store, keyOf(settings));
  const state = begin(node, settings, checkpoint);
  readMore(state);
  return {
    state,
    get isFull() {
      return settings.maxSubscriberCount !== 0 && state.consumers.size >= settings.maxSubscriberCount;
    },
    connect: (connection) => connect(state, connection),
    disconnect: (consumer) => disconnect(state, consumer),
    ack: (ids) => answered(state, ids),
    nack: (ids, action, reason) => {
      for (const id of ids) nack(state, id, action, reason);
      answered(state, ids);
    },
    appended: (record) => appended(state, record),
    replayParked: (stopAt) => replayParked(node, state, stopAt),
    tick: (nowMs) => tick(state, nowMs),
    shutDown: () => {
      state.isOver = true;
      for (const consumer of state.consumers) consumer.drop();
    },
    erase: async () => {
      await checkpoint.remove();
      await state.parked.remove();
    },
  };
};

/** After the checkpoint, if there is one; otherwise where the settings say. */
const begin = (node: Node, settings: Settings, checkpoint: Checkpoint): GroupState => {
  const done = checkpoint.load();
  const source = sourceOf(node, settings);
  const { startFrom } = settings;
  return {
    settings,
    source,
    writer: node.store.writer,
    checkpoint,
    buffer: bufferOf({
      size: settings.bufferSize,
      liveSize: settings.liveBufferSize,
      after: done,
      startsLive: done === undefined && isLive(startFrom),
    }),
    outstanding: outstandingMessages(),
    parked: parkedOf(node.store, keyOf(settings)),
    strategy: strategyNamed(settings.strategy),
    consumers: new Set(),
    isOver: false,
    isReading: false,
    replayedTo: 0,
    isBehind: true,
    next: done ?? (isLive(startFrom) ? source.start : startFrom),
    after: done,
    nextSequence: done === undefined ? 0 : 1,
    checkpointedSequence: done === undefined ? -1 : 0,
    checkpointedAtMs: Number.NEGATIVE_INFINITY,
    lastDelivered: done,
    lastKnown: undefined,
    lastCheckpoint: done,
    totalItems: 0,
  };
};

const connect = (state: GroupState, connection: Connection): Consumer => {
  const consumer = consumerOf(connection, state.settings.extraStatistics);
  state.consumers.add(consumer);
  state.strategy.add(consumer);
  push(state);
  return consumer;
};

/** What it had is delivered again, oldest first. */
const disconnect = (state: GroupState, consumer: Consumer): void => {
  if (!state.consumers.delete(consumer)) return;
  state.strategy.remove(consumer);
  const lost = consumer.unconfirmed().toSorted((a, b) => a.original.revision - b.original.revision);
  for (const message of lost) retry(state, message);
  push(state);
};

const answered = (state: GroupState, ids: readonly string[]): void => {
  for (const id of ids) release(state, id);
  markCheckpoint(state, false);
  readMore(state);
  push(state);
};

const appended = (state: GroupState, record: LogRecord): void => {
  const { source, buffer, settings } = state;
  const place = source.placeOf(record);
  if (state.isOver || place.at < settings.startFrom.at) return;
  if (!source.filter(record)) {
    skipped(state, place, 1);
    return;
  }
  const message = newMessage(source.show(record), place);
  if (message === undefined) return;
  state.lastKnown = place;
  const wasLive = buffer.isLive;
  buffer.addLive(message);
  state.isBehind = !buffer.isLive;
  if (wasLive && !buffer.isLive) state.next = place;
  push(state);
};

const tick = (state: GroupState, nowMs: number): void => {
  if (state.isOver) return;
  for (const message of state.outstanding.expired(nowMs)) retryOrPark(state, message);
  push(state);
  markCheckpoint(state, true);
  readMore(state);
};

/** What was parked is delivered again, as if for the first time, and is then no longer parked. */
const replayParked = (node: Node, state: GroupState, stopAt: number | undefined): void => {
  const last = state.parked.last();
  const { number, metadata } = node.store.streams.state(state.parked.stream);
  if (number === undefined || last === undefined) return;
  const end = Math.min(stopAt ?? last + 1, last + 1);
  // that it is hidden may not be written yet
  const from = Math.max(state.replayedTo, metadata.truncateBefore ?? 0);
  state.replayedTo = Math.max(state.replayedTo, end);
  for (let first = from; first < end; first += replayPage) {
    const range = { first, last: Math.min(first + replayPage, end) - 1, createdFromUs: 0 };
    for (const record of node.store.log.streamForwards(number, range, replayPage).records) {
      const message = replayedMessage(node.resolve(record));
      if (message?.event.event !== undefined) state.buffer.addRetry(message);
    }
  }
  push(state);
  state.parked.truncate(end).catch(() => undefined);
};

const replayPage = 500;
