/** The notary follows the log and signs it; an auditor holds one against the other, or takes a bundle away. */
import { describe, expect, test } from 'bun:test';
import { Buffer } from 'node:buffer';
import { eventsIn, tlogProof, verifyBundle } from '../../src/notary/bundle.ts';
import { signerOf } from '../../src/notary/notary.ts';
import { verifierFrom } from '../../src/notary/note.ts';
import { beginTree, currentTree } from '../../src/notary/trees.ts';
import { verifyLog } from '../../src/notary/verification.ts';
import { found, type Shop, shop, stream, taken } from './witnessed-shop.ts';

describe('a log that is as it was', () => {
  test('is verified, with what is newer counted', async () => {
    const it = await shop();
    await it.allows('ada');
    expect(await found(it, await it.events())).toEqual({ size: 4, after: 1, finding: null });
    await it.follow();
    expect(await found(it, await it.events())).toEqual({ size: 5, after: 0, finding: null });
  });

  test('is verified after an erasure as before: what is hashed is ciphertext', async () => {
    const it = await shop();
    await it.destroyAll('ada');
    await it.follow();
    expect((await found(it, await it.events())).finding).toBeNull();
  });

  test('is witnessed once, however often it is shown and however the notary was cut short', async () => {
    const it = await shop();
    const before = new Map(it.files);
    const all = await it.events();
    expect(await it.runner.take(all, -1n, all.at(-1)?.position ?? -1n)).toBe(false);
    expect(it.files).toEqual(before);
    await it.allows('ada');
    it.files.set('trees/1/tile/0/000.p/5', Buffer.alloc(7)); // half a tile, and no checkpoint of it
    await it.follow();
    expect((await found(it, await it.events())).finding).toBeNull();
  });

  test('keeps the name of its first checkpoint when the shop moves', async () => {
    const it = await shop();
    const elsewhere = await currentTree({ ...it.deps, name: 'elsewhere.example/log' });
    const moved = await signerOf(elsewhere, it.deps);
    expect(moved.verifierKey).toBe(it.verifierKey);
  });
});

test('a log that was put back is witnessed anew, and what was signed before stays', async () => {
  const it = await shop();
  const before = new Map(it.files);
  expect(await beginTree(it.deps)).toBe(2);
  await it.follow();
  expect((await found(it, await it.events())).finding).toBeNull();
  expect(await it.checkpoint()).toStartWith('shop.example/log/2\n4\n');
  for (const [name, bytes] of before) expect(it.files.get(name)).toEqual(bytes);
});

/** Pitfall 35: edited, deleted, put elsewhere, put in between, cut off, told of another time. */
describe('the first entry that is not as it was is named, where an event was', () => {
  const second = async (it: Shop) => (await it.events())[1]?.stream ?? '';

  test('edited', async () => {
    const it = await shop();
    const events = (await it.events()).map((event, at) =>
      at === 1 ? { ...event, data: { ...event.data, currency: 'USD' } } : event,
    );
    const { finding } = await found(it, events);
    expect(finding).toMatchObject({ is: 'altered', index: 1, place: `${await second(it)}@0` });
    expect(finding?.says).toContain('its data');
  });

  test('said to be somebody else’s doing', async () => {
    const it = await shop();
    const events = (await it.events()).map((event, at) =>
      at === 1 ? { ...event, metadata: { ...event.metadata, actor: 'nobody' } } : event,
    );
    expect((await found(it, events)).finding?.says).toContain('its metadata');
  });

  test('told of another time', async () => {
    const it = await shop();
    const events = (await it.events()).map((event, at) =>
      at === 1 ? { ...event, created: '2020-01-01T00:00:00.000Z' } : event,
    );
    expect((await found(it, events)).finding).toMatchObject({ is: 'altered', index: 1 });
  });

  test('deleted', async () => {
    const it = await shop();
    const events = (await it.events()).filter((_, at) => at !== 1);
    expect((await found(it, events)).finding).toMatchObject({
      is: 'deleted',
      index: 1,
      place: `${await second(it)}@0`,
    });
  });

  test('put elsewhere', async () => {
    const it = await shop();
    const [a, b, c, ...rest] = await it.events();
    if (!a || !b || !c) throw new Error('three events');
    expect((await found(it, [a, c, b, ...rest])).finding).toMatchObject({ is: 'reordered', index: 1 });
  });

  test('put in between', async () => {
    const it = await shop();
    const [a, ...rest] = await it.events();
    if (!a) throw new Error('an event');
    const forged = { ...a, stream: 'order-forged', id: crypto.randomUUID() };
    expect((await found(it, [a, forged, ...rest])).finding).toMatchObject({ is: 'inserted', index: 1 });
  });

  test('cut off at the end', async () => {
    const it = await shop();
    const events = (await it.events()).slice(0, 2);
    expect((await found(it, events)).finding).toMatchObject({ is: 'truncated', index: 2 });
  });

  test('altered together with the notary’s own copy', async () => {
    const it = await shop();
    const name = 'trees/1/tile/entries/000.p/4';
    const bundle = Buffer.from(it.files.get(name) ?? []);
    bundle[40] = (bundle[40] ?? 0) ^ 1;
    it.files.set(name, bundle);
    expect((await found(it, await it.events())).finding).toMatchObject({ is: 'tree-altered', index: 0 });
  });

  test('written anew with a tree that fits: the checkpoint that an auditor kept says so', async () => {
    const [it, other] = [await shop(), await shop()];
    await other.allows('eve');
    await other.follow();
    const older = await it.signed();
    const log = { read: other.log.read.bind(other.log) };
    const deps = { log, events: stream(await other.events()), store: (await other.tree()).store };
    const { finding } = await verifyLog(deps, await other.signed(), { ...older, root: Buffer.alloc(32, 1) });
    expect(finding).toMatchObject({ is: 'history-rewritten' });
  });
});

describe('a bundle', () => {
  test('is checked by itself, and holds the events as a store would give them', async () => {
    const it = await shop();
    const bundle = await taken(it);
    expect(verifyBundle(bundle, it.verifier)).toEqual({ is: 'genuine', size: 4, events: 3, earlier: null });
    const [first] = await Array.fromAsync(eventsIn(bundle));
    expect(first).toEqual((await it.events())[0]);
  });

  test('proves that the log grew from the checkpoint that was kept', async () => {
    const it = await shop();
    const earlier = { note: await it.checkpoint(), size: (await it.signed()).size };
    await it.allows('ada');
    await it.destroyAll('bob');
    await it.follow();
    const bundle = await taken(it, earlier);
    expect(verifyBundle(bundle, it.verifier)).toEqual({ is: 'genuine', size: 6, events: 5, earlier: 4 });
  });

  test('with one word changed is not genuine', async () => {
    const it = await shop();
    const bundle = await taken(it);
    const [first, ...rest] = bundle.events;
    if (!first) throw new Error('an event');
    const forged = { ...first, event: { ...first.event, created: '2020-01-01T00:00:00.000Z' } };
    expect(verifyBundle({ ...bundle, events: [forged, ...rest] }, it.verifier)).toMatchObject({
      is: 'not-genuine',
    });
    const other = verifierFrom(
      (await signerOf(await it.tree(), { seed: async () => Buffer.alloc(32) })).verifierKey,
    );
    expect(other && verifyBundle(bundle, other)).toMatchObject({ is: 'not-genuine' });
  });

  test('of one event is a proof that other tools read (C2SP tlog-proof)', async () => {
    const bundle = await taken(await shop());
    const [format, extra, index, ...rest] = tlogProof(bundle).split('\n');
    expect([format, index]).toEqual(['c2sp.org/tlog-proof@v1', 'index 0']);
    expect(Buffer.from(extra?.slice('extra '.length) ?? '', 'base64').toString()).toContain(
      '"type":"OrderPlaced"',
    );
    expect(rest.slice(0, 3)).toEqual([...(bundle.events[0]?.proof ?? []), '']);
  });
});
