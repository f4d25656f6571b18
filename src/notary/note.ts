/** Signed notes (C2SP signed-note): a text, and below it who signed it; with Ed25519 (RFC 8032), type 0x01. */
import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

const ed25519 = Buffer.of(0x01);

export type Signer = {
  /** As verifiers are given it: `<name>+<key id>+<key>`. */
  readonly verifierKey: string;
  /** @param text ends with a new line */
  sign(text: string): string;
};

/** @param seed 32 bytes, which make the private key (RFC 8032, 5.1.5) @param name without spaces and plus signs */
export function signerFrom(seed: Uint8Array, name: string): Signer {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const id = keyIdOf(name, publicKey);
  return {
    verifierKey: `${name}+${id.toString('hex')}+${Buffer.concat([ed25519, publicKey]).toString('base64')}`,
    sign: (text) => {
      const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n— ${name} ${signature.toString('base64')}\n`;
    },
  };
}

/** RFC 8410, 7 and 4: what stands before the 32 bytes of a private and of a public key. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

const keyIdOf = (name: string, publicKey: Uint8Array): Buffer =>
  createHash('sha256').update(`${name}\n`).update(ed25519).update(publicKey).digest().subarray(0, 4);

export type Verifier = { readonly name: string; readonly id: Buffer; readonly publicKey: KeyObject };

/** @returns undefined if it is no verifier key of this type, or its id is not its own */
export function verifierFrom(verifierKey: string): Verifier | undefined {
  const [, name = '', hex = '', key = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([\w+/]+=*)$/.exec(verifierKey) ?? [];
  const bytes = Buffer.from(key, 'base64');
  const raw = bytes.subarray(1);
  const id = keyIdOf(name, raw);
  if (bytes.length !== 33 || bytes[0] !== ed25519[0] || id.toString('hex') !== hex) return undefined;
  return {
    ...{ name, id },
    publicKey: createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' }),
  };
}

/** @returns the text, if this key signed it; signatures of others are passed over */
export function openNote(note: string, { name, id, publicKey }: Verifier): string | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .filter((line) => line.startsWith(`— ${name} `))
    .map((line) => Buffer.from(line.slice(`— ${name} `.length), 'base64'))
    .filter((signature) => signature.subarray(0, 4).equals(id))
    .some((signature) => verify(null, Buffer.from(text), publicKey, signature.subarray(4)));
  return isSigned ? text : undefined;
}
