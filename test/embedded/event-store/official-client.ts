/** A server of its own for one test file, asked by the official client as any program would ask it. */
import { afterAll, beforeAll, setDefaultTimeout } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import {
  type EventStore,
  type EventStoreOptions,
  startEventStore,
} from '../../../src/embedded/event-store/event-store.ts';

export type Opened = {
  readonly client: EventStoreDBClient;
  readonly file: string;
  readonly port: number;
  /** The same file under a new server, and a client of that. @param changes of what the server is told */
  restart(changes?: OpenOptions): Promise<void>;
  stopServer(): Promise<void>;
  close(): Promise<void>;
};

export type OpenOptions = Omit<EventStoreOptions, 'file'> & {
  /** @param connectionString of the server @returns another one */
  readonly as?: (connectionString: string) => string;
};

export const openClient = async ({ as = same, ...options }: OpenOptions = {}): Promise<Opened> => {
  const folder = mkdtempSync(join(tmpdir(), 'event-store-client-'));
  const file = join(folder, 'events.db');
  const start = (changes: OpenOptions = {}) => startEventStore({ ...options, ...changes, file });
  let store: EventStore = await start();
  let client = EventStoreDBClient.connectionString(as(store.connectionString));
  return {
    file,
    get client() {
      return client;
    },
    get port() {
      return store.port;
    },
    restart: async (changes) => {
      await client.dispose();
      await store.stop();
      store = await start(changes);
      client = EventStoreDBClient.connectionString(as(store.connectionString));
    },
    stopServer: () => store.stop(),
    close: async () => {
      await client.dispose();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const same = (connectionString: string) => connectionString;

/** Open as long as the tests of the file that asks for it run; the machine may be busy. */
export const clientOfThisFile = (options: OpenOptions = {}): Opened => {
  setDefaultTimeout(60_000);
  let it: Opened;
  beforeAll(async () => {
    it = await openClient(options);
  });
  afterAll(() => it.close());
  return {
    get client() {
      return it.client;
    },
    get file() {
      return it.file;
    },
    get port() {
      return it.port;
    },
    restart: (changes) => it.restart(changes),
    stopServer: () => it.stopServer(),
    close: () => it.close(),
  };
};

let streams = 0;
/** Makes streams that nobody else has, with so many events. */
export const streamsOf =
  (it: Pick<Opened, 'client'>) =>
  async (count: number, name = 'stream'): Promise<string> => {
    const stream = `${name}-${++streams}`;
    if (count > 0) await it.client.appendToStream(stream, events(count));
    return stream;
  };

export const event = (type = 'Happened', data: object = {}, id?: string) =>
  jsonEvent({ type, data: { ...data }, ...(id === undefined ? {} : { id }) });

/** Events named by their numbers: E0, E1, … */
export const events = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => event(`E${from + at}`));

type Read = { readonly event?: { readonly type: string } | undefined };

/** Types of what a read gives, in order. */
export const typesOf = async (read: AsyncIterable<Read>): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const { event } of read) types.push(event?.type ?? 'unresolved');
  return types;
};
