/**
 * Replicate, which runs image models (HTTP API v1). A picture is a prediction: begun by one call, over when a signed
 * message says so, or when it is found to be over by asking. The message only wakes whoever waits in the process that
 * hears it; whoever waits in another one finds out by its next question, ten seconds later at most.
 */
import { Buffer } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '../eventsourcing/fault.ts';
import type { Heard } from '../studio/engine.ts';
import type { Commission, Delivered, Errand, Painter } from './painting/hosted-engine.ts';
import { type Answer, askPatiently, jsonIn, type Patience, usualPatience } from './painting/patience.ts';
import { signednessOf } from './replicate-signature.ts';

type Options = {
  readonly token: string;
  /** `owner/name`, of a model that takes `prompt`, `input_image`, `aspect_ratio`, `seed` and `output_format`. */
  readonly model: string;
  readonly baseUrl?: string;
  /** Where it tells that a picture is done, and with which secret it signs; without them it is asked, again and again. */
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined;
  readonly patience?: Patience;
  /** After so long a picture is not waited for any more. */
  readonly deadlineMs?: number;
  /** Between two questions whether it is done: the first pause, which grows to ten times as much. */
  readonly askEveryMs?: number;
};

const provider = 'replicate';
/** A prediction repeats its input, and with it the photo. */
const answerBytesMax = 8_000_000;
const pictureBytesMax = 40_000_000;

type Desk = Required<Omit<Options, 'webhook'>> & {
  readonly webhook: Options['webhook'];
  /** Rings where somebody waits for this prediction. */
  readonly bells: Map<string, () => void>;
};

export function replicatePainter(options: Options): Painter {
  const desk: Desk = {
    ...{ baseUrl: 'https://api.replicate.com', patience: usualPatience, deadlineMs: 240_000 },
    ...{ askEveryMs: 1000, bells: new Map(), webhook: undefined, ...options },
  };
  return {
    company: provider,
    by: `${provider}/${desk.model}`,
    paint: (commission, errand) => paint(desk, commission, errand),
    ...(desk.webhook && { hear: (raw, headers) => hear(desk, raw, headers) }),
  };
}

async function paint(desk: Desk, commission: Commission, errand: Errand = {}): Promise<Delivered> {
  const { signal } = errand;
  const begun = (await remembered(desk, errand)) ?? (await create(desk, commission, errand));
  const ended = await settled(desk, begun, signal);
  const [url] = ended.output;
  if (ended.status !== 'succeeded' || url === undefined) throw failureOf(ended);
  return { image: await download(desk, url, signal), version: versionOf(ended) };
}

const versionOf = ({ version }: Prediction): string | undefined => version?.slice(0, 12);

/** @returns undefined where it was called off, or is so old that they have thrown it away */
async function remembered(desk: Desk, { begun, signal }: Errand): Promise<Prediction | undefined> {
  if (begun === undefined) return undefined;
  const answer = await ask(desk, `/predictions/${begun}`, { headers: headersOf(desk) }, signal);
  if (answer.status === 404) return undefined;
  const known = predictionIn(answer);
  const isThere = known.status === 'succeeded' ? known.output.length > 0 : !calledOff.includes(known.status);
  return isThere ? known : undefined;
}

const Url = z.url({ protocol: /^https?$/ }).max(2000);
const Prediction = z.object({
  id: z.string().regex(/^\w{1,80}$/),
  status: z.string().max(40),
  version: z
    .string()
    .nullish()
    .transform((told) => told ?? null),
  output: z
    .union([Url.transform((url) => [url]), z.array(Url), z.null()])
    .optional()
    .transform((told) => told ?? []),
  error: z.unknown(),
});
type Prediction = z.output<typeof Prediction>;

const calledOff: readonly string[] = ['canceled', 'aborted'];
const ends: readonly string[] = ['succeeded', 'failed', ...calledOff];

/** One that cannot be remembered is called off again: it would be bought twice. */
async function create(desk: Desk, commission: Commission, { signal, onBegun }: Errand): Promise<Prediction> {
  const begun = predictionIn(await send(desk, commission, signal));
  try {
    await onBegun?.(begun.id, versionOf(begun));
    return begun;
  } catch (error) {
    await callOff(desk, begun.id);
    throw error;
  }
}

function send(desk: Desk, commission: Commission, signal?: AbortSignal): Promise<Answer> {
  const { photo, prompt, seed, width, height } = commission;
  const input = {
    prompt,
    input_image: `data:image/jpeg;base64,${Buffer.from(photo).toString('base64')}`,
    aspect_ratio: shapeOf(width, height),
    seed,
    output_format: 'png',
  };
  const told = desk.webhook && { webhook: desk.webhook.url, webhook_events_filter: ['completed'] };
  const init = {
    method: 'POST',
    body: JSON.stringify({ input, ...told }),
    headers: { ...headersOf(desk), 'cancel-after': `${Math.ceil(desk.deadlineMs / 1000)}s` },
  };
  return ask(desk, `/models/${desk.model}/predictions`, init, signal, true);
}

/** Where none of the usual shapes is near, the photo has the right one. */
function shapeOf(width: number, height: number): string {
  const known = ['1:1', '4:5', '5:4', '3:4', '4:3', '2:3', '3:2', '9:16', '16:9'];
  const found = known.find((shape) => {
    const [across = 1, down = 1] = shape.split(':').map(Number);
    return Math.abs((width * down) / (height * across) - 1) < 0.01;
  });
  return found ?? 'match_input_image';
}

const headersOf = ({ token }: Desk) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});

const ask = (
  desk: Desk,
  path: string,
  init: RequestInit,
  signal?: AbortSignal,
  buys = false,
): Promise<Answer> =>
  askPatiently(
    { provider, url: `${desk.baseUrl}/v1${path}`, init, bytesMax: answerBytesMax, signal, buys },
    desk.patience,
  );

function predictionIn(answer: Answer): Prediction {
  const parsed = Prediction.safeParse(jsonIn(answer));
  if (answer.status < 300 && parsed.success) return parsed.data;
  throw new Fault('provider/refused', { provider, status: answer.status }); // and not with its words: they repeat the input
}

/** Until it is over. One that nobody wants any more is called off; where they are away, it is asked about again. */
async function settled(desk: Desk, begun: Prediction, signal?: AbortSignal): Promise<Prediction> {
  const untilMs = performance.now() + desk.deadlineMs;
  const bell = newBell();
  desk.bells.set(begun.id, bell.ring);
  let known = begun;
  try {
    for (let askMs = desk.askEveryMs; !ends.includes(known.status); askMs *= 1.5) {
      if (performance.now() > untilMs) throw new Fault('provider/timed-out', { provider });
      await bell.rung(Math.min(askMs, desk.askEveryMs * 10), signal);
      known = await look(desk, known.id, signal);
    }
    return known;
  } catch (error) {
    if (!isAway(error)) await callOff(desk, begun.id);
    throw error;
  } finally {
    desk.bells.delete(begun.id);
  }
}

const isAway = (error: unknown): boolean => error instanceof Fault && error.code === 'provider/unavailable';

const look = async (desk: Desk, id: string, signal?: AbortSignal): Promise<Prediction> =>
  predictionIn(await ask(desk, `/predictions/${id}`, { headers: headersOf(desk) }, signal));

const callOff = (desk: Desk, id: string): Promise<unknown> =>
  ask({ ...desk, patience: { ...desk.patience, attempts: 1 } }, `/predictions/${id}/cancel`, {
    method: 'POST',
    headers: headersOf(desk),
  }).catch(() => {}); // its own deadline ends it

/** Rung while nobody waits, it lets the next one through. */
function newBell() {
  let isRung = false;
  let wake = () => {};
  return {
    ring() {
      isRung = true;
      wake();
    },
    async rung(ms: number, signal?: AbortSignal): Promise<void> {
      const heard = new Promise<void>((resolve) => {
        wake = resolve;
        if (isRung) resolve();
      });
      await Promise.race([heard, pause(ms, undefined, { signal, ref: false }).catch(() => {})]);
      isRung = false;
      signal?.throwIfAborted();
    },
  };
}

/** Only a reason to look: what came of it is read where the key is shown, so that a message heard twice does no harm. */
function hear({ webhook, bells }: Desk, raw: string, headers: Headers): Heard {
  const signedness = signednessOf(webhook?.secret ?? '', raw, headers, Date.now() / 1000);
  if (signedness !== 'signed') return signedness;
  const told = Prediction.safeParse(jsonIn({ bytes: new TextEncoder().encode(raw) }));
  if (!told.success) return 'malformed';
  bells.get(told.data.id)?.();
  return 'heard';
}

/** Models say so in their own words; these are seen in the wild (E005 is the platform's). */
const policyWords = /\b(E005|nsfw|flagged|sensitive|safety|moderat|content policy)/i;

function failureOf({ status, error }: Prediction): Fault {
  const isPolicy = typeof error === 'string' && policyWords.test(error);
  return new Fault(isPolicy ? 'provider/declined' : 'provider/refused', { provider, outcome: status });
}

/** From where Replicate delivers, or from the server that we were told to ask; never from where an answer points. */
async function download(desk: Desk, from: string, signal?: AbortSignal): Promise<Uint8Array> {
  const { protocol, hostname, origin } = new URL(from);
  const isTheirs = protocol === 'https:' && /(^|\.)replicate\.delivery$/.test(hostname);
  if (!isTheirs && origin !== new URL(desk.baseUrl).origin)
    throw new Fault('provider/refused', { provider, what: 'another host' });
  const call = { provider, url: from, init: {}, bytesMax: pictureBytesMax, signal };
  const { status, bytes } = await askPatiently(call, desk.patience);
  if (status !== 200) throw new Fault('provider/refused', { provider, status, what: 'no picture' });
  return bytes;
}
