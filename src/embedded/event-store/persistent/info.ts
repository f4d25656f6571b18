/** What GetInfo and List tell of a persistent subscription. */
import type { subscriptionInfo } from '../messages/persistent.ts';
import type { Written } from '../wire/protobuf.ts';
import type { Consumer } from './consumer.ts';
import type { Group } from './group.ts';
import { type GroupState, statusOf } from './group-state.ts';

type Info = Written<typeof subscriptionInfo>;
type Measured = { readonly items: number; readonly atMs: number };

/** What was told the last time, so that rates can be told: of groups and of consumers. */
const lastTold = new WeakMap<object, Measured>();

export const infoOf = ({ state }: Group): Info => ({
  ...settingsOf(state),
  ...rateOf(state),
  status: statusOf(state),
  connections: [...state.consumers].map(connectionOf),
  last_checkpointed_event_position: state.lastCheckpoint?.text ?? '',
  last_known_event_position: state.lastKnown?.text ?? '',
  total_items: BigInt(state.totalItems),
  read_buffer_count: state.buffer.readCount,
  live_buffer_count: BigInt(state.buffer.liveCount),
  retry_buffer_count: state.buffer.retryCount,
  total_in_flight_messages: [...state.consumers].reduce((sum, { inFlight }) => sum + inFlight, 0),
  outstanding_messages_count: state.outstanding.count,
  parked_message_count: BigInt(state.parked.count),
});

const longest = 2_147_483_647;

const settingsOf = ({ settings }: GroupState): Info => ({
  event_source: settings.source,
  group_name: settings.group,
  resolve_link_tos: settings.resolveLinks,
  start_from: settings.startFrom.text,
  message_timeout_milliseconds: settings.messageTimeoutMs,
  extra_statistics: settings.extraStatistics,
  max_retry_count: settings.maxRetryCount,
  live_buffer_size: settings.liveBufferSize,
  buffer_size: settings.bufferSize,
  read_batch_size: settings.readBatchSize,
  check_point_after_milliseconds: settings.checkpointAfterMs === 0 ? longest : settings.checkpointAfterMs,
  min_check_point_count: settings.minCheckpointCount,
  max_check_point_count: settings.maxCheckpointCount,
  max_subscriber_count: settings.maxSubscriberCount,
  named_consumer_strategy: settings.strategy,
});

const connectionOf = (consumer: Consumer): NonNullable<Info['connections']>[number] => {
  const { average_per_second, count_since_last_measurement } = rateOf(consumer);
  return {
    username: consumer.userName,
    connection_name: consumer.connectionName,
    total_items: BigInt(consumer.totalItems),
    available_slots: consumer.slots,
    in_flight_messages: consumer.inFlight,
    average_items_per_second: average_per_second,
    count_since_last_measurement,
    observed_measurements: consumer.measurements(),
  };
};

/** Since it was told the last time. */
const rateOf = (counted: { readonly totalItems: number }) => {
  const now: Measured = { items: counted.totalItems, atMs: performance.now() };
  const before = lastTold.get(counted) ?? { items: 0, atMs: 0 };
  lastTold.set(counted, now);
  const [items, ms] = [now.items - before.items, now.atMs - before.atMs];
  return {
    average_per_second: ms === 0 ? 0 : Math.floor((items * 1_000) / ms),
    count_since_last_measurement: BigInt(items),
  };
};
