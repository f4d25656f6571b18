/** Files that are kept sealed: in segments that each prove themselves, under a key that each has for itself. */
import { describe, expect, test } from 'bun:test';
import { generateKeySync, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { type BlobRef, blobs } from '../../src/personal-data/blobs.ts';
import { openSegments, sealSegments, segmentBytes, tagBytes } from '../../src/personal-data/segments.ts';
import type { Scope } from '../../src/personal-data/vault.ts';
import { item, photoOf, ref, room } from './people.ts';

const sealedSegmentBytes = segmentBytes + tagBytes;
const photo: Scope = { subject: ref('Ada'), category: 'media.upload', item: item('cat') };

/** Bytes that tell where they are, so that a segment in another place would be seen. */
const bytesUpTo = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 2654435761) >>> 24);
const inPieces = async function* (bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};
const gathered = async (stream: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(Uint8Array.from(part));
  return Buffer.concat(parts);
};
const bytesOf = async (stream: ReadableStream<Uint8Array>) =>
  new Uint8Array(await new Response(stream).arrayBuffer());

/** The edges: nothing, a byte, and either side of one and of two segments. */
const lengths = [
  0,
  1,
  segmentBytes - 1,
  segmentBytes,
  segmentBytes + 1,
  2 * segmentBytes,
  2 * segmentBytes + 7,
];

describe('a stream in segments', () => {
  const key = generateKeySync('aes', { length: 256 });

  test.each(lengths)('of %i bytes opens as it was sealed, however it is cut on the way', async (length) => {
    const clear = bytesUpTo(length);
    const sealed = await gathered(sealSegments(inPieces(clear, 70_001), key));
    const segments = Math.max(1, Math.ceil(length / segmentBytes));
    expect(sealed.length).toBe(length + segments * tagBytes);
    for (const size of [1_000_003, 64 * 1024, sealed.length])
      expect((await gathered(openSegments(inPieces(sealed, size), key))).equals(clear)).toBe(true);
  });

  test('gives out no byte that is not authentic: changed, cut off, put elsewhere, twice or added to, it is tampered', async () => {
    const sealed = await gathered(sealSegments(inPieces(bytesUpTo(3 * segmentBytes + 5), 1 << 20), key));
    const cut = (from: number, to: number) =>
      sealed.subarray(from * sealedSegmentBytes, to * sealedSegmentBytes);
    const forgeries = [
      cut(0, 3), // the last one left out, at its edge
      sealed.subarray(0, -1),
      sealed.subarray(0, 2 * sealedSegmentBytes + 100),
      cut(1, 4), // the first one left out
      Buffer.concat([cut(1, 2), cut(0, 1), cut(2, 4)]),
      Buffer.concat([cut(0, 1), cut(0, 1), cut(1, 4)]),
      Buffer.concat([sealed, Buffer.alloc(1)]),
      Buffer.concat([sealed, cut(3, 4)]),
      Buffer.alloc(0),
    ];
    for (const forged of forgeries)
      await expect(gathered(openSegments(inPieces(forged, 1 << 20), key))).rejects.toMatchObject({
        code: 'sealed/tampered',
      });
  });

  test('notices any bit that was flipped', async () => {
    const sealed = await gathered(sealSegments(inPieces(bytesUpTo(5000), 5000), key));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
        const forged = Buffer.from(sealed);
        forged.writeUInt8(forged.readUInt8(at) ^ (1 << bit), at);
        await expect(gathered(openSegments(inPieces(forged, 999), key))).rejects.toMatchObject({
          code: 'sealed/tampered',
        });
      }),
    );
  });
});

function shelf() {
  const it = room();
  return { ...it, ...blobs({ vault: it.vault, store: it.store, ids: randomUUID }) };
}

describe('a file', () => {
  test.each(lengths)('of %i bytes is kept and opened, with its type and its length', async (length) => {
    const { keep, open } = shelf();
    const clear = bytesUpTo(length);
    for (const given of [clear, new Blob([clear]).stream()]) {
      const opened = await open.blob(
        await keep(photo, given, 'image/jpeg'),
        'media.upload',
        'portrait.generation',
      );
      if (opened.is !== 'value') throw new Error(opened.is);
      expect(opened.value).toMatchObject({ contentType: 'image/jpeg', byteLength: length });
      expect(Buffer.from(await bytesOf(opened.value.stream)).equals(clear)).toBe(true);
    }
  });

  test('is called by its key, and is nowhere in the clear', async () => {
    const { keep, vault, store } = shelf();
    const kept = await keep(photo, new TextEncoder().encode('the face of Ada'.repeat(9)), 'image/jpeg');
    expect(kept.split('/')[0]).toBe((await vault.keyFor(photo)).kid);
    expect(Buffer.from(store.blobs.get(kept) ?? []).toString('latin1')).not.toContain('Ada');
  });

  test('has a key of its own: the same photo twice is two ciphertexts', async () => {
    const { keep, store } = shelf();
    const [a, b] = [
      await keep(photo, bytesUpTo(100), 'image/png'),
      await keep(photo, bytesUpTo(100), 'image/png'),
    ];
    const tail = (name: BlobRef) => Buffer.from(store.blobs.get(name) ?? []).subarray(-100);
    expect(tail(a).equals(tail(b))).toBe(false);
  });

  test('that is kept again under the same id replaces itself, and is found by it as long as its key lives', async () => {
    const { keep, find, vault, store } = shelf();
    const id = randomUUID();
    expect(await find(photo, id)).toBeUndefined();
    const first = await keep(photo, bytesUpTo(100), 'image/png', id);
    expect(await keep(photo, bytesUpTo(100), 'image/png', id)).toBe(first);
    expect([...store.blobs.keys()]).toEqual([first]);
    expect(await find(photo, id)).toBe(first);
    expect(await find(photo, randomUUID())).toBeUndefined();
    expect(await find({ ...photo, item: item('dog') }, id)).toBeUndefined();
    await vault.condemn(photo, 'erasure');
    expect(await find(photo, id)).toBeUndefined();
  });

  test('goes with its key: the prefix leads to every file under it, and to no other', async () => {
    const { keep, deleteOf, vault, store, open } = shelf();
    const cat = [
      await keep(photo, bytesUpTo(10), 'image/png'),
      await keep(photo, bytesUpTo(10), 'image/png'),
    ];
    const dog = await keep({ ...photo, item: item('dog') }, bytesUpTo(10), 'image/png');
    const kids = await vault.condemn(photo, 'erasure');
    expect(await open.blob(cat[0] ?? dog, 'media.upload', 'portrait.generation')).toEqual({ is: 'erased' });
    await vault.shred(kids);
    expect(await deleteOf(kids)).toBe(2);
    expect([...store.blobs.keys()]).toEqual([dog]);
    expect((await open.blob(cat[1] ?? dog, 'media.upload', 'portrait.generation')).is).toBe('erased');
    expect((await open.blob(dog, 'media.upload', 'portrait.generation')).is).toBe('value');
  });

  test('that was on its way while its key was destroyed does not stay', async () => {
    const it = room();
    const slow = {
      ...it.store,
      put: it.store.put.bind(it.store),
      deleteUnder: it.store.deleteUnder.bind(it.store),
    };
    const { keep } = blobs({
      vault: it.vault,
      ids: randomUUID,
      store: {
        ...slow,
        get: it.store.get.bind(it.store),
        async put(name, sealed) {
          await it.vault.condemn(photo, 'erasure');
          await it.store.put(name, sealed);
        },
      },
    });
    await expect(keep(photo, bytesUpTo(10), 'image/png')).rejects.toMatchObject({ code: 'vault/fenced' });
    expect(it.store.blobs.size).toBe(0);
  });
});

describe('the gate opens a file under the same checks as a value', () => {
  test('told to the same witness, first', async () => {
    const { keep, openAs, witnessed } = shelf();
    const kept = await keep(photo, bytesUpTo(10), 'image/png');
    await openAs('painter').blob(kept, 'media.upload', 'portrait.generation');
    expect(witnessed).toMatchObject([
      { ...photo, kid: kept.split('/')[0], purpose: 'portrait.generation', actor: 'painter' },
    ]);
  });

  test('not to a restricted person’s painter, not past its end, not for another purpose', async () => {
    const { keep, open, said, time } = shelf();
    const kept = await keep(photo, bytesUpTo(10), 'image/png');
    said.restricted = true;
    expect(await open.blob(kept, 'media.upload', 'portrait.generation')).toEqual({ is: 'restricted' });
    expect((await open.blob(kept, 'media.upload', 'rights.access')).is).toBe('value');
    said.restricted = false;
    said.objected = true;
    expect(await open.blob(kept, 'media.upload', 'abuse.review')).toEqual({ is: 'withheld' });
    time.now = '2027-11-24T09:00:00.000Z';
    expect(await open.blob(kept, 'media.upload', 'portrait.generation')).toEqual({ is: 'expired' });
  });

  test('and says tampered where it is another file, another category, or another head', async () => {
    const { keep, open, store } = shelf();
    const tampered = { code: 'sealed/tampered' };
    const [a, b] = [
      await keep(photo, bytesUpTo(10), 'image/png'),
      await keep(photo, bytesUpTo(99), 'image/png'),
    ];
    await expect(open.blob(a, 'media.portrait', 'portrait.generation')).rejects.toMatchObject(tampered);
    const [bytesOfA, bytesOfB] = [store.blobs.get(a), store.blobs.get(b)];
    store.blobs.set(a, bytesOfB ?? new Uint8Array());
    await expect(open.blob(a, 'media.upload', 'portrait.generation')).rejects.toMatchObject(tampered);
    const heads = Buffer.from(bytesOfA ?? []);
    await fc.assert(
      fc.asyncProperty(fc.nat(36 + 1 + 9 + 60 - 1), async (at) => {
        const forged = Buffer.from(heads);
        forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
        store.blobs.set(a, forged);
        await expect(open.blob(a, 'media.upload', 'portrait.generation')).rejects.toMatchObject(tampered);
      }),
    );
    store.blobs.set(a, heads.subarray(0, 20));
    await expect(open.blob(a, 'media.upload', 'portrait.generation')).rejects.toMatchObject(tampered);
  });

  test('and says lost, never erased, where a file is missing whose key lives', async () => {
    const { keep, open, store } = shelf();
    const kept = await keep(photo, bytesUpTo(10), 'image/png');
    store.blobs.clear();
    await expect(open.blob(kept, 'media.upload', 'portrait.generation')).rejects.toMatchObject({
      code: 'blob/missing',
    });
  });

  test('as what the event tells of it, and both go together', async () => {
    const { keep, open, vault, remember } = shelf();
    const kept = await keep(photo, bytesUpTo(10), 'image/png');
    const taken = await remember(photoOf('Ada', 'cat'));
    if (taken.type !== 'PhotoTaken') throw new Error(taken.type);
    expect(taken.owner.file.kid).toBe(kept.split('/')[0] ?? '');
    await vault.condemn(photo, 'retention');
    expect(await open(taken.owner.file, 'portrait.generation')).toEqual({ is: 'expired' });
    expect(await open.blob(kept, 'media.upload', 'portrait.generation')).toEqual({ is: 'expired' });
  });
});
