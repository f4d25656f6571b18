/**
 * The first phase of an erasure, and of each later round: nothing new is sealed or painted, the keys die, and the log
 * says which. From here on nothing of it can be read.
 */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { erasureStream, type KeyId, type RequestId } from '../modules/privacy/erasure.events.ts';
import { type Erasure, erasure } from '../modules/privacy/erasure.ts';
import { keyLog } from '../personal-data/destruction.ts';
import { endOf, noEnd } from '../personal-data/ends.ts';
import { type Fate, fatesOf } from '../personal-data/fates.ts';
import { KeysDestroyed } from '../personal-data/forgetting.ts';
import { fencesOf } from './erasure-fences.ts';
import type { Ports } from './ports.ts';
import { stopPaintings } from './stop-paintings.ts';
import { withdrawWithAll } from './withdraw-all.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };
type Deps = Pick<Ports, 'stateOf' | 'handle' | 'vault' | 'ledger' | 'stopJobs' | 'clock'>;
type Running = Exclude<Erasure, { readonly status: 'none' }>;

export const destroyKeysWhenErasureAccepted = effect(
  'destroy-keys-when-erasure-accepted',
  erasureStream,
  {
    ErasureAccepted: ({ requestId }) => ({ ids: { requestId, round: 0 } }),
    ErasureResumed: ({ requestId, round }) => ({ ids: { requestId, round } }),
  },

  async ({ key, ids: { requestId, round }, context }: Job<Ids>, deps: Deps) => {
    const running = await deps.stateOf(erasure, requestId);
    if (running.status !== 'accepted' || running.round !== round) return [];
    await withdrawWithAll(running, { ...context, commandId: uuidFrom(key, 'consents') }, deps);
    const cause = `${requestId}.${round}`;
    const kids = await named(cause, running, deps);
    const because = { ...context, commandId: uuidFrom(key, 'keys') };
    if (kids.length > 0) {
      await deps.handle(keyLog, cause, { type: 'DestroyKeys', kids, because: 'erasure' }, because);
      await deps.ledger.record(kids);
      await deps.vault.shred(kids);
    }
    await stopPaintings(running.portraits, context, deps);
    const done = { type: 'RecordKeysDestroyed', requestId, round, kids } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);

/** The keys that the log names already, after a crash; else those that are condemned now. */
async function named(
  cause: string,
  running: Running,
  { stateOf, vault, clock }: Deps,
): Promise<readonly KeyId[]> {
  const logged = await stateOf(keyLog, cause);
  if (logged.status === 'destroyed') return logged.kids;
  for (const { subject, category, item } of fencesOf(running)) await vault.fence(subject, category, item);
  const { people, photos, portraits } = running;
  const fates = fatesOf(await vault.keysOf(people), { ...running, items: [...photos, ...portraits] });
  await countDown(fates, vault, clock());
  const due = fates.filter(({ fate }) => fate === 'now');
  const kids = new Set(due.map(({ kid }) => kid));
  for (const { subject, category, item } of due)
    for (const kid of await vault.condemn({ subject, category, item }, 'erasure')) kids.add(kid); // minted in between
  return KeysDestroyed.schema.shape.kids.parse([...kids]);
}

/** What was kept as long as a consent held: the consent ends with the person. */
async function countDown(fates: readonly Fate[], vault: Deps['vault'], now: string): Promise<void> {
  for (const { subject, category, item, fate, expiresAt } of fates)
    if (fate === 'kept' && expiresAt === noEnd)
      await vault.expire({ subject, category, item }, endOf(category, now));
}
