/** The newest events in memory: one subscription of the process, for all who follow. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, RecordedEvent } from './event-store.ts';
import { anyOf } from './signals.ts';

export type Source = {
  head(): Promise<bigint>;
  /** Everything after a position, and then whatever comes; throws or ends when the connection does. */
  subscribe(after: bigint, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]>;
};

export type Tail = Pick<EventStore, 'follow'> & { stop(): void };

const [pauseMsMin, pauseMsMax] = [50, 2000];
const batchMax = 1000;

/** @param eventsMax how many it holds; who is further behind reads from the store until it has caught up */
export function tailOf(source: Source, eventsMax: number): Tail {
  const stopping = new AbortController();
  const held = heldEvents(eventsMax);
  let isOpen = false;

  async function keepOpen(): Promise<void> {
    for (let pauseMs = pauseMsMin; !stopping.signal.aborted; pauseMs = Math.min(2 * pauseMs, pauseMsMax)) {
      try {
        const from = held.end() ?? (await source.head());
        held.begin(from);
        for await (const batch of source.subscribe(from, stopping.signal)) {
          held.add(batch);
          pauseMs = pauseMsMin;
        }
      } catch {
        // who calls the store hears of it; here it is opened again, from where it was
      }
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function* follow(after: bigint, signal: AbortSignal) {
    if (!isOpen) void keepOpen();
    isOpen = true;
    const either = anyOf([signal, stopping.signal]);
    try {
      yield* followUntil(after, either.signal);
    } finally {
      either.forget();
    }
  }

  async function* followUntil(after: bigint, until: AbortSignal) {
    for (let at = after; !until.aborted; ) {
      const next = held.after(at);
      for await (const batch of next === undefined ? behind(at, until) : [next]) {
        if (batch.length > 0 && !until.aborted) yield batch;
        at = batch.at(-1)?.position ?? at;
      }
      await held.more(at, until);
    }
  }

  /** For who is behind what is held: a subscription of its own, until it is there. */
  async function* behind(after: bigint, signal: AbortSignal) {
    if (held.end() === undefined) return; // not open yet
    for await (const batch of source.subscribe(after, signal)) {
      yield batch;
      if (held.after(batch.at(-1)?.position ?? after) !== undefined) return;
    }
  }

  return { follow, stop: () => stopping.abort() };
}

function heldEvents(max: number) {
  let floor: bigint | undefined; // all that came after it is held
  const events: RecordedEvent[] = [];
  const waiting = new Set<() => void>();
  const end = () => events.at(-1)?.position ?? floor;

  return {
    end,

    begin(position: bigint): void {
      floor ??= position;
      for (const wake of waiting) wake();
    },

    add(batch: readonly RecordedEvent[]): void {
      events.push(...batch);
      if (events.length > 2 * max) floor = events.splice(0, events.length - max).at(-1)?.position;
      for (const wake of waiting) wake();
    },

    /** The next few; undefined if some of them are not held any more. */
    after(position: bigint): readonly RecordedEvent[] | undefined {
      if (floor === undefined || position < floor) return undefined;
      const first = firstAfter(events, position);
      return events.slice(first, first + batchMax);
    },

    /** At once if there is something after this position. */
    async more(position: bigint, signal: AbortSignal): Promise<void> {
      const last = end();
      if (signal.aborted || (last !== undefined && last > position)) return;
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    },
  };
}

/** The index of the first event after a position. */
function firstAfter(events: readonly RecordedEvent[], position: bigint): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? position) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
