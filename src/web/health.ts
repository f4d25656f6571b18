/** Whether it lives, whether it can serve, and what it counts: for whoever watches the machine. */
import { Elysia } from 'elysia';
import { positions } from '../eventsourcing/checkpoints.ts';
import { json } from './answers.tsx';
import type { Shop } from './shop.ts';

export const healthRoutes = (shop: Shop) =>
  new Elysia()
    .get('/health/live', () => json({ status: 'up' }), about('Whether the process answers'))
    .get('/health/ready', () => ready(shop), about('Whether everything it needs answers'))
    .get('/metrics', () => metrics(shop), about('Counters, for Prometheus'))
    .get(
      '/.well-known/jwks.json',
      async () => json(await shop.jwks()),
      about('Public keys of receipts and access tokens'),
    )
    .get('/.well-known/log-checkpoint', () => checkpoint(shop), about('The log’s last signed checkpoint'))
    .get('/.well-known/log-key', () => key(shop), about('The key that checkpoints are signed with'))
    .get('/.well-known/gpc.json', () => json(gpc), about('Global Privacy Control is honoured'));

const about = (summary: string) => ({ detail: { summary, tags: ['operation'] } });

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
  return json({ status: up ? 'up' : 'down', dependencies }, up ? 200 : 503);
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
