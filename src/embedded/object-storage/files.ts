/**
 * The bytes of objects: one file each, under a random name. A name that a client chose never becomes a path, and
 * a file counts only once the catalogue names it, so that what a crash leaves half-written is swept away.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Loose } from './catalogue.ts';

export type Files = ReturnType<typeof openFiles>;
export type Write = (bytes: Uint8Array) => Promise<void>;

const blockBytes = 256 * 1024;

export function openFiles(folder: string) {
  return { store, read, remove, sweep };

  /**
   * Writes a file and, once it is on disk, has it entered into the catalogue; then removes what that let go.
   * What either throws leaves nothing behind.
   */
  async function store<T, E extends { readonly loose: Loose }>(
    fill: (write: Write) => Promise<T>,
    enter: (filled: T & { readonly file: string }) => E,
  ): Promise<E> {
    const file = randomUUID();
    const handle = await open(join(folder, file), 'wx', 0o600);
    try {
      const filled = await fill(appending(handle));
      await handle.sync();
      await handle.close();
      await syncFolder();
      const entered = enter({ ...filled, file });
      await remove(entered.loose);
      return entered;
    } catch (cause) {
      await handle.close().catch(() => {});
      await remove([file]);
      throw cause;
    }
  }

  /** A new file is on disk when its folder is (fsync(2)). */
  async function syncFolder(): Promise<void> {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** @param from, to inclusive. Opened at once: a file that is removed meanwhile can be read to its end */
  async function read(file: string, from: number, to: number): Promise<AsyncGenerator<Uint8Array>> {
    return blocks(await open(join(folder, file), 'r'), from, to);
  }

  async function remove(loose: Loose): Promise<void> {
    await Promise.all(loose.map((file) => rm(join(folder, file), { force: true })));
  }

  async function sweep(kept: ReadonlySet<string>): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await remove((await readdir(folder)).filter((file) => !kept.has(file)));
  }
}

function appending(handle: FileHandle): Write {
  let at = 0;
  return async (bytes) => {
    for (let from = 0; from < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, from, bytes.length - from, at);
      from += bytesWritten;
      at += bytesWritten;
    }
  };
}

async function* blocks(handle: FileHandle, from: number, to: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = from; at <= to; ) {
      const { bytesRead, buffer } = await handle.read(
        new Uint8Array(Math.min(blockBytes, to + 1 - at)),
        0,
        undefined,
        at,
      );
      if (bytesRead === 0) throw new Error('a file is shorter than the catalogue says');
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
