/**
 * Whether it shows that an address is known, in what is answered or in how long that takes: `bun scripts/bench/accounts.ts
 * [--json]`. Each figure is the chance that a known address takes longer than an unknown one (0.5: no difference), beside
 * the same of two kinds of unknown ones in the same run. Fails beyond what chance does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clock } from '../../src/composition/stores.ts';
import { lookUp } from '../../src/personal-data/lookup.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { connected } from '../connect.ts';
import { openedShop } from './opened-shop.ts';
import { shuffled } from './shuffled.ts';

type Kind = (typeof kinds)[number];
const kinds = ['known', 'unknown', 'control'] as const;
type Asked = {
  readonly kind: Kind;
  readonly answerMs: number;
  readonly nextMs: number;
  readonly body: string;
};

const answers = 300;
const watched = 40;
/** What is done for a known address begins 150 to 600 ms after the answer. */
const watchMs = 800;
/** Of one address no more are sent within an hour. */
const perAddress = 8;
/** Of the distribution of U where there is no difference. */
const sigmasMax = 4;

const addressOf = (kind: Kind, n: number): string => `${kind}.${Math.floor(n / perAddress)}@example.org`;

/** As if each had given it with an order. */
const makeKnown = (data: string, many: number): Promise<void> =>
  connected(data, async ({ stores }) => {
    const index = lookUp({ sql: stores.vaultSql, secret: await stores.keys.secret('look-up'), clock });
    for (let n = 0; n < many; n += perAddress)
      await index.give('email', addressOf('known', n), SubjectRef.parse(crypto.randomUUID()));
  });

const linksMade = (data: string): Promise<number> =>
  connected(data, async ({ stores }) => {
    const [row] = await stores.sql<{ n: number }[]>`select count(*)::int as n from sign_in_link`;
    return row?.n ?? 0;
  });

let networks = 0;
async function ask(url: string, kind: Kind, n: number, watch: boolean): Promise<Asked> {
  const headers = { 'x-forwarded-for': `2001:db8:${(++networks).toString(16)}::1`, accept: 'text/html' };
  const body = new URLSearchParams({ email: addressOf(kind, n) });
  const begun = performance.now();
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', headers, body });
  const page = await answer.text();
  const answerMs = performance.now() - begun;
  const nextMs = watch ? await slowestWithin(url) : 0;
  return { kind, answerMs, nextMs, body: `${answer.status} ${page.replaceAll(/nonce="[^"]*"/g, '')}` };
}

/** What somebody sees who goes on asking for another page, while the work is done. */
async function slowestWithin(url: string): Promise<number> {
  let slowest = 0;
  for (const begun = performance.now(); performance.now() - begun < watchMs; ) {
    const at = performance.now();
    await (await fetch(`${url}/health/live`)).arrayBuffer();
    slowest = Math.max(slowest, performance.now() - at);
  }
  return slowest;
}

/** One after another, in an order that nothing can be read from. */
async function round(url: string, many: number, watch: boolean): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (let n = 0; n < many; n++)
    for (const kind of shuffled(kinds)) asked.push(await ask(url, kind, n, watch));
  return asked;
}

type Ms = 'answerMs' | 'nextMs';
const timesOf = (asked: readonly Asked[], kind: Kind, what: Ms): readonly number[] =>
  asked.filter((one) => one.kind === kind).map((one) => one[what]);

/** Mann-Whitney's U, of all pairs. */
function chanceLonger(some: readonly number[], others: readonly number[]): number {
  let longer = 0;
  for (const one of some) for (const other of others) longer += one > other ? 1 : one === other ? 0.5 : 0;
  return longer / (some.length * others.length);
}

const sigmaOf = (n: number): number => Math.sqrt((2 * n + 1) / (12 * n * n));

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;

function figureOf(what: string, asked: readonly Asked[], ms: Ms) {
  const [known, unknown, control] = kinds.map((kind) => timesOf(asked, kind, ms));
  if (!known || !unknown || !control) throw new Error('nothing was asked');
  return {
    ...{ what, pairs: known.length },
    ...{ knownMs: median(known), unknownMs: median(unknown) },
    ...{ chance: chanceLonger(known, unknown), baseline: chanceLonger(control, unknown) },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'portrait123-bench-'));
const data = join(folder, 'data');
const shop = await openedShop(data, { env: { TRUSTED_PROXY_HOPS: '1' } }); // everybody from a network of their own
try {
  await makeKnown(data, answers + watched);
  await round(shop.url, 20, false); // warms up
  const asked = await round(shop.url, answers, false);
  const figures = [
    figureOf('the answer', asked, 'answerMs'),
    figureOf('the slowest page within a second of it', await round(shop.url, watched, true), 'nextMs'),
  ];
  const bodies = new Set(asked.map(({ body }) => body)).size;
  const tells = figures.filter(({ chance, pairs }) => Math.abs(chance - 0.5) > sigmasMax * sigmaOf(pairs));
  const links = await linksMade(data);
  if (links === 0) throw new Error('no link was made: nothing was measured');
  if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'accounts', bodies, figures }));
  else {
    for (const { what, pairs, knownMs, unknownMs, chance, baseline } of figures)
      console.log(
        `${what}: known ${knownMs.toFixed(2)} ms, unknown ${unknownMs.toFixed(2)} ms; longer in ${(chance * 100).toFixed(1)} % of pairs, control ${(baseline * 100).toFixed(1)} % (${pairs} each)`,
      );
    console.log(`different bodies among ${asked.length}: ${bodies}; links made: ${links}`);
  }
  if (tells.length > 0 || bodies > 1) process.exitCode = 1;
} finally {
  await shop.close();
  await rm(folder, { recursive: true, force: true });
}
