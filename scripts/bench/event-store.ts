/**
 * How fast the embedded event store is, with every append on the disk, to the official client in another process:
 * `bun scripts/bench/event-store.ts [--json]`. Beside it, in the same run: a bare SQLite loop, and the same client
 * against the same server over arrays in memory. Fails where a figure misses what is promised.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { newEvent } from '../../src/embedded/event-store/storage/new-event.ts';
import { storeOf } from '../../src/embedded/event-store/storage/store.ts';
import { openStoreFile } from '../../src/embedded/event-store/storage/store-file.ts';
import type { Asked, Measured, Work } from './event-store-client.ts';

type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly least?: number;
  readonly most?: number;
};

const here = import.meta.dirname;
const large = 1_000_000;
const small = 1_000;

const work: readonly Work[] = [
  { is: 'append', count: 1_500, inFlight: 1 },
  { is: 'append', count: 10_000, inFlight: 50 },
  { is: 'read-all', count: 50_000 },
  { is: 'catch-up', count: 50_000 },
];
/** Promised: appends or events in a second, and how much of what memory reaches. */
const promised = [
  { what: 'append, one at a time', perSecond: 1_500, ofMemory: 0.6 },
  { what: 'append, 50 in flight', perSecond: 6_000, ofMemory: 0.6 },
  { what: 'readAll', perSecond: 30_000, ofMemory: 0.85 },
  { what: 'catch-up', perSecond: 46_000, ofMemory: 0.85 },
] as const;

type Running = { readonly process: ChildProcess; readonly line: string; stop(): Promise<void> };

/** Starts a server; its first line says where it listens. */
const started = async (script: string, args: readonly string[]): Promise<Running> => {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  const stop = async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
  return { process: child, line: String(line), stop };
};

type Store = Running & { readonly connection: string; readonly startMs: number };

const eventStore = async (file: string): Promise<Store> => {
  const begun = performance.now();
  const running = await started(join(here, '../event-store.ts'), ['--db', file, '--port', '0', '--json']);
  const connection = String(JSON.parse(running.line).connectionString);
  return { ...running, connection, startMs: performance.now() - begun };
};

const measured = async (asked: Asked): Promise<Measured> => {
  const script = join(here, 'event-store-client.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(asked)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) said += chunk;
  return JSON.parse(said);
};

/** Writes events into a file that no server has open. */
const seed = async (file: string, count: number): Promise<void> => {
  const { database, close } = openStoreFile(file);
  const disk = { flush: () => Promise.resolve(), close };
  const store = storeOf(database, disk, (error) => {
    throw error;
  });
  const data = { photos: [{ style: 'oil', width: 1_200, height: 1_800 }], total: { cents: 4_900 }, note: '' };
  for (let written = 0; written < count; written += 500)
    await store.append(
      `order-${randomUUID()}`,
      'any',
      Array.from({ length: 500 }, () => newEvent('OrderPlaced', { orderId: randomUUID(), ...data })),
    );
  await store.writer.stop();
  close();
};

/** What SQLite alone can do on this disk: rows of the same size, each commit or each 50 of them on the disk. */
const bareSqlite = (file: string, rows: number, perCommit: number): number => {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  database.exec('create table if not exists event (position integer primary key, id blob, data blob)');
  const insert = database.prepare('insert into event (id, data) values (?, ?)');
  const data = Buffer.alloc(250, 120);
  const begun = performance.now();
  for (let written = 0; written < rows; written += perCommit) {
    database.exec('begin');
    for (let row = 0; row < perCommit; row += 1) insert.run(Buffer.alloc(16, row), data);
    database.exec('commit');
  }
  const rate = (1_000 * rows) / (performance.now() - begun);
  database.close();
  return rate;
};

const rssMiB = ({ process: { pid } }: Running): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

const speeds = async (folder: string): Promise<readonly Figure[]> => {
  const file = join(folder, 'speed.db');
  await seed(file, small);
  const ours = await eventStore(file);
  const memory = await started(join(here, 'event-store-in-memory.ts'), []);
  const rates = await measured({
    servers: { memory: memory.line, ours: ours.connection },
    prepare: 50_000,
    rounds: 3,
    work,
  });
  await Promise.all([ours.stop(), memory.stop()]);
  const bare = [1, 50].map((perCommit) => bareSqlite(join(folder, 'bare.db'), 5_000, perCommit));
  const [one = Number.NaN] = bare;
  const bound = 1 / (1 + (rates['memory']?.[0] ?? Number.NaN) / one);
  const figures = promised.flatMap(({ what, perSecond, ofMemory }, at): Figure[] => {
    const [our = Number.NaN, theirs = Number.NaN] = [rates['ours']?.[at], rates['memory']?.[at]];
    return [
      { what, value: our, unit: '/s', least: perSecond },
      { what: '  of the store in memory', value: our / theirs, unit: '', least: ofMemory },
    ];
  });
  return [
    ...figures,
    { what: 'bare SQLite, one row a commit', value: one, unit: '/s' },
    { what: '  memory, and one such commit after it: of the store in memory', value: bound, unit: '' },
    { what: 'bare SQLite, 50 rows a commit', value: bare[1] ?? Number.NaN, unit: '/s' },
  ];
};

/** The same work on a small and on a large log, turn by turn. */
const sizes = async (folder: string): Promise<readonly Figure[]> => {
  const [smallFile, largeFile] = [join(folder, 'small.db'), join(folder, 'large.db')];
  await seed(smallFile, small);
  await seed(largeFile, large);
  const [little, much] = [await eventStore(smallFile), await eventStore(largeFile)];
  const rates = await measured({
    servers: { little: little.connection, much: much.connection },
    prepare: 0,
    rounds: 5,
    work: [
      { is: 'append', count: 1_000, inFlight: 1 },
      { is: 'append', count: 5_000, inFlight: 50 },
      { is: 'read-all', count: small },
    ],
  });
  const ratio = (at: number) => (rates['much']?.[at] ?? 0) / (rates['little']?.[at] ?? Number.NaN);
  const growth = await growthMiB(much);
  await Promise.all([little.stop(), much.stop()]);
  return [
    { what: 'start with 1,000,000 events', value: much.startMs, unit: 'ms', most: 1_000 },
    {
      what: 'append, one at a time: at 1,000,000 events, of the rate at 1,000',
      value: ratio(0),
      unit: '',
      least: 0.8,
    },
    { what: 'append, 50 in flight: the same', value: ratio(1), unit: '', least: 0.8 },
    { what: 'readAll: the same', value: ratio(2), unit: '', least: 0.8 },
    { what: 'catch-up of 1,000,000 events: growth of the server', value: growth, unit: 'MiB', most: 150 },
  ];
};

const growthMiB = async (server: Store): Promise<number> => {
  const before = rssMiB(server);
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, rssMiB(server));
  }, 100);
  const servers = { server: server.connection };
  await measured({ servers, prepare: 0, rounds: 0, work: [{ is: 'catch-up', count: large }] });
  clearInterval(sampling);
  return most - before;
};

const isKept = ({ value, least, most }: Figure): boolean =>
  (least === undefined || value >= least) && (most === undefined || value <= most);

const lineOf = (figure: Figure): string => {
  const { what, value, unit, least, most } = figure;
  const shown = value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
  const bound = least === undefined ? most : least;
  const promise =
    bound === undefined ? '' : `  ${least === undefined ? '≤' : '≥'} ${bound.toLocaleString('en')}`;
  return `${isKept(figure) ? ' ' : '✗'} ${what.padEnd(66)}${`${shown} ${unit}`.padStart(12)}${promise}`;
};

const folder = await mkdtemp(join(tmpdir(), 'bench-event-store-'));
try {
  const figures = [...(await speeds(folder)), ...(await sizes(folder))];
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else process.stdout.write(`${figures.map(lineOf).join('\n')}\n`);
  process.exitCode = figures.every(isKept) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
