/** Stand-in for a PostgreSQL server: a real one, on the loopback address, for as long as its shop runs. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { CannotStart } from '../cannot-start.ts';
import { binariesFor } from './binaries.ts';
import { initialise, type Programs, setPassword } from './cluster.ts';
import { osUserFor } from './os-user.ts';
import { type Server, startServer } from './server.ts';

export type EmbeddedPostgres = Server & {
  /** `postgres://…` with the password in it: for clients, never for a log. */
  urlOf(database: string): string;
};

type Options = {
  /** Made if it is not there; a second start continues with its data. */
  readonly folder: string;
  /** 0: any that is free */
  readonly port?: number;
  /** Of one line; it may differ from the last start's. */
  readonly password: string;
  /** Made if they are not there; lower-case letters, digits and `_` */
  readonly databases: readonly string[];
};

/** `stop` ends once all that was committed is on disk. @throws CannotStart postgres/… */
export async function startPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { folder, port = 0, password, databases } = options;
  const cluster = join(folder, 'cluster');
  makeWritable(folder);
  const user = osUserFor(cluster);
  const programs = { bin: binariesFor(user, folder), user };
  if (!existsSync(cluster)) initialise(cluster, programs, password);

  const server = await startKnowing(password, folder, programs, port);
  const urlOf = (database: string) => urlFor(server.port, password, database);
  await makeDatabases(urlOf('postgres'), databases).catch(async (cause) => {
    await server.stop();
    throw cause;
  });
  return { ...server, urlOf };
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new CannotStart(
      'postgres/folder-not-writable',
      `${folder} cannot be written to`,
      'choose another data folder, or give yourself the right to write there',
      cause,
    );
  }
}

async function startKnowing(
  password: string,
  folder: string,
  programs: Programs,
  port: number,
): Promise<Server> {
  const server = await startServer(folder, programs, port);
  if (await isPassword(password, server.port)) return server;
  await server.stop();
  setPassword(join(folder, 'cluster'), programs, password);
  return startServer(folder, programs, port);
}

async function isPassword(password: string, port: number): Promise<boolean> {
  const sql = postgres(urlFor(port, password, 'postgres'), { max: 1, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch (cause) {
    if (cause instanceof postgres.PostgresError && cause.code === '28P01') return false; // invalid_password
    throw cause;
  } finally {
    await sql.end();
  }
}

const urlFor = (port: number, password: string, database: string): string =>
  `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

async function makeDatabases(url: string, names: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const there = await sql<{ datname: string }[]>`select datname from pg_database`;
    for (const name of names)
      if (!there.some(({ datname }) => datname === name)) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}
