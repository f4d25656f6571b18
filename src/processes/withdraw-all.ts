/** All that somebody allowed is withdrawn in their place: with everything about them goes their consent (GDPR Art. 17(1)(b)). */
import type { Context } from '../eventsourcing/event-store.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { Person } from '../modules/consent/consent.events.ts';
import { consent } from '../modules/consent/consent.ts';
import type { Scope } from '../modules/privacy/erasure.events.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { Ports } from './ports.ts';

type Deps = Pick<Ports, 'stateOf' | 'handle'>;

/**
 * Before the keys die, and once more when their sessions are gone: the proof of a consent then counts down by the log's
 * own word, whoever works it out and when.
 */
export async function withdrawWithAll(
  { scope, people }: { readonly scope: Scope; readonly people: readonly SubjectRef[] },
  context: Context,
  deps: Deps,
): Promise<void> {
  if (scope !== 'everything') return;
  for (const person of people) await withdrawAll(person, 'erasure', context, deps);
}

/** @param where it is noted as said @returns whether anything stood */
export async function withdrawAll(
  ref: SubjectRef,
  where: string,
  context: Context,
  { stateOf, handle }: Deps,
): Promise<boolean> {
  const { given: purposes } = await stateOf(consent, ref);
  if (purposes.length === 0) return false;
  const person = Person.parse({ ref, evidence: { where, shown: '', globalPrivacyControl: false } });
  const commandId = uuidFrom(context.commandId, 'withdraw', ref);
  await handle(consent, ref, { type: 'WithdrawConsent', person, purposes }, { ...context, commandId });
  return true;
}
