/** Requests to PersistentSubscriptions, as the settings and names that they mean. */
import type { createReq } from '../../messages/persistent.ts';
import { type Place, positionPlace, revisionPlace } from '../../persistent/place.ts';
import { type Filtering, isStrategyName, type Settings } from '../../persistent/settings.ts';
import { filterOf } from '../../semantics/filter.ts';
import type { Read } from '../../wire/protobuf.ts';
import { allStream } from '../access.ts';
import { groupFailedError, handlerError, notSetError } from '../errors.ts';

export type Options = NonNullable<Read<typeof createReq>['options']>;
type Told = NonNullable<Options['settings']>;

/** @throws RpcError where neither a stream nor $all is named */
export const sourceIn = (options: {
  readonly stream_identifier: { readonly stream_name: Uint8Array } | undefined;
  readonly all: object | undefined;
}): string => {
  if (options.all !== undefined) return allStream;
  if (options.stream_identifier === undefined) throw handlerError();
  return Buffer.from(options.stream_identifier.stream_name).toString();
};

/** Of CreateReq and UpdateReq. @throws RpcError */
export const settingsIn = (options: Options): Settings => {
  const { settings, group_name: group } = options;
  if (settings === undefined) throw handlerError();
  const source = sourceIn({
    all: options.all,
    stream_identifier: options.stream?.stream_identifier ?? options.stream_identifier,
  });
  const strategy = strategyIn(settings);
  if (!isStrategyName(strategy))
    throw groupFailedError(source, group, `Consumer strategy ${strategy} does not exist.`);
  return {
    source,
    group,
    filter: filterIn(options),
    startFrom: startIn(options, settings),
    strategy,
    resolveLinks: settings.resolve_links,
    extraStatistics: settings.extra_statistics,
    messageTimeoutMs: settings.message_timeout_ms ?? millisecondsOf(settings.message_timeout_ticks),
    maxRetryCount: settings.max_retry_count,
    liveBufferSize: settings.live_buffer_size,
    bufferSize: settings.history_buffer_size,
    readBatchSize: settings.read_batch_size,
    checkpointAfterMs: settings.checkpoint_after_ms ?? millisecondsOf(settings.checkpoint_after_ticks),
    minCheckpointCount: settings.min_checkpoint_count,
    maxCheckpointCount: settings.max_checkpoint_count,
    maxSubscriberCount: settings.max_subscriber_count,
  };
};

/** A tick is 100 ns. */
const millisecondsOf = (ticks: bigint | undefined): number => Number((ticks ?? 0n) / 10_000n);

const deprecatedStrategies = ['DispatchToSingle', 'RoundRobin', 'Pinned'];
const strategyIn = ({ consumer_strategy: name, named_consumer_strategy: number }: Told): string =>
  name === '' ? (deprecatedStrategies[number] ?? String(number)) : name;

const last = 2n ** 64n - 1n;

const startIn = ({ stream, all }: Options, { revision }: Told): Place => {
  if (all !== undefined) return startOfAll(all);
  if (stream === undefined) return revisionIn(revision);
  if (stream.start !== undefined) return revisionPlace(0);
  if (stream.end !== undefined) return revisionPlace(-1);
  if (stream.revision === undefined)
    throw notSetError(
      'EventStore.Client.PersistentSubscriptions.CreateReq+Types+StreamOptions+RevisionOptionOneofCase',
    );
  return revisionIn(stream.revision);
};

const startOfAll = ({ position, start, end }: NonNullable<Options['all']>): Place => {
  if (start !== undefined) return positionPlace(0);
  if (end !== undefined || position?.commit_position === last) return positionPlace(-1);
  if (position === undefined)
    throw notSetError(
      'EventStore.Client.PersistentSubscriptions.CreateReq+Types+AllOptions+AllOptionOneofCase',
    );
  return positionPlace(numberOf(position.commit_position), numberOf(position.prepare_position));
};

const revisionIn = (revision: bigint): Place => {
  if (revision === last) return revisionPlace(-1);
  return revisionPlace(numberOf(revision));
};

const numberOf = (value: bigint): number => {
  if (value >= 2n ** 63n) throw handlerError();
  return Number(value);
};

const filterIn = ({ all }: Options): Filtering | undefined => {
  if (all?.filter === undefined) return undefined;
  const { stream_identifier: stream, event_type: type } = all.filter;
  const expression = stream ?? type;
  if (expression === undefined)
    throw notSetError(
      'EventStore.Client.PersistentSubscriptions.CreateReq+Types+AllOptions+Types+FilterOptions+FilterOneofCase',
    );
  const filtering: Filtering = { on: stream === undefined ? 'type' : 'stream', ...expression };
  // a broken regular expression is refused now, not when the first event comes
  filterOf(filtering.on, filtering);
  return filtering;
};
