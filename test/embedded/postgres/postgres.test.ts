/** The PostgreSQL that the shop brings with it, as a real process: how it starts, ends and comes back. */
import { afterAll, describe, expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { startPostgres } from '../../../src/embedded/postgres/postgres.ts';

const root = await mkdtemp(join(tmpdir(), 'postgres-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const at = (name: string) => ({ folder: join(root, name), password: 'secret', databases: ['vault', 'shop'] });

async function ask(url: string, query: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(query))];
  } finally {
    await sql.end();
  }
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}/cwd`); // a zombie has none
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await Bun.sleep(10);
}

/** Another process with a server of its own. */
async function hold(folder: string) {
  const child = Bun.spawn(['bun', join(import.meta.dir, 'hold.ts'), folder], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const { value } = await child.stdout.getReader().read();
  const told: { url: string; pid: number } = JSON.parse(new TextDecoder().decode(value));
  return { ...told, child };
}

describe('a start', () => {
  test('is a real PostgreSQL with its own databases, durable, checksummed, and on the loopback address alone', async () => {
    const server = await startPostgres(at('first'));
    const [settings] = await ask(
      server.urlOf('vault'),
      `select current_setting('fsync') fsync, current_setting('synchronous_commit') sync,
       current_setting('data_checksums') checksums, current_setting('listen_addresses') listens,
       current_setting('password_encryption') passwords, current_database() name`,
    );
    const safe = { fsync: 'on', sync: 'on', checksums: 'on', passwords: 'scram-sha-256' };
    expect(settings).toEqual({ ...safe, listens: '127.0.0.1', name: 'vault' });
    await server.stop();
  });

  test('is refused to whoever has another password', async () => {
    const server = await startPostgres(at('first'));
    const wrong = server.urlOf('shop').replace('secret', 'guess');
    await expect(ask(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await server.stop();
  });

  test('continues with the data of the one before, under another password and with one database more', async () => {
    const before = await startPostgres(at('again'));
    await ask(before.urlOf('shop'), 'create table sold as select 7 as portraits');
    await before.stop();
    const after = await startPostgres({
      ...at('again'),
      password: `it's "new"`,
      databases: ['shop', 'more'],
    });
    expect(await ask(after.urlOf('shop'), 'select portraits from sold')).toEqual([{ portraits: 7 }]);
    expect(await ask(after.urlOf('more'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await after.stop();
  });

  test('begins anew where the first was cut off while it made the cluster', async () => {
    const { folder } = at('half');
    await mkdir(join(folder, 'cluster.half', 'base'), { recursive: true });
    await writeFile(join(folder, 'cluster.half', 'PG_VERSION'), '18\n');
    const server = await startPostgres(at('half'));
    expect(await ask(server.urlOf('shop'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('needs no right to enter the folders above: data may lie where only its owner may go', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const server = await startPostgres({ ...at('x'), folder: join(closed, 'postgres') });
    expect(await ask(server.urlOf('shop'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });
});

describe('an end', () => {
  test('is clean: the next start finds nothing to recover', async () => {
    const server = await startPostgres(at('clean'));
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    await (await startPostgres(at('clean'))).stop();
    expect(readFileSync(join(root, 'clean', 'postgres.log'), 'utf8')).not.toMatch(/recovery|not properly/);
  });

  test('comes with the end of the shop, also by kill -9, and nothing committed is lost', async () => {
    const { child, pid, url } = await hold(join(root, 'orphan'));
    await ask(url, 'create table sold as select 7 as portraits');
    child.kill('SIGKILL');
    await child.exited;
    await until(() => !isAlive(pid));
    const server = await startPostgres(at('orphan'));
    expect(await ask(server.urlOf('shop'), 'select portraits from sold')).toEqual([{ portraits: 7 }]);
    await server.stop();
  });

  test('by kill -9 of both keeps what was committed, and the next start does not mistake a zombie for a server', async () => {
    const { child, pid, url } = await hold(join(root, 'both'));
    await ask(url, 'create table sold as select 7 as portraits');
    process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    const server = await startPostgres(at('both'));
    expect(await ask(server.urlOf('shop'), 'select portraits from sold')).toEqual([{ portraits: 7 }]);
    await server.stop();
    await child.exited;
  });

  test('by kill -9 while its shop lives on leaves a zombie of that shop, and another can start', async () => {
    const { child, pid } = await hold(join(root, 'zombie'));
    process.kill(child.pid, 'SIGSTOP'); // it cannot reap
    try {
      process.kill(pid, 'SIGKILL');
      await until(() => !isAlive(pid)); // a busy machine takes its time over it
      await (await startPostgres(at('zombie'))).stop();
    } finally {
      child.kill('SIGKILL'); // stopped, it would outlive the tests
      await child.exited;
    }
  });
});

test('a number in postmaster.pid that has passed to another program is no server', async () => {
  await (await startPostgres(at('passed'))).stop();
  const file = join(root, 'passed', 'cluster', 'postmaster.pid');
  await writeFile(file, `${process.pid}\n/proc/self/cwd\n1\n5432\n\n127.0.0.1\n 1 999999\nready\n`);
  await (await startPostgres(at('passed'))).stop();
});

describe('a start is refused, with a code and what to do', () => {
  test('where the port is taken', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => listener.once('listening', listening));
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const start = startPostgres({ ...at('port'), port });
    await expect(start).rejects.toMatchObject({
      code: 'postgres/port-in-use',
      hint: expect.stringContaining('port'),
    });
    listener.close();
  });

  test('where the folder cannot be written to', async () => {
    await writeFile(join(root, 'file'), '');
    const start = startPostgres({ ...at('x'), folder: join(root, 'file', 'postgres') });
    await expect(start).rejects.toMatchObject({ code: 'postgres/folder-not-writable' });
  });

  test('where another server of a living shop works in the folder', async () => {
    const { child, pid } = await hold(join(root, 'taken'));
    const start = startPostgres(at('taken'));
    await expect(start).rejects.toMatchObject({ code: 'postgres/folder-in-use' });
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await child.exited;
  });
});

test('the log tells no value that somebody typed', async () => {
  const server = await startPostgres(at('log'));
  const url = server.urlOf('shop');
  await ask(url, `create table people (email text unique); insert into people values ('ada@example.org')`);
  for (const query of [
    `insert into people values ('ada@example.org')`,
    `select 'ada@example.org'::uuid`,
    `select ada@example.org`,
  ])
    await expect(ask(url, query)).rejects.toThrow();
  await server.stop();
  expect(readFileSync(join(root, 'log', 'postgres.log'), 'utf8')).not.toContain('ada');
});

test('an ordinary user needs no other: the same code, without root', async () => {
  if (process.getuid?.() !== 0) return; // then every test above was it
  const folder = join(root, 'ordinary');
  await chmod(root, 0o755);
  await mkdir(folder);
  const run = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  await Bun.$`chown 65534:65534 ${folder}`;
  const child = Bun.spawn([...run, process.execPath, join(import.meta.dir, 'hold.ts'), folder], {
    stdout: 'pipe',
  });
  const { value } = await child.stdout.getReader().read();
  const told: { url: string } = JSON.parse(new TextDecoder().decode(value));
  expect(await ask(told.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  child.kill('SIGKILL');
  await child.exited;
});
