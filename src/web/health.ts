/** Whether it lives, whether it can serve, and what it counts: for whoever watches the machine. */
import { Elysia } from 'elysia';
import { z } from 'zod';
import { positions } from '../eventsourcing/checkpoints.ts';
import { json } from './answers.tsx';
import { type Answers, about } from './docs/about.ts';
import type { Shop } from './shop.ts';

export const healthRoutes = (shop: Shop) =>
  new Elysia()
    .get(
      '/health/live',
      () => json<Alive>({ status: 'up' }),
      tell('Whether the process answers', { 200: Alive }),
    )
    .get(
      '/health/ready',
      () => ready(shop),
      tell('Whether everything it needs answers', { 200: Ready, 503: Ready }),
    )
    .get('/metrics', () => metrics(shop), tell('Counters, for Prometheus', plainText))
    .get(
      '/.well-known/jwks.json',
      async () => json(await shop.jwks()),
      tell('Public keys of receipts and access tokens', { 200: KeySet }),
    )
    .get(
      '/.well-known/log-checkpoint',
      () => checkpoint(shop),
      tell('The log’s last signed checkpoint', { ...plainText, 404: 'text/plain' }),
    )
    .get('/.well-known/log-key', () => key(shop), tell('The key that checkpoints are signed with', plainText))
    .get(
      '/.well-known/gpc.json',
      () => json<Gpc>(gpc),
      tell('Global Privacy Control is honoured', { 200: Gpc }),
    );

const plainText = { 200: 'text/plain' };
const status = z.enum(['up', 'down']);

const Alive = z.object({ status: z.literal('up') });
type Alive = z.output<typeof Alive>;
const Ready = z.object({ status, dependencies: z.record(z.string(), status) });
type Ready = z.output<typeof Ready>;
/** RFC 7517, 5 */
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });
const Gpc = z.object({ gpc: z.boolean(), lastUpdate: z.iso.date() });
type Gpc = z.output<typeof Gpc>;

const tell = (summary: string, answers: Answers) => about('operation', summary, answers);

const plain = (text: string, status = 200): Response =>
  new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });

/** Keep one: if the log is ever rewritten, it shows (`bun run audit verify --since`). */
async function checkpoint({ published }: Shop): Promise<Response> {
  const { checkpoint: note } = await published();
  return note === undefined ? plain('Nothing is signed yet. Look again in a minute.\n', 404) : plain(note);
}

const key = async ({ published }: Shop): Promise<Response> => plain(`${(await published()).verifierKey}\n`);

/** https://www.w3.org/TR/gpc/: since when, and that it is. */
const gpc = { gpc: true, lastUpdate: '2026-11-24' };

async function ready({ ready: look }: Shop): Promise<Response> {
  const dependencies = await look();
  const up = Object.values(dependencies).every((one) => one === 'up');
  return json<Ready>({ status: up ? 'up' : 'down', dependencies }, up ? 200 : 503);
}

async function metrics({ sql }: Shop): Promise<Response> {
  const lines = (await positions(sql)).map(
    ({ kind, name, position }) => `portrait123_checkpoint{kind="${kind}",name="${name}"} ${position}`,
  );
  const text = ['# TYPE portrait123_checkpoint gauge', ...lines, ''].join('\n');
  return new Response(text, {
    headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' },
  });
}
