/**
 * The event store over EventStoreDB's own protocol, and the only importer of its client. One client per process:
 * the driver keeps the pending appends of all clients in one map, so that two of them fail together.
 */
import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  ErrorType,
  EventStoreDBClient,
  excludeSystemEvents,
  jsonEvent,
  NO_STREAM,
  type ReadPosition,
  type ResolvedEvent,
  START,
  type StreamingRead,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { assume } from './assume.ts';
import { within } from './deadline.ts';
import type { EventData, EventStore, RecordedEvent, Revision } from './event-store.ts';
import { Fault } from './fault.ts';
import { batchesOf, firstOf, type Reading } from './reading.ts';
import { tailOf } from './tail.ts';

type Options = {
  /** Without an answer for so long, a call fails: the driver itself would wait for ever. */
  readonly timeoutMs?: number;
  /** How many of the newest events are held in memory, for all who follow. */
  readonly tailMax?: number;
};

export type EventStoreDb = EventStore & {
  /** The last event of all; undefined while there is none. */
  newest(): Promise<RecordedEvent | undefined>;
  /** Ends every follower, and the connection. */
  stop(): Promise<void>;
};

/** @param connectionString `esdb://127.0.0.1:2113?tls=false` */
export function eventStoreDb(connectionString: string, options: Options = {}): EventStoreDb {
  const { timeoutMs = 10_000, tailMax = 4096 } = options;
  const client = EventStoreDBClient.connectionString(keptAlive(connectionString));
  const head = async () => (await newest(client, timeoutMs))?.position ?? -1n;
  const source = { head, subscribe: subscribing(client) };
  const tail = tailOf(source, tailMax);
  return {
    read: (stream) => read(client, stream, timeoutMs),
    readLast: (stream) => readLast(client, stream, timeoutMs),
    readAll: (after, max) => readAll(client, timeoutMs, after, max),
    head,
    newest: () => newest(client, timeoutMs),
    follow: tail.follow,
    append: (stream, expected, events) =>
      within(timeoutMs, 'append', append(client, stream, expected, events)),
    async stop() {
      tail.stop();
      await client.dispose();
    },
  };
}

/** Ends a call to a server that stands still; the driver's own would do so later than our time-out. */
const keptAlive = (connectionString: string): string => {
  if (/keepAlive/i.test(connectionString)) return connectionString;
  const mark = connectionString.includes('?') ? '&' : '?';
  return `${connectionString}${mark}keepAliveInterval=10000&keepAliveTimeout=5000`;
};

async function append(
  client: EventStoreDBClient,
  stream: string,
  expected: Revision,
  events: readonly EventData[],
): Promise<bigint | 'conflict'> {
  const expectedRevision = expected === 'no-stream' ? NO_STREAM : expected;
  try {
    const written = await client.appendToStream(stream, events.map(proposed), { expectedRevision });
    return written.position?.commit ?? -1n;
  } catch (cause) {
    if (cause instanceof WrongExpectedVersionError) return 'conflict';
    throw told(cause, 'append');
  }
}

const proposed = ({ id, type, data, metadata }: EventData) => jsonEvent({ id, type, data, metadata });

async function read(client: EventStoreDBClient, stream: string, timeoutMs: number) {
  const events: RecordedEvent[] = [];
  try {
    const reading = readingOf(client.readStream(stream, {}, buffered), timeoutMs);
    for await (const batch of batchesOf<ResolvedEvent>(reading)) events.push(...batch.flatMap(recordedFrom));
    return events;
  } catch (cause) {
    if (cause instanceof StreamNotFoundError) return [];
    throw told(cause, 'read');
  }
}

async function readLast(client: EventStoreDBClient, stream: string, timeoutMs: number) {
  try {
    const last = client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    const { first } = await firstOf(readingOf(last, timeoutMs), recordedFrom);
    return first;
  } catch (cause) {
    if (cause instanceof StreamNotFoundError) return undefined;
    throw told(cause, 'read');
  }
}

/** The driver's reads know no filter: the server's own events are left out here, and pages read until there are enough. */
async function readAll(client: EventStoreDBClient, timeoutMs: number, after: bigint, max = Infinity) {
  const events: RecordedEvent[] = [];
  const maxCount = Math.min(max + 1, Number.MAX_SAFE_INTEGER); // the first is the one at `after` itself
  for (let [at, passed] = [after, maxCount]; events.length < max && passed === maxCount; ) {
    passed = 0;
    const page = client.readAll({ fromPosition: positionOf(at), maxCount }, buffered);
    for await (const batch of allBatches(readingOf(page, timeoutMs))) {
      events.push(...batch.flatMap(recordedFrom).filter(({ position }) => position > at));
      passed += batch.length;
      at = batch.at(-1)?.event?.position.commit ?? at;
    }
  }
  return events.slice(0, max);
}

/** Backwards, past the server's own events; a page is rarely not enough. */
async function newest(client: EventStoreDBClient, timeoutMs: number): Promise<RecordedEvent | undefined> {
  try {
    for (let maxCount = 32; ; maxCount *= 32) {
      const page = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount }, buffered);
      const { first, passed } = await firstOf(readingOf(page, timeoutMs), recordedFrom);
      if (first !== undefined || passed < maxCount) return first;
    }
  } catch (cause) {
    throw told(cause, 'head');
  }
}

/** The server leaves its own events out. */
const subscribing = (client: EventStoreDBClient) =>
  async function* subscribe(after: bigint, signal: AbortSignal) {
    const options = { fromPosition: positionOf(after), filter: excludeSystemEvents() };
    const stream = client.subscribeToAll(options, buffered);
    const reading = { stream, signal, what: 'subscribe', cancel: () => stream.unsubscribe() };
    for await (const batch of allBatches(reading)) yield batch.flatMap(recordedFrom);
  };

async function* allBatches(reading: Reading) {
  try {
    yield* batchesOf<AllStreamResolvedEvent>(reading);
  } catch (cause) {
    throw told(cause, reading.what);
  }
}

const readingOf = (stream: StreamingRead<ResolvedEvent>, timeoutMs: number): Reading => ({
  ...{ stream, timeoutMs, what: 'read' },
  cancel: () => stream.cancel(),
});

const buffered = { highWaterMark: 1024 };

/** Where an event stands: ours are written without transactions, so that both numbers are one. */
const positionOf = (position: bigint): ReadPosition =>
  position < 0n ? START : { commit: position, prepare: position };

/** @returns nothing for what is the server's own, and for a link whose event is gone */
function recordedFrom({ event }: ResolvedEvent | AllStreamResolvedEvent): readonly RecordedEvent[] {
  if (event === undefined || event.type.startsWith('$')) return [];
  const { id, type, streamId: stream, revision, data, metadata, created } = event;
  const position = event.position?.commit ?? -1n;
  return [assume({ id, type, data, metadata, stream, revision, position, created: created.toISOString() })]; // as `append` wrote it
}

/** @returns a fault with a code for what a later call may do; anything else is a mistake of ours, and stays as it is */
function told(cause: unknown, what: string): unknown {
  const type = cause instanceof Error ? kindOf(cause) : '';
  return passing.has(type) ? new Fault('event-store/unavailable', { what, type }, cause) : cause;
}

/** The driver's own name for it, or the number of gRPC: when it first asks a server what it can, it passes that on. */
const kindOf = (cause: Error): string =>
  'type' in cause ? String(cause.type) : 'code' in cause ? `grpc ${cause.code}` : '';

const passing: ReadonlySet<string> = new Set([
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.NOT_LEADER,
  ErrorType.UNKNOWN,
  ...['grpc 1', 'grpc 4', 'grpc 14'], // cancelled, too late, unavailable
]);
