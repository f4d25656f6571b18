/** A real PostgreSQL with a fresh vault for whoever asks, and a folder of keys beside it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../src/embedded/postgres/postgres.ts';
import { database, type Sql } from '../../src/eventsourcing/database.ts';
import { migrate } from '../../src/eventsourcing/migrate.ts';
import { type KeyEncryptionKeys, keyEncryptionKeysIn } from '../../src/personal-data/key-encryption-key.ts';
import { type KeysFolder, openKeysFolder } from '../../src/personal-data/keys-folder.ts';
import type { Vault } from '../../src/personal-data/vault.ts';
import { openVault } from '../../src/personal-data/vault-postgres.ts';

const migrations = join(import.meta.dir, '../../migrations/vault');

export type Place = {
  readonly name: string;
  readonly keysFolder: string;
  readonly open: (clock: () => string) => Promise<Process>;
  readonly putAside: () => Promise<Place>;
};
export type Process = {
  readonly sql: Sql;
  readonly keys: KeysFolder;
  readonly keyEncryptionKeys: KeyEncryptionKeys;
  readonly clock: () => string;
  readonly ids: () => string;
  readonly vault: Vault & { close(): Promise<void> };
};

/** `afterAll(databases.stop)` in the file that has them. */
export async function databases() {
  const folder = await mkdtemp(join(tmpdir(), 'vault-test-'));
  const password = 'of a test';
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), password, databases: ['vault'] });
  const template = database(postgres.urlOf('vault'), { connectionsMax: 1 });
  await migrate(template, migrations);
  await template.end();
  const admin = database(postgres.urlOf('postgres'), { connectionsMax: 1 });
  const opened: Sql[] = [];
  let made = 0;
  return { place, folder, postgres, stop };

  /** A vault that nobody has used, or a copy of another one: any number of processes may open it. */
  async function place(of = 'vault', keysFolder = join(folder, `keys-${made + 1}`)): Promise<Place> {
    const name = `vault_${++made}`;
    await admin`create database ${admin(name)} template ${admin(of)}`;
    const here: Sql[] = [];
    return { name, keysFolder, open, putAside };

    /** As one process would, with connections of its own. */
    async function open(clock: () => string): Promise<Process> {
      const sql = database(postgres.urlOf(name), { connectionsMax: 4 });
      opened.push(sql);
      here.push(sql);
      const keys = await openKeysFolder(keysFolder);
      const deps = { sql, keyEncryptionKeys: keyEncryptionKeysIn(keys), clock, ids: randomUUID };
      return { ...deps, keys, vault: await openVault(deps) };
    }

    /** A backup: the database as it is now, and no folder of keys. Ends every process that has it open. */
    async function putAside(): Promise<Place> {
      await Promise.all(here.splice(0).map((sql) => sql.end({ timeout: 1 })));
      return place(name, keysFolder);
    }
  }

  async function stop() {
    await Promise.all([...opened, admin].map((sql) => sql.end({ timeout: 1 })));
    process.kill(postgres.pid, 'SIGQUIT'); // at once: nobody will read what it would still write
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
