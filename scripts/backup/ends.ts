/** What a vault or a log that was put back has not heard of: until when things are kept, and that a consent is over. */
import { randomUUID } from 'node:crypto';
import { restoreGate } from '../../src/composition/restore-gate.ts';
import type { Rooms } from '../../src/composition/rooms.ts';
import { clock, type Stores } from '../../src/composition/stores.ts';
import { consentStream } from '../../src/modules/consent/consent.events.ts';
import { consent } from '../../src/modules/consent/consent.ts';
import { accountPeople } from '../../src/personal-data/account-people.ts';
import { endOf, noEnd } from '../../src/personal-data/ends.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { moveEndsByLog, onlyNearer } from '../../src/processes/ends-from-log.ts';
import { withdrawAll } from '../../src/processes/withdraw-all.ts';
import { eventsOf } from '../audit/log.ts';

type Deps = { readonly stores: Stores; readonly rooms: Rooms };

/** @param newer which of the two was put aside later, or was never away @returns how many things were looked at */
export function moveEnds(
  { stores: { log, vault, vaultSql }, rooms }: Deps,
  newer: 'log' | 'vault',
): Promise<number> {
  const { heldBy } = accountPeople({ sql: vaultSql, clock });
  const deps = { ...rooms, heldBy, vault: newer === 'vault' ? onlyNearer(vault) : vault, clock };
  return moveEndsByLog(eventsOf(log), deps);
}

/**
 * The proof of a consent counts down from the withdrawal on. So where it does in the vault, and the older log still
 * says that the consent stands, a withdrawal is lost with the log: it is said again (GDPR Art. 7(3)).
 * @returns whose
 */
export async function withdrawAgain({ stores, rooms }: Deps): Promise<readonly SubjectRef[]> {
  const people = new Set<SubjectRef>();
  const ofConsents = `${consentStream.category}-`;
  for await (const { stream } of eventsOf(stores.log))
    if (stream.startsWith(ofConsents)) people.add(SubjectRef.parse(stream.slice(ofConsents.length)));
  const again: SubjectRef[] = [];
  for (const person of people) if (await withdrewSince(person, { stores, rooms })) again.push(person);
  return again;
}

async function withdrewSince(ref: SubjectRef, { stores: { vault }, rooms }: Deps): Promise<boolean> {
  const past = await rooms.historyOf(consentStream, ref);
  const { given } = past.map(({ event }) => event).reduce(consent.evolve, consent.initialState);
  const ends = (await vault.keysOf([ref]))
    .filter(({ category }) => category === 'consent.evidence')
    .map(({ expiresAt }) => expiresAt);
  const sinceLast = endOf('consent.evidence', past.at(-1)?.at ?? '');
  if (given.length === 0 || !ends.some((end) => end > sinceLast && end !== noEnd)) return false;
  const commandId = randomUUID();
  const context = { commandId, correlationId: commandId, causationId: null, actor: restoreGate };
  return withdrawAll(ref, restoreGate, { ...context, purpose: 'accountability' }, rooms);
}
