/** A shop with a few events and a notary that has signed them: what the auditor's tests look at. */
import { expect } from 'bun:test';
import { Buffer } from 'node:buffer';
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { Bundle, makeBundle } from '../../src/notary/bundle.ts';
import { openCheckpoint } from '../../src/notary/checkpoint.ts';
import { notary, readCheckpoint, signerOf } from '../../src/notary/notary.ts';
import { verifierFrom } from '../../src/notary/note.ts';
import { currentTree } from '../../src/notary/trees.ts';
import { verifyLog } from '../../src/notary/verification.ts';
import { history } from '../scripts/history.ts';
import { memoryTiles } from './memory-tiles.ts';

const seed = async () => Buffer.alloc(32, 9);
const origin = 'shop.example/log';

export async function shop() {
  const told = history();
  const store = memoryTiles();
  const deps = { store, seed, name: origin, pauseMs: 0 };
  const runner = notary(deps);
  const follow = async () => {
    const from = await runner.position();
    const batch = await told.log.readAll(from);
    expect(await runner.take(batch, from, batch.at(-1)?.position ?? from)).toBe(true);
  };
  for (const name of ['ada', 'bob', 'eve', 'ida']) await told.orders(name);
  await follow();
  const verifierKey = (await signerOf(await currentTree(deps), deps)).verifierKey;
  const verifier = verifierFrom(verifierKey);
  if (verifier === undefined) throw new Error('a key');
  const tree = async () => currentTree(deps);
  const checkpoint = async () => (await readCheckpoint(await tree())) ?? '';
  const signed = async () => {
    const opened = openCheckpoint(await checkpoint(), verifier);
    if (opened === undefined) throw new Error('a signed checkpoint');
    return opened;
  };
  const events = () => told.log.readAll(-1n);
  return {
    ...told,
    deps,
    tree,
    files: store.files,
    runner,
    follow,
    verifier,
    verifierKey,
    checkpoint,
    signed,
    events,
  };
}
export type Shop = Awaited<ReturnType<typeof shop>>;

/** What an auditor finds in a log that reads so. */
export async function found(it: Shop, events: readonly RecordedEvent[]) {
  const log = { read: async (stream: string) => events.filter((event) => event.stream === stream) };
  return verifyLog({ log, events: stream(events), store: (await it.tree()).store }, await it.signed());
}
export async function* stream<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

/** A bundle of all but one event, as an auditor gets it: read from JSON. */
export async function taken(it: Shop, earlier?: { readonly note: string; readonly size: number }) {
  const { size } = await it.signed();
  const events = (await it.events()).slice(0, size).map((recorded, index) => ({ index, recorded }));
  const about = {
    store: (await it.tree()).store,
    checkpoint: await it.checkpoint(),
    verifierKey: it.verifierKey,
    size,
    earlier,
  };
  const bundle = await makeBundle({ ...about, events: events.filter(({ index }) => index !== 2) });
  return Bundle.parse(JSON.parse(JSON.stringify(bundle)));
}
