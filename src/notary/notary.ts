/**
 * Follows the log and signs what it has seen: every event becomes a leaf, and now and then a checkpoint says how many
 * there are and what they come to. One notary at a time; should there be two for a moment, they sign the same.
 */
import { Buffer } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { Fault } from '../eventsourcing/fault.ts';
import type { Runner } from '../eventsourcing/runner.ts';
import { type Checkpoint, checkpointIn, signedCheckpoint } from './checkpoint.ts';
import { entryOf, leafOf } from './leaf.ts';
import { rootHash } from './merkle.ts';
import { type Signer, signerFrom } from './note.ts';
import { appendEntries, nodesOf, removePartials, type TileStore } from './tiles.ts';

export type NotaryDeps = {
  readonly store: TileStore;
  /** 32 bytes; whoever has them can sign. */
  readonly seed: () => Promise<Uint8Array>;
  /** What the log calls itself from its first checkpoint on: a URL without its scheme. */
  readonly origin: string;
  /** At most one checkpoint in this time, while little happens. */
  readonly pauseMs?: number;
};

const checkpointName = 'checkpoint';
const positionName = (size: number): string => `position/${size}`;

/** The last checkpoint, as it stands in the storage; undefined before the first. */
export async function readCheckpoint(store: TileStore): Promise<string | undefined> {
  const bytes = await store.get(checkpointName);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

/** Under the name by which the log called itself first, also where it has moved since. */
export async function signerOf({ store, seed, origin }: Omit<NotaryDeps, 'pauseMs'>): Promise<Signer> {
  const last = await readCheckpoint(store);
  return signerFrom(await seed(), (last && checkpointIn(last)?.origin) ?? origin);
}

export function notary(deps: NotaryDeps): Runner {
  const { store, pauseMs = 1000 } = deps;
  return {
    name: 'notary',
    shape: '',
    position: async () => (await seenBy(store)).position,
    async take(batch, from, to) {
      const seen = await seenBy(store);
      if (seen.position !== from) return false;
      if (batch.length > 0) await witness(deps, seen.size, batch, to);
      if (batch.length < restlessMin) await pause(pauseMs); // what comes meanwhile is signed at once
      return true;
    },
  };
}

/** From so many events on it does not rest. */
const restlessMin = 500;

/** Where the last checkpoint stands in the log. */
async function seenBy(store: TileStore): Promise<{ readonly size: number; readonly position: bigint }> {
  const note = await readCheckpoint(store);
  if (note === undefined) return { size: 0, position: -1n };
  const size = checkpointIn(note)?.size;
  const position = size === undefined ? undefined : await store.get(positionName(size));
  if (size === undefined || position === undefined)
    throw new Fault('notary/storage-damaged', { name: checkpointName });
  return { size, position: BigInt(Buffer.from(position).toString('utf8')) };
}

/** The checkpoint comes last: whatever crashes before it is written again, byte for byte. */
async function witness(deps: NotaryDeps, older: number, batch: readonly RecordedEvent[], position: bigint) {
  const { store } = deps;
  const size = older + batch.length;
  await appendEntries(
    store,
    older,
    batch.map((recorded) => entryOf(leafOf(recorded))),
  );
  const signer = await signerOf(deps);
  const last = await readCheckpoint(store);
  const origin = (last && checkpointIn(last)?.origin) ?? deps.origin;
  const checkpoint: Checkpoint = { origin, size, root: await rootHash(nodesOf(store, size), size) };
  await store.put(positionName(size), Buffer.from(String(position)));
  await store.put(checkpointName, Buffer.from(signedCheckpoint(checkpoint, signer)));
  await removePartials(store, older, size);
  if (older > 0) await store.remove(positionName(older));
}
