/** The second phase of an erasure: sealed files go with all their versions, and so does what stands beside the log. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { erasureStream, type RequestId } from '../modules/privacy/erasure.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import type { Ports } from './ports.ts';
import { withdrawWithAll } from './withdraw-all.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };
type Deps = Pick<Ports, 'stateOf' | 'handle' | 'blobs' | 'forgetPeople'>;

export const deleteFilesWhenKeysDestroyed = effect(
  'delete-files-when-keys-destroyed',
  erasureStream,
  { ErasureKeysDestroyed: ({ requestId, round }) => ({ ids: { requestId, round } }) },

  async ({ key, ids: { requestId, round }, context }: Job<Ids>, deps: Deps) => {
    const running = await deps.stateOf(erasure, requestId);
    if (running.status !== 'keys' || running.round !== round) return [];
    const files = await deps.blobs.deleteOf(running.kids);
    if (running.scope === 'everything') await deps.forgetPeople(running.people);
    await withdrawWithAll(running, { ...context, commandId: uuidFrom(key, 'consents') }, deps); // given meanwhile
    const done = { type: 'RecordFilesDeleted', requestId, round, files } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);
