/** The store: the log, the streams, the one writer, and what appends, deletes and tombstones do to them. */
import { decideWrite, type Expected, type StreamView } from '../semantics/expected-revision.ts';
import {
  isMetadataStream,
  isSoftDeleted,
  metadataStreamOf,
  metadataType,
  softDeleted,
  streamOfMetadata,
  tombstoneType,
  undeleted,
} from '../semantics/stream-metadata.ts';
import type { Database } from './database.ts';
import type { Disk } from './disk.ts';
import { type EventLog, eventLog } from './event-log.ts';
import { gapsOf } from './gaps.ts';
import { randomId } from './new-event.ts';
import { type NewEvent, tombstoneRevision } from './record.ts';
import { type Recorder, recorderOf } from './recorder.ts';
import { type Streams, streamsOf } from './streams.ts';
import { type Writer, writerOf } from './writer.ts';

export type WriteResult =
  | {
      readonly is: 'written';
      /** -1: the stream has no event */
      readonly last: number;
      /** undefined: the event was written before and can no longer be read */
      readonly position: number | undefined;
    }
  | { readonly is: 'wrong-version'; readonly last: number }
  | { readonly is: 'deleted' };

export type Append = (stream: string, expected: Expected, events: readonly NewEvent[]) => WriteResult;
type InTime<F> = F extends (...asked: infer A) => infer R ? (...asked: A) => Promise<R> : never;

export type Store = {
  readonly log: EventLog;
  readonly streams: Streams;
  readonly writer: Writer;
  /** Whether all that a look at the log would find is on the disk. */
  readonly isSettled: boolean;
  /** To be waited for until it is so: `while (!store.isSettled) await store.settled()` */
  settled(): Promise<void>;
  /** Where the next event will be. */
  end(): number;
  /** Whether an event is here, or one was before a scavenge; the log's two ends count. */
  isPosition(position: number): boolean;
  append: InTime<Append>;
  /** Several appends, all or nothing. */
  transact<T>(work: (append: Append) => T): Promise<T>;
  softDelete(stream: string, expected: Expected): Promise<WriteResult>;
  tombstone(stream: string, expected: Expected): Promise<WriteResult>;
  /** Called after each commit. @returns stops it */
  onCommit(listener: () => void): () => void;
};

const nowUs = (): number => Date.now() * 1_000;

/** @param onFatal the disk failed: the store must be closed and opened again */
export const storeOf = (database: Database, disk: Disk, onFatal: (error: unknown) => void): Store => {
  const log = eventLog(database);
  const streams = streamsOf(database, log);
  const gaps = gapsOf(database);
  const recorder = recorderOf(database, log, gaps, streams, nowUs);
  const listeners = new Set<() => void>();
  const writer = writerOf(database, disk, {
    onCommit: () => {
      for (const listener of listeners) listener();
    },
    onRollback: () => {
      streams.forget();
      recorder.recover();
    },
    onFatal,
  });
  const writes = writesOf({ log, streams, recorder, newId: randomId });
  return {
    log,
    streams,
    writer,
    get isSettled() {
      return writer.isSettled;
    },
    settled: writer.settled,
    end: recorder.end,
    isPosition: (position) =>
      position === 0 || position === recorder.end() || log.at(position) !== undefined || gaps.holds(position),
    append: (...asked) => writer.write(() => writes.append(...asked)),
    transact: (work) => writer.write(() => work(writes.append)),
    softDelete: (...asked) => writer.write(() => writes.softDelete(...asked)),
    tombstone: (...asked) => writer.write(() => writes.tombstone(...asked)),
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

type Parts = {
  readonly log: EventLog;
  readonly streams: Streams;
  readonly recorder: Recorder;
  readonly newId: () => Uint8Array;
};

const writesOf = (parts: Parts) => ({
  append: (stream: string, expected: Expected, events: readonly NewEvent[]): WriteResult => {
    const view = viewOf(parts, stream);
    const ids = events.map(({ id }) => id);
    const decision = decideWrite(view, expected, ids);
    if (decision.is === 'written-before') return writtenBefore(parts, stream, decision.last);
    if (decision.is === 'wrong-version') return { is: 'wrong-version', last: view.last };
    if (decision.is === 'deleted') return decision;
    const revives = revivedBy(parts, stream);
    const position = parts.recorder.record(stream, view.last + 1, events);
    if (view.isSoftDeleted) undelete(parts, stream, view.last + 1);
    if (revives !== undefined) undelete(parts, revives, parts.streams.state(revives).last + 1);
    return { is: 'written', last: view.last + events.length, position };
  },

  softDelete: (stream: string, expected: Expected): WriteResult => {
    const view = viewOf(parts, stream);
    const refusal = refusalOf(view, expected, parts.newId());
    if (refusal !== undefined) return refusal;
    if (view.last < 0 && !view.hasMetadata()) return { is: 'wrong-version', last: -1 };
    const position = writeMetadata(parts, stream, softDeleted);
    return { is: 'written', last: view.last, position };
  },

  tombstone: (stream: string, expected: Expected): WriteResult => {
    const refusal = refusalOf(viewOf(parts, stream), expected, parts.newId());
    if (refusal !== undefined) return refusal;
    const event = {
      id: parts.newId(),
      type: tombstoneType,
      isJson: false,
      data: nothing,
      metadata: nothing,
    };
    const position = parts.recorder.record(stream, tombstoneRevision, [event]);
    return { is: 'written', last: tombstoneRevision, position };
  },
});

const nothing = new Uint8Array(0);

const viewOf = ({ log, streams }: Parts, stream: string): StreamView => {
  const { number, last, metadata } = streams.state(stream);
  return {
    last,
    isTombstoned: last === tombstoneRevision,
    isSoftDeleted: isSoftDeleted(metadata),
    hasMetadata: () => streams.state(metadataStreamOf(stream)).last >= 0,
    revisionOf: (id) => (number === undefined ? undefined : log.revisionOf(number, id)),
    holdsAt: (revision, id) =>
      number !== undefined && Buffer.compare(log.idAt(number, revision) ?? nothing, id) === 0,
  };
};

/** Deletes are checked as an append of one new event would be. */
const refusalOf = (view: StreamView, expected: Expected, id: Uint8Array): WriteResult | undefined => {
  const decision = decideWrite(view, expected, [id]);
  if (decision.is === 'write') return undefined;
  return decision.is === 'deleted' ? decision : { is: 'wrong-version', last: view.last };
};

/** The answer of then: the original position, if the event can still be read. */
const writtenBefore = ({ log, streams }: Parts, stream: string, last: number): WriteResult => {
  const { number, metadata } = streams.state(stream);
  const event = number === undefined || isSoftDeleted(metadata) ? undefined : log.byRevision(number, last);
  return { is: 'written', last, position: event?.position };
};

/** New metadata that a client gives a soft-deleted stream brings it back. */
const revivedBy = ({ streams }: Parts, stream: string): string | undefined => {
  if (!isMetadataStream(stream)) return undefined;
  const described = streamOfMetadata(stream);
  return isSoftDeleted(streams.state(described).metadata) ? described : undefined;
};

/** A soft-deleted stream that comes back begins at its next revision; its other metadata stays. */
const undelete = (parts: Parts, stream: string, from: number) => {
  const { number } = parts.streams.state(metadataStreamOf(stream));
  const metadata = number === undefined ? undefined : parts.log.lastOf(number);
  if (metadata === undefined) return;
  const changed = undeleted(metadata.data, from);
  if (changed !== undefined) writeMetadata(parts, stream, changed);
};

const writeMetadata = (parts: Parts, stream: string, data: Uint8Array): number => {
  const metadataStream = metadataStreamOf(stream);
  const { last } = parts.streams.state(metadataStream);
  const event = { id: parts.newId(), type: metadataType, isJson: true, data, metadata: nothing };
  return parts.recorder.record(metadataStream, last + 1, [event]);
};
