/** One event as it lies in the log. */
import { crc32 } from 'node:zlib';

export type LogRecord = {
  /** Its place in the log, as a byte offset would be: grows, with gaps, and never comes again. */
  readonly position: number;
  readonly stream: string;
  /** From 0; a tombstone's is `tombstoneRevision`. */
  readonly revision: number;
  /** 16 bytes, big-endian as RFC 9562 writes a UUID */
  readonly id: Uint8Array;
  readonly type: string;
  readonly isJson: boolean;
  /** Microseconds since 1970 */
  readonly createdUs: number;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

export type NewEvent = Pick<LogRecord, 'id' | 'type' | 'isJson' | 'data' | 'metadata'>;

/** Stands for 2^63 - 1, the revision of a tombstone on the wire; a number of this language ends at 2^53 - 1. */
export const tombstoneRevision = Number.MAX_SAFE_INTEGER;

const headerBytes = 64;

/** How far the next record's position is from this one's. */
export const recordLength = (record: {
  readonly stream: string;
  readonly type: string;
  readonly data: { readonly length: number };
  readonly metadata: { readonly length: number };
}): number =>
  headerBytes + record.stream.length + record.type.length + record.data.length + record.metadata.length;

/** Over everything that a reader will be told. */
export const checksumOf = (record: LogRecord): number => {
  const head = `${record.position} ${record.revision} ${record.createdUs} ${record.isJson ? 1 : 0} ${record.stream}\n${record.type}\n`;
  return crc32(record.metadata, crc32(record.data, crc32(record.id, crc32(Buffer.from(head)))));
};
