/** streams.proto: what the Streams service is asked and answers. */
import {
  bool,
  bytes,
  enumeration,
  message,
  oneof,
  repeated,
  string,
  stringMap,
  strings,
  sub,
  uint32,
  uint64,
} from '../wire/protobuf.ts';
import { empty, position, status, streamIdentifier, timestamp, uuid } from './shared.ts';

export const filterOptions = message({
  ...oneof({
    stream_identifier: sub(1, message({ regex: string(1), prefix: strings(2) })),
    event_type: sub(2, message({ regex: string(1), prefix: strings(2) })),
  }),
  ...oneof({ max: uint32(3), count: sub(4, empty) }),
  checkpointIntervalMultiplier: uint32(5),
});

export const uuidOption = message({ ...oneof({ structured: sub(1, empty), string: sub(2, empty) }) });

const readOptions = message({
  ...oneof({
    stream: sub(
      1,
      message({
        stream_identifier: sub(1, streamIdentifier),
        ...oneof({ revision: uint64(2), start: sub(3, empty), end: sub(4, empty) }),
      }),
    ),
    all: sub(
      2,
      message({ ...oneof({ position: sub(1, position), start: sub(2, empty), end: sub(3, empty) }) }),
    ),
  }),
  /** 0 forwards, 1 backwards */
  read_direction: enumeration(3),
  resolve_links: bool(4),
  ...oneof({ count: uint64(5), subscription: sub(6, empty) }),
  ...oneof({ filter: sub(7, filterOptions), no_filter: sub(8, empty) }),
  uuid_option: sub(9, uuidOption),
  control_option: sub(10, message({ compatibility: uint32(1) })),
});
export const readReq = message({ options: sub(1, readOptions) });

export const recordedEvent = message({
  id: sub(1, uuid),
  stream_identifier: sub(2, streamIdentifier),
  stream_revision: uint64(3),
  prepare_position: uint64(4),
  commit_position: uint64(5),
  metadata: stringMap(6),
  custom_metadata: bytes(7),
  data: bytes(8),
});

export const readResp = message({
  ...oneof({
    event: sub(
      1,
      message({
        event: sub(1, recordedEvent),
        link: sub(2, recordedEvent),
        ...oneof({ commit_position: uint64(3), no_position: sub(4, empty) }),
      }),
    ),
    confirmation: sub(2, message({ subscription_id: string(1) })),
    checkpoint: sub(3, position),
    stream_not_found: sub(4, message({ stream_identifier: sub(1, streamIdentifier) })),
    first_stream_position: uint64(5),
    last_stream_position: uint64(6),
    last_all_stream_position: sub(7, position),
    caught_up: sub(8, empty),
    fell_behind: sub(9, empty),
  }),
});

const expectedStreamRevision = oneof({
  revision: uint64(2),
  no_stream: sub(3, empty),
  any: sub(4, empty),
  stream_exists: sub(5, empty),
});
const currentRevision = oneof({ current_revision: uint64(1), no_stream: sub(2, empty) });

export const proposedMessage = message({
  id: sub(1, uuid),
  metadata: stringMap(2),
  custom_metadata: bytes(3),
  data: bytes(4),
});

const streamAndExpectation = message({
  stream_identifier: sub(1, streamIdentifier),
  ...expectedStreamRevision,
});

export const appendReq = message({
  ...oneof({ options: sub(1, streamAndExpectation), proposed_message: sub(2, proposedMessage) }),
});

export const appendResp = message({
  ...oneof({
    success: sub(
      1,
      message({ ...currentRevision, ...oneof({ position: sub(3, position), no_position: sub(4, empty) }) }),
    ),
    wrong_expected_version: sub(
      2,
      message({
        ...oneof({ current_revision_20_6_0: uint64(1), no_stream_20_6_0: sub(2, empty) }),
        ...oneof({
          expected_revision_20_6_0: uint64(3),
          any_20_6_0: sub(4, empty),
          stream_exists_20_6_0: sub(5, empty),
        }),
        ...oneof({ current_revision: uint64(6), current_no_stream: sub(7, empty) }),
        ...oneof({
          expected_revision: uint64(8),
          expected_any: sub(9, empty),
          expected_stream_exists: sub(10, empty),
          expected_no_stream: sub(11, empty),
        }),
      }),
    ),
  }),
});

export const batchAppendReq = message({
  correlation_id: sub(1, uuid),
  options: sub(
    2,
    message({
      stream_identifier: sub(1, streamIdentifier),
      ...oneof({
        stream_position: uint64(2),
        no_stream: sub(3, empty),
        any: sub(4, empty),
        stream_exists: sub(5, empty),
      }),
      ...oneof({ deadline_21_10_0: sub(6, timestamp), deadline: sub(7, timestamp) }),
    }),
  ),
  proposed_messages: repeated(3, proposedMessage),
  is_final: bool(4),
});

export const batchAppendResp = message({
  correlation_id: sub(1, uuid),
  ...oneof({
    error: sub(2, status),
    success: sub(
      3,
      message({
        ...currentRevision,
        ...oneof({ position: sub(3, position), no_position: sub(4, empty) }),
      }),
    ),
  }),
  stream_identifier: sub(4, streamIdentifier),
  ...oneof({
    stream_position: uint64(5),
    no_stream: sub(6, empty),
    any: sub(7, empty),
    stream_exists: sub(8, empty),
  }),
});

/** Delete and Tombstone ask and answer alike. */
export const deleteReq = message({ options: sub(1, streamAndExpectation) });
export const deleteResp = message({ ...oneof({ position: sub(1, position), no_position: sub(2, empty) }) });
