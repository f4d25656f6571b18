/** PostgreSQL's process, from its start to its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../cannot-start.ts';
import { calledFromWithin, type Programs } from './cluster.ts';
import { asUser } from './os-user.ts';
import { awaitEndOfPrevious, postmasterIn, shopSetting } from './previous.ts';

export type Server = { readonly port: number; readonly pid: number; stop(): Promise<void> };

const waitMs = { ready: 60_000, stop: 30_000 };

/** @throws CannotStart postgres/port-in-use, postgres/folder-in-use, postgres/did-not-start */
export async function startServer(folder: string, programs: Programs, port: number): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(port === 0 ? await freePort() : port, folder, programs);
    } catch (cause) {
      const taken = cause instanceof CannotStart && cause.code === 'postgres/port-in-use';
      if (!taken || port !== 0 || attempt === 5) throw cause; // a free port can be taken before we have it
    }
  }
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function startOn(port: number, folder: string, { bin, user }: Programs): Promise<Server> {
  const [cluster, logFile] = [join(folder, 'cluster'), join(folder, 'postgres.log')];
  await awaitEndOfPrevious(cluster);
  const args = [
    '-D',
    calledFromWithin(cluster),
    '-p',
    String(port),
    ...Object.entries({ ...settings, [shopSetting]: String(process.pid) }).flatMap(setting),
  ];
  const [command = '', ...rest] = asUser(user, join(bin, 'postgres'), args);
  const log = openSync(logFile, 'w', 0o600); // a file: a pipe that nobody reads would stop it
  // in a session of its own: Ctrl-C is for us, and ends it only when all who use it have ended
  const child = spawn(command, rest, { cwd: cluster, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  watchOver(child);
  const stop = () => stopped(child, exited);
  await ready(child, cluster, logFile).catch(async (cause) => {
    await stop();
    throw cause;
  });
  return { port, pid: child.pid ?? 0, stop };
}

const setting = ([name, value]: readonly [string, string]) => ['-c', `${name}=${value}`];

/** On the loopback address alone. The log tells no values: neither statements, nor details, nor their errors. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Where a process cannot be told that its parent died, a shell waits for the end of a pipe that we hold. */
function watchOver(child: ChildProcess): void {
  if (process.platform === 'linux') return;
  const script = 'cat > /dev/null; kill -INT "$0"';
  const watch = spawn('sh', ['-c', script, String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.once('exit', () => watch.kill('SIGKILL'));
}

async function ready(child: ChildProcess, cluster: string, logFile: string): Promise<void> {
  const until = performance.now() + waitMs.ready;
  for (;;) {
    const postmaster = postmasterIn(cluster);
    if (postmaster?.pid === child.pid && postmaster?.ready === true) return;
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > until)
      throw failure(logFile);
    await delay(10);
  }
}

function failure(logFile: string): CannotStart {
  const log = readFileSync(logFile, 'utf8').trim();
  const bind = /could not bind .*: (.*)/.exec(log);
  if (bind !== null)
    return new CannotStart(
      'postgres/port-in-use',
      `PostgreSQL cannot listen: ${bind[1]}`,
      'choose another port, or 0 for any that is free',
    );
  return new CannotStart('postgres/did-not-start', `PostgreSQL ended at its start: ${log}`, `see ${logFile}`);
}

/** Fast shutdown: open transactions are rolled back, all that is committed is written out. */
async function stopped(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGINT');
  const forced = setTimeout(() => child.kill('SIGQUIT'), waitMs.stop); // then its next start recovers
  await exited;
  clearTimeout(forced);
}
