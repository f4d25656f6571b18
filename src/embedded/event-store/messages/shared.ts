/** shared.proto, and the google messages that it uses. */
import {
  bytes,
  enumeration,
  int32,
  int64,
  message,
  oneof,
  string,
  sub,
  uint32,
  uint64,
} from '../wire/protobuf.ts';

export const empty = message({});

export const uuid = message({
  ...oneof({
    structured: sub(1, message({ most_significant_bits: int64(1), least_significant_bits: int64(2) })),
    string: string(2),
  }),
});

export const streamIdentifier = message({ stream_name: bytes(3) });
export const position = message({ commit_position: uint64(1), prepare_position: uint64(2) });

export const wrongExpectedVersion = message({
  ...oneof({ current_stream_revision: uint64(1), current_no_stream: sub(2, empty) }),
  ...oneof({
    expected_stream_position: uint64(3),
    expected_any: sub(4, empty),
    expected_stream_exists: sub(5, empty),
    expected_no_stream: sub(6, empty),
  }),
});
export const streamDeleted = message({ stream_identifier: sub(1, streamIdentifier) });
export const maximumAppendSizeExceeded = message({ maxAppendSize: uint32(1) });
export const badRequest = message({ message: string(1) });

/** google.protobuf.Timestamp and Duration have the same shape. */
export const timestamp = message({ seconds: int64(1), nanos: int32(2) });
export const any = message({ type_url: string(1), value: bytes(2) });
/** google.rpc.Status, with one detail as the server's own status.proto has it */
export const status = message({ code: enumeration(1), message: string(2), details: sub(3, any) });
