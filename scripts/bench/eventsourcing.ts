/**
 * What deciders, read models, rebuilds and processes cost, each beside its baseline in the same run:
 * `bun scripts/bench/eventsourcing.ts [--json]`. Over the embedded servers, each in a process or a thread of its own.
 * Fails where a figure is less than its share of the baseline.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStore } from '../../src/embedded/event-store/event-store.ts';
import { startPostgres } from '../../src/embedded/postgres/postgres.ts';
import { checkpoints } from '../../src/eventsourcing/checkpoints.ts';
import { database, type Sql } from '../../src/eventsourcing/database.ts';
import type { EventStore } from '../../src/eventsourcing/event-store.ts';
import { eventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { handler } from '../../src/eventsourcing/handle.ts';
import { leases } from '../../src/eventsourcing/leases.ts';
import { migrate } from '../../src/eventsourcing/migrate.ts';
import { parking } from '../../src/eventsourcing/parking.ts';
import { passing } from '../../src/eventsourcing/passing.ts';
import { postgresTable } from '../../src/eventsourcing/postgres-table.ts';
import { openReadModels, rebuild } from '../../src/eventsourcing/rebuild.ts';
import { processRunner, projectionRunner, startRunners } from '../../src/eventsourcing/runner.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import {
  because,
  MeterId,
  meter,
  meters,
  reading,
  reportMeterWhenRead,
  seal,
} from './eventsourcing/meters.ts';

type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: { readonly what: string; readonly value: number };
  /** The least share of the baseline's rate, or the most of its time, that is promised; null where none is. */
  readonly bound: number | null;
};

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const rounds = 3;

/** The medians of some rounds, turn by turn, so that what else the machine does slows all alike; the first warms up. */
async function turnByTurn(works: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const took = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [at, work] of works.entries()) {
      const time = await seconds(work);
      if (round > 0) took[at]?.push(time);
    }
  return took.map(median);
}

async function inFlight(count: number, width: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: width }, lane));
}

type Servers = { readonly store: EventStore; readonly sql: Sql; readonly url: string };

async function commands({ store }: Servers): Promise<Figure> {
  const [count, handle] = [2000, handler(store, seal)];
  const decided = () => {
    const name = MeterId.parse(randomUUID());
    return handle(meter, name, { type: 'Read', meter: name, units: 1 }, because());
  };
  const bare = () => {
    const name = randomUUID();
    return store.append(`meter-${name}`, 'no-stream', [reading(name, 1)]);
  };
  const [ours = 0, bares = 0] = await turnByTurn(
    [decided, bare].map((work) => () => inFlight(count, 50, work)),
  );
  return {
    ...{ what: 'commands, 50 at once: read, decide, append', value: count / ours, unit: '/s', bound: 0.3 },
    baseline: { what: 'the append alone', value: count / bares },
  };
}

const [logEvents, logMeters] = [40_000, 2000];

/** A log of its own, so that every pass over it reads as much. */
async function fill(store: EventStore): Promise<void> {
  const each = logEvents / logMeters;
  for (let at = 0; at < logMeters; at++) {
    const name = randomUUID();
    await store.append(
      `meter-${name}`,
      'no-stream',
      Array.from({ length: each }, (_, n) => reading(name, n)),
    );
  }
}

async function readModels({ store, sql, url }: Servers): Promise<readonly Figure[]> {
  await fill(store);
  const points = checkpoints(sql);
  const [held, parked] = [leases(url), parking(sql)];
  const deps = { sql, store, checkpoints: points, leases: held, parking: parked, forgetting };
  await openReadModels([meters], deps);
  const head = await store.head();
  const readAll = async () => {
    for await (const batch of store.follow(-1n, new AbortController().signal))
      if ((batch.at(-1)?.position ?? -1n) >= head) return;
  };
  const live = async () => {
    await sql`truncate live.meters`;
    await sql`update progress.checkpoints set position = -1 where name = 'meters'`;
    const runner = projectionRunner(meters, forgetting, postgresTable(sql, meters, points));
    const passed = passing(sql);
    const runners = startRunners([runner], { store, leases: held, parking: parked, report: () => {} });
    await passed.waitFor(['meters'], head, 300_000);
    await runners.stop();
    await passed.stop();
  };
  const inserts = () => bareInserts(sql);
  const anew = () => rebuild([meters], deps);
  const [read = 0, caughtUp = 0, inserted = 0, rebuilt = 0] = await turnByTurn([
    readAll,
    live,
    inserts,
    anew,
  ]);
  await parked.stop();
  await held.stop();
  const reads = { what: 'reading those events, and nothing else', value: logEvents / read };
  return [
    {
      ...{
        what: 'a live read model catches up',
        value: logEvents / caughtUp,
        unit: ' events/s',
        bound: null,
      },
      baseline: { what: 'bare inserts of as many rows, 500 a statement', value: logEvents / inserted },
    },
    {
      ...{ what: 'a rebuild: replay, index, compare, swap', value: logEvents / rebuilt, unit: ' events/s' },
      ...{ bound: 0.3, baseline: reads },
    },
  ];
}

/** What PostgreSQL alone can do with rows of that size. */
async function bareInserts(sql: Sql): Promise<void> {
  await sql`create table if not exists bare (meter text, units integer, read_at timestamptz)`;
  await sql`truncate bare`;
  const names = Array.from({ length: 500 }, () => randomUUID());
  for (let done = 0; done < logEvents; done += names.length)
    await sql`insert into bare select name, 1, now() from unnest(${names}::text[]) as name`;
}

/** From the answer to an append until the event that follows from it is in the log. */
async function reactions({ store, sql, url }: Servers): Promise<Figure> {
  const [held, parked] = [leases(url), parking(sql)];
  const runner = processRunner(reportMeterWhenRead, handler(store, seal), checkpoints(sql));
  await runner.position();
  await sql`update progress.checkpoints set position = ${await store.head()} where name = ${runner.name}`;
  const runners = startRunners([runner], { store, leases: held, parking: parked, report: () => {} });
  const stopping = new AbortController();
  const seen = new Map<string, () => void>();
  const watching = (async () => {
    for await (const batch of store.follow(await store.head(), stopping.signal))
      for (const { type, data } of batch) if (type === 'ReadingReported') seen.get(String(data['meter']))?.();
  })();
  const reacted = async () => {
    const name = randomUUID();
    const reported = new Promise<void>((resolve) => seen.set(name, resolve));
    await store.append(`meter-${name}`, 'no-stream', [reading(name, 1)]);
    const after = await seconds(() => reported);
    seen.delete(name);
    return after * 1000;
  };
  const appended = async () => {
    const name = randomUUID();
    return 1000 * (await seconds(() => store.append(`bare-${name}`, 'no-stream', [reading(name, 1)])));
  };
  const times: { readonly reacted: number; readonly appended: number }[] = [];
  for (let n = 0; n < 120; n++) times.push({ reacted: await reacted(), appended: await appended() });
  stopping.abort();
  await watching;
  await runners.stop();
  await parked.stop();
  await held.stop();
  const counted = times.slice(20); // the first warm up
  return {
    ...{ what: 'a process answers an event by another', unit: ' ms', bound: null },
    value: median(counted.map(({ reacted }) => reacted)),
    baseline: { what: 'an append', value: median(counted.map(({ appended }) => appended)) },
  };
}

async function withServers<T>(folder: string, work: (servers: Servers) => Promise<T>): Promise<T> {
  const log = await startEventStore({ file: join(folder, `${randomUUID()}.db`) });
  const databases = ['shop'];
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    password: randomUUID(),
    databases,
  });
  const url = postgres.urlOf('shop');
  const [store, sql] = [eventStoreDb(log.connectionString, { timeoutMs: 60_000 }), database(url)];
  try {
    await migrate(sql, join(import.meta.dirname, '../../migrations/shop'));
    return await work({ store, sql, url });
  } finally {
    await store.stop();
    await sql.end({ timeout: 1 });
    await postgres.stop();
    await log.stop();
  }
}

const ratioOf = ({ value, baseline }: Figure): number => value / baseline.value;
const isKept = (figure: Figure): boolean => figure.bound === null || ratioOf(figure) >= figure.bound;
const number = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');

const lineOf = (figure: Figure): string => {
  const { what, value, unit, baseline, bound } = figure;
  const promised = bound === null ? '' : `  ≥ ${bound}`;
  const beside = `${ratioOf(figure).toFixed(2)} of ${number(baseline.value)}${unit}: ${baseline.what}${promised}`;
  return `${isKept(figure) ? ' ' : '✗'} ${what.padEnd(46)}${`${number(value)}${unit}`.padStart(16)}  ${beside}`;
};

const folder = await mkdtemp(join(tmpdir(), 'bench-eventsourcing-'));
try {
  const figures = await withServers(folder, async (servers) => [
    ...(await readModels(servers)),
    await commands(servers),
    await reactions(servers),
  ]);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else process.stdout.write(`${figures.map(lineOf).join('\n')}\n`);
  process.exitCode = figures.every(isKept) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
