/** `bun run load`: many orders through the API of a running shop, and how long each step took. */
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readRun } from '../src/composition/run-file.ts';
import { type Figures, stopwatch } from './load/stopwatch.ts';
import { arrive, pay, type Visitor } from './load/visitor.ts';
import { type Asked, command, note, Refused, say, WrongUsage } from './terminal/command.ts';
import { table } from './terminal/table.ts';

const usage = `Usage:
    bun run load --orders 200 --at-once 8
    bun run load --orders 500 --rate 50
    bun run load --orders 20 --pay

A few visitors send a photo and have a portrait painted; then they order, again and again, through the API of the
shop that runs on the data folder. The stand-ins take part: no money moves. It works only where all is simulated.

Options:
    --orders N        how many (100)
    --at-once N       how many at the same time, each as soon as the one before is done (4)
    --rate N          or so many a second, whether or not the shop keeps up: waiting counts
    --visitors N      how many visitors share them (2)
    --product ID      what is ordered (framed-20x25), with --variant ID (walnut-white)
    --pay             pays each, and waits until it is confirmed; each is then painted in high resolution
    --json            say it in JSON
    --data FOLDER     the shop's data folder (./.data)
    --help            this text

Exit status: 0 done, 1 something failed, 2 wrong usage.
`;

type Mine = Asked<'orders' | 'at-once' | 'rate' | 'visitors' | 'product' | 'variant', 'pay'>;

async function run(asked: Mine): Promise<number> {
  if (asked.words.length > 0) throw new WrongUsage(`no such command: ${asked.words.join(' ')}`);
  const [orders, atOnce] = [numberIn(asked, 'orders', 100), numberIn(asked, 'at-once', 4)];
  const rate = asked.value('rate') === undefined ? undefined : numberIn(asked, 'rate', 1);
  const url = simulatedShop(asked.data);
  const { watch, figures } = stopwatch();
  const count = Math.min(orders, numberIn(asked, 'visitors', 2));
  note(`${count} visitors have a portrait painted …`);
  const visitors: Visitor[] = [];
  for (let n = 0; n < count; n++) visitors.push(await arrive(url, watch));

  const wanted = {
    product: asked.value('product') ?? 'framed-20x25',
    variant: asked.value('variant') ?? 'walnut-white',
  };
  const failures: string[] = [];
  const order = async (n: number, sinceMs: number): Promise<void> => {
    const visitor = visitors[n % visitors.length];
    if (visitor === undefined) return;
    try {
      const placed = await watch('order', () => visitor.place(wanted), sinceMs);
      await watch('look', () => visitor.look(placed.id));
      if (!asked.flag('pay')) return;
      await watch('pay', () => pay(placed));
      await watch('confirmed', () => confirmed(visitor, placed.id));
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  };
  note(`${orders} orders, ${rate === undefined ? `${atOnce} at once` : `${rate} a second`} …`);
  const startedMs = performance.now();
  await (rate === undefined ? asTheyEnd(orders, atOnce, order) : byTheClock(orders, rate, order));
  const seconds = (performance.now() - startedMs) / 1000;
  const result = {
    orders,
    seconds,
    perSecond: (orders - failures.length) / seconds,
    steps: figures(),
    failures,
  };
  await say(asked, result, text(result));
  return failures.length === 0 ? 0 : 1;
}

type Order = (n: number, sinceMs: number) => Promise<void>;

async function asTheyEnd(orders: number, atOnce: number, order: Order): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < orders) await order(next++, performance.now());
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, orders) }, lane));
}

async function byTheClock(orders: number, rate: number, order: Order): Promise<void> {
  const begunMs = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < orders; n++) {
    const dueMs = begunMs + (1000 * n) / rate;
    await pause(Math.max(0, dueMs - performance.now()));
    running.push(order(n, dueMs));
  }
  await Promise.all(running);
}

async function confirmed({ look }: Visitor, order: string): Promise<void> {
  for (const until = performance.now() + 60_000; performance.now() < until; await pause(100))
    if ((await look(order)) !== 'placed') return;
  throw new Refused('an order was paid and not confirmed within a minute', 'bun run process status');
}

/** @throws Refused where no shop runs, or a real one */
function simulatedShop(data: string): string {
  const found = readRun(resolve(data));
  if (found === undefined)
    throw new Refused(`no shop runs on ${resolve(data)}`, 'start it first: bun start; or say --data FOLDER');
  if (!found.simulated || found.addresses.stripe.url === null)
    throw new Refused('this shop takes real money', 'a load is for a shop whose payments are simulated');
  return found.url;
}

function numberIn(asked: Mine, name: 'orders' | 'at-once' | 'rate' | 'visitors', otherwise: number): number {
  const told = Number(asked.value(name) ?? otherwise);
  if (!Number.isInteger(told) || told < 1 || told > 1_000_000)
    throw new WrongUsage(`--${name} takes a whole number from 1, not ${asked.value(name)}`);
  return told;
}

type Result = {
  readonly orders: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly steps: readonly Figures[];
  readonly failures: readonly string[];
};

const text = ({ orders, seconds, perSecond, steps, failures }: Result): string =>
  [
    table(
      ['ms', 'count', 'p50', 'p95', 'p99', 'max', 'failed'],
      steps.map(({ what, count, p50, p95, p99, max, failed }) => [what, count, p50, p95, p99, max, failed]),
    ),
    '',
    `${orders} orders in ${seconds.toFixed(1)} s: ${perSecond.toFixed(1)} a second`,
    ...[...new Set(failures)].map((failure) => `failed: ${failure}`),
  ].join('\n');

await command({
  name: 'load',
  usage,
  values: ['orders', 'at-once', 'rate', 'visitors', 'product', 'variant'],
  flags: ['pay'],
  run,
});
