/** Tokens for programs: ours, for here, for ten minutes; whatever differs in anything is no token (RFC 8725). */
import { afterAll, describe, expect, test } from 'bun:test';
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeProtectedHeader, exportJWK, type JWTPayload, SignJWT } from 'jose';
import { openKeysFolder } from '../../src/personal-data/keys-folder.ts';
import { receipts } from '../../src/personal-data/receipts.ts';
import { accessTokens } from '../../src/web/accounts/access-tokens.ts';

const folder = await mkdtemp(join(tmpdir(), 'portrait123-tokens-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const publicUrl = 'http://localhost:3000';
const noon = Date.parse('2026-11-24T12:00:00Z');
const time = { ms: noon };
const clock = () => new Date(time.ms).toISOString();
const keys = await openKeysFolder(join(folder, 'keys'));
const tokens = accessTokens({ keys, publicUrl, clock });
const holder = { account: randomUUID(), sessionId: 'a'.repeat(64) };
const { token: good } = await tokens.make(holder);

const at = async <T>(ms: number, look: () => Promise<T>): Promise<T> => {
  time.ms = ms;
  const seen = await look();
  time.ms = noon;
  return seen;
};

describe('a token', () => {
  test('is told apart by its type, and names its key', () => {
    const { alg, typ, kid } = decodeProtectedHeader(good);
    expect([alg, typ, kid?.length]).toEqual(['EdDSA', 'at+jwt', 43]);
  });
  test('leads to its session', async () => expect(await tokens.read(good)).toBe(holder.sessionId));
  test('is good for ten minutes', async () => {
    expect(await at(noon + 599_000, () => tokens.read(good))).toBe(holder.sessionId);
    expect(await at(noon + 600_000, () => tokens.read(good))).toBeUndefined();
  });
  test('made before midnight is good after it, and its key is gone the day after', async () => {
    const midnight = Date.parse('2026-12-01T00:00:00Z');
    const { token } = await at(midnight - 1000, () => tokens.make(holder));
    await at(midnight + 1000, () => tokens.make(holder));
    expect(await at(midnight + 60_000, () => tokens.read(token))).toBe(holder.sessionId);
    expect(await at(midnight, async () => (await tokens.jwks()).keys.length)).toBe(2);
    await at(midnight + 86_400_000, () => tokens.make(holder));
    expect((await keys.names()).filter((name) => name.startsWith('access-'))).toEqual([
      ...['access-2026-12-01.jwk', 'access-2026-12-02.jwk'],
    ]);
    await tokens.make(holder); // today's again, for what follows
  });
  test('is published without what signs it', async () => {
    for (const key of (await tokens.jwks()).keys) expect(Object.keys(key)).not.toContain('d');
  });
});

describe('nobody comes in with', () => {
  const day = clock().slice(0, 'yyyy-mm-dd'.length);
  const ours = async () => JSON.parse(new TextDecoder().decode(await keys.read(`access-${day}.jwk`)));
  const seconds = noon / 1000;
  const claims: JWTPayload = {
    ...{ iss: publicUrl, aud: `${publicUrl}/api/v1`, sub: holder.account, sid: holder.sessionId },
    ...{ client_id: 'portrait123', jti: randomUUID(), iat: seconds, exp: seconds + 600 },
  };
  async function signed(
    more: Readonly<Record<string, unknown>> = {},
    header: Record<string, unknown> = {},
    by?: KeyObject,
  ) {
    const key = await ours();
    return new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid, ...header })
      .sign(by ?? key);
  }
  const foreign = generateKeyPairSync('ed25519').privateKey;

  test('anything but this: what is signed rightly is let in', async () =>
    expect(await tokens.read(await signed())).toBe(holder.sessionId));

  test.each([
    ['one of another shop', { iss: 'https://evil.example' }],
    ['one for another place', { aud: 'https://evil.example/api/v1' }],
    ['one that was over before it began', { exp: seconds - 1 }],
    ['one that lives for ever', { iat: seconds - 86_400, exp: seconds + 1e9 }],
    ['one from the future', { nbf: seconds + 60 }],
    ['one of no session', { sid: undefined }],
    ['one of no end', { exp: undefined }],
  ])('%s', async (_, more) => expect(await tokens.read(await signed(more))).toBeUndefined());

  test.each([
    ['another type', { typ: 'JWT' }],
    ['the type of a receipt', { typ: 'erasure-receipt+jws' }],
    ['an unknown key', { kid: 'A'.repeat(43) }],
  ])('%s', async (_, header) => expect(await tokens.read(await signed({}, header))).toBeUndefined());

  test('one that somebody else signed', async () =>
    expect(await tokens.read(await signed({}, {}, foreign))).toBeUndefined());
  test('one that brings its own key', async () => {
    const jwk = await exportJWK(generateKeyPairSync('ed25519').publicKey);
    expect(await tokens.read(await signed({}, { jwk }, foreign))).toBeUndefined();
  });
  test('one that names where its key lies', async () =>
    expect(
      await tokens.read(await signed({}, { jku: 'https://evil.example/jwks.json' }, foreign)),
    ).toBeUndefined());

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test('one without a signature', async () =>
    expect(await tokens.read(`${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`)).toBeUndefined());
  test('one whose secret is our public key', async () => {
    const key = await ours();
    const body = `${part({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })}.${part(claims)}`;
    const mac = createHmac('sha256', Buffer.from(key.x, 'base64url')).update(body).digest('base64url');
    expect(await tokens.read(`${body}.${mac}`)).toBeUndefined();
  });
  test('a receipt', async () =>
    expect(
      await tokens.read(await receipts(keys).sign({ ...holder, ...JSON.parse(JSON.stringify(claims)) })),
    ).toBeUndefined());
  test('one in which a character was changed', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(good.length - 2), fc.constantFrom(...'ABCxyz019_-.'), async (index, letter) => {
        fc.pre(good[index] !== letter);
        expect(await tokens.read(good.slice(0, index) + letter + good.slice(index + 1))).toBeUndefined();
      }),
    ));
  test('noise', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
        expect(await tokens.read(text)).toBeUndefined();
      }),
    ));
});
