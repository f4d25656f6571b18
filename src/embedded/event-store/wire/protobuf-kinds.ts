/** The types of value that a .proto file knows, and how each stands on the wire. */
import {
  type Reader,
  readBytes,
  readString,
  readVarint32,
  readVarint64,
  wireTypes,
} from './protobuf-reader.ts';
import {
  type Writer,
  writeBytes,
  writeRaw,
  writeString,
  writeVarint,
  writeVarint64,
} from './protobuf-writer.ts';

/** `Out` is what a reader gives, `In` what a writer takes. */
export type Kind<Out, In = Out> = {
  /** As a .proto file calls it; a message's is 'message'. */
  readonly name: string;
  readonly wire: number;
  read(from: Reader): Out;
  write(to: Writer, value: In): void;
};

const { varint, lengthDelimited, fixed32 } = wireTypes;

export const text: Kind<string> = {
  name: 'string',
  wire: lengthDelimited,
  read: readString,
  write: writeString,
};

export const octets: Kind<Uint8Array> = {
  name: 'bytes',
  wire: lengthDelimited,
  read: readBytes,
  write: writeBytes,
};

export const truth: Kind<boolean> = {
  name: 'bool',
  wire: varint,
  read: (from) => readVarint64(from) !== 0n,
  write: (to, value) => writeVarint(to, value ? 1 : 0),
};

export const unsigned32: Kind<number> = {
  name: 'uint32',
  wire: varint,
  read: readVarint32,
  write: writeVarint,
};

export const signed32: Kind<number> = {
  name: 'int32',
  wire: varint,
  read: (from) => readVarint32(from) | 0,
  write: (to, value) => (value < 0 ? writeVarint64(to, BigInt(value)) : writeVarint(to, value)),
};

export const unsigned64: Kind<bigint> = {
  name: 'uint64',
  wire: varint,
  read: readVarint64,
  write: writeVarint64,
};

export const signed64: Kind<bigint> = {
  name: 'int64',
  wire: varint,
  read: (from) => BigInt.asIntN(64, readVarint64(from)),
  write: writeVarint64,
};

export const single: Kind<number> = {
  name: 'float',
  wire: fixed32,
  read: (from) => {
    from.at += 4;
    if (from.at > from.end) throw new RangeError('a float is cut short');
    return from.bytes.readFloatLE(from.at - 4);
  },
  write: (to, value) => {
    const four = Buffer.alloc(4);
    four.writeFloatLE(value);
    writeRaw(to, four);
  },
};
