/** Whose wish a backup has forgotten: their keys are dead, and the log that was put back does not say who asked. */
import { restoreGate } from '../../src/composition/restore-gate.ts';
import type { Stores } from '../../src/composition/stores.ts';
import { erasureStream } from '../../src/modules/privacy/erasure.events.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { eventsOf } from '../audit/log.ts';

/**
 * Keys that were destroyed by an erasure, and are said to be so by the restore gate alone: the request, its fences
 * and what of it was still to come are lost with the log. Somebody must ask again in these people's place.
 */
export async function forgottenIn({ log, vaultSql }: Stores): Promise<readonly string[]> {
  const [kids, asked]: [string[], Set<string>] = [[], new Set()];
  for await (const recorded of eventsOf(log)) {
    const { type, metadata, data } = recorded;
    if (metadata.actor === restoreGate && data['because'] === 'erasure')
      kids.push(...forgetting.destroyedBy(recorded));
    if (type !== 'ErasureAccepted') continue;
    const told = erasureStream.decode(recorded);
    if (told.type === 'ErasureAccepted') for (const { ref } of told.people) asked.add(ref);
  }
  const rows = await vaultSql<{ subject: string }[]>`
    select distinct subject from key where kid = any(${kids}::uuid[])
      and exists (select from key as other where other.subject = key.subject and other.state = 'active')
    order by subject`;
  return rows.map(({ subject }) => subject).filter((subject) => !asked.has(subject));
}
