/** Stripe's HTTP interface: who asks, what for, once only, and how a refusal reads. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { idOf } from '../stand-in/clock.ts';
import type { Answer, Ask, Part, Reply } from '../stand-in/http.ts';
import type { Cause, Happening } from './announce.ts';
import type { PageUrl } from './checkout.ts';
import { type Endpoint, endpoints } from './endpoints.ts';
import { decoded, type Fields } from './form.ts';
import { answerOf, json, Refusal } from './refusal.ts';
import type { Ledger } from './state.ts';
import { apiVersion } from './wire.ts';

type Api = {
  readonly ledger: Ledger;
  readonly secretKey: string;
  readonly urlOf: PageUrl;
  readonly tell: (happenings: readonly Happening[], cause: Cause) => void;
};

/** Stripe forgets an idempotency key after a day at the earliest. */
const keyLifeMs = 24 * 60 * 60 * 1000;

export function api(it: Api): Part<Reply> {
  const find = endpoints(it.ledger, it.urlOf);
  return (ask) => {
    const requestId = idOf('req_', 14);
    const answer = refused(() => {
      authenticate(ask, it.secretKey);
      const endpoint = find(ask.method, ask.path);
      if (endpoint === undefined)
        throw new Refusal(404, `Unrecognized request URL (${ask.method}: ${ask.path}).`);
      if (ask.method === 'POST') return changed(it, ask, endpoint, requestId);
      return json(200, endpoint(fieldsOf(ask)).run().body);
    });
    if (answer === 'cut') return answer;
    const version = ask.header('stripe-version') ?? apiVersion;
    return { ...answer, headers: { ...answer.headers, 'request-id': requestId, 'stripe-version': version } };
  };
}

function changed({ ledger, tell }: Api, ask: Ask, endpoint: Endpoint, requestId: string): Reply {
  const mood = spent(ledger);
  if (mood === 'unavailable')
    throw new Refusal(503, 'Stripe is not available (simulated).', { type: 'api_error' });
  if (mood === 'rate-limited')
    throw new Refusal(429, 'Too many requests (simulated).', {
      code: 'rate_limit',
      type: 'rate_limit_error',
    });
  const answer = once(ledger, ask, () => {
    const { run } = endpoint(fieldsOf(ask)); // refused here, a request was never begun and its key stays free
    return executed(() => {
      const { body, told = [] } = run();
      tell(told, { requestId, key: ask.header('idempotency-key') ?? null });
      return body;
    }, ledger);
  });
  return mood === 'answer-lost' ? 'cut' : answer;
}

function refused(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return answerOf(error);
    throw error;
  }
}

/** One transaction: what was done and what was said are remembered together, a refusal included. */
function executed(work: () => unknown, ledger: Ledger): { status: number; body: string } {
  try {
    return ledger.transaction(() => ({ status: 200, body: JSON.stringify(work(), null, 2) }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: String(answerOf(error).body) };
  }
}

/** The same key again is the same answer again; with another request it is a mistake. */
function once(ledger: Ledger, ask: Ask, work: () => { status: number; body: string }): Answer {
  const key = ask.header('idempotency-key');
  if (key === undefined) return answerFrom(work(), {});
  if (key.length > 255) throw new Refusal(400, 'The idempotency key is longer than 255 characters.');
  const request = createHash('sha256').update(`${ask.method} ${ask.path}\n`).update(ask.body).digest('hex');
  return ledger.transaction(() => {
    const before = ledger.replays.get(key);
    if (before === undefined || ledger.clock() - before.atMs > keyLifeMs) {
      const done = work();
      ledger.replays.put({ id: key, atMs: ledger.clock(), request, ...done });
      return answerFrom(done, { 'idempotency-key': key });
    }
    if (before.request !== request)
      throw new Refusal(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        { type: 'idempotency_error' },
      );
    return answerFrom(before, { 'idempotency-key': key, 'idempotent-replayed': 'true' });
  });
}

const answerFrom = (
  { status, body }: { readonly status: number; readonly body: string },
  headers: Readonly<Record<string, string>>,
): Answer => ({ status, body, headers: { 'content-type': 'application/json', ...headers } });

/** What a person chose to befall the next change befalls one only. */
function spent(ledger: Ledger) {
  const moods = ledger.moods();
  if (moods.nextRequest !== 'answered') ledger.setMoods({ ...moods, nextRequest: 'answered' });
  return moods.nextRequest;
}

function authenticate(ask: Ask, secretKey: string): void {
  const [scheme = '', shown = ''] = (ask.header('authorization') ?? '').split(' ');
  const key = scheme === 'Basic' ? Buffer.from(shown, 'base64').toString().replace(/:$/, '') : shown;
  if (key === '') throw new Refusal(401, 'You did not provide an API key.');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (!timingSafeEqual(digest(key), digest(secretKey)))
    throw new Refusal(401, `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`);
}

function fieldsOf(ask: Ask): Fields {
  const form =
    ask.method === 'POST' ? new URLSearchParams(Buffer.from(ask.body).toString('utf8')) : ask.query;
  const fields = decoded(form);
  if (fields === undefined) throw new Refusal(400, 'The parameters are malformed.');
  return fields;
}
