/**
 * The key that wraps all keys. It rotates at least every week, and the old one is destroyed: that, and not an UPDATE,
 * ends what is left in write-ahead logs, dead rows, replicas and backups of the vault.
 */
import { Buffer } from 'node:buffer';
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Fault } from '../eventsourcing/fault.ts';
import type { KeysFolder } from './keys-folder.ts';
import { unwrap, wrap } from './wrapping.ts';

/** What wraps, wherever that is: a file here; a key management service has the same four answers. */
export type KeyEncryptionKeys = {
  /** Makes a version that was never there, durably. */
  create(): Promise<string>;
  /** @param kid authenticated: what was wrapped for one key does not unwrap as another. */
  wrap(version: string, kid: string, secret: KeyObject): Promise<Uint8Array>;
  /** @throws Fault vault/key-encryption-key-missing, sealed/tampered */
  unwrap(version: string, kid: string, wrapped: Uint8Array): Promise<KeyObject>;
  /** For good. One that is not there is destroyed already. */
  destroy(version: string): Promise<void>;
};

export const rotationDays = 7;

const fileOf = (version: string): string => `key-encryption-${version}.key`;

export function keyEncryptionKeysIn(folder: KeysFolder): KeyEncryptionKeys {
  /** Two at most: after a rotation nothing asks for the one before, and so it leaves the memory too. */
  const read = new Map<string, KeyObject>();
  return {
    async create() {
      const version = randomBytes(8).toString('hex');
      await folder.create(fileOf(version), randomBytes(32));
      return version;
    },
    wrap: async (version, kid, secret) => wrap(secret, await keyOf(version), Buffer.from(kid)),
    unwrap: async (version, kid, wrapped) => unwrap(wrapped, await keyOf(version), Buffer.from(kid), kid),
    async destroy(version) {
      read.delete(version);
      await folder.destroy(fileOf(version));
    },
  };

  async function keyOf(version: string): Promise<KeyObject> {
    const known = read.get(version);
    if (known !== undefined) return known;
    const bytes = await folder.read(fileOf(version));
    if (bytes === undefined) throw new Fault('vault/key-encryption-key-missing', { version });
    const key = createSecretKey(Buffer.from(bytes));
    for (const older of [...read.keys()].slice(0, -1)) read.delete(older);
    read.set(version, key);
    return key;
  }
}
