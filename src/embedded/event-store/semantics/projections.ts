/** The standard projections: what each of them emits for an event of the log. */
import type { LogRecord } from '../storage/record.ts';
import { linkType } from './links.ts';
import {
  isMetadataStream,
  isSoftDeleted,
  metadataType,
  parseMetadata,
  streamOfMetadata,
  tombstoneType,
} from './stream-metadata.ts';

/** An event that a projection writes: a link, or the name of a stream. */
export type Emitted = {
  readonly stream: string;
  readonly type: string;
  readonly data: string;
  /** Added to the metadata, after what all emitted events say of their cause. */
  readonly extra: { readonly [name: string]: unknown };
};

export type Projection = {
  readonly name: string;
  /** Stands in the metadata of what it emits. */
  readonly id: number;
  /** What the names of the streams that it writes begin with. */
  readonly prefix: string;
  emit(record: LogRecord): Emitted | undefined;
};

const tombstoneNumber = '9223372036854775807';
const streamReferenceType = '$@';

/** Streams of the system itself are not projected, nor is their metadata. */
export const isProjected = ({ stream }: LogRecord): boolean =>
  isMetadataStream(stream) ? !streamOfMetadata(stream).startsWith('$') : !stream.startsWith('$');

const byCategory: Projection = {
  name: '$by_category',
  id: 3,
  prefix: '$ce-',
  emit: (record) => {
    const deleted = deletedStream(record);
    const stream = deleted ?? record.stream;
    const category = categoryOf(stream);
    if (category === undefined) return undefined;
    return {
      ...link(`$ce-${category}`, targetOf(record)),
      extra: { $o: stream, ...(deleted === undefined ? {} : { $deleted: -1 }) },
    };
  },
};

const byEventType: Projection = {
  name: '$by_event_type',
  id: 4,
  prefix: '$et-',
  emit: (record) => {
    if (record.type === linkType) return undefined;
    const deleted = deletedStream(record);
    if (deleted === undefined) return link(`$et-${record.type}`, `${record.revision}@${record.stream}`);
    return { ...link('$et-$deleted', `${numberOf(record)}@${deleted}`), extra: { $deleted: -1 } };
  },
};

const streams: Projection = {
  name: '$streams',
  id: 1,
  prefix: '$streams',
  emit: ({ revision, stream }) => (revision === 0 ? link('$streams', `0@${stream}`) : undefined),
};

const streamByCategory: Projection = {
  name: '$stream_by_category',
  id: 2,
  prefix: '$category-',
  emit: ({ revision, stream }) => {
    const category = categoryOf(stream);
    if (revision !== 0 || category === undefined) return undefined;
    return { ...link(`$category-${category}`, stream), type: streamReferenceType };
  },
};

const byCorrelationId: Projection = {
  name: '$by_correlation_id',
  id: 5,
  prefix: '$bc-',
  emit: (record) => {
    const id = metadataIn(record)['$correlationId'];
    if (typeof id !== 'string') return undefined;
    const extra = { $eventTimestamp: timestampOf(record) };
    return { ...link(`$bc-${id}`, targetOf(record)), extra };
  },
};

/** ISO 8601, with microseconds */
const timestampOf = ({ createdUs }: LogRecord): string => {
  const seconds = new Date(createdUs / 1_000).toISOString().slice(0, -'000Z'.length);
  return `${seconds}${String(createdUs % 1_000_000).padStart(6, '0')}Z`;
};

export const standardProjections: readonly Projection[] = [
  streams,
  streamByCategory,
  byCategory,
  byEventType,
  byCorrelationId,
];

const link = (stream: string, target: string): Emitted => ({
  stream,
  type: linkType,
  data: target,
  extra: {},
});

/** A link is passed on: what it leads to, and not the link itself, is linked. */
const targetOf = (record: LogRecord): string =>
  record.type === linkType ? Buffer.from(record.data).toString() : `${numberOf(record)}@${record.stream}`;

const numberOf = ({ type, stream, revision }: LogRecord): string =>
  type === tombstoneType && !isMetadataStream(stream) ? tombstoneNumber : String(revision);

/** What stands before the first hyphen. */
const categoryOf = (stream: string): string | undefined => {
  const at = stream.indexOf('-');
  return at > 0 && !stream.startsWith('$') ? stream.slice(0, at) : undefined;
};

/** The stream that this event deletes, if it does. */
const deletedStream = ({ stream, type, data, isJson }: LogRecord): string | undefined => {
  if (!isMetadataStream(stream)) return type === tombstoneType ? stream : undefined;
  const deletes = type === metadataType && isSoftDeleted(parseMetadata(data, isJson));
  return deletes ? streamOfMetadata(stream) : undefined;
};

/** Written into the metadata of what is emitted: which event caused it. */
export const causeOf = ({ id }: Projection, record: LogRecord, uuid: string) => {
  const correlation = metadataIn(record)['$correlationId'];
  return {
    $v: `${id}:-1:1:4`,
    $c: record.position,
    $p: record.position,
    $causedBy: uuid,
    ...(typeof correlation === 'string' ? { $correlationId: correlation } : {}),
  };
};

const metadataIn = ({ metadata }: LogRecord): { readonly [name: string]: unknown } => {
  if (metadata.length === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(metadata).toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
