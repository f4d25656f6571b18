/**
 * The folder of keys: beside the data, never in it and never in a backup set. Only its owner may read it (0700, and
 * 0600 each file), and a file in it is whole or not there.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../eventsourcing/fault.ts';

export type KeysFolder = {
  /** A secret of 256 bits: made at the first call, the same ever after. */
  secret(name: string): Promise<KeyObject>;
  names(): Promise<readonly string[]>;
  /** @returns undefined if there is none */
  read(name: string): Promise<Uint8Array | undefined>;
  /** On disk when it returns. @returns what is there: another process may have been first */
  create(name: string, bytes: Uint8Array): Promise<Uint8Array>;
  /** Overwritten before it goes, for what that is worth on the disks of today. */
  destroy(name: string): Promise<void>;
};

/** @throws Fault keys/folder-too-open */
export async function openKeysFolder(folder: string): Promise<KeysFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mustBePrivate(folder);
  const at = (name: string) => join(folder, name);
  const create: KeysFolder['create'] = async (name, bytes) => {
    const half = at(`.${name}.${randomBytes(6).toString('hex')}`);
    await writeWhole(half, bytes);
    await link(half, at(name)).catch(unlessThere);
    await unlink(half);
    await sync(folder);
    return readFile(at(name));
  };
  const read: KeysFolder['read'] = async (name) => {
    const bytes = await readFile(at(name)).catch(unlessMissing);
    if (bytes !== undefined) await mustBePrivate(at(name)).catch(unlessMissing);
    return bytes;
  };
  return {
    names: async () => (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted(),
    read,
    create,
    secret: async (name) => createSecretKey((await read(name)) ?? (await create(name, randomBytes(32)))),
    destroy: async (name) => {
      const bytes = await read(name);
      if (bytes === undefined) return;
      await overwrite(at(name), bytes.length).catch(unlessMissing); // another process destroys it, too
      await unlink(at(name)).catch(unlessMissing);
      await sync(folder);
    },
  };
}

async function mustBePrivate(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0)
    throw new Fault('keys/folder-too-open', { path, mode: (mode & 0o777).toString(8) });
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await chmod(path, 0o600); // whatever the umask made of it
    await file.sync();
  } finally {
    await file.close();
  }
}

async function overwrite(path: string, length: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(new Uint8Array(length), 0, length, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What is made in a folder, or removed, is so for good once the folder is on disk (fsync(2)). */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined;

function unlessThere(cause: unknown): void {
  if (codeOf(cause) !== 'EEXIST') throw cause;
}

function unlessMissing(cause: unknown): undefined {
  if (codeOf(cause) !== 'ENOENT') throw cause;
  return undefined;
}
