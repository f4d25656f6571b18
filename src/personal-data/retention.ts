/** Retention is key expiry: what is past its end is destroyed, said in the log, and its files go. */
import { Fault } from '../eventsourcing/fault.ts';
import type { Blobs } from './blobs.ts';
import type { ErasureLedger } from './erasure-ledger.ts';
import type { LookUp } from './lookup.ts';
import type { SubjectRef } from './opaque.ts';
import type { HeldRow, Reason, Vault } from './vault.ts';

export type RetentionDeps = {
  readonly vault: Vault;
  readonly blobs: Pick<Blobs, 'deleteOf'>;
  readonly ledger: Pick<ErasureLedger, 'record'>;
  readonly lookUp: Pick<LookUp, 'forget'>;
  /** Appends `KeysDestroyed`; the same again is no harm. */
  readonly logDestroyed: (kids: readonly string[], because: Reason) => Promise<void>;
  readonly clocks: Clocks;
};

/** Each ISO 8601, UTC. */
export type Clocks = {
  readonly system: () => string;
  readonly database: () => Promise<string>;
  /** Null while the log is empty. */
  readonly newestEvent: () => Promise<string | null>;
};

export type RetentionRun = { readonly keys: number; readonly files: number; readonly held: number };

const batchMax = 200;

/** What a run at that time would destroy, and what a legal hold would keep from it. Touches nothing. */
export async function retentionPreview({ vault }: Pick<RetentionDeps, 'vault'>, at: string) {
  const overdue = await vault.overdue(at);
  return { due: overdue.filter(({ hold }) => !hold), held: overdue.filter(({ hold }) => hold) };
}

/**
 * Destroys what is past its end now; what a crash left half done, first. In each batch nothing opens any more, then
 * the log says so, then the ledger, then the files go, and the secret goes last: until then it is not done.
 * @throws Fault retention/clock-ahead: nothing was destroyed
 */
export async function runRetention(deps: RetentionDeps): Promise<RetentionRun> {
  const now = await agreedTime(deps.clocks);
  const { due, held } = await retentionPreview(deps, now);
  let run = await destroy(deps, kidsOf(due.filter(({ state }) => state === 'destroying')));
  for (;;) {
    const kids = await deps.vault.condemnEnded(now, batchMax);
    if (kids.length === 0) return { ...run, held: held.length };
    const batch = await destroy(deps, kids);
    run = { keys: run.keys + batch.keys, files: run.files + batch.files };
  }
}

const kidsOf = (rows: readonly HeldRow[]): readonly string[] => rows.map(({ kid }) => kid);

async function destroy(deps: RetentionDeps, kids: readonly string[]): Promise<Omit<RetentionRun, 'held'>> {
  if (kids.length === 0) return { keys: 0, files: 0 };
  await deps.logDestroyed(kids, 'retention');
  await deps.ledger.record(kids);
  await forgetUnreachable(deps, kids);
  const files = await deps.blobs.deleteOf(kids);
  await deps.vault.shred(kids);
  return { keys: kids.length, files };
}

/** Whose contact has ended, and who did not come back, is not found by it any more. */
async function forgetUnreachable({ vault, lookUp }: RetentionDeps, kids: readonly string[]): Promise<void> {
  const ended = await Promise.all(kids.map((kid) => vault.find(kid)));
  const people = [...new Set(ended.filter(isContact).map(({ subject }) => subject))];
  if (people.length === 0) return;
  const held = (await vault.keysOf(people)).filter(({ state }) => state === 'active');
  const reachable = new Set(held.filter(isContact).map(({ subject }) => subject));
  const gone: readonly SubjectRef[] = people.filter((person) => !reachable.has(person));
  await lookUp.forget(gone);
}

const isContact = ({ category }: Pick<HeldRow, 'category'>): boolean => category === 'contact';

const aheadMaxMs = 60 * 60 * 1000;

/**
 * A clock that was set wrong would end everything at once. So a time that is ahead of both other sources, by more
 * than an hour, is not believed.
 */
async function agreedTime({ system, database, newestEvent }: Clocks): Promise<string> {
  const now = system();
  const [byDatabase, byLog] = [await database(), (await newestEvent()) ?? ''];
  const isAhead = (of: string) => of === '' || Date.parse(now) - Date.parse(of) > aheadMaxMs;
  if (isAhead(byDatabase) && isAhead(byLog))
    throw new Fault('retention/clock-ahead', { system: now, database: byDatabase, newestEvent: byLog });
  return now;
}
