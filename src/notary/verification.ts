/** The log held against the tree that was signed: the first entry that is not as it was is named, and how. */
import type { Buffer } from 'node:buffer';
import type { EventStore, RecordedEvent } from '../eventsourcing/event-store.ts';
import type { Checkpoint } from './checkpoint.ts';
import { entryOf, Leaf, leafOf } from './leaf.ts';
import { consistencyProof, isConsistent, leafHash, rootHash, treeHasher } from './merkle.ts';
import { nodesOf, readEntries, type TileStore } from './tiles.ts';

/** `index` of the entry in the tree, from 0. */
export type Finding = {
  readonly is:
    | 'tree-altered'
    | 'history-rewritten'
    | 'altered'
    | 'deleted'
    | 'inserted'
    | 'reordered'
    | 'truncated';
  readonly index: number | null;
  readonly place: string | null;
  readonly says: string;
};

export type Verified = {
  readonly size: number;
  /** In the log and not in the tree yet. */
  readonly after: number;
  readonly finding: Finding | null;
};

type Deps = {
  readonly log: Pick<EventStore, 'read'>;
  /** The whole log, oldest first. */
  readonly events: AsyncIterable<RecordedEvent>;
  readonly store: TileStore;
};

/** @param signed whose signature was checked @param older one that the auditor kept, checked likewise */
export async function verifyLog(deps: Deps, signed: Checkpoint, older?: Checkpoint): Promise<Verified> {
  const { size } = signed;
  const rewritten = older === undefined ? undefined : await ofHistory(deps.store, older, signed);
  const altered = rewritten ?? (await ofTree(deps.store, signed));
  if (altered !== undefined) return { size, after: 0, finding: altered };
  return ofLog(deps, size);
}

/** Whether the tree of today begins as that of then. */
async function ofHistory(
  store: TileStore,
  older: Checkpoint,
  newer: Checkpoint,
): Promise<Finding | undefined> {
  if (older.origin !== newer.origin)
    return rewritten(
      `the log was put back: that is a checkpoint of ${older.origin}, and this of ${newer.origin}`,
    );
  if (older.size > newer.size)
    return rewritten(`the tree had ${older.size} entries, and has ${newer.size} now`);
  const proof = await consistencyProof(nodesOf(store, newer.size), older.size, newer.size);
  return isConsistent(older, newer, proof)
    ? undefined
    : rewritten(`the first ${older.size} entries are not those of the older checkpoint`);
}

const rewritten = (says: string): Finding => ({ is: 'history-rewritten', index: null, place: null, says });

/** Whether entries and hashes in the storage come to the root that was signed. */
async function ofTree(store: TileStore, { size, root }: Checkpoint): Promise<Finding | undefined> {
  const [node, tree] = [nodesOf(store, size), treeHasher()];
  let index = 0;
  for await (const entry of readEntries(store, size)) {
    const leaf = leafHash(entry);
    if (!leaf.equals(await node(0, index)))
      return {
        is: 'tree-altered',
        index,
        place: placeIn(entry),
        says: 'the notary’s own copy of it was altered',
      };
    tree.add(leaf);
    index++;
  }
  const isWhole = index === size && tree.root().equals(root) && (await rootHash(node, size)).equals(root);
  if (isWhole) return undefined;
  return {
    is: 'tree-altered',
    index: null,
    place: null,
    says: 'the tree does not come to the root that was signed',
  };
}

async function ofLog(deps: Deps, size: number): Promise<Verified> {
  const entries = readEntries(deps.store, size);
  let [index, after] = [0, 0];
  for await (const recorded of deps.events) {
    const { done, value: entry } = index < size ? await entries.next() : { done: true, value: undefined };
    if (done === true || entry === undefined) after++;
    else if (!entry.equals(entryOf(leafOf(recorded))))
      return { size, after: 0, finding: await difference(deps, size, index, entry, recorded) };
    else index++;
  }
  if (index === size) return { size, after, finding: null };
  const { value: entry } = await entries.next();
  const place = entry === undefined ? null : placeIn(entry);
  const says = `the log ends after ${index} of ${size} events`;
  return { size, after: 0, finding: { is: 'truncated', index, place, says } };
}

/** What became of an entry in whose place something else stands. */
async function difference(
  { log, store }: Deps,
  size: number,
  index: number,
  entry: Buffer,
  stands: RecordedEvent,
): Promise<Finding> {
  const was = Leaf.parse(JSON.parse(entry.toString('utf8')));
  const about = { index, place: placeIn(entry) };
  const now = (await log.read(was.stream)).find(({ revision }) => String(revision) === was.revision);
  const instead = `in its place stands ${stands.stream}@${stands.revision}`;
  if (now === undefined) return { is: 'deleted', ...about, says: `it is gone; ${instead}` };
  const changed = changesBetween(was, leafOf(now));
  if (changed.length > 0)
    return { is: 'altered', ...about, says: `not as it was witnessed: ${changed.join(', ')}` };
  const isKnown = await isAmong(readEntries(store, size), entryOf(leafOf(stands)));
  return { is: isKnown ? 'reordered' : 'inserted', ...about, says: `it stands elsewhere; ${instead}` };
}

const changesBetween = (was: Leaf, is: Leaf): readonly string[] =>
  fields.filter(([field]) => was[field] !== is[field]).map(([, words]) => words);

const fields: readonly (readonly [keyof Leaf, string])[] = [
  ['id', 'its id'],
  ['type', 'its type'],
  ['created', 'its time'],
  ['dataHash', 'its data'],
  ['metadataHash', 'its metadata'],
];

async function isAmong(entries: AsyncIterable<Buffer>, wanted: Buffer): Promise<boolean> {
  for await (const entry of entries) if (entry.equals(wanted)) return true;
  return false;
}

/** @returns the place that an entry tells, `order-…@0` */
function placeIn(entry: Buffer): string | null {
  const leaf = Leaf.safeParse(jsonIn(entry)).data;
  return leaf === undefined ? null : `${leaf.stream}@${leaf.revision}`;
}

function jsonIn(entry: Buffer): unknown {
  try {
    return JSON.parse(entry.toString('utf8'));
  } catch {
    return undefined;
  }
}
