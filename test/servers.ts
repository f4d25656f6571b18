/** Real servers for tests: started once per file, stopped by what started them, every database a fresh one. */
import { setDefaultTimeout } from 'bun:test';
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

/**
 * Starts a server when the first test asks for it. In the file that has them: `afterAll(servers.stop, 30_000)`, and
 * `afterEach(servers.endTest)` where every test opens its own.
 */
export function testServers() {
  setDefaultTimeout(60_000); // a server starts, and the machine may be busy
  const folder = mkdtemp(join(tmpdir(), 'portrait123-test-'));
  const ending: (() => Promise<unknown>)[] = [];
  let postgres: Promise<EmbeddedPostgres> | undefined;
  let made = 0;

  async function started(): Promise<EmbeddedPostgres> {
    const options = { password: 'of a test', databases: ['shop'] };
    const server = await startPostgres({ folder: join(await folder, 'postgres'), ...options });
    const sql = database(server.urlOf('shop'), { connectionsMax: 1 });
    await migrate(sql, join(migrations, 'shop'));
    await sql.end();
    return server;
  }

  /** An empty log on a server of its own, and its client. */
  async function eventStoreServer() {
    const file = join(await folder, `log-${++made}.db`);
    const { connectionString, stop } = await startEventStore({ file });
    const store = eventStoreDb(connectionString);
    ending.push(stop, store.stop);
    return { store, connectionString, file, stop };
  }

  /** What was opened last ends first. */
  async function endTest() {
    for (const end of ending.splice(0).reverse()) await end();
  }

  return {
    folder,
    eventStoreServer,
    eventStore: async (): Promise<EventStoreDb> => (await eventStoreServer()).store,

    /** A migrated database that nobody has used. */
    async shop(): Promise<TestDatabase> {
      postgres ??= started();
      const server = await postgres;
      const name = `shop_${++made}`;
      await asked(server, (sql) => sql`create database ${sql(name)} template shop`);
      const sql = database(server.urlOf(name), { connectionsMax: 4 });
      ending.push(
        () => asked(server, (sql) => sql`drop database ${sql(name)} with (force)`),
        () => sql.end({ timeout: 1 }),
      );
      return { url: server.urlOf(name), sql };
    },

    /** Something else that must end with the test. */
    ends: (end: () => Promise<unknown>) => void ending.push(end),
    endTest,

    async stop() {
      await endTest();
      await (await postgres)?.stop();
      await rm(await folder, { recursive: true, force: true });
    },
  };
}

async function asked(server: EmbeddedPostgres, ask: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = database(server.urlOf('postgres'), { connectionsMax: 1 });
  await ask(sql);
  await sql.end();
}
