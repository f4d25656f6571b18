/**
 * Where a command finds the shop: as a client of the one that runs on the data folder; where none does, the embedded
 * servers are started for as long as the command takes. The lock of the folder decides, so that nobody owns it twice.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DataFolder, mustBeWhole, openDataFolder } from '../src/composition/data-folder.ts';
import { joinRooms, type Rooms } from '../src/composition/rooms.ts';
import { type Run, readRun } from '../src/composition/run-file.ts';
import { startStandIns } from '../src/composition/stand-ins.ts';
import { openStores, type Stores } from '../src/composition/stores.ts';
import { type Config, readConfig } from '../src/config.ts';
import { openKeysFolder } from '../src/personal-data/keys-folder.ts';
import { Refused } from './terminal/command.ts';

export type Connection = {
  readonly config: Config;
  /** The data folder, absolute. */
  readonly data: string;
  readonly run: Run;
  readonly stores: Stores;
  readonly rooms: Rooms;
  /** Whether a shop runs there: its worker does what is asked; else nobody does. */
  readonly isOpen: boolean;
};

/** @throws Refused, CannotStart */
export async function connected<T>(data: string, use: (to: Connection) => Promise<T>): Promise<T> {
  const config = configured();
  const path = resolve(data);
  if (!existsSync(path))
    throw new Refused(`there is no data folder ${path}`, 'say where it is: --data FOLDER');
  mustBeWhole(path);
  const run = readRun(path);
  if (run !== undefined) return withStores({ config, data: path, run, isOpen: true }, use);
  const started = await startServers(path, config);
  try {
    return await withStores({ config, data: path, run: started.run, isOpen: false }, use);
  } finally {
    await started.stop();
  }
}

type Steps<T> = {
  /** The folder is ours, and no server reads it yet. */
  readonly beforeServers: (folder: DataFolder) => Promise<void>;
  /** The databases are there, and nothing has looked at them. */
  readonly beforeStores: (run: Run) => Promise<void>;
  readonly use: (to: Connection) => Promise<T>;
};

/** For what must be alone with the data: a restore. @throws CannotStart where a shop runs */
export async function alone<T>(data: string, { beforeServers, beforeStores, use }: Steps<T>): Promise<T> {
  const config = configured();
  const path = resolve(data);
  const started = await startServers(path, config, beforeServers);
  try {
    await beforeStores(started.run);
    return await withStores({ config, data: path, run: started.run, isOpen: false }, use);
  } finally {
    await started.stop();
  }
}

/** The environment, as the shop itself reads it. @throws Refused */
export function configured(): Config {
  const config = readConfig(process.env);
  if ('LOG_LEVEL' in config) return config;
  throw new Refused(config.join('\n  '), '.env.example says what each setting is');
}

async function withStores<T>(
  to: Omit<Connection, 'stores' | 'rooms'>,
  use: (to: Connection) => Promise<T>,
): Promise<T> {
  const stores = await openStores(to.run);
  try {
    const rooms = joinRooms(to.run, stores);
    try {
      return await use({ ...to, stores, rooms });
    } finally {
      await rooms.witness.stop();
      await rooms.passed.stop();
    }
  } finally {
    await stores.close();
  }
}

async function startServers(path: string, config: Config, before?: Steps<unknown>['beforeServers']) {
  const folder = openDataFolder(path, config.KEYS_DIR, false);
  try {
    await before?.(folder);
    const keys = await openKeysFolder(folder.keys);
    const { addresses, simulated, stop } = await startStandIns({ config, folder, keys, port: 0 });
    const publicUrl = config.PUBLIC_URL ?? 'http://localhost:3000';
    const islands = join(path, 'islands');
    const run = { pid: process.pid, url: publicUrl, publicUrl, keys: folder.keys, islands };
    return {
      run: { ...run, simulated, addresses },
      async stop() {
        await stop();
        folder.release();
      },
    };
  } catch (fault) {
    folder.release();
    throw fault;
  }
}
