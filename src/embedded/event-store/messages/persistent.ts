/** persistent.proto: what the PersistentSubscriptions service is asked and answers. */
import {
  bool,
  bytes,
  enumeration,
  int32,
  int64,
  message,
  oneof,
  repeated,
  string,
  sub,
  uint64,
} from '../wire/protobuf.ts';
import { empty, position, streamIdentifier, uuid } from './shared.ts';
import { filterOptions, recordedEvent, uuidOption } from './streams.ts';

const streamOrAll = (stream: number, all: number) =>
  oneof({ stream_identifier: sub(stream, streamIdentifier), all: sub(all, empty) });

export const nackAction = { unknown: 0, park: 1, retry: 2, skip: 3, stop: 4 } as const;

export const readReq = message({
  ...oneof({
    options: sub(
      1,
      message({
        ...streamOrAll(1, 5),
        group_name: string(2),
        buffer_size: int32(3),
        uuid_option: sub(4, uuidOption),
      }),
    ),
    ack: sub(2, message({ id: bytes(1), ids: repeated(2, uuid) })),
    nack: sub(
      3,
      message({ id: bytes(1), ids: repeated(2, uuid), action: enumeration(3), reason: string(4) }),
    ),
  }),
});

export const readResp = message({
  ...oneof({
    event: sub(
      1,
      message({
        event: sub(1, recordedEvent),
        link: sub(2, recordedEvent),
        ...oneof({ commit_position: uint64(3), no_position: sub(4, empty) }),
        ...oneof({ retry_count: int32(5), no_retry_count: sub(6, empty) }),
      }),
    ),
    subscription_confirmation: sub(2, message({ subscription_id: string(1) })),
  }),
});

const settings = message({
  resolve_links: bool(1),
  /** deprecated: of a stream option that says nothing itself */
  revision: uint64(2),
  extra_statistics: bool(3),
  max_retry_count: int32(5),
  min_checkpoint_count: int32(7),
  max_checkpoint_count: int32(8),
  max_subscriber_count: int32(9),
  live_buffer_size: int32(10),
  read_batch_size: int32(11),
  history_buffer_size: int32(12),
  /** deprecated on creation: 0 DispatchToSingle, 1 RoundRobin, 2 Pinned */
  named_consumer_strategy: enumeration(13),
  ...oneof({ message_timeout_ticks: int64(4), message_timeout_ms: int32(14) }),
  ...oneof({ checkpoint_after_ticks: int64(6), checkpoint_after_ms: int32(15) }),
  /** on creation only */
  consumer_strategy: string(16),
});

const streamOptions = message({
  stream_identifier: sub(1, streamIdentifier),
  ...oneof({ revision: uint64(2), start: sub(3, empty), end: sub(4, empty) }),
});

/** An update cannot change the filter, and has none. */
const allOptions = message({
  ...oneof({ position: sub(1, position), start: sub(2, empty), end: sub(3, empty) }),
  ...oneof({ filter: sub(4, filterOptions), no_filter: sub(5, empty) }),
});

/** CreateReq and UpdateReq */
export const createReq = message({
  options: sub(
    1,
    message({
      ...oneof({ stream: sub(4, streamOptions), all: sub(5, allOptions) }),
      /** deprecated: of clients that know streams only */
      stream_identifier: sub(1, streamIdentifier),
      group_name: string(2),
      settings: sub(3, settings),
    }),
  ),
});

export const deleteReq = message({
  options: sub(1, message({ ...streamOrAll(1, 3), group_name: string(2) })),
});

export const getInfoReq = message({
  options: sub(1, message({ ...streamOrAll(1, 2), group_name: string(3) })),
});

export const subscriptionInfo = message({
  event_source: string(1),
  group_name: string(2),
  status: string(3),
  connections: repeated(
    4,
    message({
      from: string(1),
      username: string(2),
      average_items_per_second: int32(3),
      total_items: int64(4),
      count_since_last_measurement: int64(5),
      observed_measurements: repeated(6, message({ key: string(1), value: int64(2) })),
      available_slots: int32(7),
      in_flight_messages: int32(8),
      connection_name: string(9),
    }),
  ),
  average_per_second: int32(5),
  total_items: int64(6),
  count_since_last_measurement: int64(7),
  last_checkpointed_event_position: string(8),
  last_known_event_position: string(9),
  resolve_link_tos: bool(10),
  start_from: string(11),
  message_timeout_milliseconds: int32(12),
  extra_statistics: bool(13),
  max_retry_count: int32(14),
  live_buffer_size: int32(15),
  buffer_size: int32(16),
  read_batch_size: int32(17),
  check_point_after_milliseconds: int32(18),
  min_check_point_count: int32(19),
  max_check_point_count: int32(20),
  read_buffer_count: int32(21),
  live_buffer_count: int64(22),
  retry_buffer_count: int32(23),
  total_in_flight_messages: int32(24),
  outstanding_messages_count: int32(25),
  named_consumer_strategy: string(26),
  max_subscriber_count: int32(27),
  parked_message_count: int64(28),
});
export const getInfoResp = message({ subscription_info: sub(1, subscriptionInfo) });

export const replayParkedReq = message({
  options: sub(
    1,
    message({
      group_name: string(1),
      ...streamOrAll(2, 3),
      ...oneof({ stop_at: int64(4), no_limit: sub(5, empty) }),
    }),
  ),
});

export const listReq = message({
  options: sub(
    1,
    message({
      ...oneof({
        list_all_subscriptions: sub(1, empty),
        list_for_stream: sub(
          2,
          message({ ...oneof({ stream: sub(1, streamIdentifier), all: sub(2, empty) }) }),
        ),
      }),
    }),
  ),
});
export const listResp = message({ subscriptions: repeated(1, subscriptionInfo) });
