/** Under which user of the machine PostgreSQL runs: it refuses to be root. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { getuid } from 'node:process';
import { CannotStart } from '../cannot-start.ts';

export type OsUser = { readonly uid: number; readonly gid: number };

const ownName = 'portrait123';

/**
 * @param cluster if it is there already, whoever owns it runs it
 * @returns undefined where we are no root, and PostgreSQL runs as we do
 * @throws CannotStart postgres/no-os-user
 */
export function osUserFor(cluster: string): OsUser | undefined {
  if (getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return idsOf('postgres') ?? idsOf(ownName) ?? created();
}

function idsOf(name: string): OsUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function created(): OsUser {
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    ownName,
  ]);
  const user = idsOf(ownName);
  if (user !== undefined) return user;
  throw new CannotStart(
    'postgres/no-os-user',
    'PostgreSQL does not run as root, and no other user of the machine could be made for it',
    `start the shop as an ordinary user, or make one: useradd --system ${ownName}`,
  );
}

/**
 * The command, run as that user; on Linux it is told to end when we do, however we end: a server without its
 * shop would hold the folder. Elsewhere `watchOver` does that.
 */
export function asUser(
  user: OsUser | undefined,
  command: string,
  args: readonly string[],
): readonly string[] {
  if (process.platform !== 'linux') return [command, ...args];
  const other = user && [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return ['setpriv', ...(other ?? []), '--pdeathsig=INT', command, ...args];
}
