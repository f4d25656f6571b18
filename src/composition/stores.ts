/** Where everything is kept: log, read models, vault, sealed files; opened once per process, closed in reverse. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { database, type Sql } from '../eventsourcing/database.ts';
import { type EventStoreDb, eventStoreDb } from '../eventsourcing/eventstoredb.ts';
import { migrate } from '../eventsourcing/migrate.ts';
import type { NotaryDeps } from '../notary/notary.ts';
import { type KeyEncryptionKeys, keyEncryptionKeysIn } from '../personal-data/key-encryption-key.ts';
import { type KeysFolder, openKeysFolder } from '../personal-data/keys-folder.ts';
import type { Vault } from '../personal-data/vault.ts';
import { openVault } from '../personal-data/vault-postgres.ts';
import { type ObjectStorage, objectStorage } from '../providers/object-storage.ts';
import type { Run } from './run-file.ts';

export type Stores = {
  readonly log: EventStoreDb;
  readonly sql: Sql;
  readonly vaultSql: Sql;
  readonly storage: ObjectStorage;
  readonly keys: KeysFolder;
  readonly keyEncryptionKeys: KeyEncryptionKeys;
  readonly vault: Vault;
  /** What the notary signs with, and where it keeps its tree. */
  readonly notary: NotaryDeps;
  close(): Promise<void>;
};

/** ISO 8601, UTC: the shop's one clock. */
export const clock = (): string => new Date().toISOString();

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Brings both databases to today's shape first. */
export async function openStores({
  addresses,
  publicUrl,
  keys: keysFolder,
}: Pick<Run, 'addresses' | 'publicUrl' | 'keys'>): Promise<Stores> {
  const sql = database(addresses.shopDb);
  const vaultSql = database(addresses.vaultDb, { connectionsMax: 4 });
  await migrate(sql, join(migrations, 'shop'));
  await migrate(vaultSql, join(migrations, 'vault'));
  const keys = await openKeysFolder(keysFolder);
  const keyEncryptionKeys = keyEncryptionKeysIn(keys);
  const ids = () => crypto.randomUUID();
  const vault = await openVault({ sql: vaultSql, keyEncryptionKeys, clock, ids });
  const { url, region, accessKeyId, secretAccessKey } = addresses.s3;
  const storage = objectStorage({ url, region, accessKeyId, secretAccessKey });
  const log = eventStoreDb(addresses.eventStore);
  return {
    ...{ log, sql, vaultSql, storage, keys, keyEncryptionKeys, vault },
    notary: {
      store: storage.tiles(addresses.s3.notaryBucket),
      seed: async () => (await keys.secret('notary')).export(),
      name: `${new URL(publicUrl).host}/log`,
    },
    async close() {
      await log.stop();
      storage.close();
      await vault.close();
      await Promise.all([sql.end({ timeout: 5 }), vaultSql.end({ timeout: 5 })]);
    },
  };
}
