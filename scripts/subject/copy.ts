/** A copy of what is told of a person and still opens, as JSON; opened for their own access, and recorded as such. */
import { randomUUID } from 'node:crypto';
import { clock } from '../../src/composition/stores.ts';
import { type CopyDocument, copyFormat, heldIn, recordsOf } from '../../src/personal-data/copy.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { policyVersion } from '../../src/personal-data/register.ts';
import { replay } from '../../src/personal-data/replay.ts';
import { decoded } from '../../src/processes/streams.ts';
import { eventsOf } from '../audit/log.ts';
import type { Connection } from '../connect.ts';
import { Refused } from '../terminal/command.ts';

/** As `data.json` of the copy on the site, but for consents and files, which that adds. @throws Refused */
export async function copyOf(subject: SubjectRef, { stores, rooms, run }: Connection): Promise<CopyDocument> {
  const told = await replay(subject, eventsOf(stores.log), decoded);
  if (told.steps.length === 0)
    throw new Refused(`the log tells nothing of ${subject}`, 'is it the right data folder? --data FOLDER');
  const open = rooms.openAs('privacy-officer');
  return {
    ...{ $schema: `${run.publicUrl}/schemas/copy-1.json`, format: copyFormat, madeAt: clock() },
    ...{ request: randomUUID(), subjects: [subject], policyVersion },
    held: heldIn(await stores.vault.keysOf([subject])),
    ...{ records: [...(await recordsOf(told, open))], consents: [], files: [] },
  };
}
