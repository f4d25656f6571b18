/** What a read is asked for: direction, filter, window. */
import type { readReq } from '../../messages/streams.ts';
import { everything, type Filter, filterOf } from '../../semantics/filter.ts';
import type { Call } from '../../wire/call.ts';
import type { Read } from '../../wire/protobuf.ts';
import { code, RpcError } from '../../wire/status.ts';
import type { Node } from '../node.ts';
import type { outboxFor } from './outbox.ts';

export type ReadOptions = NonNullable<Read<typeof readReq>['options']>;

/** What `readStream` and its like work with. */
export type Asked = {
  readonly options: ReadOptions;
  readonly call: Call;
  readonly outbox: ReturnType<typeof outboxFor>;
  readonly node: Node;
};

export const isBackwards = (options: ReadOptions): boolean => options.read_direction === 1;

/** @throws RpcError for a filter without its expression, SyntaxError for a broken regular expression */
export const filterIn = ({ filter }: ReadOptions): Filter => {
  if (filter === undefined) return everything;
  if (filter.stream_identifier !== undefined) return filterOf('stream', filter.stream_identifier);
  if (filter.event_type !== undefined) return filterOf('type', filter.event_type);
  const window = filter.max === undefined ? '"count": { }' : `"max": ${filter.max}`;
  throw new RpcError(
    code.invalidArgument,
    `'{ ${window}, "checkpointIntervalMultiplier": ${filter.checkpointIntervalMultiplier} }' is not a valid ` +
      'EventStore.Client.Streams.ReadReq+Types+Options+Types+FilterOptions',
  );
};

/** The window's size; `count` means none, and the original then takes its page's. */
export const windowOf = ({ filter }: ReadOptions): number => filter?.max ?? pageSize;

/** How many events the original reads at once: it shows in where checkpoints fall. */
export const pageSize = 32;
