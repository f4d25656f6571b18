/** Every address that the log tells of, sealed as it is there, in the order of time: what the look-up is learned from. */
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import type { EventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { accountStream } from '../../src/modules/accounts/account.events.ts';
import type { Known } from '../../src/personal-data/lookup.ts';
import { isSealed, placesIn } from '../../src/personal-data/slots.ts';
import { decoded } from '../../src/processes/streams.ts';
import { eventsOf } from '../audit/log.ts';

/** Called again it reads on from where it ended. */
export function knownIn(log: EventStoreDb): () => AsyncGenerator<Known> {
  let after = -1n;
  return async function* known() {
    for await (const recorded of eventsOf(log, undefined, after)) {
      yield* knownOf(recorded);
      after = recorded.position;
    }
  };
}

function* knownOf(recorded: RecordedEvent): Generator<Known> {
  const proved = recorded.stream.startsWith(`${accountStream.category}-`);
  for (const { ref: subject, value } of placesIn(decoded(recorded) ?? {}))
    if (isSealed(value) && value.category === 'contact')
      yield { subject, contact: { ...value, category: value.category }, proved };
}
