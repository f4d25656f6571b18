/** Where a command puts what only its reader may see: a file of its own, opened before what goes into it is made. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { Refused } from './command.ts';

/**
 * What is half written is removed again.
 * @throws Refused where the file is there already: others may read it, or miss it
 */
export async function intoNewFile<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await opened(path);
  try {
    const written = await write(file);
    await file.close();
    return written;
  } catch (fault) {
    await file.close().catch(() => {}); // the first fault is the one to tell
    await rm(path, { force: true });
    throw fault;
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (fault) {
    const why = fault instanceof Error && 'code' in fault ? fault.code : fault;
    if (why === 'EEXIST') throw new Refused(`${path} is there already`, 'name a new file: --out FILE');
    throw new Refused(`${path} cannot be written: ${why}`, 'name a file in a folder of yours: --out FILE');
  }
}
