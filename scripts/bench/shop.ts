/**
 * How fast a whole shop is, on this machine, with all its stand-ins: `bun scripts/bench/shop.ts [--json]`. It opens one
 * on a folder of its own, closes it, opens it again, and orders there as any program does. Beside it, in the same run: a
 * process that does nothing, and a server that answers nothing. Times are promised for two cores that have nothing else
 * to do, and a miss is only marked; it fails where a page takes more than its multiple of the server that answers nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figuresOf, stopwatch } from '../load/stopwatch.ts';
import { arrive, type Visitor } from '../load/visitor.ts';
import { type OpenedShop, openedShop } from './opened-shop.ts';

type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: { readonly what: string; readonly value: number } | null;
  readonly most: number | null;
  /** Of the baseline. */
  readonly timesMost?: number;
};

const wanted = { product: 'framed-20x25', variant: 'walnut-white' };

const opened = (data: string, port?: string): Promise<OpenedShop> =>
  openedShop(data, { ...(port && { port }), env: { FREE_PAINTINGS_PER_ADDRESS: '1000' } });

async function emptyProcessMs(): Promise<number> {
  const begun = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - begun;
}

async function starts(
  data: string,
): Promise<{ readonly figures: readonly Figure[]; readonly shop: OpenedShop }> {
  const bare = await emptyProcessMs();
  const first = await opened(data);
  await first.close();
  const shop = await opened(data, new URL(first.url).port);
  const baseline = { what: 'a process that does nothing', value: bare };
  const figures = [
    { what: 'first start, until it is ready', value: first.startMs, unit: 'ms', baseline, most: 5000 },
    { what: 'second start', value: shop.startMs, unit: 'ms', baseline, most: 3000 },
  ];
  return { figures, shop };
}

/** @returns milliseconds of each, so many at a time */
async function timed(count: number, atOnce: number, work: (n: number) => Promise<unknown>) {
  const times: number[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const n = next++;
      const begun = performance.now();
      await work(n);
      times.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { ...figuresOf(times), perSecond: (1000 * count) / (performance.now() - begun) };
}

/** A server on node:http that says nothing, to the same client. */
async function withNothing<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_, answer) => void answer.writeHead(204).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    return await work(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
  } finally {
    server.close();
  }
}

const fetched = async (url: string): Promise<void> => {
  const answer = await fetch(url);
  if (answer.status >= 400) throw new Error(`${url} answers with ${answer.status}`);
  await answer.arrayBuffer();
};

async function pages(url: string, nothing: string): Promise<readonly Figure[]> {
  const [count, atOnce] = [400, 8];
  await timed(count, atOnce, () => fetched(url)); // warms up
  const bare = await timed(count, atOnce, () => fetched(nothing));
  const baseline = { what: 'a server that answers nothing', value: bare.p50 };
  const figures: Figure[] = [];
  for (const path of ['/', '/privacy', '/api/v1/products', '/health/live']) {
    const { p50, p99 } = await timed(count, atOnce, () => fetched(`${url}${path}`));
    const what = `${path}, ${atOnce} at once`;
    figures.push({ what: `${what}: p50`, value: p50, unit: 'ms', baseline, most: null, timesMost: 40 });
    figures.push({ what: `${what}: p99`, value: p99, unit: 'ms', baseline: null, most: 30 });
  }
  return figures;
}

async function orders(visitor: Visitor, nothing: string): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const atOnce of [1, 4, 16]) {
    await timed(atOnce, atOnce, () => visitor.place(wanted));
    const bare = await timed(100, atOnce, () => fetched(nothing));
    const { p50, p99, perSecond } = await timed(100, atOnce, () => visitor.place(wanted));
    const what = `orders, ${atOnce} at once`;
    const baseline = { what: 'a server that answers nothing', value: bare.perSecond };
    figures.push({ what, value: perSecond, unit: '/s', baseline, most: null });
    figures.push({ what: `${what}: p50`, value: p50, unit: 'ms', baseline: null, most: null });
    figures.push({ what: `${what}: p99`, value: p99, unit: 'ms', baseline: null, most: null });
  }
  return figures;
}

/** From the first byte of a photo to the page on which its portrait is paid. */
async function firstVisit(
  url: string,
): Promise<{ readonly figures: readonly Figure[]; readonly visitor: Visitor }> {
  const { watch, figures } = stopwatch();
  const begun = performance.now();
  const visitor = await arrive(url, watch);
  await watch('order', () => visitor.place(wanted));
  const whole = performance.now() - begun;
  const steps = figures().map(({ what, p50 }) => ({
    ...{ what: `  ${what}`, value: p50, unit: 'ms', baseline: null, most: null },
  }));
  const all = { what: 'a photo, a portrait, an order', value: whole, unit: 'ms', baseline: null, most: 8000 };
  return { figures: [all, ...steps], visitor };
}

const isReached = ({ value, most }: Figure): boolean => most === null || value <= most;
const isKept = ({ value, baseline, timesMost }: Figure): boolean =>
  timesMost === undefined || baseline === null || value <= timesMost * baseline.value;
const number = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
const lineOf = (figure: Figure): string => {
  const { what, value, unit, baseline, most } = figure;
  const beside = baseline === null ? '' : `  beside ${number(baseline.value)} ${unit}: ${baseline.what}`;
  const promised = most === null ? '' : `  ≤ ${number(most)}`;
  const mark = isKept(figure) ? (isReached(figure) ? ' ' : '·') : '✗';
  return `${mark} ${what.padEnd(40)}${`${number(value)} ${unit}`.padStart(12)}${promised}${beside}`;
};

const folder = await mkdtemp(join(tmpdir(), 'bench-shop-'));
try {
  const { figures: started, shop } = await starts(join(folder, 'data'));
  try {
    const { figures: visited, visitor } = await firstVisit(shop.url);
    const figures = await withNothing(async (nothing) => [
      ...[...started, ...visited, ...(await pages(shop.url, nothing))],
      ...(await orders(visitor, nothing)),
    ]);
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
    else process.stdout.write(`${figures.map(lineOf).join('\n')}\n`);
    process.exitCode = figures.every(isKept) ? 0 : 1;
  } finally {
    await shop.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
