/** A file is verified, scavenged, copied and counted: by itself, beside a running server, and by the command. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import {
  copyFile,
  scavengeFile,
  statsOfFile,
  verifyFile,
} from '../../../src/embedded/event-store/maintenance.ts';
import { failureOf, until } from '../../waiting.ts';
import { run, startChild } from './child.ts';
import { event, events, openClient, typesOf } from './official-client.ts';

setDefaultTimeout(60_000); // the machine may be busy
const folder = mkdtempSync(join(tmpdir(), 'event-store-maintenance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file with a few streams, closed. */
const fileWith = async (fill: (client: EventStoreDBClient) => Promise<unknown>): Promise<string> => {
  const it = await openClient();
  await fill(it.client);
  const file = join(folder, `${crypto.randomUUID()}.db`);
  copyFile(it.file, file);
  await it.close();
  return file;
};
const change = (file: string, sql: string) => {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
};
const three = () => fileWith((client) => client.appendToStream('stream', events(3)));
const bytesOf = (file: string) =>
  ['', '-wal']
    .map((end) => (existsSync(file + end) ? readFileSync(file + end).toString('latin1') : ''))
    .join();

describe('verifying', () => {
  test('finds nothing where nothing is wrong', async () => {
    const { events, findings } = verifyFile(await three());
    expect(findings).toEqual([]);
    expect(events).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["update event set data = x'00' where type = 'E1'", 'checksum: 1@stream'],
    ["update event set created = created + 1 where type = 'E1'", 'checksum: 1@stream'],
    ["update event set type = 'E9' where type = 'E1'", 'checksum: 1@stream'],
    ["delete from event where type = 'E1'", 'missing'],
    ["update event set revision = 7 where type = 'E2'", 'missing in stream'],
    ["update event set position = position + 1 where type = 'E2'", 'missing between'],
  ])('finds what somebody did to it: %s', async (sql, what) => {
    const file = await three();
    change(file, sql);
    expect(JSON.stringify(verifyFile(file).findings)).toContain(what);
  });

  test('looks beside a running server, too', async () => {
    const it = await openClient();
    await it.client.appendToStream('stream', events(3));
    expect(verifyFile(it.file).findings).toEqual([]);
    expect(statsOfFile(it.file).events).toBeGreaterThanOrEqual(3);
    await it.close();
  });
});

describe('scavenging', () => {
  const secret = (name: string) => jsonEvent({ type: 'Told', data: { secret: `the secret of ${name}` } });
  /** Streams that hide their secrets in every way there is; and one that does not. */
  const hide = async (client: EventStoreDBClient) => {
    for (const name of ['deleted', 'tombstoned', 'cut', 'counted', 'aged', 'kept'])
      await client.appendToStream(name, [secret(`${name} 1`), secret(`${name} 2`)]);
    await client.deleteStream('deleted');
    await client.tombstoneStream('tombstoned');
    await client.setStreamMetadata('cut', { truncateBefore: 1 });
    await client.setStreamMetadata('counted', { maxCount: 1 });
    await client.setStreamMetadata('aged', { maxAge: 1 });
    await Bun.sleep(1_050);
  };
  const gone = [
    'deleted 1',
    'deleted 2',
    'tombstoned 1',
    'tombstoned 2',
    'cut 1',
    'counted 1',
    'aged 1',
    'aged 2',
  ];
  const left = ['cut 2', 'counted 2', 'kept 1', 'kept 2'];
  const mustHoldWhatIsLeft = (file: string) => {
    const bytes = bytesOf(file);
    expect(gone.filter((name) => bytes.includes(`the secret of ${name}`))).toEqual([]);
    expect(left.filter((name) => !bytes.includes(`the secret of ${name}`))).toEqual([]);
  };
  const mustReadOn = async (client: EventStoreDBClient) => {
    expect(await typesOf(client.readStream('kept'))).toEqual(['Told', 'Told']);
    expect(await typesOf(client.readStream('counted'))).toEqual(['Told']);
    const next = (stream: string, count: bigint) =>
      client
        .appendToStream(stream, event('Next'))
        .then((told) => expect(told.nextExpectedRevision).toBe(count));
    await Promise.all([next('deleted', 2n), next('cut', 2n), next('aged', 2n)]);
    expect(await typesOf(client.readStream('deleted'))).toEqual(['Next']);
    const failure = await failureOf(client.appendToStream('tombstoned', event()));
    expect(failure).toMatchObject({ type: 'stream-deleted' });
  };

  test('removes the bytes of what is hidden, and only those; numbers and places go on', async () => {
    const file = await fileWith(hide);
    const { events: before } = statsOfFile(file);
    expect(await scavengeFile(file)).toMatchObject({ result: 'Success' });
    mustHoldWhatIsLeft(file);
    expect(before - statsOfFile(file).events).toBeGreaterThanOrEqual(gone.length);
    expect(verifyFile(file).findings).toEqual([]);
    expect(await scavengeFile(file)).toMatchObject({ result: 'Success', events: 0 });
    const child = await startChild(file);
    const client = EventStoreDBClient.connectionString(child.connectionString);
    await mustReadOn(client);
    await client.dispose();
    await child.stop();
    expect(verifyFile(file).findings).toEqual([]);
  });

  test('is done by the server that has the file, under traffic, which never misses an event', async () => {
    const it = await openClient();
    await hide(it.client);
    const busy = { isOver: false, written: 0 };
    const traffic = (async () => {
      while (!busy.isOver) {
        await it.client.appendToStream('traffic', event());
        busy.written += 1;
      }
    })();
    const seen: string[] = [];
    const subscription = it.client.subscribeToStream('traffic');
    subscription.on('data', ({ event }) => seen.push(event?.type ?? ''));
    expect(await scavengeFile(it.file)).toMatchObject({ result: 'Success' });
    busy.isOver = true;
    await traffic;
    await until(() => seen.length === busy.written, 'all of the traffic');
    await subscription.unsubscribe();
    mustHoldWhatIsLeft(it.file);
    await mustReadOn(it.client);
    const told = await Array.fromAsync(it.client.readAll());
    const places = told.map(({ event }) => event?.position?.commit ?? 0n);
    expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)));
    await it.close();
  });
});

/** In another process, so that this one goes on writing. */
const copiedElsewhere = async (file: string, to: string): Promise<void> => {
  const module = join(import.meta.dir, '../../../src/embedded/event-store/maintenance.ts');
  const script = `import { copyFile } from ${JSON.stringify(module)}; copyFile(...process.argv.slice(-2));`;
  const child = Bun.spawn([process.execPath, '-e', script, file, to], { stderr: 'inherit' });
  expect(await child.exited).toBe(0);
};

describe('copying', () => {
  test('gives the file as it is at one moment, while it grows', async () => {
    const it = await openClient();
    await it.client.appendToStream('stream', events(50));
    const before = statsOfFile(it.file).events;
    const writing = new AbortController();
    let written = 0;
    const more = (async () => {
      for (; !writing.signal.aborted; written++) await it.client.appendToStream('stream', event('More'));
    })();
    await until(() => written > 20, 'some more');
    const copy = join(folder, 'copy.db');
    const from = written;
    await copiedElsewhere(it.file, copy);
    const to = written;
    await until(() => written > to + 20, 'some more after it');
    writing.abort();
    await more;
    const { events: count, findings } = verifyFile(copy);
    expect(findings).toEqual([]);
    expect(to).toBeGreaterThan(from);
    expect(count).toBeGreaterThanOrEqual(before + from);
    expect(count).toBeLessThanOrEqual(before + to + 1); // the one under way
    await it.close();
  });
});

describe('the command', () => {
  test('says how it is used, and what is wrong about how it was', async () => {
    const help = await run('--help');
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('bun run event-store verify --db ./events.db');
    for (const wrong of [
      ['verify'],
      ['dance', '--db', 'x'],
      ['--db', 'x', '--port', 'many'],
      ['--db', 'x', '--nonsense'],
    ]) {
      const { status, err } = await run(...wrong);
      expect(status).toBe(2);
      expect(err).toMatch(/^event-store: error: .+\nevent-store: hint: /);
    }
    expect(await run('verify', '--db', join(folder, 'nowhere.db'))).toMatchObject({ status: 1, out: '' });
  });

  test('verifies, counts and scavenges, in words and in JSON', async () => {
    const file = await three();
    expect(await run('verify', '--db', file)).toMatchObject({ status: 0 });
    const stats = JSON.parse((await run('stats', '--db', file, '--json')).out);
    expect(stats).toMatchObject({ streams: expect.any(Number), events: expect.any(Number) });
    const scavenged = JSON.parse((await run('scavenge', '--db', file, '--json')).out);
    expect(scavenged).toMatchObject({ result: 'Success', events: 0 });
    change(file, "update event set data = x'00' where type = 'E1'");
    const broken = await run('verify', '--db', file);
    expect(broken.status).toBe(1);
    expect(broken.out).toContain('1@stream');
  });
});
