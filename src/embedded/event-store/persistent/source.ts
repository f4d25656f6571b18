/** What a persistent subscription reads: one stream, or $all, filtered or not. */
import { everything, type Filter, filterOf } from '../semantics/filter.ts';
import { isSoftDeleted } from '../semantics/stream-metadata.ts';
import { visibleOf } from '../semantics/truncation.ts';
import type { Node } from '../services/node.ts';
import { type LogRecord, recordLength, tombstoneRevision } from '../storage/record.ts';
import { type ResolvedEvent, unresolved } from '../storage/resolve.ts';
import { type Place, positionPlace, revisionPlace } from './place.ts';
import type { Settings } from './settings.ts';

export type SourcePage = {
  readonly events: readonly { readonly event: ResolvedEvent; readonly place: Place }[];
  readonly next: Place;
  readonly isEnd: boolean;
  /** Events that were looked at, and where that began: told when the filter let none of them through. */
  readonly considered: number;
  readonly from: Place;
};

export type Source = {
  /** From this place on, inclusive. */
  read(from: Place, count: number): SourcePage;
  /** An event that was appended just now, if it belongs here. */
  placeOf(record: LogRecord): Place;
  readonly start: Place;
  readonly filter: Filter;
  readonly show: (record: LogRecord) => ResolvedEvent;
};

export const sourceOf = (node: Node, settings: Settings): Source => {
  const show = settings.resolveLinks ? node.resolve : unresolved;
  return settings.source === '$all'
    ? allSource(node, settings, show)
    : streamSource(node, settings.source, show);
};

const streamSource = (node: Node, stream: string, show: Source['show']): Source => ({
  start: revisionPlace(0),
  filter: everything,
  show,
  placeOf: ({ revision }) => revisionPlace(revision),
  read: (from, count) => {
    const { number, last, metadata } = node.store.streams.state(stream);
    const nothing = { events: [], next: from, isEnd: true, considered: 0, from };
    if (number === undefined || last < 0 || last === tombstoneRevision || isSoftDeleted(metadata))
      return nothing;
    const visible = visibleOf(last, metadata, node.nowUs());
    const range = { first: Math.max(from.at, visible.first), last, createdFromUs: visible.createdFromUs };
    const { records, more } = node.store.log.streamForwards(number, range, count);
    const events = records.map((record) => ({ event: show(record), place: revisionPlace(record.revision) }));
    const next = revisionPlace(more ? (records.at(-1)?.revision ?? last) + 1 : last + 1);
    return { events, next, isEnd: !more || next.at > last, considered: events.length, from };
  },
});

const allSource = (
  node: Node,
  { filter: told, maxCheckpointCount }: Settings,
  show: Source['show'],
): Source => {
  const filter = told === undefined ? everything : filterOf(told.on, told);
  return {
    start: positionPlace(0),
    filter,
    show,
    placeOf: ({ position }) => positionPlace(position),
    read: (from, count) => {
      const window = told === undefined ? count : Math.max(count, maxCheckpointCount);
      const hits: LogRecord[] = [];
      const { considered, first, final, isEnd } = look(node, from.at, window, (record) => {
        if (filter(record)) hits.push(record);
        return hits.length < count;
      });
      return {
        events: hits.map((record) => ({ event: show(record), place: positionPlace(record.position) })),
        next: final === undefined ? from : positionPlace(final.position + recordLength(final)),
        isEnd,
        considered,
        from: positionPlace(first?.position ?? from.at, 0),
      };
    },
  };
};

type Looked = {
  readonly considered: number;
  readonly first: LogRecord | undefined;
  readonly final: LogRecord | undefined;
  readonly isEnd: boolean;
};

/** Looks at up to `window` records, as long as `onRecord` wants another one. */
const look = (node: Node, from: number, window: number, onRecord: (record: LogRecord) => boolean): Looked => {
  let [considered, at] = [0, from];
  let first: LogRecord | undefined;
  let final: LogRecord | undefined;
  for (;;) {
    const { records, more } = node.store.log.forwards(at, window - considered);
    for (const record of records) {
      considered += 1;
      first ??= record;
      final = record;
      at = record.position + 1;
      if (!onRecord(record)) return { considered, first, final, isEnd: false };
    }
    if (!more || considered >= window) return { considered, first, final, isEnd: !more };
  }
};
