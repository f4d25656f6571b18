/** Secrets of the shop's own servers and of its days, in the folder of keys. */
import type { KeyObject } from 'node:crypto';
import type { KeysFolder } from '../personal-data/keys-folder.ts';

/** For what a server asks of its clients; the same at every start. */
export const passwordOf = async (keys: KeysFolder, name: string): Promise<string> =>
  (await keys.secret(name)).export().toString('base64url');

/** A key for each day; those of days gone by are destroyed as soon as another is asked for. @param day `2026-11-24` */
export async function dayKeyOf(keys: KeysFolder, day: string): Promise<KeyObject> {
  const mine = `quota-${day}`;
  for (const name of await keys.names())
    if (/^quota-\d{4}-\d\d-\d\d/.test(name) && name < mine) await keys.destroy(name);
  return keys.secret(mine);
}
