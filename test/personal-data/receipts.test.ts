/** Receipts of an erasure, checked by ourselves and by anybody’s tools. */
import { afterAll, expect, test } from 'bun:test';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { openKeysFolder } from '../../src/personal-data/keys-folder.ts';
import { receipts, verifyReceipt } from '../../src/personal-data/receipts.ts';

const root = await mkdtemp(join(tmpdir(), 'receipts-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const signer = async (name: string) => receipts(await openKeysFolder(join(root, name)));
const receipt = { number: 'ER-0026', destroyed: { contact: 1 }, backupsEnd: '2026-12-01T00:00:00.000Z' };

test('a receipt is checked with itself and the public keys alone', async () => {
  const { sign, jwks } = await signer('plain');
  expect(await verifyReceipt(await sign(receipt), await jwks())).toEqual(receipt);
});

test('and by anybody’s tools: RFC 7515 and RFC 8037, by hand', async () => {
  const { sign, jwks } = await signer('by-hand');
  const [head = '', payload = '', signature = ''] = (await sign(receipt)).split('.');
  const [key] = (await jwks()).keys;
  const signed = Buffer.from(`${head}.${payload}`);
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key?.x ?? '' }, format: 'jwk' });
  expect(verify(null, signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({
    alg: 'EdDSA',
    kid: key?.kid,
  });
});

test('the public keys hold no private one, and stay the same over starts and processes', async () => {
  const [one, other] = [await signer('same'), await signer('same')];
  const sets = await Promise.all([one.jwks(), other.jwks(), one.jwks()]);
  expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(1);
  expect(Object.keys(sets[0]?.keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
});

test('a changed receipt, another’s key, or no signature at all, is invalid', async () => {
  const [{ sign, jwks }, stranger] = [await signer('mine'), await signer('strange')];
  const [signed, keys] = [await sign(receipt), await jwks()];
  const invalid = { code: 'receipt/invalid' };
  await fc.assert(
    fc.asyncProperty(fc.nat(signed.length - 2), async (at) => {
      const changed = signed.slice(0, at) + (signed[at] === 'A' ? 'B' : 'A') + signed.slice(at + 1);
      fc.pre(signed[at + 1] !== '.' && signed[at] !== '.'); // the last letter of a part can have spare bits
      await expect(verifyReceipt(changed, keys)).rejects.toMatchObject(invalid);
    }),
  );
  await expect(verifyReceipt(signed, await stranger.jwks())).rejects.toMatchObject(invalid);
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  await expect(verifyReceipt(`${none}.${signed.split('.')[1]}.`, keys)).rejects.toMatchObject(invalid);
  await expect(verifyReceipt('', keys)).rejects.toMatchObject(invalid);
});

test('a later key takes over, and receipts of the earlier one still verify', async () => {
  const { sign, jwks } = await signer('turns');
  const early = await sign(receipt);
  const later = await signer('later');
  await later.jwks();
  await rename(join(root, 'later', 'signing-0001.jwk'), join(root, 'turns', 'signing-0002.jwk'));
  const late = await sign({ ...receipt, number: 'ER-0027' });
  const keys = await jwks();
  expect(keys.keys).toHaveLength(2);
  expect(await verifyReceipt(early, keys)).toEqual(receipt);
  expect(await verifyReceipt(late, keys)).toMatchObject({ number: 'ER-0027' });
  expect((await readdir(join(root, 'turns'))).sort()).toEqual(['signing-0001.jwk', 'signing-0002.jwk']);
});
