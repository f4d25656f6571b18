/**
 * Which tree the notary works at. A log that was put back from a backup has lost what was witnessed since: it begins
 * another tree under another name, and the one before stays as it was signed, for whoever kept a checkpoint of it.
 */
import { Buffer } from 'node:buffer';
import type { TileStore } from './tiles.ts';

export type TreeDeps = {
  /** Of all trees. */
  readonly store: TileStore;
  /** What the log calls itself from its first checkpoint on: a URL without its scheme. */
  readonly name: string;
};
export type Tree = TreeDeps & {
  readonly number: number;
  /** The first line of its checkpoints; they are signed under the log's name, whichever tree they are of. */
  readonly origin: string;
};

const [pointerName, nameName] = ['tree', 'name'];

export async function currentTree(deps: TreeDeps): Promise<Tree> {
  const [pointer, named] = await Promise.all([deps.store.get(pointerName), deps.store.get(nameName)]);
  const number = pointer === undefined ? 1 : Number(textOf(pointer));
  const name = named === undefined ? deps.name : textOf(named);
  const origin = number === 1 ? name : `${name}/${number}`;
  return { name, number, origin, store: within(deps.store, `trees/${number}/`) };
}

/** From its first checkpoint on the log keeps its name, also where the shop moves. */
export async function keepName({ store }: TreeDeps, { name }: Tree): Promise<void> {
  if ((await store.get(nameName)) === undefined) await store.put(nameName, Buffer.from(name));
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** @returns its number */
export async function beginTree(deps: TreeDeps): Promise<number> {
  const { number } = await currentTree(deps);
  await deps.store.put(pointerName, Buffer.from(String(number + 1)));
  return number + 1;
}

const within = ({ put, get, remove }: TileStore, folder: string): TileStore => ({
  put: (name, bytes) => put(`${folder}${name}`, bytes),
  get: (name) => get(`${folder}${name}`),
  remove: (name) => remove(`${folder}${name}`),
});
