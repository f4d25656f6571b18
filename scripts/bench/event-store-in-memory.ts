/** The same server over arrays instead of a file, to measure against: prints its connection string when it listens. */
import { system } from '../../src/embedded/event-store/semantics/access.ts';
import { noMetadata } from '../../src/embedded/event-store/semantics/stream-metadata.ts';
import type { Node } from '../../src/embedded/event-store/services/node.ts';
import { serverFeatures } from '../../src/embedded/event-store/services/server-features.ts';
import { streams as streamsService } from '../../src/embedded/event-store/services/streams.ts';
import type { Page } from '../../src/embedded/event-store/storage/event-log.ts';
import { type LogRecord, recordLength } from '../../src/embedded/event-store/storage/record.ts';
import { unresolved } from '../../src/embedded/event-store/storage/resolve.ts';
import type { Append, Store } from '../../src/embedded/event-store/storage/store.ts';
import { startGrpcServer } from '../../src/embedded/event-store/wire/grpc-server.ts';

const never = (): never => {
  throw new Error('the bench asks for no such thing');
};

const inMemoryStore = (): Store => {
  const log: LogRecord[] = [];
  const byStream = new Map<string, { readonly number: number; readonly events: LogRecord[] }>();
  const listeners = new Set<() => void>();
  let end = 64;
  let told = false;
  const tell = () => {
    told = false;
    for (const listener of listeners) listener();
  };
  const append: Append = (stream, _, events) => {
    const known = byStream.get(stream) ?? { number: byStream.size, events: [] };
    byStream.set(stream, known);
    let position = end;
    for (const event of events) {
      position = end;
      const record = {
        ...event,
        stream,
        position,
        revision: known.events.length,
        createdUs: Date.now() * 1_000,
      };
      log.push(record);
      known.events.push(record);
      end += recordLength(record);
    }
    if (!told) setImmediate(tell);
    told = true;
    return { is: 'written', last: known.events.length - 1, position };
  };
  const forwards = (position: number, limit: number): Page => {
    const from = indexOf(log, position);
    const records = log.slice(from, from + limit);
    return { records, more: records.length === limit };
  };
  return {
    log: {
      forwards,
      backwards: never,
      streamForwards: never,
      streamBackwards: never,
      at: (position) => log[indexOf(log, position)],
      byRevision: never,
      lastOf: never,
      idAt: never,
      revisionOf: never,
      last: () => log.at(-1),
    },
    streams: {
      state: (name) => {
        const known = byStream.get(name);
        return { number: known?.number, last: (known?.events.length ?? 0) - 1, metadata: noMetadata };
      },
      numberFor: never,
      wrote: never,
      forget: never,
    },
    writer: {
      write: never,
      settled: () => Promise.resolve(),
      isSettled: true,
      stop: () => Promise.resolve(),
    },
    isSettled: true,
    settled: () => Promise.resolve(),
    end: () => end,
    isPosition: () => true,
    append: (...asked) => Promise.resolve(append(...asked)),
    transact: never,
    softDelete: never,
    tombstone: never,
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** Where the first record is that begins at this position or behind it. */
const indexOf = (log: readonly LogRecord[], position: number): number => {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
};

const node: Node = {
  store: inMemoryStore(),
  resolve: unresolved,
  beforeReading: () => Promise.resolve(),
  beforeFollowing: () => Promise.resolve(),
  nowUs: () => Date.now() * 1_000,
  maxAppendBytes: 1_048_576,
  commitTimeoutMs: Number.POSITIVE_INFINITY,
};
const services = [streamsService(node)];
const { port } = await startGrpcServer({
  services: [...services, serverFeatures(services)],
  host: '127.0.0.1',
  port: 0,
  tls: undefined,
  authenticate: () => system,
  http1: (_, response) => response.end(),
});
process.stdout.write(`esdb://127.0.0.1:${port}?tls=false\n`);
