/**
 * Held against each other before anything opens: the log, the vault and the ledger each say which keys are dead, and
 * what one says holds for all. So a backup of any of them, put back, brings nobody back.
 */
import type { Sql, Transaction } from '../eventsourcing/database.ts';
import { daysAfter } from '../eventsourcing/days.ts';
import type { EventStore, RecordedEvent } from '../eventsourcing/event-store.ts';
import type { Blobs } from './blobs.ts';
import type { ErasureLedger } from './erasure-ledger.ts';
import { forgetting } from './forgetting.ts';
import type { SubjectRef } from './opaque.ts';
import type { Category } from './register.ts';
import type { Reason } from './vault.ts';

export type ReconciliationDeps = {
  readonly sql: Sql;
  readonly log: Pick<EventStore, 'readAll' | 'head'>;
  readonly ledger: ErasureLedger;
  readonly blobs: Pick<Blobs, 'deleteOf'>;
  /** What an event of another module fences: somebody who was erased as a whole, or one thing of theirs. */
  readonly fencedBy: (recorded: RecordedEvent) => readonly Fenced[];
  /** Appends `KeysDestroyed`; the same again is no harm. */
  readonly logDestroyed: (kids: readonly string[], because: Reason) => Promise<void>;
  readonly clock: () => string;
};
export type Fenced = {
  readonly subject: SubjectRef;
  readonly category: Category;
  /** Null: all of the category. */
  readonly item: string | null;
};

/** All zero at an ordinary start; after a crash amid a destruction, that is finished here. */
export type Reconciled = {
  /** Lived, in a vault that was put back, and are destroyed again. */
  readonly destroyedAgain: number;
  /** Were missing in a log that was put back, and are said again. */
  readonly loggedAgain: number;
  /** Were missing in the ledger. */
  readonly recordedAgain: number;
  /** Are dead, and this vault never had them: keys that were minted after it was put aside are lost with them. */
  readonly unknown: number;
};

/**
 * In one transaction, under a lock: of several processes that start, one does it, and the others find it done.
 * @throws whatever keeps it from being done; then nothing may be opened
 */
export function reconcile(deps: ReconciliationDeps): Promise<Reconciled> {
  return deps.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('reconciliation', 0))`;
    const head = await deps.log.head();
    const { position, mark } = await progressOf(tx, head);
    const logged = await applyLog(tx, deps, position);
    const recorded = await readLedger(deps.ledger, mark);
    const missing = [...logged.kids].filter((kid) => !recorded.kids.has(kid));
    if (missing.length > 0) await deps.ledger.record(missing);

    const byLedger = await destroyAgain(tx, [...recorded.kids], 'erasure', deps.clock());
    const loggedAgain = await logAgain(tx, deps);
    const again = [...logged.destroyedAgain, ...byLedger];
    await deps.blobs.deleteOf([...again, ...loggedAgain]);
    await keepProgress(tx, logged.position, recorded.mark);
    if (again.length > 0 || logged.fences > 0) await tx`select pg_notify('vault', '')`;
    const dead = new Set([...logged.kids, ...recorded.kids]);
    return {
      destroyedAgain: again.length,
      loggedAgain: loggedAgain.length,
      recordedAgain: missing.length,
      unknown: dead.size - (await knownOf(tx, dead)),
    };
  });
}

/** How far it came last time: as this vault remembers, and unless the log is shorter than it was then. */
async function progressOf(tx: Transaction, head: bigint) {
  const [row] = await tx<{ log_position: bigint; ledger_mark: string }[]>`select * from reconciliation`;
  const [last] = await tx<{ at: bigint | null }[]>`select max(logged_at) as at from key`;
  const [position, seen] = [row?.log_position ?? -1n, last?.at ?? -1n];
  if (position <= head && seen <= head) return { position, mark: row?.ledger_mark ?? '' };
  await tx`update key set logged_at = null`; // the log was put back: what it says now is read from its beginning
  return { position: -1n, mark: row?.ledger_mark ?? '' };
}

const batchMax = 5000;

async function applyLog(tx: Transaction, deps: ReconciliationDeps, from: bigint) {
  const [kids, destroyedAgain]: [Set<string>, string[]] = [new Set(), []];
  let [position, fences] = [from, 0];
  for (;;) {
    const batch = await deps.log.readAll(position, batchMax);
    if (batch.length === 0) return { kids, destroyedAgain, position, fences };
    for (const recorded of batch) {
      const named = forgetting.destroyedBy(recorded);
      for (const kid of named) kids.add(kid);
      destroyedAgain.push(...(await applyEvent(tx, recorded, named, deps.clock())));
      fences += await fenceAgain(tx, deps.fencedBy(recorded), deps.clock());
    }
    position = batch.at(-1)?.position ?? position;
  }
}

async function applyEvent(tx: Transaction, recorded: RecordedEvent, kids: readonly string[], now: string) {
  if (kids.length === 0) return [];
  const because = recorded.data['because'] === 'retention' ? 'retention' : 'erasure';
  const again = await destroyAgain(tx, kids, because, now);
  await tx`update key set logged_at = ${recorded.position} where kid = any(${kids}::uuid[])`;
  return again;
}

/** A legal hold yields: what was destroyed once can be held by nobody. */
async function destroyAgain(tx: Transaction, kids: readonly string[], because: Reason, now: string) {
  if (kids.length === 0) return [];
  const rows = await tx<{ kid: string }[]>`
    update key set state = 'destroyed', because = coalesce(because, ${because}), destroyed_at = ${now},
      hold = false, material = null, wrapped_by = null
    where kid = any(${kids}::uuid[]) and state <> 'destroyed'
    returning kid`;
  return rows.map(({ kid }) => kid);
}

async function fenceAgain(tx: Transaction, fenced: readonly Fenced[], now: string): Promise<number> {
  let count = 0;
  for (const { subject, category, item } of fenced) {
    const added = await tx`insert into fence (subject, category, item, fenced_at)
      values (${subject}, ${category}, ${item}, ${now}) on conflict do nothing`;
    count += added.count;
  }
  return count;
}

/** A day before the mark is read again: entries are called by the clocks of those who wrote them. */
async function readLedger(ledger: ErasureLedger, mark: string) {
  const from = mark === '' ? '' : daysAfter(mark.slice(0, 'yyyy-mm-ddThh:mm:ss.sssZ'.length), -1);
  const kids = new Set<string>();
  let last = mark;
  for await (const entry of ledger.after(from)) {
    for (const kid of entry.kids) kids.add(kid);
    if (entry.mark > last) last = entry.mark;
  }
  return { kids, mark: last };
}

/** What is dead, and the log does not say so. */
async function logAgain(tx: Transaction, { logDestroyed }: ReconciliationDeps): Promise<readonly string[]> {
  const rows = await tx<{ kid: string; because: Reason }[]>`
    select kid, because from key where state = 'destroyed' and logged_at is null order by kid`;
  for (const because of ['erasure', 'retention'] as const) {
    const kids = rows.filter((row) => row.because === because).map(({ kid }) => kid);
    if (kids.length > 0) await logDestroyed(kids, because);
  }
  return rows.map(({ kid }) => kid);
}

async function knownOf(tx: Transaction, kids: ReadonlySet<string>): Promise<number> {
  return (await tx`select from key where kid = any(${[...kids]}::uuid[])`).count;
}

const keepProgress = (tx: Transaction, position: bigint, mark: string) => tx`
  insert into reconciliation (log_position, ledger_mark) values (${position}, ${mark})
  on conflict (one) do update set log_position = excluded.log_position, ledger_mark = excluded.ledger_mark`;
