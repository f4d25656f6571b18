/** The tree, its proofs, its tiles and its signed notes, against RFC 6962, C2SP and their public vectors. */
import { describe, expect, test } from 'bun:test';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonical } from '../../src/notary/canonical.ts';
import { checkpointIn, openCheckpoint, signedCheckpoint } from '../../src/notary/checkpoint.ts';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rootByInclusion,
  rootHash,
  treeHasher,
} from '../../src/notary/merkle.ts';
import { openNote, signerFrom, verifierFrom } from '../../src/notary/note.ts';
import { appendEntries, nodesOf, readEntries, removePartials, tileName } from '../../src/notary/tiles.ts';
import { memoryTiles } from './memory-tiles.ts';

/** The eight leaves of Certificate Transparency's own tests (google/certificate-transparency, merkletree). */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const entries = leaves.map((hex) => Buffer.from(hex, 'hex'));
const many = (count: number) => Array.from({ length: count }, (_, n) => Buffer.from(`entry ${n}`));

async function treeOf(all: readonly Buffer[], cuts: readonly number[] = []) {
  const store = memoryTiles();
  let size = 0;
  for (const cut of [...cuts, all.length]) {
    const more = all.slice(size, Math.max(size, Math.min(cut, all.length)));
    await appendEntries(store, size, more);
    await removePartials(store, size, size + more.length);
    size += more.length;
  }
  return { store, node: nodesOf(store, all.length) };
}

describe('the tree of RFC 6962', () => {
  test('is nothing’s hash when it is empty', async () => {
    expect(emptyRoot.toString('hex')).toBe(createHash('sha256').digest('hex'));
    expect((await rootHash(async () => emptyRoot, 0)).equals(emptyRoot)).toBe(true);
  });

  test.each(roots.map((root, at) => [at + 1, root] as const))(
    'of %i leaves has the known root',
    async (size, root) => {
      const { node } = await treeOf(entries.slice(0, size));
      expect((await rootHash(node, size)).toString('hex')).toBe(root);
      const hasher = treeHasher();
      for (const entry of entries.slice(0, size)) hasher.add(leafHash(entry));
      expect(hasher.root().toString('hex')).toBe(root);
    },
  );

  test('has the proofs of section 2.1.3’s example, over seven leaves', async () => {
    const d = entries.slice(0, 7).map(leafHash);
    const [a, b, c, , e, f, j] = d;
    if (!a || !b || !c || !d[3] || !e || !f || !j) throw new Error('seven leaves');
    const [g, h, i] = [nodeHash(a, b), nodeHash(c, d[3]), nodeHash(e, f)];
    const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
    const { node } = await treeOf(entries.slice(0, 7));
    const hex = (proof: readonly Buffer[]) => proof.map((one) => one.toString('hex'));
    expect(hex(await inclusionProof(node, 0, 7))).toEqual(hex([b, h, l]));
    expect(hex(await inclusionProof(node, 3, 7))).toEqual(hex([c, g, l]));
    expect(hex(await inclusionProof(node, 4, 7))).toEqual(hex([f, j, k]));
    expect(hex(await inclusionProof(node, 6, 7))).toEqual(hex([i, k]));
    expect(hex(await consistencyProof(node, 3, 7))).toEqual(hex([c, d[3], g, l]));
    expect(hex(await consistencyProof(node, 4, 7))).toEqual(hex([l]));
    expect(hex(await consistencyProof(node, 6, 7))).toEqual(hex([i, j, k]));
  });

  test('proves every leaf to whoever has the root, and no other leaf', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const [index, other] = [a % size, b % size];
        const { node } = await treeOf(many(size));
        const root = await rootHash(node, size);
        const proof = await inclusionProof(node, index, size);
        const leaf = leafHash(Buffer.from(`entry ${index}`));
        expect(rootByInclusion(leaf, index, size, proof)?.equals(root)).toBe(true);
        if (other !== index)
          expect(rootByInclusion(leaf, other, size, proof)?.equals(root) ?? false).toBe(false);
        const forged = leafHash(Buffer.from('forged'));
        expect(rootByInclusion(forged, index, size, proof)?.equals(root)).not.toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('proves that it grew and that nothing else happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), async (size, a) => {
        const older = a % (size + 1);
        const { node } = await treeOf(many(size));
        const [was, is] = [await rootHash(node, older), await rootHash(node, size)];
        const proof = await consistencyProof(node, older, size);
        expect(isConsistent({ size: older, root: was }, { size, root: is }, proof)).toBe(true);
        const other = leafHash(Buffer.from('another history'));
        if (older > 0)
          expect(isConsistent({ size: older, root: other }, { size, root: is }, proof)).toBe(false);
        if (older > 0 && older < size)
          expect(isConsistent({ size: older, root: was }, { size, root: other }, proof)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('is the same however it was appended, and keeps no partial tile but the last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1500 }),
        fc.array(fc.nat(1500), { maxLength: 6 }),
        async (size, cuts) => {
          const sorted = cuts.toSorted((a, b) => a - b);
          const [once, piecewise] = [await treeOf(many(size)), await treeOf(many(size), sorted)];
          expect([...piecewise.store.files.keys()].toSorted()).toEqual(
            [...once.store.files.keys()].toSorted(),
          );
          const read = await Array.fromAsync(readEntries(piecewise.store, size));
          expect(read.map(String)).toEqual(many(size).map(String));
          expect((await rootHash(piecewise.node, size)).equals(await rootHash(once.node, size))).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('names its tiles as C2SP does', () => {
    expect(tileName({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tileName({ level: 'entries', index: 5, width: 3 })).toBe('tile/entries/005.p/3');
  });
});

describe('a signed note', () => {
  /** The example of the package golang.org/x/mod/sumdb/note. */
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
  const text =
    'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n';
  const known = text.replace('’', "'");
  const signature =
    'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

  test('is as others sign it', () => {
    const signer = signerFrom(seed, 'PeterNeumann');
    expect(signer.verifierKey).toBe(key);
    expect(signer.sign(known)).toBe(`${known}\n— PeterNeumann ${signature}\n`);
  });

  test('opens under its key, beside signatures of others, and under no other key', () => {
    const note = `${known}\n— somebody.example AAAAAAAA\n— PeterNeumann ${signature}\n`;
    const verifier = verifierFrom(key);
    if (verifier === undefined) throw new Error('a key');
    expect(openNote(note, verifier)).toBe(known);
    expect(openNote(note.replace('cryptography', 'cryptografy'), verifier)).toBeUndefined();
    const other = verifierFrom(signerFrom(Buffer.alloc(32, 7), 'PeterNeumann').verifierKey);
    expect(other && openNote(note, other)).toBeUndefined();
    expect(verifierFrom(key.replace('c74f', 'c74e'))).toBeUndefined();
  });

  test('says of a tree how large it is, and its root', () => {
    const signer = signerFrom(Buffer.alloc(32, 1), 'shop.example/log');
    const verifier = verifierFrom(signer.verifierKey);
    const checkpoint = { origin: 'shop.example/log', size: 8, root: Buffer.from(roots[7] ?? '', 'hex') };
    const note = signedCheckpoint(checkpoint, signer);
    expect(verifier && openCheckpoint(note, verifier)).toEqual(checkpoint);
    expect(checkpointIn(note)).toEqual(checkpoint);
    expect(note.startsWith('shop.example/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— ')).toBe(
      true,
    );
  });
});

test('canonical JSON is that of RFC 8785', () => {
  expect(
    canonical({ numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27], literals: [null, true, false] }),
  ).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
  const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(Object.values(JSON.parse(canonical(names)))).toHaveLength(7);
  expect(canonical(names).replaceAll(/"(?:\\.|[^"])*":/g, '')).toBe('{2,4,6,7,1,5,3}'); // 3.2.3
});
