/** How far a reader is behind, in the time of the oldest event that it has not passed. */
import type { RecordedEvent } from '../../../eventsourcing/event-store.ts';
import { count, duration } from '../../components/format.ts';

export type Lag = { readonly says: string; readonly seconds: number };
export type Lags = (position: bigint | null) => Promise<Lag>;

type Deps = {
  readonly firstAfter: (position: bigint) => Promise<Pick<RecordedEvent, 'created'> | undefined>;
  readonly clock: () => string;
};

/** Readers at one place are looked up once. */
export function lagsOf({ firstAfter, clock }: Deps, head: bigint): Lags {
  const known = new Map<bigint, Promise<Lag>>();
  const lookUp = async (position: bigint): Promise<Lag> => {
    const first = await firstAfter(position);
    if (first === undefined) return none;
    const seconds = Math.max(0, (Date.parse(clock()) - Date.parse(first.created)) / 1000);
    return { says: seconds < 120 ? duration(seconds) : `${count(Math.round(seconds / 60))} min`, seconds };
  };
  return async (position) => {
    if (position === null) return { says: 'not built yet', seconds: 0 };
    if (position >= head) return none;
    const asked = known.get(position) ?? lookUp(position);
    known.set(position, asked);
    return asked;
  };
}

const none: Lag = { says: 'up to date', seconds: 0 };
