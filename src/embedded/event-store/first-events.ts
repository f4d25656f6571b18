/** What a new log begins with, as the original's does: rights on its own streams, and the first users. */
import { newEvent } from './storage/new-event.ts';
import type { Store } from './storage/store.ts';
import type { Users } from './storage/users.ts';

const thirtyDaysSeconds = 2_592_000;
const scavenges = {
  $maxAge: thirtyDaysSeconds,
  $acl: { $r: '$ops', $w: [], $d: [], $mr: [], $mw: [] },
};
const onlyAdmins = { $acl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' } };

export type FirstPasswords = { readonly admin: string; readonly ops: string };

/** @param passwords of a secure server's first users; undefined: everybody may do everything */
export const writeFirstEvents = async (
  store: Store,
  users: Users,
  passwords: FirstPasswords | undefined,
): Promise<void> => {
  if (store.log.last() === undefined)
    await store.append('$$$scavenges', 'any', [newEvent('$metadata', scavenges)]);
  if (passwords === undefined || users.find('admin') !== undefined) return;
  for (const login of ['admin', 'ops'])
    await store.append(`$$$user-${login}`, 'any', [newEvent('$metadata', onlyAdmins)]);
  await users.create('admin', passwords.admin, 'EventStoreDB Administrator', ['$admins']);
  await users.create('ops', passwords.ops, 'EventStoreDB Operations', ['$ops']);
};
