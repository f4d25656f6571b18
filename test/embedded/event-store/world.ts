/** A server of its own for one test file, and the means to ask it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EventStore,
  type EventStoreOptions,
  startEventStore,
} from '../../../src/embedded/event-store/event-store.ts';
import { type RawClient, rawClient } from './raw-client.ts';
import { ask, type World } from './replay.ts';

export type OpenWorld = World & { readonly port: number; readonly file: string; close(): Promise<void> };

/** @param headers sent by `append` and `ask`, so that a secure server can be prepared */
export const openWorld = async (
  options: Omit<EventStoreOptions, 'file'> = {},
  headers: { readonly [name: string]: string } = {},
): Promise<OpenWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
  const file = join(folder, 'events.db');
  let store: EventStore = await startEventStore({ ...options, file });
  let client: RawClient = rawClient(store.port);
  const asking: World['ask'] = (rpc, request) => ask(client, rpc, request, headers);
  return {
    file,
    get port() {
      return store.port;
    },
    get client() {
      return client;
    },
    ask: asking,
    append: (...told) => append(asking, ...told),
    restart: async () => {
      client.close();
      await store.stop();
      store = await startEventStore({ ...options, file });
      client = rawClient(store.port);
    },
    close: async () => {
      client.close();
      await store.stop();
      rmSync(folder, { recursive: true });
    },
  };
};

const append = async (
  asking: World['ask'],
  stream: string,
  types: readonly string[],
  data?: readonly string[],
  ids?: readonly string[],
): Promise<readonly string[]> => {
  const positions: string[] = [];
  for (const [at, type] of types.entries()) {
    const { messages } = await asking('Streams/Append', [
      { options: { stream_identifier: { stream_name: stream }, any: {} } },
      {
        proposed_message: {
          id: { string: ids?.[at] ?? crypto.randomUUID() },
          metadata: {
            type: type.replace('json', ''),
            'content-type': type === '$>' ? 'application/octet-stream' : 'application/json',
          },
          data: data?.[at] ?? '{}',
        },
      },
    ]);
    positions.push(/"commit_position":"(\d+)"/.exec(JSON.stringify(messages))?.[1] ?? '');
  }
  return positions;
};
