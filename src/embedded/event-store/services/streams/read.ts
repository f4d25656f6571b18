/** Streams/Read: stream or $all, forwards or backwards, a number of events or a subscription, filtered or not. */
import type { readReq } from '../../messages/streams.ts';
import { everything, type Filter, filterOf } from '../../semantics/filter.ts';
import type { Call } from '../../wire/call.ts';
import type { Read } from '../../wire/protobuf.ts';
import { code, RpcError } from '../../wire/status.ts';
import { allStream, requireStream } from '../access.ts';
import { handlerError, notSetError } from '../errors.ts';
import type { Node } from '../node.ts';
import { streamName } from './append.ts';
import { outboxFor } from './outbox.ts';
import { readAll } from './read-all.ts';
import { readStream } from './read-stream.ts';
import { subscribeToAll } from './subscribe-to-all.ts';
import { subscribeToStream } from './subscribe-to-stream.ts';

type Request = Read<typeof readReq>;
export type ReadOptions = NonNullable<Request['options']>;

export const read =
  (node: Node) =>
  async ({ options }: Request, call: Call): Promise<void> => {
    if (options === undefined) throw handlerError();
    if (options.stream === undefined && options.all === undefined)
      throw notSetError('EventStore.Client.Streams.ReadReq+Types+Options+StreamOptionOneofCase');
    const stream = options.stream === undefined ? allStream : streamName(options.stream.stream_identifier);
    requireStream(node.store, call.caller, stream, 'read');
    refuseOddCombination(options);
    // the original never answers a request that does not say how it wants ids
    if (options.uuid_option === undefined) return;
    const form = options.uuid_option.string === undefined ? 'structured' : 'string';
    const asked = { options, call, outbox: outboxFor(call, form), node };
    if (options.stream !== undefined) {
      await node.beforeReading(stream);
      await (options.subscription === undefined ? readStream : subscribeToStream)(
        asked,
        options.stream,
        stream,
      );
    } else if (options.all !== undefined)
      await (options.subscription === undefined ? readAll : subscribeToAll)(asked, options.all);
  };

/** What `readStream` and its like work with. */
export type Asked = {
  readonly options: ReadOptions;
  readonly call: Call;
  readonly outbox: ReturnType<typeof outboxFor>;
  readonly node: Node;
};

/** There are no filters on streams and no subscriptions backwards. */
const refuseOddCombination = (options: ReadOptions) => {
  const stream = options.stream === undefined ? 'All' : 'Stream';
  const count =
    options.subscription !== undefined ? 'Subscription' : options.count === undefined ? 'None' : 'Count';
  const direction = isBackwards(options) ? 'Backwards' : 'Forwards';
  const filter =
    options.filter !== undefined ? 'Filter' : options.no_filter === undefined ? 'None' : 'NoFilter';
  const known =
    count !== 'None' &&
    filter !== 'None' &&
    !(stream === 'Stream' && filter === 'Filter') &&
    !(count === 'Subscription' && direction === 'Backwards');
  if (!known)
    throw new RpcError(
      code.invalidArgument,
      `The combination of (${stream}, ${count}, ${direction}, ${filter}) is invalid.`,
    );
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
