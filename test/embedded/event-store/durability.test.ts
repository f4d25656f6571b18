/** What was acknowledged is there after kill -9, and no append is ever there by half, wherever the disk stopped. */
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStoreDBClient as Client, EventStoreDBClient } from '@eventstore/db-client';
import fc from 'fast-check';
import { verifyFile } from '../../../src/embedded/event-store/maintenance.ts';
import { storeOf } from '../../../src/embedded/event-store/storage/store.ts';
import { openStoreFile } from '../../../src/embedded/event-store/storage/store-file.ts';
import { until } from '../../waiting.ts';
import { startChild } from './child.ts';
import { events, typesOf } from './official-client.ts';

setDefaultTimeout(120_000); // the machine may be busy
const folder = mkdtempSync(join(tmpdir(), 'event-store-killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Events in one append; so many are there, or none. */
const together = 3;

type Acknowledged = Map<string, number>;

/** One writer, until the server is gone: each append goes to the end of its own stream. */
const writer = async (client: Client, stream: string, acknowledged: Acknowledged): Promise<void> => {
  for (let at = 0; ; at += 1) {
    try {
      await client.appendToStream(stream, events(together, at * together));
    } catch {
      return;
    }
    acknowledged.set(stream, (at + 1) * together);
  }
};

/** Kills a server under twenty writers. @returns what it had acknowledged */
const killed = async (file: string): Promise<Acknowledged> => {
  const child = await startChild(file);
  const client = EventStoreDBClient.connectionString(child.connectionString);
  const acknowledged: Acknowledged = new Map();
  const writers = Array.from({ length: 20 }, (_, at) => writer(client, `writer-${at}`, acknowledged));
  const sum = () => [...acknowledged.values()].reduce((all, each) => all + each, 0);
  await until(() => sum() > 600, 'some appends');
  await child.kill();
  await Promise.all(writers);
  await client.dispose();
  return acknowledged;
};

test('an acknowledged append survives kill -9 under many writers, and none is half there', async () => {
  const file = join(folder, 'killed.db');
  const acknowledged = await killed(file);
  for (const name of ['killed.db', 'killed.db-wal'])
    copyFileSync(join(folder, name), join(folder, `torn-${name}`));
  const child = await startChild(file);
  const client = EventStoreDBClient.connectionString(child.connectionString);
  for (const [stream, count] of acknowledged) {
    const types = await typesOf(client.readStream(stream));
    expect(types.length).toBeGreaterThanOrEqual(count);
    expect(types.length % together).toBe(0);
    expect(types).toEqual(events(types.length).map(({ type }) => type));
  }
  await client.dispose();
  expect(await child.stop()).toBe(0);
  expect(verifyFile(file).findings).toEqual([]);
});

/** The file as it is when its write-ahead log ends there: how many events each stream has. */
const cutAt = (bytes: number): readonly number[] => {
  const file = join(folder, 'cut.db');
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  for (const end of ['', '-wal']) copyFileSync(join(folder, `torn-killed.db${end}`), file + end);
  truncateSync(`${file}-wal`, bytes);
  const opened = openStoreFile(file);
  try {
    const { streams } = storeOf(opened.database, opened.disk, () => undefined);
    return Array.from({ length: 20 }, (_, at) => streams.state(`writer-${at}`).last + 1);
  } finally {
    opened.close();
  }
};

test('wherever the write-ahead log breaks off, every append is there or not', () => {
  expect(existsSync(join(folder, 'torn-killed.db-wal'))).toBe(true);
  const { size } = statSync(join(folder, 'torn-killed.db-wal'));
  let before = 0;
  const all = fc
    .uniqueArray(fc.nat(size), { minLength: 8, maxLength: 8 })
    .map((cuts) => cuts.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(all, (cuts) => {
      before = 0;
      for (const cut of cuts) {
        const counts = cutAt(cut);
        expect(counts.filter((count) => count % together !== 0)).toEqual([]);
        const sum = counts.reduce((all, each) => all + each, 0);
        expect(sum).toBeGreaterThanOrEqual(before);
        before = sum;
      }
      expect(verifyFile(join(folder, 'cut.db')).findings).toEqual([]);
    }),
    { numRuns: 4 },
  );
});
