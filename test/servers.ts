/** Real servers for tests: started once per file, stopped by what started them, every database a fresh one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../src/embedded/postgres/postgres.ts';
import { database, type Sql } from '../src/eventsourcing/database.ts';
import { migrate } from '../src/eventsourcing/migrate.ts';

const migrations = join(import.meta.dir, '../migrations');

export type TestDatabase = { readonly url: string; readonly sql: Sql };

/** `afterAll(servers.stop)` in the file that has them. */
export async function testServers() {
  const folder = await mkdtemp(join(tmpdir(), 'portrait123-test-'));
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    password: 'of a test',
    databases: ['shop'],
  });
  const template = database(postgres.urlOf('shop'), { connectionsMax: 1 });
  await migrate(template, join(migrations, 'shop'));
  await template.end();
  const opened: Sql[] = [];
  let made = 0;

  return {
    postgres,
    folder,
    /** A migrated database that nobody has used. */
    async shop(): Promise<TestDatabase> {
      const name = `shop_${++made}`;
      await copyOf(postgres, 'shop', name);
      const url = postgres.urlOf(name);
      const sql = database(url);
      opened.push(sql);
      return { url, sql };
    },
    async stop() {
      await Promise.all(opened.map((sql) => sql.end({ timeout: 1 })));
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function copyOf(postgres: EmbeddedPostgres, template: string, name: string): Promise<void> {
  const sql = database(postgres.urlOf('postgres'), { connectionsMax: 1 });
  await sql`create database ${sql(name)} template ${sql(template)}`;
  await sql.end();
}
