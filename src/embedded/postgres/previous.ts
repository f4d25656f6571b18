/** A server that was here before us: still ending, gone, or another one's. PostgreSQL tells by a file. */
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../cannot-start.ts';

const waitMs = 15_000;

/**
 * Waits for it to end, if its shop is gone: then it was told to. Then removes its file, which PostgreSQL
 * does not do where the process is still a zombie, or where its number has passed to another program.
 * @throws CannotStart postgres/folder-in-use
 */
export async function awaitEndOfPrevious(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return; // PostgreSQL's own check stands
  const until = performance.now() + waitMs;
  for (let left = postmasterIn(cluster); left !== undefined; left = postmasterIn(cluster)) {
    if (!isRunning(left.pid, cluster) && !isAttached(left.shmId)) {
      return rmSync(join(cluster, 'postmaster.pid'), { force: true });
    }
    if (hasItsShop(left.pid) || performance.now() > until) throw inUse(cluster, left.pid);
    await delay(25);
  }
}

const inUse = (cluster: string, pid: number) =>
  new CannotStart(
    'postgres/folder-in-use',
    `another PostgreSQL (process ${pid}) works on ${cluster}`,
    'stop the shop that it belongs to, or choose another data folder',
  );

type Postmaster = { readonly pid: number; readonly shmId: string; readonly ready: boolean };

/** Its lines: 1 the process, 7 the key and the id of its shared memory, 8 how far it is. */
export function postmasterIn(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const [, shmId = ''] = wordsOf(lines[6] ?? '');
    return { pid: Number(lines[0]), shmId, ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** A server works in its folder; a zombie answers to signals too, but is nowhere (proc(5)). */
function isRunning(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EACCES'; // another user's, and alive
  }
}

/** The setting that tells a server's shop: its parent, as long as that lives. */
export const shopSetting = 'portrait123.shop';

function hasItsShop(pid: number): boolean {
  try {
    const [, parent = ''] = /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${shopSetting}=${parent}\0`);
  } catch {
    return false; // gone meanwhile
  }
}

/** Backends outlive a killed server by moments: to start beside them would ruin the data. */
function isAttached(shmId: string): boolean {
  const [head = [], ...rows] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n').map(wordsOf);
  const [id, attached] = [head.indexOf('shmid'), head.indexOf('nattch')];
  return rows.some((row) => row[id] === shmId && Number(row[attached]) > 0);
}

const wordsOf = (line: string): readonly string[] => line.trim().split(/\s+/);
