/**
 * The first phase of an erasure, and of each later round: nothing new is sealed, the keys die, and the log says
 * which. From here on nothing of it can be read.
 */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { erasureStream, type KeyId, type RequestId } from '../modules/privacy/erasure.events.ts';
import { type Erasure, erasure } from '../modules/privacy/erasure.ts';
import { keyLog } from '../personal-data/destruction.ts';
import { fatesOf } from '../personal-data/fates.ts';
import { KeysDestroyed } from '../personal-data/forgetting.ts';
import { categories, entryOf } from '../personal-data/register.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };
type Deps = Pick<Ports, 'stateOf' | 'handle' | 'vault' | 'ledger'>;
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
    const cause = `${requestId}.${round}`;
    const kids = await named(cause, running, deps);
    const because = { ...context, commandId: uuidFrom(key, 'keys') };
    if (kids.length > 0) {
      await deps.handle(keyLog, cause, { type: 'DestroyKeys', kids, because: 'erasure' }, because);
      await deps.ledger.record(kids);
      await deps.vault.shred(kids);
    }
    const done = { type: 'RecordKeysDestroyed', requestId, round, kids } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);

/** The keys that the log names already, after a crash; else those that are condemned now. */
async function named(cause: string, running: Running, { stateOf, vault }: Deps): Promise<readonly KeyId[]> {
  const logged = await stateOf(keyLog, cause);
  if (logged.status === 'destroyed') return logged.kids;
  if (running.scope === 'everything') await fenceAll(running, vault);
  const due = fatesOf(await vault.keysOf(running.people), running.scope, running.openOrders).filter(
    ({ fate }) => fate === 'now',
  );
  const kids = new Set(due.map(({ kid }) => kid));
  for (const { subject, category, item } of due)
    for (const kid of await vault.condemn({ subject, category, item }, 'erasure')) kids.add(kid); // minted in between
  return KeysDestroyed.schema.shape.kids.parse([...kids]);
}

/** What an open order still needs is fenced in the round that follows its end. */
async function fenceAll({ people, openOrders }: Running, vault: Deps['vault']): Promise<void> {
  const due = categories.filter(
    (category) => openOrders.length === 0 || entryOf(category).onErasure === 'at-once',
  );
  for (const person of people) for (const category of due) await vault.fence(person, category);
}
