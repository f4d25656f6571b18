/** The folder of the embedded servers: one owner at a time, and its keys beside it, never in it. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from '../embedded/cannot-start.ts';

export type DataFolder = {
  readonly path: string;
  /** Key files: outside every folder that is backed up with the data. */
  readonly keys: string;
  release(): void;
};

/** @throws CannotStart data/not-writable, data/in-use, data/not-ours */
export function openDataFolder(data: string, keysDir: string | undefined, fresh: boolean): DataFolder {
  const path = resolve(data);
  const keys = resolve(keysDir ?? `${path}-keys`);
  make(path);
  if (fresh) mustBeOurs(path);
  const lock = lockIn(path);
  if (fresh) {
    lock.close();
    for (const one of [path, keys]) rmSync(one, { recursive: true, force: true });
    return openDataFolder(data, keysDir, false);
  }
  make(keys);
  return { path, keys, release: () => lock.close() };
}

function make(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const hint = 'choose another with --data, or give yourself the right to write there';
    throw new CannotStart('data/not-writable', `${path} cannot be written to`, hint, cause);
  }
}

/** What is emptied is a shop's: a slip of the keyboard must not cost somebody their letters. */
function mustBeOurs(path: string): void {
  if (existsSync(join(path, lockFile)) || readdirSync(path).length === 0) return;
  const hint = 'choose another with --data, or empty it yourself';
  throw new CannotStart('data/not-ours', `${path} is not a shop’s: --fresh would delete what is in it`, hint);
}

const lockFile = 'lock.sqlite';

/** The operating system lets go of it when its process ends, however it ends. */
function lockIn(path: string): DatabaseSync {
  const lock = new DatabaseSync(join(path, lockFile));
  try {
    lock.exec(
      'pragma locking_mode = exclusive; begin exclusive; create table if not exists owner (pid integer)',
    );
    return lock;
  } catch (cause) {
    lock.close();
    const hint = 'stop that shop first, or choose another folder with --data';
    throw new CannotStart('data/in-use', `another shop runs on ${path}`, hint, cause);
  }
}

/** Stands in the folder while a backup is put back: what is half there must not be served. */
const halfRestored = 'restore-under-way';

/** @throws CannotStart data/half-restored */
export function mustBeWhole(path: string): void {
  if (!existsSync(join(path, halfRestored))) return;
  const hint = 'run the same restore again until it is done: bun run restore --help';
  throw new CannotStart('data/half-restored', `a restore of ${path} did not come to its end`, hint);
}

export const beginRestore = (path: string): void => writeFileSync(join(path, halfRestored), '');
export const endRestore = (path: string): void => rmSync(join(path, halfRestored), { force: true });
