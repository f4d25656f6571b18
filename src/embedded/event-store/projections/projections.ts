/**
 * The standard projections of a node. Each starts when a client enables it, or reads one of its streams before anybody
 * has started or stopped it; and then follows the log a little behind, or at once for who reads its streams.
 */
import { standardProjections } from '../semantics/projections.ts';
import type { SavedProjections } from '../storage/projections.ts';
import type { Store } from '../storage/store.ts';
import { type Running, runningOf } from './running.ts';

export type Projections = {
  readonly all: readonly Running[];
  find(name: string): Running | undefined;
  start(projection: Running): Promise<void>;
  /** All that nobody has started or stopped. */
  startUntouched(): Promise<void>;
  /** Brings a stream that a projection writes up to date; of other streams there is nothing to do. */
  beforeReading(stream: string): Promise<void>;
  /** Somebody will follow this stream: what writes it must run. */
  beforeFollowing(stream: string): Promise<void>;
  stop(): void;
};

/** Waits for more events, so that one commit serves many. */
const lagMs = 500;

export const projectionsOf = (store: Store, table: SavedProjections): Projections => {
  const all = standardProjections.map((projection) => runningOf(projection, store, table));
  let timer: NodeJS.Timeout | undefined;
  const isBehind = ({ status, position }: Running) => status === 'Running' && position < store.end();
  const follow = () => {
    if (timer === undefined && all.some(isBehind)) timer = setTimeout(run, lagMs);
  };
  const run = async () => {
    for (const running of all) if (isBehind(running)) await running.catchUp().catch(ignored);
    timer = undefined;
    follow();
  };
  const start = async (running: Running) => {
    await running.enter('Running');
    follow();
  };
  const writing = (stream: string) => all.find(({ projection }) => stream.startsWith(projection.prefix));
  const beforeFollowing = async (stream: string) => {
    const running = writing(stream);
    if (running?.isTouched === false) await start(running);
  };
  const unsubscribe = store.onCommit(follow);
  follow();
  return {
    all,
    find: (name) => all.find(({ projection }) => projection.name === name),
    start,
    startUntouched: async () => {
      for (const running of all) if (!running.isTouched) await start(running);
    },
    beforeFollowing,
    beforeReading: async (stream) => {
      await beforeFollowing(stream);
      await writing(stream)?.catchUp();
    },
    stop: () => {
      unsubscribe();
      clearTimeout(timer);
      timer = undefined;
    },
  };
};

/** The next run begins where this one failed. */
const ignored = () => undefined;
