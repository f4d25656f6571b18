/**
 * Protocol Buffers, proto3: `messages/` declares messages as a .proto file does, and this makes encoders and decoders
 * of them (https://protobuf.dev/programming-guides/encoding): unknown fields are skipped; of several values the last
 * one stands, and so does the last member of a `oneof`.
 */
import { assume } from '../assume.ts';
import {
  type Kind,
  octets,
  signed32,
  signed64,
  single,
  text,
  truth,
  unsigned32,
  unsigned64,
} from './protobuf-kinds.ts';
import { endOfValue, type Reader, readerOf, readVarint32, skipValue, wireTypes } from './protobuf-reader.ts';
import {
  closeLength,
  createWriter,
  openLength,
  type Writer,
  writeVarint,
  written,
} from './protobuf-writer.ts';

export type Field<Out, In = Out> = {
  readonly kind: Kind<unknown>;
  readonly number: number;
  readonly absent: Out;
  /** @param before what the field held so far: a list grows, another value is replaced */
  read(from: Reader, before: Out): Out;
  /** Writes tag and value. */
  write(to: Writer, value: In): void;
  /** Whether the value is the default that proto3 leaves out. */
  isDefault(value: In): boolean;
};

export type Fields = { readonly [name: string]: Field<unknown> & { readonly rivals?: readonly string[] } };
export type Decoded<F> = { readonly [K in keyof F]: F[K] extends Field<infer Out, infer _> ? Out : never };
export type Encodable<F> = { readonly [K in keyof F]?: F[K] extends Field<infer _, infer In> ? In : never };

export type Message<F> = Kind<Decoded<F>, Encodable<F>> & {
  readonly fields: F;
  encode(value: Encodable<F>): Buffer;
  /** @throws MalformedMessage */
  decode(bytes: Uint8Array): Decoded<F>;
};
export type Read<M> = M extends { decode(bytes: Uint8Array): infer T } ? T : never;
export type Written<M> = M extends { encode(value: infer T): Buffer } ? T : never;

const tagOf = (number: number, wire: number) => number * 8 + wire;

const scalar =
  <T>(kind: Kind<T>, absent: T, isDefault: (value: T) => boolean) =>
  (number: number): Field<T> => ({
    kind,
    number,
    absent,
    read: kind.read,
    isDefault,
    write: (to, value) => {
      writeVarint(to, tagOf(number, kind.wire));
      kind.write(to, value);
    },
  });

export const string = scalar(text, '', (value) => value === '');
export const bytes = scalar(octets, new Uint8Array(0), (value) => value.length === 0);
export const bool = scalar(truth, false, (value) => !value);
export const uint32 = scalar(unsigned32, 0, (value) => value === 0);
export const int32 = scalar(signed32, 0, (value) => value === 0);
/** On the wire a number like any other. */
export const enumeration = scalar(signed32, 0, (value) => value === 0);
export const uint64 = scalar(unsigned64, 0n, (value) => value === 0n);
export const int64 = scalar(signed64, 0n, (value) => value === 0n);
export const float = scalar(single, 0, (value) => value === 0);

/** A field that knows whether it was there: `undefined` if not. */
const present = <Out, In>(number: number, kind: Kind<Out, In>): Field<Out | undefined, In | undefined> => ({
  kind,
  number,
  absent: undefined,
  read: kind.read,
  isDefault: (value) => value === undefined,
  write: (to, value) => {
    if (value === undefined) return;
    writeVarint(to, tagOf(number, kind.wire));
    kind.write(to, value);
  },
});

export const sub = present;

const list = <Out, In>(number: number, kind: Kind<Out, In>): Field<readonly Out[], readonly In[]> => ({
  kind,
  number,
  absent: [],
  read: (from, before) => {
    // the declared type is readonly for the caller; the decoder alone fills it, and never the shared default
    if (before.length === 0) return [kind.read(from)];
    assume<Out[]>(before).push(kind.read(from));
    return before;
  },
  isDefault: (values) => values.length === 0,
  write: (to, values) => {
    for (const value of values) {
      writeVarint(to, tagOf(number, kind.wire));
      kind.write(to, value);
    }
  },
});

export const repeated = list;
export const strings = (number: number) => list(number, text);

/** Members of which at most one is set. A scalar in it knows whether it was there, also when it is 0. */
export const oneof = <F extends { readonly [name: string]: Field<unknown> }>(members: F): Oneof<F> => {
  const names = Object.keys(members);
  const optional = Object.entries(members).map(([name, field]) => [
    name,
    { ...field, absent: undefined, isDefault: isUndefined, rivals: names.filter((other) => other !== name) },
  ]);
  // the same fields, each of which may now be undefined: Object.fromEntries forgets their names
  return assume<Oneof<F>>(Object.fromEntries(optional));
};
type Oneof<F> = {
  readonly [K in keyof F]: F[K] extends Field<infer Out, infer In>
    ? Field<Out | undefined, In | undefined>
    : never;
};
const isUndefined = (value: unknown) => value === undefined;

/** map<string, string> */
export const stringMap = (number: number): Field<ReadonlyMap<string, string>> => ({
  kind: mapEntry,
  number,
  absent: new Map(),
  read: (from, before) => {
    const entry = mapEntry.read(from);
    // the decoder alone fills it, and never the shared default
    return before.size === 0
      ? new Map([[entry.key, entry.value]])
      : assume<Map<string, string>>(before).set(entry.key, entry.value);
  },
  isDefault: (value) => value.size === 0,
  write: (to, value) => {
    for (const [key, content] of value) {
      writeVarint(to, tagOf(number, mapEntry.wire));
      mapEntry.write(to, { key, value: content });
    }
  },
});

export const message = <const F extends { readonly [name: string]: Field<unknown> }>(
  declared: F,
): Message<F> => {
  const fields: Fields = declared;
  const read = (from: Reader) => {
    const end = endOfValue(from);
    const value = readFields(fields, byNumber, { bytes: from.bytes, at: from.at, end });
    from.at = end;
    return assume<Decoded<F>>(value);
  };
  const byNumber = new Map(Object.entries(fields).map(([name, field]) => [field.number, name]));
  const write = (to: Writer, value: Encodable<F>) => {
    const start = openLength(to);
    writeFields(to, fields, value);
    closeLength(to, start);
  };
  return {
    name: 'message',
    fields: declared,
    wire: wireTypes.lengthDelimited,
    read,
    write,
    decode: (input) => assume<Decoded<F>>(readFields(fields, byNumber, readerOf(input))),
    encode: (value) => {
      const to = createWriter();
      writeFields(to, fields, value);
      return written(to);
    },
  };
};

const readFields = (fields: Fields, byNumber: ReadonlyMap<number, string>, from: Reader) => {
  const value: { [name: string]: unknown } = {};
  for (const name in fields) value[name] = fields[name]?.absent;
  while (from.at < from.end) {
    const tag = readVarint32(from);
    const name = byNumber.get(tag >>> 3) ?? '';
    const field = fields[name];
    if (field === undefined || field.kind.wire !== (tag & 7)) skipValue(from, tag & 7);
    else {
      value[name] = field.read(from, value[name]);
      for (const rival of field.rivals ?? []) value[rival] = undefined;
    }
  }
  return value;
};

const writeFields = (to: Writer, fields: Fields, value: { readonly [name: string]: unknown }) => {
  for (const name in fields) {
    const [field, content] = [fields[name], value[name]];
    if (field === undefined || content === undefined || field.isDefault(content)) continue;
    field.write(to, content);
  }
};

const mapEntry = message({ key: string(1), value: string(2) });
