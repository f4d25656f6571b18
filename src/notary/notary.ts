/**
 * Follows the log and signs what it has seen: every event becomes a leaf, and now and then a checkpoint says how many
 * there are and what they come to. One notary at a time; should there be two for a moment, they sign the same.
 */
import { Buffer } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { Fault } from '../eventsourcing/fault.ts';
import type { Runner } from '../eventsourcing/runner.ts';
import { checkpointIn, signedCheckpoint } from './checkpoint.ts';
import { entryOf, leafOf } from './leaf.ts';
import { rootHash } from './merkle.ts';
import { type Signer, signerFrom } from './note.ts';
import { appendEntries, nodesOf, removePartials } from './tiles.ts';
import { currentTree, keepName, type Tree, type TreeDeps } from './trees.ts';

export type NotaryDeps = TreeDeps & {
  /** 32 bytes; whoever has them can sign. */
  readonly seed: () => Promise<Uint8Array>;
  /** At most one checkpoint in this time, while little happens. */
  readonly pauseMs?: number;
};

const checkpointName = 'checkpoint';
const positionName = (size: number): string => `position/${size}`;

/** The last checkpoint, as it stands in the storage; undefined before the first. */
export async function readCheckpoint({ store }: Pick<Tree, 'store'>): Promise<string | undefined> {
  const bytes = await store.get(checkpointName);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

/** Its name is the log's, and so the same for every tree. */
export async function signerOf({ name }: Tree, { seed }: Pick<NotaryDeps, 'seed'>): Promise<Signer> {
  return signerFrom(await seed(), name);
}

export function notary(deps: NotaryDeps): Runner {
  const { pauseMs = 1000 } = deps;
  return {
    name: 'notary',
    shape: '',
    position: async () => (await seenBy(await currentTree(deps))).position,
    async take(batch, from, to) {
      const tree = await currentTree(deps);
      const seen = await seenBy(tree);
      if (seen.position !== from) return false;
      if (batch.length > 0) await witness(tree, deps, seen.size, batch, to);
      if (batch.length < restlessMin) await pause(pauseMs); // what comes meanwhile is signed at once
      return true;
    },
  };
}

/** From so many events on it does not rest. */
const restlessMin = 500;

/** Where the last checkpoint stands in the log. */
async function seenBy(tree: Tree): Promise<{ readonly size: number; readonly position: bigint }> {
  const note = await readCheckpoint(tree);
  if (note === undefined) return { size: 0, position: -1n };
  const size = checkpointIn(note)?.size;
  const position = size === undefined ? undefined : await tree.store.get(positionName(size));
  if (size === undefined || position === undefined)
    throw new Fault('notary/storage-damaged', { name: checkpointName });
  return { size, position: BigInt(Buffer.from(position).toString('utf8')) };
}

/** The checkpoint comes last: whatever crashes before it is written again, byte for byte. */
async function witness(
  tree: Tree,
  deps: NotaryDeps,
  older: number,
  batch: readonly RecordedEvent[],
  position: bigint,
): Promise<void> {
  const { store } = tree;
  const size = older + batch.length;
  const entries = batch.map((recorded) => entryOf(leafOf(recorded)));
  await keepName(deps, tree);
  await appendEntries(store, older, entries);
  const root = await rootHash(nodesOf(store, size), size);
  const note = signedCheckpoint({ origin: tree.origin, size, root }, await signerOf(tree, deps));
  await store.put(positionName(size), Buffer.from(String(position)));
  await store.put(checkpointName, Buffer.from(note));
  await removePartials(store, older, size);
  if (older > 0) await store.remove(positionName(older));
}
