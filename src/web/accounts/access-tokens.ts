/**
 * Tokens for programs (RFC 9068): signed, good for ten minutes, for reading alone, and dead with the session that they
 * were made in, since that is looked up each time. A key signs for one day, and is destroyed after the next.
 */
import { randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import { daysAfter } from '../../eventsourcing/days.ts';
import type { KeysFolder } from '../../personal-data/keys-folder.ts';

export type AccessTokens = {
  make(holder: Holder): Promise<{ readonly token: string; readonly expiresAt: string }>;
  /** @returns the id of its session; undefined for what is forged, foreign, over, or no token at all */
  read(token: string): Promise<string | undefined>;
  /** The public halves of the keys that still count. */
  jwks(): Promise<JSONWebKeySet>;
};
type Holder = { readonly account: string; readonly sessionId: string };

const alg = 'EdDSA';
const typ = 'at+jwt'; // RFC 9068, 2.1: so that no other thing that we sign is taken for one
const client = 'portrait123'; // 2.2: there is one client, which is the person's own program
const lifeSeconds = 600;

/** RFC 8037, 2 */
const Key = z.object({
  ...{ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: z.string() },
  ...{ x: z.base64url(), d: z.base64url() },
});
type Key = z.output<typeof Key>;

const nameOf = (day: string): string => `access-${day}.jwk`;
const isName = (name: string): boolean => /^access-\d{4}-\d\d-\d\d\.jwk$/.test(name);

type Deps = {
  readonly keys: KeysFolder;
  /** Who issues them, and where they are good. */
  readonly publicUrl: string;
  /** ISO 8601, UTC */
  readonly clock: () => string;
};

export function accessTokens({ keys, publicUrl, clock }: Deps): AccessTokens {
  const [issuer, audience] = [publicUrl, `${publicUrl}/api/v1`];
  const jwks = async () => ({ keys: (await living(keys, clock())).map(publicPart) });
  return {
    jwks,
    async make({ account, sessionId }) {
      const now = Math.floor(Date.parse(clock()) / 1000);
      const key = await keyOf(keys, clock());
      const token = await new SignJWT({ client_id: client, sid: sessionId, scope: 'read' })
        .setProtectedHeader({ alg, typ, kid: key.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(account)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + lifeSeconds)
        .sign(await importJWK(key, alg));
      return { token, expiresAt: new Date((now + lifeSeconds) * 1000).toISOString() };
    },
    async read(token) {
      const known = createLocalJWKSet(await jwks()); // never a key that the token names or brings (RFC 8725, 3.10)
      const checked = await jwtVerify(token, known, {
        ...{ issuer, audience, typ, algorithms: [alg], currentDate: new Date(clock()) },
        ...{ requiredClaims: ['sub', 'sid', 'jti', 'client_id', 'exp', 'iat'], maxTokenAge: lifeSeconds },
      }).catch(() => undefined);
      const sid = z.string().safeParse(checked?.payload['sid']);
      return sid.success ? sid.data : undefined;
    },
  };
}

const publicPart = ({ d: _, ...key }: Key) => ({ ...key, alg, use: 'sig' });

async function keyOf(folder: KeysFolder, now: string): Promise<Key> {
  const name = nameOf(dayOf(now));
  for (const old of await folder.names())
    if (isName(old) && old < nameOf(dayOf(daysAfter(now, -1)))) await folder.destroy(old);
  const there = await folder.read(name);
  return there === undefined ? create(folder, name) : parsed(there);
}

/** Of today, and of yesterday for what was signed before midnight. */
async function living(folder: KeysFolder, now: string): Promise<readonly Key[]> {
  const names = [now, daysAfter(now, -1)].map((at) => nameOf(dayOf(at)));
  const found = await Promise.all(names.map((name) => folder.read(name)));
  return found.flatMap((bytes) => (bytes === undefined ? [] : [parsed(bytes)]));
}

async function create(folder: KeysFolder, name: string): Promise<Key> {
  const { privateKey } = await generateKeyPair(alg, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = Key.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
  return parsed(await folder.create(name, new TextEncoder().encode(JSON.stringify(key))));
}

const parsed = (bytes: Uint8Array): Key => Key.parse(JSON.parse(new TextDecoder().decode(bytes)));

const dayOf = (at: string): string => at.slice(0, 'yyyy-mm-dd'.length);
