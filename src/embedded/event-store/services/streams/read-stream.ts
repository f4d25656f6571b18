/** Reads a number of events of one stream. */
import { isSoftDeleted } from '../../semantics/stream-metadata.ts';
import { visibleOf } from '../../semantics/truncation.ts';
import type { Revisions } from '../../storage/event-log.ts';
import { tombstoneRevision } from '../../storage/record.ts';
import { unresolved } from '../../storage/resolve.ts';
import { ok } from '../../wire/status.ts';
import { handlerError, notSetError, streamDeletedError, unexpectedResultError } from '../errors.ts';
import { type Asked, isBackwards, type ReadOptions } from './read-options.ts';

type StreamOptions = NonNullable<ReadOptions['stream']>;
const endRevision = 2n ** 64n - 1n;
const largestPage = 1_000;

export const readStream = async (asked: Asked, options: StreamOptions, stream: string): Promise<void> => {
  const { call, outbox, node } = asked;
  const backwards = isBackwards(asked.options);
  const from = startOf(options);
  const count = asked.options.count ?? 0n;
  while (!node.store.isSettled) await node.store.settled();
  const { number, last, metadata } = node.store.streams.state(stream);
  if (count === 0n || (from === 'end' && !backwards)) throw unexpectedResultError('ReadStreamResult');
  if (last === tombstoneRevision) throw streamDeletedError(stream);
  if (number === undefined || last < 0 || isSoftDeleted(metadata)) {
    outbox.message({ stream_not_found: { stream_identifier: { stream_name: Buffer.from(stream) } } });
  } else {
    const visible = visibleOf(last, metadata, node.nowUs());
    const start = from === 'end' ? last : from;
    const range = backwards
      ? { first: visible.first, last: Math.min(start, last), createdFromUs: visible.createdFromUs }
      : { first: Math.max(start, visible.first), last, createdFromUs: visible.createdFromUs };
    const sent = await sendRange(asked, number, range, backwards, count);
    if ((asked.options.control_option?.compatibility ?? 0) >= 1)
      tellPositions(asked, sent > 0 || backwards ? undefined : Math.max(last + 1, 0), start, last);
  }
  await outbox.flush();
  call.end(ok);
};

export const startOf = (options: StreamOptions): number | 'end' => {
  if (options.start !== undefined) return 0;
  if (options.end !== undefined || options.revision === endRevision) return 'end';
  if (options.revision === undefined)
    throw notSetError(
      'EventStore.Client.Streams.ReadReq+Types+Options+Types+StreamOptions+RevisionOptionOneofCase',
    );
  if (options.revision >= 2n ** 63n) throw handlerError();
  return Math.min(Number(options.revision), tombstoneRevision - 1);
};

const sendRange = async (
  { call, outbox, node, options }: Asked,
  number: number,
  range: Revisions,
  backwards: boolean,
  count: bigint,
): Promise<number> => {
  const show = options.resolve_links ? node.resolve : unresolved;
  const wanted = count > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(count);
  let sent = 0;
  let rest = range;
  while (sent < wanted && !call.closed) {
    const limit = Math.min(wanted - sent, largestPage);
    const { streamBackwards, streamForwards } = node.store.log;
    const { records, more } = (backwards ? streamBackwards : streamForwards)(number, rest, limit);
    for (const record of records) outbox.event(show(record));
    sent += records.length;
    const final = records.at(-1);
    if (!more || final === undefined) break;
    rest = backwards ? { ...rest, last: final.revision - 1 } : { ...rest, first: final.revision + 1 };
    await outbox.flush();
    while (!node.store.isSettled) await node.store.settled();
  }
  return sent;
};

/** Asked for by newer clients: where the stream begins, if nothing was found, and where it ends. */
const tellPositions = ({ outbox }: Asked, first: number | undefined, start: number, last: number) => {
  if (first !== undefined && first !== start) outbox.message({ first_stream_position: BigInt(first) });
  outbox.message({ last_stream_position: BigInt(last) });
};
