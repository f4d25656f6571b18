/** Where proofs about a log have gone wrong elsewhere: after its cleaning, with two histories, at odd sizes, by two signers. */
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import * as fc from 'fast-check';
import { scavengeFile } from '../../src/embedded/event-store/maintenance.ts';
import type { EventData } from '../../src/eventsourcing/event-store.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { Bundle, tlogProof, verifyBundle } from '../../src/notary/bundle.ts';
import { openCheckpoint } from '../../src/notary/checkpoint.ts';
import { leafHash, rootHash, treeHasher } from '../../src/notary/merkle.ts';
import { notary, signerOf } from '../../src/notary/notary.ts';
import { openNote, verifierFrom } from '../../src/notary/note.ts';
import { appendEntries, nodesOf } from '../../src/notary/tiles.ts';
import { currentTree } from '../../src/notary/trees.ts';
import { verifyLog } from '../../src/notary/verification.ts';
import { metadata } from '../eventsourcing/library.ts';
import { testServers } from '../servers.ts';
import { memoryTiles } from './memory-tiles.ts';
import { found, shop, stream, taken } from './witnessed-shop.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

/** Pitfall 36: keys die, the signing key changes, the store is cleaned. */
describe('a bundle that was taken', () => {
  test('stays genuine when keys have died and another key signs, needing nothing but itself', async () => {
    const it = await shop();
    const bundle = await taken(it);
    await it.destroyAll('ada');
    const otherDeps = { ...it.deps, seed: async () => Buffer.alloc(32, 3) };
    const from = await it.runner.position();
    const batch = await it.log.readAll(from);
    expect(await notary(otherDeps).take(batch, from, batch.at(-1)?.position ?? from)).toBe(true);
    const { verifierKey } = await signerOf(await it.tree(), otherDeps);
    const other = verifierFrom(verifierKey);
    if (other === undefined) throw new Error('a key');
    expect(openCheckpoint(await it.checkpoint(), it.verifier)).toBeUndefined();
    expect(verifyBundle(bundle, it.verifier)).toMatchObject({ is: 'genuine' });
    const signed = openCheckpoint(await it.checkpoint(), other);
    if (signed === undefined) throw new Error('nothing was signed anew');
    const events = await it.events();
    const log = {
      read: async (name: string) => events.filter((event) => event.stream === name),
    };
    const whole = await verifyLog({ log, events: stream(events), store: (await it.tree()).store }, signed);
    expect(whole).toMatchObject({ size: events.length, finding: null });
  });

  test('proves what the store has cleaned away since, and the log says which is gone', async () => {
    const { store, connectionString, file, stop } = await servers.eventStoreServer();
    const names = ['a', 'b', 'c'];
    for (const [at, name] of names.entries())
      await store.append('log-1', at === 0 ? 'no-stream' : BigInt(at - 1), [happened(name)]);
    const deps = { store: memoryTiles(), seed: async () => Buffer.alloc(32, 9), name: 'a/log', pauseMs: 0 };
    const events = await store.readAll(-1n);
    await notary(deps).take(events, -1n, events.at(-1)?.position ?? -1n);
    const { verifierKey } = await signerOf(await currentTree(deps), deps);
    const verifier = verifierFrom(verifierKey);
    const tree = await currentTree(deps);
    const note = Buffer.from((await tree.store.get('checkpoint')) ?? []).toString();
    const signed = verifier && openCheckpoint(note, verifier);
    if (verifier === undefined || signed === undefined) throw new Error('a signed checkpoint');

    const client = EventStoreDBClient.connectionString(connectionString);
    await client.setStreamMetadata('log-1', { maxCount: 1 });
    await client.dispose();
    await stop();
    expect(await scavengeFile(file)).toMatchObject({ result: 'Success', events: 2 });
    const left = events.slice(2);
    const log = { read: async () => left };
    const verified = await verifyLog({ log, events: stream(left), store: tree.store }, signed);
    expect(verified.finding).toMatchObject({ is: 'deleted', index: 0, place: 'log-1@0' });
  });

  const happened = (name: string): EventData => ({
    ...{ id: uuidFrom(name), type: 'Happened', data: { name }, metadata: metadata(name) },
  });
});

/** Pitfall 37: two histories of one size. */
test('a checkpoint of the same size with another root is refused', async () => {
  const it = await shop();
  const signed = await it.signed();
  const log = { read: it.log.read.bind(it.log) };
  const check = async (root: Buffer) =>
    verifyLog({ log, events: stream(await it.events()), store: (await it.tree()).store }, signed, {
      ...signed,
      root,
    });
  expect((await check(signed.root)).finding).toBeNull();
  expect((await check(Buffer.alloc(32, 1))).finding).toMatchObject({ is: 'history-rewritten' });
});

/** Pitfall 38: at the borders of a tile of 256. The public vectors are in `tree.test.ts`. */
test.each([0, 1, 2, 255, 256, 257, 65_536])(
  'the root of %i leaves is that of RFC 6962, 2.1',
  async (size) => {
    const entries = Array.from({ length: size }, (_, n) => Buffer.from(`entry ${n}`));
    const leaves = entries.map((entry) => sha256(Buffer.from([0]), entry));
    const store = memoryTiles();
    await appendEntries(store, 0, entries);
    const hasher = treeHasher();
    for (const entry of entries) hasher.add(leafHash(entry));
    const expected = rootOf(leaves).toString('hex');
    expect((await rootHash(nodesOf(store, size), size)).toString('hex')).toBe(expected);
    expect(hasher.root().toString('hex')).toBe(expected);
  },
);

/** Pitfall 39: the notary is started twice. Its restart after a crash is in `notary.test.ts`. */
test('two notaries that see the same at once make no leaf twice', async () => {
  const it = await shop();
  await it.allows('ada');
  await it.allows('bob');
  const from = await it.runner.position();
  const batch = await it.log.readAll(from);
  const to = batch.at(-1)?.position ?? from;
  await Promise.all([it.runner.take(batch, from, to), notary(it.deps).take(batch, from, to)]);
  expect(await notary(it.deps).take(batch, from, to)).toBe(false);
  expect(await found(it, await it.events())).toEqual({ size: 6, after: 0, finding: null });
});

/** Pitfall 40: a proof with any line of it changed. */
describe('a proof', () => {
  test('of one event is checked by the rules of C2SP tlog-proof alone, and not with a line changed', async () => {
    const it = await shop();
    const lines = tlogProof(await taken(it)).split('\n');
    const holds = (text: string) => holdsAsC2spSays(text, (note) => openNote(note, it.verifier));
    expect(holds(lines.join('\n'))).toBe(true);
    for (const [at, line] of lines.entries()) {
      if (line === '') continue;
      const changed = line.replace(/(?<=[ ]|^)[A-Za-z0-9]/, (c) => (c === 'z' ? 'y' : 'z'));
      expect([at, holds(lines.with(at, changed).join('\n'))]).toEqual([at, false]);
      expect([at, holds(lines.toSpliced(at, 1).join('\n'))]).toEqual([at, false]);
    }
    const others = lines.join('\n').replace('\n— ', '\n— somebody.example AAAAAAAA\n— ');
    expect(holds(others)).toBe(true);
  });

  test('of several events holds with no letter of it changed', async () => {
    const it = await shop();
    const text = JSON.stringify((await taken(it)).events);
    const bundle = await taken(it);
    fc.assert(
      fc.property(fc.nat(text.length - 1), (at) => {
        fc.pre(text[at + 1] !== '='); // two bits of it say nothing
        const changed = `${text.slice(0, at)}${text[at] === '5' ? '6' : '5'}${text.slice(at + 1)}`;
        expect(isGenuine(changed)).toBe(false);
      }),
    );
    function isGenuine(events: string): boolean {
      try {
        const parsed = Bundle.parse({ ...bundle, events: JSON.parse(events) });
        return verifyBundle(parsed, it.verifier).is === 'genuine';
      } catch {
        return false;
      }
    }
  });
});

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 6962, 2.1, word by word: a tree is cut at the largest power of two that is smaller than it. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  const cut = cutOf(leaves.length);
  return sha256(Buffer.from([1]), rootOf(leaves.slice(0, cut)), rootOf(leaves.slice(cut)));
}
const cutOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

/** The root that a leaf and its audit path come to, from the top: the reverse of RFC 6962, 2.1.1. */
function rootFrom(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  const last = path.at(-1);
  if (size === 1) return path.length === 0 ? leaf : undefined;
  if (last === undefined || index >= size) return undefined;
  const [cut, rest] = [cutOf(size), path.slice(0, -1)];
  const below =
    index < cut ? rootFrom(leaf, index, cut, rest) : rootFrom(leaf, index - cut, size - cut, rest);
  if (below === undefined) return undefined;
  return index < cut ? sha256(Buffer.from([1]), below, last) : sha256(Buffer.from([1]), last, below);
}

function holdsAsC2spSays(text: string, opened: (note: string) => string | undefined): boolean {
  const [head = '', ...after] = text.split('\n\n');
  const [format, extra = '', index = '', ...path] = head.split('\n');
  const checkpoint = opened(after.join('\n\n'));
  if (format !== 'c2sp.org/tlog-proof@v1' || checkpoint === undefined) return false;
  if (!extra.startsWith('extra ') || !/^index \d+$/.test(index)) return false;
  const [, size = '', root = ''] = checkpoint.split('\n');
  const leaf = sha256(Buffer.from([0]), Buffer.from(extra.slice(6), 'base64'));
  const hashes = path.map((line) => Buffer.from(line, 'base64'));
  return rootFrom(leaf, Number(index.slice(6)), Number(size), hashes)?.toString('base64') === root;
}
