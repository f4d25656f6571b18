/** A full disk, a disk that fails, messages that are none, files that are somebody else's: refused, and nothing is lost. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { everybodyIsSystem } from '../../../src/embedded/event-store/authentication.ts';
import { startEventStore } from '../../../src/embedded/event-store/event-store.ts';
import { streams } from '../../../src/embedded/event-store/services/streams.ts';
import type { Disk } from '../../../src/embedded/event-store/storage/disk.ts';
import { newEvent } from '../../../src/embedded/event-store/storage/new-event.ts';
import { resolver } from '../../../src/embedded/event-store/storage/resolve.ts';
import { storeOf } from '../../../src/embedded/event-store/storage/store.ts';
import { openStoreFile } from '../../../src/embedded/event-store/storage/store-file.ts';
import { startGrpcServer } from '../../../src/embedded/event-store/wire/grpc-server.ts';
import { failureOf } from '../../waiting.ts';
import type { JsonObject } from './message-json.ts';
import { event, type Opened, openClient, typesOf } from './official-client.ts';
import { rawClient } from './raw-client.ts';
import { ask } from './replay.ts';

setDefaultTimeout(60_000); // the machine may be busy
const folder = mkdtempSync(join(tmpdir(), 'event-store-faults-'));
let it: Opened;
beforeAll(async () => {
  it = await openClient();
  await it.client.appendToStream('kept', event('Kept'));
});
afterAll(async () => {
  await it.close();
  rmSync(folder, { recursive: true });
});

let files = 0;
const newFile = () => join(folder, `${++files}.db`);
const goesOn = async () => {
  await it.client.appendToStream('kept', event('More'));
  expect((await typesOf(it.client.readStream('kept', { maxCount: 1 }))).slice(0, 1)).toEqual(['Kept']);
};

/** A store without a server, on a disk that does as it is told. */
const openStore = (file: string, disk?: Disk) => {
  const opened = openStoreFile(file);
  const failures: unknown[] = [];
  const store = storeOf(opened.database, disk ?? opened.disk, (error) => void failures.push(error));
  const append = (stream: string, bytes = 10) =>
    store.append(stream, 'any', [newEvent('Happened', { text: 'x'.repeat(bytes) })]);
  return { ...opened, store, failures, append };
};

/** What a server over this store answers to a read. */
const reads = async (store: ReturnType<typeof storeOf>, options: JsonObject) => {
  const nowUs = () => Date.now() * 1_000;
  const node = {
    ...{ store, nowUs, resolve: resolver(store.log, store.streams, nowUs) },
    ...{ beforeReading: async () => undefined, beforeFollowing: async () => undefined },
    ...{ maxAppendBytes: 1_000, commitTimeoutMs: 1_000 },
  };
  const server = await startGrpcServer({
    ...{ host: '127.0.0.1', port: 0, tls: undefined, services: [streams(node)] },
    ...{ authenticate: everybodyIsSystem, http1: () => undefined },
  });
  const client = rawClient(server.port);
  const asked = { no_filter: {}, uuid_option: { string: {} }, ...options };
  const answer = await ask(client, 'Streams/Read', { options: asked });
  client.close();
  await server.stop();
  return answer;
};

describe('the disk', () => {
  test('is full: the append is refused, nothing of it is there, and the store goes on when there is room', async () => {
    const file = newFile();
    const { store, append, database, close, failures } = openStore(file);
    await append('s');
    const pages = database.prepare('pragma page_count').get()?.['page_count'];
    database.exec(`pragma max_page_count = ${Number(pages) + 2}`);
    const refused = await Promise.allSettled([append('s', 60_000), append('t', 10)]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await failureOf(append('s', 60_000))).toMatchObject({ status: { code: 14 } });
    expect(store.streams.state('s').last).toBe(0);
    expect(store.streams.state('t').last).toBe(-1);
    database.exec('pragma max_page_count = 1000000');
    expect(await append('s')).toMatchObject({ is: 'written', last: 1 });
    expect(failures).toEqual([]);
    close();
  });

  test('fails to keep it: nothing is acknowledged, nor shown, and nothing more is taken', async () => {
    const file = newFile();
    const failing: Disk = { flush: () => Promise.reject(new Error('EIO')), close: () => undefined };
    const { store, append, close, failures } = openStore(file, failing);
    const refused = await Promise.allSettled([append('s'), append('s')]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(failures).toHaveLength(1);
    expect(await failureOf(append('t'))).toMatchObject({ status: { code: 14 } });
    expect(store.streams.state('s').last).toBe(1); // SQLite has it
    expect(store.isSettled).toBe(false);
    expect(await failureOf(store.settled())).toMatchObject({ status: { code: 14 } });
    const stream = { stream_identifier: { stream_name: 's' }, start: {} };
    for (const what of [
      { stream, count: '9' },
      {
        stream: { stream_identifier: stream.stream_identifier, end: {} },
        count: '9',
        read_direction: 'Backwards',
      },
      { stream, subscription: {} },
      { all: { start: {} }, count: '9' },
      { all: { end: {} }, count: '9', read_direction: 'Backwards' },
      { all: { start: {} }, subscription: {} },
    ]) {
      const { messages, ended } = await reads(store, what);
      expect([messages.filter((message) => 'event' in message), ended.code]).toEqual([[], 14]);
    }
    close();
    const again = openStore(file);
    expect(await again.append('t')).toMatchObject({ is: 'written', last: 0 });
    again.close();
  });
});

describe('what is no request', () => {
  const methods = [
    'streams.Streams/Read',
    'streams.Streams/Append',
    'streams.Streams/BatchAppend',
    'streams.Streams/Delete',
    'persistent_subscriptions.PersistentSubscriptions/Create',
    'persistent_subscriptions.PersistentSubscriptions/Read',
    'operations.Operations/StopScavenge',
    'projections.Projections/Enable',
  ];

  test('gets a status, whatever it is, and others are served as before', async () => {
    const asked = fc.asyncProperty(
      fc.constantFrom(...methods),
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      async (method, bytes) => {
        const client = rawClient(it.port);
        const call = client.call(`/event_store.client.${method}`);
        call.send(bytes);
        call.end();
        const { headers, trailers } = await call.ended; // each of these ends by itself
        expect({ ...headers, ...trailers }['grpc-status']).toMatch(/^\d+$/);
        client.close();
      },
    );
    await fc.assert(asked, { numRuns: 150 });
    await goesOn();
  });

  const statusOf = (frame: Buffer) =>
    new Promise<unknown>((resolve) => {
      const session = http2.connect(`http://127.0.0.1:${it.port}`);
      const stream = session.request({
        ':method': 'POST',
        ':path': '/event_store.client.streams.Streams/Append',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      let status: unknown;
      stream.on('response', (headers) => {
        status = headers['grpc-status'];
      });
      stream.on('trailers', (headers) => {
        status = headers['grpc-status'];
      });
      stream.on('data', () => undefined);
      stream.on('error', () => undefined);
      stream.on('close', () => {
        session.destroy();
        resolve(status);
      });
      stream.end(frame);
    });

  test('a message that is compressed, or longer than any may be, is refused before it is read', async () => {
    expect(await statusOf(Buffer.from([1, 0, 0, 0, 0]))).toBe('12');
    expect(await statusOf(Buffer.from([0, 0xff, 0xff, 0xff, 0xff]))).toBe('8');
    await goesOn();
  });

  test('noise on the port ends that connection only', async () => {
    for (const noise of [
      '\0\0\0\0',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnoise and more noise',
      'GET nothing\r\n\r\n',
    ])
      await new Promise<void>((resolve) => {
        const socket = net.connect(it.port, '127.0.0.1', () => socket.end(noise));
        socket.on('error', () => undefined);
        socket.on('data', () => undefined);
        socket.on('close', () => resolve());
      });
    await goesOn();
  });
});

describe('a file', () => {
  test('has one server at a time', async () => {
    expect(await failureOf(startEventStore({ file: it.file }))).toMatchObject({
      code: 'event-store/file-in-use',
    });
    await goesOn();
  });

  test('that is something else is left as it is', async () => {
    const [text, other, empty] = [newFile(), newFile(), newFile()];
    writeFileSync(text, 'a letter to nobody'.repeat(100));
    const database = new DatabaseSync(other);
    database.exec('create table letter (text)');
    database.close();
    for (const file of [text, other])
      expect(await failureOf(startEventStore({ file }))).toMatchObject({ code: 'event-store/not-a-store' });
    writeFileSync(empty, '');
    await (await startEventStore({ file: empty })).stop();
  });

  test('where none can be is told', async () => {
    const failure = await failureOf(startEventStore({ file: join(folder, 'no', 'such', 'folder.db') }));
    expect(failure).toMatchObject({ code: 'event-store/file-unwritable' });
  });

  test('and a port that is taken, too', async () => {
    expect(await failureOf(startEventStore({ file: newFile(), port: it.port }))).toMatchObject({
      code: 'event-store/port-in-use',
    });
  });
});
