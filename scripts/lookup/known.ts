/** Every address that the log tells of, sealed as it is there, in the order of time: what the look-up is learned from. */
import type { EventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { accountStream } from '../../src/modules/accounts/account.events.ts';
import type { Known } from '../../src/personal-data/lookup.ts';
import { isSealed, placesIn } from '../../src/personal-data/slots.ts';
import { decoded } from '../../src/processes/streams.ts';
import { eventsOf } from '../audit/log.ts';

export async function* knownIn(log: EventStoreDb): AsyncGenerator<Known> {
  for await (const recorded of eventsOf(log)) {
    const proved = recorded.stream.startsWith(`${accountStream.category}-`);
    for (const { ref: subject, value } of placesIn(decoded(recorded) ?? {}))
      if (isSealed(value) && value.category === 'contact')
        yield { subject, contact: { ...value, category: value.category }, proved };
  }
}
