/**
 * Writes ReadResp messages that carry an event, framed and one after the other into one buffer. The same bytes as
 * `readResp` of `messages/streams.ts` makes, without its objects: reads and subscriptions live from this.
 */
import { type LogRecord, tombstoneRevision } from '../storage/record.ts';
import type { ResolvedEvent } from '../storage/resolve.ts';
import {
  closeLength,
  openLength,
  reserve,
  type Writer,
  writeBytes,
  writeString,
  writeVarint,
  writeVarint64,
} from './protobuf-writer.ts';
import { uuidText } from './uuid.ts';

export type UuidForm = 'string' | 'structured';

const tag = { varint: 0, bytes: 2 } as const;
const tombstoneOnTheWire = 2n ** 63n - 1n;

export const openFrame = (to: Writer): number => {
  reserve(to, 5);
  to.bytes[to.at] = 0;
  to.at += 5;
  return to.at;
};

export const closeFrame = (to: Writer, start: number): void => {
  to.bytes.writeUInt32BE(to.at - start, start - 4);
};

export const writeReadEvent = (to: Writer, { event, link }: ResolvedEvent, form: UuidForm): void => {
  const frame = openFrame(to);
  const content = openField(to, 1);
  if (event !== undefined) writeRecorded(to, 1, event, event.position, form);
  if (link !== undefined) writeRecorded(to, 2, link, link.position, form);
  writeNumber(to, 3, (link ?? event)?.position ?? 0);
  closeLength(to, content);
  closeFrame(to, frame);
};

/** Persistent subscriptions give an event that was linked to the positions of the link. */
export const writePersistentEvent = (
  to: Writer,
  { event, link }: ResolvedEvent,
  retries: number,
  form: UuidForm,
): void => {
  const position = (link ?? event)?.position ?? 0;
  const frame = openFrame(to);
  const content = openField(to, 1);
  if (event !== undefined) writeRecorded(to, 1, event, position, form);
  if (link !== undefined) writeRecorded(to, 2, link, position, form);
  writeNumber(to, 3, position);
  writeNumber(to, 5, retries);
  closeLength(to, content);
  closeFrame(to, frame);
};

const writeRecorded = (
  to: Writer,
  field: number,
  record: LogRecord,
  position: number,
  form: UuidForm,
): void => {
  const start = openField(to, field);
  writeId(to, record.id, form);
  const stream = openField(to, 2);
  writeText(to, 3, record.stream);
  closeLength(to, stream);
  if (record.revision === tombstoneRevision) {
    writeVarint(to, 3 * 8);
    writeVarint64(to, tombstoneOnTheWire);
  } else if (record.revision > 0) writeNumber(to, 3, record.revision);
  writeNumber(to, 4, position);
  writeNumber(to, 5, position);
  writeEntry(to, 'type', record.type);
  writeEntry(to, 'created', `${record.createdUs}0`);
  writeEntry(to, 'content-type', record.isJson ? 'application/json' : 'application/octet-stream');
  if (record.metadata.length > 0) writeOctets(to, 7, record.metadata);
  if (record.data.length > 0) writeOctets(to, 8, record.data);
  closeLength(to, start);
};

const openField = (to: Writer, field: number): number => {
  writeVarint(to, field * 8 + tag.bytes);
  return openLength(to);
};

const writeText = (to: Writer, field: number, text: string) => {
  writeVarint(to, field * 8 + tag.bytes);
  writeString(to, text);
};

const writeOctets = (to: Writer, field: number, bytes: Uint8Array) => {
  writeVarint(to, field * 8 + tag.bytes);
  writeBytes(to, bytes);
};

const writeNumber = (to: Writer, field: number, value: number) => {
  writeVarint(to, field * 8 + tag.varint);
  writeVarint(to, value);
};

const writeEntry = (to: Writer, key: string, value: string) => {
  const entry = openField(to, 6);
  writeText(to, 1, key);
  if (value !== '') writeText(to, 2, value);
  closeLength(to, entry);
};

const writeId = (to: Writer, id: Uint8Array, form: UuidForm) => {
  const start = openField(to, 1);
  if (form === 'string') writeText(to, 2, uuidText(id));
  else {
    const structured = openField(to, 1);
    const view = new DataView(id.buffer, id.byteOffset, 16);
    writeBits(to, 1, view.getBigInt64(0));
    writeBits(to, 2, view.getBigInt64(8));
    closeLength(to, structured);
  }
  closeLength(to, start);
};

const writeBits = (to: Writer, field: number, value: bigint) => {
  if (value === 0n) return;
  writeVarint(to, field * 8);
  writeVarint64(to, value);
};
