/** A real PostgreSQL with a fresh vault for whoever asks, and a folder of keys beside it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../src/embedded/postgres/postgres.ts';
import { database, type Sql } from '../../src/eventsourcing/database.ts';
import { migrate } from '../../src/eventsourcing/migrate.ts';
import { keyEncryptionKeysIn } from '../../src/personal-data/key-encryption-key.ts';
import { openKeysFolder } from '../../src/personal-data/keys-folder.ts';
import { openVault } from '../../src/personal-data/vault-postgres.ts';

const migrations = join(import.meta.dir, '../../migrations/vault');

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

  /** A vault that nobody has used: any number of processes may open it. */
  async function place() {
    const name = `vault_${++made}`;
    await admin`create database ${admin(name)} template vault`;
    const keysFolder = join(folder, `${name}-keys`);
    return {
      name,
      keysFolder,
      /** As one process would, with connections of its own. */
      async open(clock: () => string) {
        const sql = database(postgres.urlOf(name), { connectionsMax: 4 });
        opened.push(sql);
        const keyEncryptionKeys = keyEncryptionKeysIn(await openKeysFolder(keysFolder));
        const deps = { sql, keyEncryptionKeys, clock, ids: randomUUID };
        return { ...deps, vault: await openVault(deps) };
      },
    };
  }

  async function stop() {
    await Promise.all([...opened, admin].map((sql) => sql.end({ timeout: 1 })));
    process.kill(postgres.pid, 'SIGQUIT'); // at once: nobody will read what it would still write
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
