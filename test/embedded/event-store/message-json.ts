/**
 * Messages as the transcripts write them: .proto field names; what is absent on the wire is absent; 64-bit numbers are
 * strings; bytes are text where they are UTF-8, else { base64 }, else "<n bytes>".
 */
import { assume } from '../../../src/embedded/event-store/assume.ts';
import type { Fields, Message } from '../../../src/embedded/event-store/wire/protobuf.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };
type Described = {
  readonly fields: unknown;
  encode(value: never): Buffer;
  decode(bytes: Uint8Array): unknown;
};

const enumerations: { readonly [field: string]: readonly string[] } = {
  read_direction: ['Forwards', 'Backwards'],
  action: ['Unknown', 'Park', 'Retry', 'Skip', 'Stop'],
  named_consumer_strategy: ['DispatchToSingle', 'RoundRobin', 'Pinned'],
  code: [
    'OK',
    'CANCELLED',
    'UNKNOWN',
    'INVALID_ARGUMENT',
    'DEADLINE_EXCEEDED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'OUT_OF_RANGE',
    'UNIMPLEMENTED',
    'INTERNAL',
    'UNAVAILABLE',
    'DATA_LOSS',
    'UNAUTHENTICATED',
  ],
};

// what is declared as a message has fields; the type of each is its own
const fieldsOf = (described: object) => assume<{ readonly fields: Fields }>(described).fields;

/** @param json as in a transcript, with every placeholder replaced */
export const encodeJson = (message: Described, json: JsonObject): Buffer =>
  assume<Message<Fields>>(message).encode(fieldsFrom(fieldsOf(message), json));

const fieldsFrom = (fields: Fields, json: JsonObject): { [name: string]: unknown } =>
  Object.fromEntries(
    Object.entries(json).map(([name, told]) => {
      const field = fields[name];
      if (field === undefined) throw new Error(`no such field: ${name}`);
      if (field.absent instanceof Map) return [name, new Map(Object.entries(assume<object>(told)))];
      if (Array.isArray(field.absent))
        return [name, assume<readonly Json[]>(told).map((each) => scalar(name, field.kind, each))];
      return [name, scalar(name, field.kind, told)];
    }),
  );

const scalar = (name: string, kind: { readonly name: string }, told: Json): unknown => {
  if (kind.name === 'message') return fieldsFrom(fieldsOf(kind), assume<JsonObject>(told));
  if (kind.name === 'bytes') return bytesOf(told);
  if (kind.name === 'uint64' || kind.name === 'int64') return BigInt(String(told));
  if (kind.name === 'int32' && typeof told === 'string') return enumerations[name]?.indexOf(told);
  return told;
};

const bytesOf = (told: Json): Buffer => {
  if (typeof told === 'object') return Buffer.from(assume<{ base64: string }>(told).base64, 'base64');
  const size = /^<(\d+) bytes>$/.exec(String(told))?.[1];
  return size === undefined ? Buffer.from(String(told)) : Buffer.alloc(Number(size), 120);
};

export const decodeJson = (message: Described, bytes: Uint8Array): JsonObject =>
  jsonOf(fieldsOf(message), assume<{ [name: string]: unknown }>(message.decode(bytes)));

const jsonOf = (fields: Fields, value: { readonly [name: string]: unknown }): JsonObject =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name, field]) => value[name] !== undefined && !field.isDefault(value[name]))
      .map(([name, field]) => {
        const told = value[name];
        if (told instanceof Map) return [name, Object.fromEntries(told)];
        if (Array.isArray(told)) return [name, told.map((each) => jsonScalar(name, field.kind, each))];
        return [name, jsonScalar(name, field.kind, told)];
      }),
  );

const jsonScalar = (name: string, kind: { readonly name: string }, value: unknown): Json => {
  if (kind.name === 'message') return jsonOf(fieldsOf(kind), assume<{ [name: string]: unknown }>(value));
  if (value instanceof Uint8Array) return jsonBytes(value);
  if (typeof value === 'bigint') return String(value);
  if (kind.name === 'int32' && name in enumerations)
    return enumerations[name]?.[Number(value)] ?? String(value);
  return assume<Json>(value);
};

const jsonBytes = (bytes: Uint8Array): Json => {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text).equals(bytes) ? text : { base64: Buffer.from(bytes).toString('base64') };
};
