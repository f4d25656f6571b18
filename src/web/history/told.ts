/** One event, told: what it says in a sentence, by whom, why, on which ground, and what it sealed. */
import type { RecordedEvent } from '../../eventsourcing/event-store.ts';
import type { SealedUnder, Step } from '../../personal-data/replay.ts';
import { effects, processes } from '../../processes/index.ts';
import { decoded, type ShopEvent } from '../../processes/streams.ts';
import { placeOf } from './place.ts';
import { sentenceOf } from './sentences.ts';

export type Told = {
  readonly at: string;
  readonly says: string;
  readonly type: string;
  readonly event: string;
  readonly place: string;
  readonly by: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly policyVersion: string;
  readonly because: string | null;
  readonly sealed: readonly SealedUnder[];
};

export function toldIn({ recorded, sealed }: Pick<Step, 'recorded' | 'sealed'>): Told {
  const { type, id, created, metadata } = recorded;
  const { actor, purpose, legalBasis, policyVersion, causationId } = metadata;
  return {
    ...{ at: created, says: saysOf(recorded), type, event: id, place: placeOf(recorded), by: actor },
    ...{ purpose, legalBasis, policyVersion, because: causationId, sealed },
  };
}

const saysOf = (recorded: RecordedEvent): string => {
  const event: ShopEvent | undefined = decoded(recorded);
  return event === undefined ? `${recorded.type}, of another version of this program.` : sentenceOf(event);
};

const workers = new Set([...processes, ...effects].map(({ name }) => name));

/** @param actor a pseudonym: who acts is told apart, and not named */
export function actorName(actor: string): string {
  if (workers.has(actor)) return `the process ${actor}`;
  if (actor.startsWith('session-')) return `a visitor, ${actor}`;
  return actor;
}
