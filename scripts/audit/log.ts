/** The log, page by page, as an auditor goes through it. */
import type { EventStore, RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { placeOf } from '../../src/web/history/place.ts';
import { Refused } from '../terminal/command.ts';

export type Log = Pick<EventStore, 'readAll'>;

const pageMax = 1000;

/**
 * @param at what was told later is left out: the log as it stood then
 * @param from the position after which it begins
 */
export async function* eventsOf(log: Log, at?: string, from = -1n): AsyncGenerator<RecordedEvent> {
  for (let after = from; ; ) {
    const page = await log.readAll(after, pageMax);
    for (const recorded of page) if (at === undefined || recorded.created <= at) yield recorded;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

/** @param at what was told later is left out */
export async function* until(
  at: string | undefined,
  events: AsyncIterable<RecordedEvent>,
): AsyncGenerator<RecordedEvent> {
  for await (const recorded of events) if (at === undefined || recorded.created <= at) yield recorded;
}

/** @param name an event's id, or its place @throws Refused */
export async function eventNamed(log: Log, name: string): Promise<RecordedEvent> {
  for await (const recorded of eventsOf(log))
    if (recorded.id === name || placeOf(recorded) === name) return recorded;
  throw new Refused(
    `no event is called ${name}`,
    'give its id, or its stream and revision such as order-…@0; bun run stream print STREAM shows both',
  );
}
