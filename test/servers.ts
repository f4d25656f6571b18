/** Real servers for tests: started once per file, stopped by what started them, every database a fresh one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStore } from '../src/embedded/event-store/event-store.ts';
import { type EmbeddedPostgres, startPostgres } from '../src/embedded/postgres/postgres.ts';
import { database, type Sql } from '../src/eventsourcing/database.ts';
import { type EventStoreDb, eventStoreDb } from '../src/eventsourcing/eventstoredb.ts';
import { migrate } from '../src/eventsourcing/migrate.ts';

const migrations = join(import.meta.dir, '../migrations');

export type TestDatabase = { readonly url: string; readonly sql: Sql };

/** Starts a server when the first test asks for it. `afterAll(servers.stop, 30_000)` in the file that has them. */
export function testServers() {
  const folder = mkdtemp(join(tmpdir(), 'portrait123-test-'));
  const ending: (() => Promise<unknown>)[] = [];
  let postgres: Promise<EmbeddedPostgres> | undefined;
  let made = 0;

  async function started(): Promise<EmbeddedPostgres> {
    const options = { password: 'of a test', databases: ['shop'] };
    const postgres = await startPostgres({ folder: join(await folder, 'postgres'), ...options });
    ending.unshift(postgres.stop);
    const sql = database(postgres.urlOf('shop'), { connectionsMax: 1 });
    await migrate(sql, join(migrations, 'shop'));
    await sql.end();
    return postgres;
  }

  /** An empty log on a server of its own, and its client. */
  async function eventStoreServer() {
    const file = join(await folder, `log-${++made}.db`);
    const { connectionString, stop } = await startEventStore({ file });
    const store = eventStoreDb(connectionString);
    ending.unshift(store.stop, stop);
    return { store, connectionString, file, stop };
  }

  return {
    folder,
    /** A migrated database that nobody has used. */
    async shop(): Promise<TestDatabase> {
      postgres ??= started();
      const server = await postgres;
      const name = `shop_${++made}`;
      await copyOf(server, 'shop', name);
      const sql = database(server.urlOf(name));
      ending.unshift(() => sql.end({ timeout: 1 }));
      return { url: server.urlOf(name), sql };
    },

    eventStore: async (): Promise<EventStoreDb> => (await eventStoreServer()).store,
    eventStoreServer,

    /** What was started last ends first. */
    async stop() {
      for (const end of ending) await end();
      await rm(await folder, { recursive: true, force: true });
    },
  };
}

async function copyOf(postgres: EmbeddedPostgres, template: string, name: string): Promise<void> {
  const sql = database(postgres.urlOf('postgres'), { connectionsMax: 1 });
  await sql`create database ${sql(name)} template ${sql(template)}`;
  await sql.end();
}
