/** What an erasure does not let begin again: the effect builds the fences, and a vault that was put back is given them anew. */
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { type ErasureEvent, erasureStream } from '../modules/privacy/erasure.events.ts';
import { ofPhotos } from '../personal-data/fates.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { Fenced } from '../personal-data/reconciliation.ts';
import { categories, entryOf } from '../personal-data/register.ts';

type Accepted = Extract<ErasureEvent, { readonly type: 'ErasureAccepted' }>;
type Ended = Pick<Accepted, 'scope' | 'openOrders' | 'photos' | 'portraits'> & {
  readonly people: readonly SubjectRef[];
};

/**
 * A whole erasure fences what is erased; what an open order still needs, in the round that follows its end. What a
 * law keeps is not fenced: a payment that comes too late must find its way back.
 */
export function fencesOf({ people, scope, openOrders, photos, portraits }: Ended): readonly Fenced[] {
  const isDue = scope === 'everything' ? dueOf(openOrders) : () => false;
  const whole = categories.filter(isDue).map((category) => ({ category, item: null }));
  const single = ofPhotos.flatMap((category) =>
    (category === 'media.upload' ? photos : portraits).map((item) => ({ category, item })),
  );
  return people.flatMap((subject) => [...whole, ...single].map((fence) => ({ subject, ...fence })));
}

const dueOf =
  (openOrders: readonly string[]) =>
  (category: Fenced['category']): boolean => {
    const { onErasure } = entryOf(category);
    return onErasure === 'at-once' || (onErasure === 'after-delivery' && openOrders.length === 0);
  };

/** For the reconciliation: what an event of the log fences. */
export function fencedBy(recorded: RecordedEvent): readonly Fenced[] {
  if (recorded.type !== 'ErasureAccepted' && recorded.type !== 'ErasureResumed') return [];
  const told = erasureStream.decode(recorded);
  if (told.type === 'ErasureAccepted')
    return fencesOf({ ...told, people: told.people.map(({ ref }) => ref) });
  if (told.type !== 'ErasureResumed') return [];
  const { openOrders } = told;
  const people = told.people.map(({ ref }) => ref);
  return fencesOf({ people, scope: 'everything', openOrders, photos: [], portraits: [] });
}
