/**
 * Every end once more, as the log gives it: for a vault that was put back, and does not know what moved since. The same
 * effects work it out, each from the times that the log has, so that again is no harm.
 */
import { type Effect, type Job, work } from '../eventsourcing/effect.ts';
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { erasureStream } from '../modules/privacy/erasure.events.ts';
import { endOf, noEnd } from '../personal-data/ends.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { Vault, Where } from '../personal-data/vault.ts';
import { keepFilesWhenMasterRendered } from './keep-files-when-master-rendered.ts';
import { moveEndOfContactWhenOrderPlaced } from './move-end-of-contact-when-order-placed.ts';
import { moveEndOfContactWhenSignedIn } from './move-end-of-contact-when-signed-in.ts';
import { moveEndOfConversationWhenSaid } from './move-end-of-conversation-when-said.ts';
import { moveEndOfEvidenceWhenConsentChanged } from './move-end-of-evidence-when-consent-changed.ts';
import { moveEndOfFilesWhenOrderEnded } from './move-end-of-files-when-order-ended.ts';
import { moveEndOfRequestWhenAnswered } from './move-end-of-request-when-answered.ts';
import { moveEndsWhenPhotoUsed } from './move-ends-when-photo-used.ts';
import type { Ports } from './ports.ts';

type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'handle' | 'heldBy' | 'vault' | 'clock'>;

/** Galleries and the words by which they are asked are among what a photo's end is worked out from. */
const movers: readonly Effect<Deps>[] = [
  moveEndsWhenPhotoUsed,
  keepFilesWhenMasterRendered,
  moveEndOfFilesWhenOrderEnded,
  moveEndOfContactWhenOrderPlaced,
  moveEndOfContactWhenSignedIn,
  moveEndOfConversationWhenSaid,
  moveEndOfEvidenceWhenConsentChanged,
  moveEndOfRequestWhenAnswered,
];

/** @param log the whole of it, oldest first @returns how many things were looked at */
export async function moveEndsByLog(log: AsyncIterable<RecordedEvent>, deps: Deps): Promise<number> {
  const moves = new Map<string, { readonly mover: Effect<Deps>; readonly job: Job }>();
  const erased = new Map<SubjectRef, string>();
  for await (const recorded of log) {
    for (const mover of movers)
      for (const job of mover.jobsFor(recorded))
        moves.set(`${mover.name} ${JSON.stringify(job.ids)}`, { mover, job });
    for (const ref of wholeErased(recorded)) if (!erased.has(ref)) erased.set(ref, recorded.created);
  }
  for (const { mover, job } of moves.values()) await work(mover, job, deps, deps.handle);
  for (const [person, at] of erased) await countDown(person, at, deps.vault);
  return moves.size;
}

function wholeErased(recorded: RecordedEvent): readonly SubjectRef[] {
  if (recorded.type !== 'ErasureAccepted' && recorded.type !== 'ErasureResumed') return [];
  const told = erasureStream.decode(recorded);
  const isWhole = told.type === 'ErasureResumed' || ('scope' in told && told.scope === 'everything');
  return isWhole && 'people' in told ? told.people.map(({ ref }) => ref) : [];
}

/** What was kept as long as a consent held: the consent ended with the person. */
async function countDown(person: SubjectRef, at: string, vault: Vault): Promise<void> {
  for (const { subject, category, item, expiresAt } of await vault.keysOf([person]))
    if (expiresAt === noEnd) await vault.expire({ subject, category, item }, endOf(category, at));
}

/** A log that is older than its vault has forgotten things: so it moves an end nearer, and never away. */
export const onlyNearer = (vault: Vault): Vault => ({
  ...vault,
  async expire(where: Where, at: string): Promise<void> {
    for (const { subject, category, item, expiresAt } of await vault.keysOf([where.subject]))
      if (expiresAt > at && isMeant(where, { category, item }))
        await vault.expire({ subject, category, item }, at);
  },
});

const isMeant = (
  where: Where,
  { category, item }: { readonly category: string; readonly item: string | null },
) =>
  (where.category === undefined || where.category === category) &&
  (where.item === undefined || where.item === item);
