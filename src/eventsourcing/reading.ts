/** The driver's streams, as batches of whatever has arrived: one turn of the loop for many events. */
import { assume } from './assume.ts';
import { within } from './deadline.ts';
import { Fault } from './fault.ts';

/** What is needed of a stream of Node: the driver's types do not agree with those of today. */
type Readable = {
  readonly readableEnded: boolean;
  read(): unknown;
  on(event: string, listener: (...told: unknown[]) => void): unknown;
  off(event: string, listener: (...told: unknown[]) => void): unknown;
};

export type Reading = {
  readonly stream: Readable;
  /** Tells the server to send no more. */
  cancel(): Promise<void>;
  /** For faults. */
  readonly what: string;
  /** Without anything new for so long, it fails; a subscription may be quiet. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

/** Ends with the stream, or with the signal. @throws what the stream does, and Fault event-store/unavailable */
export async function* batchesOf<E>(reading: Reading): AsyncGenerator<readonly E[]> {
  const { stream, signal, timeoutMs, what } = reading;
  const news = newsOf(stream, signal);
  try {
    for (;;) {
      const batch = taken<E>(stream);
      if (batch.length > 0) yield batch;
      else if (news.error() !== undefined) throw news.error();
      else if (news.ended()) return;
      else await (timeoutMs === undefined ? news.next() : within(timeoutMs, what, news.next()));
    }
  } finally {
    news.close();
    stream.on('error', () => {}); // what it says from now on is nobody's business
    if (!stream.readableEnded) await reading.cancel();
  }
}

/** The first that is wanted, which ends the reading, and how many went by before it. */
export async function firstOf<E, T>(reading: Reading, wanted: (one: E) => readonly T[]) {
  let passed = 0;
  for await (const batch of batchesOf<E>(reading)) {
    for (const one of batch) {
      const [first] = wanted(one);
      if (first !== undefined) return { first, passed };
      passed++;
    }
  }
  return { first: undefined, passed };
}

function taken<E>(stream: Readable): E[] {
  const batch: E[] = [];
  for (let one = stream.read(); one !== null; one = stream.read()) batch.push(assume<E>(one)); // as the caller knows
  return batch;
}

/** One promise at a time, for whatever comes first: more, the end, an error, or the signal. */
function newsOf(stream: Readable, signal: AbortSignal | undefined) {
  let wake = () => {};
  let ended = signal?.aborted === true;
  let error: unknown;
  const on = {
    readable: () => wake(),
    end: () => end(),
    close: () => end(),
    error: (cause: unknown) => {
      error = cause ?? new Fault('event-store/unavailable');
      wake();
    },
  };
  function end() {
    ended = true;
    wake();
  }
  for (const [name, listener] of Object.entries(on)) stream.on(name, listener);
  signal?.addEventListener('abort', end);
  return {
    ended: () => ended,
    error: () => error,
    next: () => new Promise<void>((resolve) => (wake = resolve)),
    close() {
      for (const [name, listener] of Object.entries(on)) stream.off(name, listener);
      signal?.removeEventListener('abort', end);
    },
  };
}
