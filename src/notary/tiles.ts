/**
 * The tree as files (C2SP tlog-tiles): tiles of 256 hashes, each of them the hash of a full tile one level below, and
 * bundles of the 256 entries that a tile of leaves is made from. A full one is never written again; a partial one
 * makes way for the next.
 */
import { Buffer } from 'node:buffer';
import { Fault } from '../eventsourcing/fault.ts';
import { type Hash, leafHash, type NodeAt, nodeHash } from './merkle.ts';

/** The port of a storage: names and bytes. */
export type TileStore = {
  /** Whole and durable once it returns. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** @returns undefined if there is none */
  get(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
};

export const tileWidth = 256;
const hashBytes = 32;

type Place = { readonly level: number | 'entries'; readonly index: number; readonly width: number };

/** `tile/0/x001/x234/067.p/5` */
export function tileName({ level, index, width }: Place): string {
  const digits = String(index).padStart(3 * Math.ceil(String(index).length / 3), '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return `tile/${level}/${path}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** How many hashes there are at a level of tiles, of a tree with so many leaves. */
const lengthAt = (level: number, size: number): number => Math.floor(size / tileWidth ** level);

/** @throws Fault notary/tile-missing */
async function readTile(store: TileStore, place: Omit<Place, 'width'>, size: number): Promise<Uint8Array> {
  const level = place.level === 'entries' ? 0 : place.level;
  const least = Math.min(tileWidth, lengthAt(level, size) - place.index * tileWidth);
  const exact = await store.get(tileName({ ...place, width: least }));
  if (exact !== undefined) return exact;
  for (let width = tileWidth; width > least; width--) {
    const longer = await store.get(tileName({ ...place, width })); // the tree has grown since
    if (longer !== undefined) return longer;
  }
  throw new Fault('notary/tile-missing', { tile: tileName({ ...place, width: least }) });
}

/** Any node of a tree of that size, from its tiles; each is read once. */
export function nodesOf(store: TileStore, size: number): NodeAt {
  const tiles = new Map<string, Promise<Uint8Array>>();
  const tileAt = (level: number, index: number) => {
    const name = `${level}/${index}`;
    const known = tiles.get(name) ?? readTile(store, { level, index }, size);
    tiles.set(name, known);
    return known;
  };
  const known = new Map<string, Hash>();
  return async (level, index) => {
    const name = `${level}/${index}`;
    const [tileLevel, height] = [Math.floor(level / 8), level % 8];
    const first = index * 2 ** height;
    const tile = await tileAt(tileLevel, Math.floor(first / tileWidth));
    const hash = known.get(name) ?? subtree(tile, first % tileWidth, 2 ** height);
    if (height > 0) known.set(name, hash);
    return hash;
  };
}

/** The hash over `count` neighbours in a tile, a power of two of them. */
function subtree(tile: Uint8Array, first: number, count: number): Hash {
  if (count === 1) return Buffer.from(tile.subarray(first * hashBytes, (first + 1) * hashBytes));
  return nodeHash(subtree(tile, first, count / 2), subtree(tile, first + count / 2, count / 2));
}

/** Adds entries to a tree. When it returns, every tile of the larger tree is stored, and those of the smaller are. */
export async function appendEntries(
  store: TileStore,
  size: number,
  entries: readonly Buffer[],
): Promise<void> {
  await extend(store, 'entries', size, entries.map(lengthPrefixed));
  let [hashes, length]: [readonly Hash[], number] = [entries.map(leafHash), size];
  for (let level = 0; hashes.length > 0; level++) {
    const full = await extend(store, level, length, hashes);
    length = Math.floor(length / tileWidth);
    hashes = full;
  }
}

/** @returns the hashes of the tiles that are full now */
async function extend(
  store: TileStore,
  level: Place['level'],
  length: number,
  items: readonly Buffer[],
): Promise<readonly Hash[]> {
  const index = Math.floor(length / tileWidth);
  const width = length % tileWidth;
  const before = width === 0 ? [] : [Buffer.from(await partAt(store, { level, index, width }))];
  const full: Hash[] = [];
  for (let at = index, rest = items, held = before, wide = width; rest.length > 0; at++) {
    const taken = rest.slice(0, tileWidth - wide);
    const tile = Buffer.concat([...held, ...taken]);
    await store.put(tileName({ level, index: at, width: wide + taken.length }), tile);
    if (wide + taken.length === tileWidth && level !== 'entries') full.push(subtree(tile, 0, tileWidth));
    [rest, held, wide] = [rest.slice(taken.length), [], 0];
  }
  return full;
}

/** The first so many of a partial tile, also where a longer one has taken its place. */
async function partAt(store: TileStore, { level, index, width }: Place): Promise<Uint8Array> {
  const size = index * tileWidth + width;
  const tile = await readTile(
    store,
    { level, index },
    level === 'entries' ? size : size * tileWidth ** level,
  );
  if (level !== 'entries') return tile.subarray(0, width * hashBytes);
  return Buffer.concat(entriesIn(tile).slice(0, width).map(lengthPrefixed));
}

/** Takes away the partial tiles of a smaller tree that a larger one has replaced. */
export async function removePartials(store: TileStore, older: number, size: number): Promise<void> {
  for (let level = 0; lengthAt(level, older) > 0; level++) {
    const [was, is] = [lengthAt(level, older), lengthAt(level, size)];
    const width = was % tileWidth;
    if (width === 0 || was === is) continue;
    const place = { index: Math.floor(was / tileWidth), width };
    await store.remove(tileName({ level, ...place }));
    if (level === 0) await store.remove(tileName({ level: 'entries', ...place }));
  }
}

/** The entries of a tree in their order, bundle by bundle. */
export async function* readEntries(store: TileStore, size: number): AsyncGenerator<Buffer> {
  for (let index = 0; index * tileWidth < size; index++) {
    const bundle = await readTile(store, { level: 'entries', index }, size);
    yield* entriesIn(bundle).slice(0, size - index * tileWidth);
  }
}

/** Big-endian, 16 bits: an entry is a kilobyte at most. */
const lengthPrefixed = (entry: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(entry.length);
  return Buffer.concat([length, entry]);
};

function entriesIn(bundle: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(bundle);
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
