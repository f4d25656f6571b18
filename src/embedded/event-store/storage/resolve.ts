/** An event as a reader gets it: itself, or what it links to. */
import { linkType, parseLink } from '../semantics/links.ts';
import { isSoftDeleted } from '../semantics/stream-metadata.ts';
import { visibleOf } from '../semantics/truncation.ts';
import type { EventLog } from './event-log.ts';
import { type LogRecord, tombstoneRevision } from './record.ts';
import type { Streams } from './streams.ts';

export type ResolvedEvent = {
  /** undefined: the link leads nowhere */
  readonly event: LogRecord | undefined;
  readonly link: LogRecord | undefined;
};

export const unresolved = (event: LogRecord): ResolvedEvent => ({ event, link: undefined });

export type Resolve = (record: LogRecord) => ResolvedEvent;

/** One level deep: a link to a link gives that link. */
export const resolver =
  (log: EventLog, streams: Streams, nowUs: () => number): Resolve =>
  (record) => {
    if (record.type !== linkType) return unresolved(record);
    const target = parseLink(record.data);
    if (target === undefined) return unresolved(record);
    const { number, last, metadata } = streams.state(target.stream);
    if (number === undefined || last === tombstoneRevision || isSoftDeleted(metadata))
      return { event: undefined, link: record };
    const visible = visibleOf(last, metadata, nowUs());
    const event = log.byRevision(number, target.revision === -1 ? last : target.revision);
    const seen =
      event !== undefined && event.revision >= visible.first && event.createdUs >= visible.createdFromUs;
    return { event: seen ? event : undefined, link: record };
  };
