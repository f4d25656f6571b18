/** Calls to a company that may be busy or away: asked again when it says so, read within bounds, given up in time. */
import { Buffer } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../eventsourcing/fault.ts';

export type Patience = {
  /** How often, before it counts as away. */
  readonly attempts: number;
  /** For one answer, its body included. */
  readonly timeoutMs: number;
  /** Before the second try, where the company names no time; twice as long before each further one. */
  readonly pauseMs: number;
};

export const usualPatience: Patience = { attempts: 4, timeoutMs: 30_000, pauseMs: 1000 };

/** Who waits longer than this is not served by waiting. */
const pauseMaxMs = 60_000;

export type Answer = { readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array };

type Call = {
  readonly provider: string;
  readonly url: string;
  readonly init: RequestInit;
  readonly bytesMax: number;
  readonly signal?: AbortSignal | undefined;
  /** It buys something, and the company knows no key by which twice is once. */
  readonly buys?: boolean;
};

/**
 * @returns any answer but "later" (408, 429) and "broken" (5xx)
 * @throws Fault provider/unavailable; provider/timed-out, where it buys: it is not asked for twice; provider/refused (a
 *   body beyond its bound); the signal's reason
 */
export async function askPatiently(call: Call, patience: Patience): Promise<Answer> {
  let status = 0;
  for (let attempt = 1; attempt <= patience.attempts; attempt++) {
    const answer = await ask(call, patience.timeoutMs);
    if (answer === 'late' && call.buys) throw new Fault('provider/timed-out', { provider: call.provider });
    const told = typeof answer === 'string' ? undefined : answer;
    if (told !== undefined && !isLater(told)) return told;
    status = told?.status ?? 0;
    if (attempt < patience.attempts)
      await pause(pauseAfter(told, attempt, patience), undefined, { signal: call.signal }).catch(() => {});
    call.signal?.throwIfAborted();
  }
  throw new Fault('provider/unavailable', { provider: call.provider, status });
}

const isLater = ({ status }: Answer): boolean => status === 408 || status === 429 || status >= 500;

/** @returns `late` where the answer was not there in time; `away` where nobody took the call */
async function ask(call: Call, timeoutMs: number): Promise<Answer | 'late' | 'away'> {
  const { provider, url, init, bytesMax, signal } = call;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const ending = signal === undefined ? late : AbortSignal.any([signal, late]);
    const response = await fetch(url, { ...init, redirect: 'error', signal: ending });
    const { status, headers } = response;
    return { status, headers, bytes: await bounded(response, bytesMax, provider) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Fault) throw error;
    return late.aborted ? 'late' : 'away';
  }
}

/** A length that is declared may be a lie: what counts is what comes. */
async function bounded(response: Response, bytesMax: number, provider: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > bytesMax) throw new Fault('provider/refused', { provider, what: 'too large' });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Retry-After, as seconds or as a date (RFC 9110, 10.2.3). */
function pauseAfter(answer: Answer | undefined, attempt: number, { pauseMs }: Patience): number {
  const told = answer?.headers.get('retry-after') ?? '';
  const toldMs = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now();
  const wantedMs = Number.isNaN(toldMs) ? pauseMs * 2 ** (attempt - 1) : toldMs;
  return Math.min(Math.max(wantedMs, 0), pauseMaxMs);
}

/** JSON, or undefined where it is none. */
export function jsonIn({ bytes }: Pick<Answer, 'bytes'>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
