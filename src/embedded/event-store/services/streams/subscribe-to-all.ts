/** A subscription to $all: the history, "caught up", and then what is appended; with a filter, checkpoints too. */
import { randomUUID } from 'node:crypto';
import { type CheckpointCounter, checkpointCounter } from '../../semantics/checkpoints.ts';
import type { Filter } from '../../semantics/filter.ts';
import type { LogRecord } from '../../storage/record.ts';
import { unresolved } from '../../storage/resolve.ts';
import { handlerError, invalidPositionError, unexpectedResultError } from '../errors.ts';
import { followerOf } from '../follower.ts';
import { startPositionOf } from './read-all.ts';
import { type Asked, filterIn, pageSize, type ReadOptions, windowOf } from './read-options.ts';

type AllOptions = NonNullable<ReadOptions['all']>;
const largestPage = 1_000;

export const subscribeToAll = async (asked: Asked, options: AllOptions): Promise<void> => {
  const { outbox, node } = asked;
  const from = startPositionOf(options);
  const filter = filterIn(asked.options);
  const counter = counterOf(asked.options);
  while (!node.store.isSettled) await node.store.settled();
  if (from !== 'end' && from < node.store.end() && !node.store.isPosition(from))
    throw asked.options.filter === undefined
      ? invalidPositionError()
      : unexpectedResultError('FilteredReadAllResult');
  outbox.message({ confirmation: { subscription_id: randomUUID() } });
  const start = from === 'end' ? node.store.end() - 1 : from;
  const seen = from === 'end' ? start : await catchUp(asked, filter, counter, start);
  outbox.message({ caught_up: {} });
  await live(asked, filter, counter, seen);
};

/** Without a filter there are no checkpoints. */
const counterOf = (options: ReadOptions): CheckpointCounter | undefined => {
  if (options.filter === undefined) return undefined;
  const { checkpointIntervalMultiplier: multiplier } = options.filter;
  if (multiplier === 0) throw handlerError();
  return checkpointCounter(multiplier * windowOf(options));
};

/** One window of the history: as many events as it holds, or matches as a page holds. */
type Window = { considered: number; first: number; lastMatch: LogRecord | undefined; matches: number };
const newWindow = (first: number): Window => ({ considered: 0, first, lastMatch: undefined, matches: 0 });

/** @returns the position up to which the history was sent */
const catchUp = async (
  { call, outbox, node, options }: Asked,
  filter: Filter,
  counter: CheckpointCounter | undefined,
  after: number,
): Promise<number> => {
  const show = options.resolve_links ? node.resolve : unresolved;
  const size = windowOf(options);
  let window = newWindow(0);
  let seen = after;
  for (;;) {
    const { records, more } = node.store.log.forwards(seen + 1, largestPage);
    for (const record of records) {
      if (window.considered === 0) window = newWindow(record.position);
      window.considered += 1;
      if (filter(record)) {
        outbox.event(show(record));
        window.matches += 1;
        window.lastMatch = record;
      }
      seen = record.position;
      if (counter === undefined || (window.considered < size && window.matches < pageSize)) continue;
      if (counter.window(window.considered)) outbox.message({ checkpoint: placeOf(window) });
      window = newWindow(0);
    }
    if (!more || call.closed) break;
    await outbox.flush();
    while (!node.store.isSettled) await node.store.settled();
  }
  counter?.window(window.considered);
  return seen;
};

const placeOf = ({ first, lastMatch }: Window) =>
  lastMatch === undefined
    ? { commit_position: BigInt(first), prepare_position: 0n }
    : { commit_position: BigInt(lastMatch.position), prepare_position: BigInt(lastMatch.position) };

const live = async (
  { call, outbox, node, options }: Asked,
  filter: Filter,
  counter: CheckpointCounter | undefined,
  after: number,
): Promise<void> => {
  const show = options.resolve_links ? node.resolve : unresolved;
  const follower = followerOf(node.store, call);
  let seen = after;
  while (!call.closed) {
    while (!node.store.isSettled) await node.store.settled();
    const end = node.store.end();
    const { records, more } = node.store.log.forwards(seen + 1, largestPage);
    for (const record of records) {
      if (filter(record)) outbox.event(show(record));
      seen = record.position;
      const place = { commit_position: BigInt(seen), prepare_position: BigInt(seen) };
      if (counter?.live() === true) outbox.message({ checkpoint: place });
    }
    await outbox.flush();
    if (!more) await follower.beyond(end);
  }
};
