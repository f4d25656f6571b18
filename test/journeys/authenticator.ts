/** A passkey without a device (WebAuthn Level 3): what an authenticator makes and signs, rightly or, if asked, wrongly. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { z } from 'zod';

const Asked = z.object({ challenge: z.string() }).loose();

/** How one that is forged, foreign or copied differs from an honest one. */
export type Wrong = {
  readonly origin?: string;
  readonly shop?: string;
  readonly verified?: boolean;
  readonly counter?: number;
  readonly key?: KeyObject;
};

const flags = { present: 0x01, verified: 0x04, attested: 0x40 } as const;

/** @param url of the shop, as the browser sees it */
export function authenticator(url: string, credential: Buffer = randomBytes(32)) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = credential.toString('base64url');
  const common = { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const;
  let used = 0;

  /** Level 3, 6.1: whose, how, how often, and after a registration which key. */
  function dataOf({ shop = new URL(url).hostname, verified = true, counter = ++used }: Wrong, key?: Buffer) {
    const head = Buffer.alloc(5);
    const attested = key === undefined ? 0 : flags.attested;
    head.writeUInt8(flags.present + (verified ? flags.verified : 0) + attested, 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(shop).digest(), head, key ?? Buffer.alloc(0)]);
  }

  return {
    id,
    ...{ credential, privateKey },
    /** @param options what the shop asked for */
    register(options: unknown, wrong: Wrong = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credential.length);
      const key = Buffer.concat([Buffer.alloc(16), length, credential, coseOf(publicKey)]);
      const told = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(dataOf(wrong, key))],
      ]);
      const client = clientData('webauthn.create', options, wrong.origin ?? url);
      const response = {
        clientDataJSON: client.toString('base64url'),
        attestationObject: told.toString('base64url'),
      };
      return { ...common, response: { ...response, transports: ['internal'] } };
    },
    sign(options: unknown, wrong: Wrong = {}) {
      const data = dataOf(wrong);
      const client = clientData('webauthn.get', options, wrong.origin ?? url);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, wrong.key ?? privateKey).toString('base64url'),
      };
      return { ...common, response };
    },
  };
}

export type Authenticator = ReturnType<typeof authenticator>;

const clientData = (type: string, options: unknown, origin: string): Buffer =>
  Buffer.from(
    JSON.stringify({ type, challenge: Asked.parse(options).challenge, origin, crossOrigin: false }),
  );

/** RFC 9053, 7.1.1: an ES256 key of the curve P-256. */
function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cborMap([
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ]);
}

/** RFC 8949, as much of it as an authenticator needs. */
const cborInt = (n: number): Buffer => (n < 0 ? head(1, -1 - n) : head(0, n));
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([head(2, bytes.length), bytes]);
const cborText = (text: string): Buffer =>
  Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)]);
const cborMap = (pairs: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, pairs.length), ...pairs.flat()]);

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}
