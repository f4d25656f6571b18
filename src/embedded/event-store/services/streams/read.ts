/** Streams/Read: stream or $all, forwards or backwards, a number of events or a subscription, filtered or not. */
import type { readReq } from '../../messages/streams.ts';
import type { Call } from '../../wire/call.ts';
import type { Read } from '../../wire/protobuf.ts';
import { code, RpcError } from '../../wire/status.ts';
import { allStream, requireStream } from '../access.ts';
import { handlerError, notSetError } from '../errors.ts';
import type { Node } from '../node.ts';
import { streamName } from './append.ts';
import { outboxFor } from './outbox.ts';
import { readAll } from './read-all.ts';
import { isBackwards, type ReadOptions } from './read-options.ts';
import { readStream } from './read-stream.ts';
import { subscribeToAll } from './subscribe-to-all.ts';
import { subscribeToStream } from './subscribe-to-stream.ts';

export const read =
  (node: Node) =>
  async ({ options }: Read<typeof readReq>, call: Call): Promise<void> => {
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
