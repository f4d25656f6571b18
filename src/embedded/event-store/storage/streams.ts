/** What the server knows of each stream: its number, its last revision, its metadata. Kept in memory, newest use last. */
import {
  isMetadataStream,
  metadataOfMetadataStreams,
  metadataStreamOf,
  noMetadata,
  parseMetadata,
  type StreamMetadata,
  streamOfMetadata,
} from '../semantics/stream-metadata.ts';
import type { Database } from './database.ts';
import type { EventLog } from './event-log.ts';
import { tombstoneRevision } from './record.ts';

export type StreamState = {
  /** Key of the stream in the file; undefined until its first event */
  readonly number: number | undefined;
  /** -1: no event was ever written; `tombstoneRevision`: deleted for ever */
  readonly last: number;
  readonly metadata: StreamMetadata;
};

export type Streams = {
  state(name: string): StreamState;
  /** The number under which the stream's events are to be written. */
  numberFor(name: string): number;
  /** After events were written up to this revision. */
  wrote(name: string, number: number, last: number): void;
  /** Forgets what a transaction that was rolled back had changed; the file is asked again. */
  forget(): void;
};

const remembered = 20_000;

export const streamsOf = (database: Database, log: EventLog): Streams => {
  const find = database.prepare('select number, removed_to from stream where name = ?');
  const lastRevision = database.prepare('select max(revision) as last from event where stream = ?');
  const insert = database.prepare('insert into stream (name) values (?) returning number');
  const cache = new Map<string, StreamState>();

  const load = (name: string): StreamState => {
    const row = find.get(name);
    const number = row === undefined ? undefined : Number(row['number']);
    if (number === undefined) return { number, last: -1, metadata: metadataFor(name) };
    const last = Math.max(
      Number(lastRevision.get(number)?.['last'] ?? -1),
      Number(row?.['removed_to'] ?? -1),
    );
    return { number, last, metadata: metadataFor(name) };
  };
  /** With a stream its metadata is deleted for ever. */
  const isOver = (name: string): boolean => {
    const described = isMetadataStream(name) ? streamOfMetadata(name) : undefined;
    if (described === undefined || isMetadataStream(described)) return false;
    return state(described).last === tombstoneRevision;
  };
  const metadataFor = (name: string): StreamMetadata => {
    if (isMetadataStream(name)) return metadataOfMetadataStreams;
    const row = find.get(metadataStreamOf(name));
    const last = row === undefined ? undefined : log.lastOf(Number(row['number']));
    return last === undefined || last.revision === tombstoneRevision
      ? noMetadata
      : parseMetadata(last.data, last.isJson);
  };
  const keep = (name: string, state: StreamState) => {
    cache.delete(name);
    cache.set(name, state);
    if (cache.size > remembered) for (const [oldest] of cache) return void cache.delete(oldest);
  };
  const state = (name: string): StreamState => {
    const known = cache.get(name);
    if (known !== undefined) return known;
    const loaded = isOver(name) ? { ...load(name), last: tombstoneRevision } : load(name);
    keep(name, loaded);
    return loaded;
  };
  return {
    state,
    numberFor: (name) => {
      const known = cache.get(name)?.number;
      return known ?? Number((find.get(name) ?? insert.get(name))?.['number']);
    },
    wrote: (name, number, last) => {
      const known = cache.get(name);
      keep(name, { number, last, metadata: known?.metadata ?? metadataFor(name) });
      if (isMetadataStream(name)) cache.delete(streamOfMetadata(name));
      if (last === tombstoneRevision) cache.delete(metadataStreamOf(name));
    },
    forget: () => cache.clear(),
  };
};
