/** The Merkle tree of RFC 6962, section 2.1: its hashes, and the proofs that somebody can check who has no tree. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** SHA-256: 32 bytes. */
export type Hash = Buffer;

export const leafHash = (entry: Uint8Array): Hash => sha256(Buffer.of(0), entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Hash => sha256(Buffer.of(1), left, right);
const sha256 = (...parts: readonly Uint8Array[]): Hash =>
  parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();

/** The hash of an empty tree. */
export const emptyRoot: Hash = createHash('sha256').digest();

/** The root of leaves that come one by one: it holds a hash per bit of their number. */
export function treeHasher() {
  const complete: { readonly height: number; readonly hash: Hash }[] = []; // ever smaller
  return {
    add(leaf: Hash): void {
      let joined = { height: 0, hash: leaf };
      for (let last = complete.at(-1); last?.height === joined.height; last = complete.at(-1)) {
        complete.pop();
        joined = { height: joined.height + 1, hash: nodeHash(last.hash, joined.hash) };
      }
      complete.push(joined);
    },
    root(): Hash {
      const hashes = complete.map(({ hash }) => hash);
      return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
    },
  };
}

/** The hash of the whole subtree over the leaves from `index * 2 ** level` on. */
export type NodeAt = (level: number, index: number) => Promise<Hash>;

/** MTH(D[start:start+count]), where `start` is a multiple of the power of two that is not smaller than `count`. */
async function rangeHash(node: NodeAt, start: number, count: number): Promise<Hash> {
  const half = largestPowerBelow(count);
  if (count === 1 || half * 2 === count) return node(Math.log2(count), start / count);
  return nodeHash(await rangeHash(node, start, half), await rangeHash(node, start + half, count - half));
}

/** Smaller than `count`, if there is one. */
const largestPowerBelow = (count: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(count)) - 1);

export const rootHash = async (node: NodeAt, size: number): Promise<Hash> =>
  size === 0 ? emptyRoot : rangeHash(node, 0, size);

/** PATH(index, D[size]): 2.1.1 */
export const inclusionProof = (node: NodeAt, index: number, size: number): Promise<readonly Hash[]> =>
  path(node, index, 0, size);

async function path(node: NodeAt, index: number, start: number, count: number): Promise<readonly Hash[]> {
  if (count === 1) return [];
  const half = largestPowerBelow(count);
  const [left, right] = [start, start + half];
  return index < half
    ? [...(await path(node, index, left, half)), await rangeHash(node, right, count - half)]
    : [...(await path(node, index - half, right, count - half)), await rangeHash(node, left, half)];
}

/** PROOF(older, D[size]): 2.1.2 */
export const consistencyProof = (node: NodeAt, older: number, size: number): Promise<readonly Hash[]> =>
  older === 0 || older === size ? Promise.resolve([]) : subproof(node, older, 0, size, true);

async function subproof(
  node: NodeAt,
  older: number,
  start: number,
  count: number,
  isWhole: boolean,
): Promise<readonly Hash[]> {
  if (older === count) return isWhole ? [] : [await rangeHash(node, start, count)];
  const half = largestPowerBelow(count);
  if (older <= half)
    return [
      ...(await subproof(node, older, start, half, isWhole)),
      await rangeHash(node, start + half, count - half),
    ];
  return [
    ...(await subproof(node, older - half, start + half, count - half, false)),
    await rangeHash(node, start, half),
  ];
}

/** The root that a proof of inclusion leads to; undefined if it is none (RFC 9162, 2.1.3.2). */
export function rootByInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
): Hash | undefined {
  if (index < 0 || index >= size) return undefined;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    const isRight = at % 2 === 1 || at === last;
    hash = isRight ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    while (isRight && at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

const half = (n: number): number => Math.floor(n / 2);

/** Whether the newer tree is the older one, and more (RFC 9162, 2.1.4.2). */
export function isConsistent(
  older: { readonly size: number; readonly root: Hash },
  newer: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0 && older.root.equals(emptyRoot);
  const isPower = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = isPower ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [oldHash, newHash] = [nodeHash(sibling, oldHash), nodeHash(sibling, newHash)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else newHash = nodeHash(newHash, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && oldHash.equals(older.root) && newHash.equals(newer.root);
}
