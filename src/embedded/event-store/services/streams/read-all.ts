/** Reads a number of events of the whole log, filtered or not. */
import { unresolved } from '../../storage/resolve.ts';
import { ok } from '../../wire/status.ts';
import { notSetError, unexpectedResultError } from '../errors.ts';
import type { Node } from '../node.ts';
import { type Asked, filterIn, isBackwards, type ReadOptions } from './read-options.ts';

type AllOptions = NonNullable<ReadOptions['all']>;
const endPosition = 2n ** 64n - 1n;
const largestPage = 1_000;

export const readAll = async (asked: Asked, options: AllOptions): Promise<void> => {
  const { call, outbox, node } = asked;
  const backwards = isBackwards(asked.options);
  const from = startPositionOf(options);
  const count = asked.options.count ?? 0n;
  const filter = filterIn(asked.options);
  // the original never answers these two
  if (count === 0n || asked.options.filter?.max === 0) return;
  while (!node.store.isSettled) await node.store.settled();
  const start = from === 'end' ? node.store.end() : from;
  if (!isReadable(node, start, backwards))
    throw unexpectedResultError(
      asked.options.filter === undefined ? 'ReadAllResult' : 'FilteredReadAllResult',
    );
  const show = asked.options.resolve_links ? node.resolve : unresolved;
  let left = count;
  let at = start;
  while (left > 0n && !call.closed) {
    const limit =
      left < BigInt(largestPage) && asked.options.filter === undefined ? Number(left) : largestPage;
    const { records, more } = backwards
      ? node.store.log.backwards(at, limit)
      : node.store.log.forwards(at, limit);
    for (const record of records) {
      if (left === 0n || !filter(record)) continue;
      outbox.event(show(record));
      left -= 1n;
    }
    const final = records.at(-1);
    if (!more || final === undefined) break;
    at = backwards ? final.position : final.position + 1;
    await outbox.flush();
    while (!node.store.isSettled) await node.store.settled();
  }
  await outbox.flush();
  call.end(ok);
};

export const startPositionOf = ({ position, start, end }: AllOptions): number | 'end' => {
  if (start !== undefined) return 0;
  if (end !== undefined || position?.commit_position === endPosition) return 'end';
  if (position === undefined)
    throw notSetError('EventStore.Client.Streams.ReadReq+Types+Options+Types+AllOptions+AllOptionOneofCase');
  const { commit_position: commit } = position;
  return commit > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(commit);
};

/** A position must be an event's, or one that an event had before a scavenge; beyond the end there is nothing yet. */
const isReadable = ({ store }: Node, position: number, backwards: boolean): boolean =>
  position > store.end() ? !backwards : store.isPosition(position);
