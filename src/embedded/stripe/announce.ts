/** Events and their webhooks: signed, at least once, in any order, and as unreliable as a person asks for. */
import { createHmac } from 'node:crypto';
import type { Job, Next } from '../stand-in/agenda.ts';
import { idOf } from '../stand-in/clock.ts';
import { post, taken } from '../stand-in/post.ts';
import type { Later, Ledger } from './state.ts';
import { eventOf } from './wire.ts';

/** Something happened to an object, which is given as it stands on the wire afterwards. */
export type Happening = { readonly type: string; readonly object: object; readonly before?: object };
/** Which request caused it, if one did. */
export type Cause = { readonly requestId: string; readonly key: string | null };
export const manners = ['once', 'twice', 'late', 'reversed', 'lost'] as const;
export type Manner = (typeof manners)[number];

export type Webhooks = {
  readonly url: string;
  readonly secret: string;
  /** The types that the endpoint asked for; `*` is all. */
  readonly types: readonly string[];
  readonly lateMs: number;
};

const apartMs = 400;

/** Call it within the transaction that made it happen. */
export function announce(
  ledger: Ledger,
  webhooks: Webhooks,
  happenings: readonly Happening[],
  manner: Manner,
  cause?: Cause,
): void {
  const nowMs = ledger.clock();
  for (const [at, { type, object, before = null }] of happenings.entries()) {
    const id = idOf('evt_');
    ledger.events.put({
      id,
      created: ledger.seconds(),
      type,
      object: { ...object },
      before: before === null ? null : { ...before },
      requestId: cause?.requestId ?? null,
      key: cause?.key ?? null,
    });
    if (!webhooks.types.includes('*') && !webhooks.types.includes(type)) continue;
    const afterMs = delaysMs(manner, at, happenings.length, webhooks.lateMs);
    for (const [copy, ms] of afterMs.entries())
      ledger.agenda.plan(`deliver:${id}:${copy}`, nowMs + ms, { do: 'deliver', eventId: id });
  }
}

/** One delay for each copy that is sent. */
function delaysMs(manner: Manner, at: number, of: number, lateMs: number): readonly number[] {
  if (manner === 'lost') return [];
  if (manner === 'twice') return [0, apartMs];
  if (manner === 'late') return [lateMs];
  return [manner === 'reversed' ? (of - 1 - at) * apartMs : 0];
}

/** Stripe goes on for three days, ever more seldom. */
const pausesMs = [1_000, 5_000, 30_000, 120_000, 600_000];
const longPauseMs = 3_600_000;
const attemptsMax = 75;

export async function deliver(
  ledger: Ledger,
  webhooks: Webhooks,
  { id, attempt }: Job<Later>,
  eventId: string,
  stopped: AbortSignal,
): Promise<() => Next> {
  const event = ledger.events.get(eventId);
  if (event === undefined) return () => 'done';
  const body = JSON.stringify(eventOf(event, 1), null, 2);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Stripe/1.0 (simulated)',
    'stripe-signature': signature(webhooks.secret, ledger.seconds(), body),
  };
  const result = await post(webhooks.url, headers, body, stopped);
  return () => {
    const atMs = ledger.clock();
    ledger.deliveries.put({ id: `${id}:${attempt}`, atMs, eventId, type: event.type, result });
    if (taken(result) || attempt + 1 >= attemptsMax) return 'done';
    return { againMs: atMs + (pausesMs[attempt] ?? longPauseMs) };
  };
}

export const signature = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
