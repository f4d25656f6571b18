/** What the shop stands on: the engine, the disk, memory, the folders and who may read them, the port. */
import { existsSync } from 'node:fs';
import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import { readConfig } from '../../src/config.ts';
import { type Checked, look, well, wrong } from './check.ts';

const gigabyte = 1e9;
const needed = { diskBytes: 2 * gigabyte, memoryBytes: 2 * gigabyte } as const;

export const engine = (): Checked => {
  const [is, wants] = [Bun.version, pkg.engines.bun];
  return is === wants
    ? well('engine', `Bun ${is}, ${process.platform} ${process.arch}`)
    : wrong('engine', `Bun ${is}, where ${wants} was tried`, `npx --yes bun@${wants} start`);
};

export function settings(): Checked {
  const config = readConfig(process.env);
  if ('LOG_LEVEL' in config) return well('settings', 'the environment is as it should be');
  return wrong('settings', config.join('; '), '.env.example says what each setting is');
}

export const memory = (): Checked => {
  const says = `${(totalmem() / gigabyte).toFixed(1)} GB`;
  return totalmem() >= needed.memoryBytes
    ? well('memory', says)
    : wrong('memory', says, 'painting a print takes 1.5 GB: take a larger machine');
};

export const disk = (data: string): Promise<readonly Checked[]> =>
  look('disk', 'say where the data are: --data FOLDER', async () => {
    const { bavail, bsize } = await statfs(data);
    const free = bavail * bsize;
    const says = `${(free / gigabyte).toFixed(1)} GB free under ${data}`;
    return free >= needed.diskBytes
      ? well('disk', says)
      : wrong('disk', says, 'make room: a full disk stops the log, and with it the shop');
  });

export const dataFolder = (data: string): Promise<readonly Checked[]> =>
  look('data', 'say where it is: --data FOLDER; bun start makes it', async () => {
    if (!existsSync(data))
      return wrong('data', `there is no ${data}`, 'bun start makes it; or say --data FOLDER');
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
    return mayOthersRead(await modeOf(data))
      ? wrong('data', `others may read ${data}`, `chmod 700 ${data}`)
      : well('data', data);
  });

export const keysFolder = (keys: string): Promise<readonly Checked[]> =>
  look('keys', 'KEYS_DIR says where it is; without it nothing opens', async () => {
    const names = await readdir(keys);
    const paths = [keys, ...names.map((name) => join(keys, name))];
    const open = [];
    for (const path of paths) if (mayOthersRead(await modeOf(path))) open.push(path);
    if (open.length > 0)
      return wrong('keys', `others may read ${open.join(', ')}`, `chmod 700 ${keys}; chmod 600 ${keys}/*`);
    return well('keys', `${keys}, ${names.length} files, for their owner alone`);
  });

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const mayOthersRead = (mode: number): boolean => (mode & 0o077) !== 0;

/** Only where no shop runs. */
export const port = (number: number): Promise<readonly Checked[]> =>
  look('port', 'choose another: bun start --port PORT', async () => {
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(number, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    return isFree
      ? well('port', `${number} is free`)
      : wrong('port', `something else listens on ${number}`, 'stop it, or bun start --port PORT');
  });
