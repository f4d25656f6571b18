/** Asks again about everything whose outcome may have been lost on its way, and records what is found. */
import { isOutage } from '../eventsourcing/outage.ts';
import { deliver, type Send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import type { Ports } from './ports.ts';

/**
 * What cannot be recorded keeps nothing else from being so.
 * @param name of who asks; the actor of what is recorded
 * @throws the first failure, when all were asked; at once where whoever is asked does not answer
 */
export async function reconcile<T>(
  name: string,
  all: readonly T[],
  ask: (one: T) => Promise<readonly Send[]>,
  { handle, clock }: Pick<Ports, 'handle' | 'clock'>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) {
    try {
      for (const [index, send] of (await ask(one)).entries()) {
        const cause = uuidFrom(name, send.to, clock());
        const about = { actor: name, purpose: 'order.fulfilment', causationId: null } as const;
        const commandId = uuidFrom(cause, send.command.type, index);
        await deliver(send, handle, { ...about, commandId, correlationId: cause });
      }
    } catch (failure) {
      if (isOutage(failure)) throw failure;
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}
