/** Says in the log which keys are dead, where no erasure says it: the retention, and what a backup had forgotten. */
import type { Handle } from '../eventsourcing/handle.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { keyLog } from './destruction.ts';
import { KeysDestroyed } from './forgetting.ts';
import type { Reason } from './vault.ts';

/** An event is a megabyte at most. */
const keysMax = 1000;

/** Under a cause that follows from the keys: the same again is not said twice. */
export const destructionLog =
  (handle: Handle, actor: string) =>
  async (kids: readonly string[], because: Reason): Promise<void> => {
    const all = KeysDestroyed.schema.shape.kids.parse(kids.toSorted());
    for (let at = 0; at < all.length; at += keysMax) {
      const some = all.slice(at, at + keysMax);
      const cause = uuidFrom('keys', because, ...some);
      const context = { commandId: cause, actor, correlationId: cause, causationId: null };
      const command = { type: 'DestroyKeys', kids: some, because } as const;
      await handle(keyLog, cause, command, { ...context, purpose: 'accountability' });
    }
  };
