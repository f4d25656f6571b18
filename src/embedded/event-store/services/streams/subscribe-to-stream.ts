/** A subscription to one stream: its history, "caught up", and then what is appended. */
import { randomUUID } from 'node:crypto';
import { isSoftDeleted } from '../../semantics/stream-metadata.ts';
import { visibleOf } from '../../semantics/truncation.ts';
import { tombstoneRevision } from '../../storage/record.ts';
import { unresolved } from '../../storage/resolve.ts';
import { streamDeletedError } from '../errors.ts';
import { type Follower, followerOf } from '../follower.ts';
import type { Asked, ReadOptions } from './read-options.ts';
import { startOf } from './read-stream.ts';

type StreamOptions = NonNullable<ReadOptions['stream']>;
const largestPage = 1_000;

export const subscribeToStream = async (
  asked: Asked,
  options: StreamOptions,
  stream: string,
): Promise<void> => {
  const { outbox, node } = asked;
  const from = startOf(options);
  const follower = followerOf(node.store, asked.call);
  while (!node.store.isSettled) await node.store.settled();
  const state = node.store.streams.state(stream);
  if (from !== 'end' && state.last === tombstoneRevision) throw streamDeletedError(stream);
  outbox.message({ confirmation: { subscription_id: randomUUID() } });
  if (from === 'end') {
    outbox.message({ caught_up: {} });
    return live(asked, follower, stream, state.last);
  }
  const after = options.start === undefined ? from : -1;
  const seen = await catchUp(asked, follower, stream, after);
  outbox.message({ caught_up: {} });
  return live(asked, follower, stream, seen);
};

/** @returns the revision up to which the history was sent */
const catchUp = async (
  { call, outbox, node, options }: Asked,
  follower: Follower,
  stream: string,
  after: number,
): Promise<number> => {
  const show = options.resolve_links ? node.resolve : unresolved;
  let seen = after;
  while (!call.closed) {
    while (!node.store.isSettled) await node.store.settled();
    const end = node.store.end();
    const { number, last, metadata } = node.store.streams.state(stream);
    if (last === tombstoneRevision) throw streamDeletedError(stream);
    if (number === undefined || last < 0 || isSoftDeleted(metadata)) {
      await outbox.flush();
      await follower.beyond(end);
      continue;
    }
    const visible = visibleOf(last, metadata, node.nowUs());
    const range = { first: Math.max(seen + 1, visible.first), last, createdFromUs: visible.createdFromUs };
    const { records, more } = node.store.log.streamForwards(number, range, largestPage);
    for (const record of records) outbox.event(show(record));
    seen = more ? (records.at(-1)?.revision ?? seen) : Math.max(seen, last);
    if (!more) break;
    await outbox.flush();
  }
  return seen;
};

const live = async (
  { call, outbox, node, options }: Asked,
  follower: Follower,
  stream: string,
  after: number,
): Promise<void> => {
  const show = options.resolve_links ? node.resolve : unresolved;
  let seen = after;
  while (!call.closed) {
    while (!node.store.isSettled) await node.store.settled();
    const end = node.store.end();
    const { number, last } = node.store.streams.state(stream);
    if (number === undefined || last <= seen) {
      await outbox.flush();
      await follower.beyond(end);
      continue;
    }
    const range = { first: seen + 1, last, createdFromUs: 0 };
    const { records } = node.store.log.streamForwards(number, range, largestPage);
    for (const record of records) outbox.event(show(record));
    seen = records.at(-1)?.revision ?? last;
    await outbox.flush();
    if (seen === tombstoneRevision) throw streamDeletedError(stream);
  }
};
