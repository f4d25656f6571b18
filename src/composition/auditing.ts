/** What the auditor's desk asks: the log itself, and whether it is as it was witnessed. Nothing here can open anything. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { openCheckpoint } from '../notary/checkpoint.ts';
import { readCheckpoint, signerOf } from '../notary/notary.ts';
import { verifierFrom } from '../notary/note.ts';
import { currentTree } from '../notary/trees.ts';
import { type Verified, verifyLog } from '../notary/verification.ts';
import type { Auditing, Verification } from '../web/desks/ports.ts';
import type { Log, Published } from '../web/shop.ts';
import { clock, type Stores } from './stores.ts';

type Deps = Pick<Stores, 'log' | 'notary'>;

export const auditingOf = (stores: Deps, log: Log): Auditing => ({
  recorded: (stream) => stores.log.read(stream),
  everything: () => everyEvent(stores.log),
  verification: remembered(() => verify(stores), log),
});

export async function* everyEvent(log: Stores['log']): AsyncGenerator<RecordedEvent> {
  for (let after = -1n; ; ) {
    const batch = await log.readAll(after, 2000);
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

/** What anybody may keep, so that a log that was rewritten is found out by them. */
export const publishedOf =
  ({ notary }: Pick<Deps, 'notary'>): (() => Promise<Published>) =>
  async () => {
    const tree = await currentTree(notary);
    const { verifierKey } = await signerOf(tree, notary);
    return { checkpoint: await readCheckpoint(tree), verifierKey };
  };

const [freshMs, patienceMs] = [60_000, 2500];

/** It reads the whole log: so one at a time, at most one a minute, and a page waits for it only so long. */
function remembered(look: () => Promise<Verification>, log: Log): Auditing['verification'] {
  let last: Verification | undefined;
  let running: Promise<unknown> | undefined;
  const begin = () =>
    look()
      .then((told) => {
        last = told;
      })
      .catch((error: unknown) => log.error({ name: nameOf(error) }, 'the log could not be verified'))
      .finally(() => {
        running = undefined;
      });
  return async () => {
    if (last === undefined || Date.parse(clock()) - Date.parse(last.at) > freshMs) running ??= begin();
    if (running !== undefined) await Promise.race([running, pause(patienceMs, undefined, { ref: false })]);
    return last;
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

async function verify(stores: Deps): Promise<Verification> {
  const begunMs = performance.now();
  const told = await held(stores);
  return { ...told, at: clock(), tookMs: Math.round(performance.now() - begunMs) };
}

async function held({ log, notary }: Deps): Promise<Verified & Pick<Verification, 'witnessed'>> {
  const tree = await currentTree(notary);
  const note = await readCheckpoint(tree);
  if (note === undefined) return { size: 0, after: 0, finding: null, witnessed: null };
  const { verifierKey: signedBy } = await signerOf(tree, notary);
  const verifier = verifierFrom(signedBy);
  const signed = verifier && openCheckpoint(note, verifier);
  if (signed === undefined) return { size: 0, after: 0, finding: forged, witnessed: null };
  const told = await verifyLog({ log, events: everyEvent(log), store: tree.store }, signed);
  return { ...told, witnessed: { size: signed.size, root: signed.root.toString('base64'), signedBy } };
}

const forged = {
  ...({ is: 'tree-altered', index: null, place: null } as const),
  says: 'the checkpoint is not signed by the shop’s own key',
} as const;
