/**
 * Receipts that anybody can check, for ever and without us: signed JSON (JWS, RFC 7515) under Ed25519 (RFC 8037),
 * with the public keys as a JWK set (RFC 7517). A signing key is called by its thumbprint (RFC 7638).
 */
import { Buffer } from 'node:buffer';
import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { z } from 'zod';
import type { JsonObject } from '../eventsourcing/event-store.ts';
import { Fault } from '../eventsourcing/fault.ts';
import type { KeysFolder } from './keys-folder.ts';

export type Receipts = {
  /** @returns a compact JWS */
  sign(receipt: JsonObject): Promise<string>;
  /** The public halves of all keys that ever signed, for `/.well-known/jwks.json`. */
  jwks(): Promise<JSONWebKeySet>;
};

const type = 'erasure-receipt+jws';
const alg = 'EdDSA';
const fileName = /^signing-(\d{4})\.jwk$/;

/** RFC 8037, 2 */
const SigningKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.base64url(),
  d: z.base64url(),
  kid: z.string(),
});
type SigningKey = z.output<typeof SigningKey>;

/** Made in the folder of keys at the first receipt. A file with a higher number takes over, and the others still verify. */
export function receipts(folder: KeysFolder): Receipts {
  return {
    async sign(receipt) {
      const key = (await signingKeys(folder)).at(-1) ?? (await createKey(folder));
      return new CompactSign(Buffer.from(JSON.stringify(receipt)))
        .setProtectedHeader({ alg, kid: key.kid, typ: type })
        .sign(await importJWK(key, alg));
    },
    async jwks() {
      if ((await signingKeys(folder)).length === 0) await createKey(folder);
      return { keys: (await signingKeys(folder)).map(publicPart) };
    },
  };
}

const publicPart = ({ d: _, ...key }: SigningKey): JWK => ({ ...key, alg, use: 'sig' });

async function signingKeys(folder: KeysFolder): Promise<readonly SigningKey[]> {
  const names = (await folder.names()).filter((name) => fileName.test(name));
  return Promise.all(names.map(async (name) => parsed((await folder.read(name)) ?? new Uint8Array())));
}

const parsed = (bytes: Uint8Array): SigningKey =>
  SigningKey.parse(JSON.parse(new TextDecoder().decode(bytes)));

async function createKey(folder: KeysFolder): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { crv: 'Ed25519', extractable: true });
  const key = await exportJWK(privateKey);
  const named = SigningKey.parse({ ...key, kid: await calculateJwkThumbprint(key) });
  const bytes = new TextEncoder().encode(JSON.stringify(named));
  return parsed(await folder.create('signing-0001.jwk', bytes));
}

/**
 * Needs the receipt and the public keys, and nothing of ours.
 * @throws Fault receipt/invalid
 */
export async function verifyReceipt(receipt: string, jwks: JSONWebKeySet): Promise<JsonObject> {
  try {
    const { payload, protectedHeader } = await compactVerify(receipt, createLocalJWKSet(jwks), {
      algorithms: [alg], // RFC 8725, 3.1: ours to name, not the receipt's
    });
    if (protectedHeader.typ !== type) throw new Error(`its type is ${protectedHeader.typ}`);
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (cause) {
    throw new Fault('receipt/invalid', {}, cause);
  }
}
