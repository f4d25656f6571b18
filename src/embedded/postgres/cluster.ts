/** The folder that PostgreSQL keeps everything in, and what is done to it while no server runs. */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import { asUser, type OsUser } from './os-user.ts';

export type Programs = { readonly bin: string; readonly user: OsUser | undefined };

/**
 * How a program that starts in the folder calls it. On Linux a link that needs no right to enter the folders
 * above, so that the data may lie below /root, or in a folder that only its owner may enter.
 */
export const calledFromWithin = (cluster: string): string =>
  process.platform === 'linux' ? '/proc/self/cwd' : cluster;

/** @throws CannotStart postgres/did-not-start */
export function initialise(cluster: string, programs: Programs, password: string): void {
  const half = `${cluster}.half`; // so that a crash leaves a whole cluster, or none
  rmSync(half, { recursive: true, force: true });
  const aside = mkdtempSync(join(tmpdir(), 'portrait123-'));
  try {
    const passwordFile = join(aside, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    mkdirSync(half, { mode: 0o700 });
    for (const path of [aside, passwordFile, half]) own(path, programs.user);
    run(programs, half, 'initdb', [`--pwfile=${passwordFile}`, ...settings, '-D', calledFromWithin(half)]);
    renameSync(half, cluster);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

const own = (path: string, user: OsUser | undefined): void => user && chownSync(path, user.uid, user.gid);

/** The built-in locale is three times as fast to set up as a library's, and the same on every machine. */
const settings = [
  ...['--username=postgres', '--auth=scram-sha-256', '--data-checksums', '--no-instructions'],
  ...['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
];

/** In single-user mode, which asks for none: a start may bring another password than the last. */
export function setPassword(cluster: string, programs: Programs, password: string): void {
  const sql = `alter role postgres password '${password.replaceAll("'", "''")}'\n`;
  run(programs, cluster, 'postgres', ['--single', '-D', calledFromWithin(cluster), 'postgres'], sql);
}

function run(
  { bin, user }: Programs,
  cwd: string,
  program: string,
  args: readonly string[],
  input = '',
): void {
  const [command = '', ...rest] = asUser(user, join(bin, program), args);
  const { status, stderr } = spawnSync(command, rest, { cwd, input, encoding: 'utf8' });
  if (status === 0) return;
  throw new CannotStart('postgres/did-not-start', `${program} failed: ${stderr.trim()}`, 'see the message');
}
