/** Somebody with a role, who has come in already: their session is begun where the shop keeps it. */
import { AccountId, type Role } from '../../src/modules/accounts/account.events.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { inside } from './inside.ts';
import type { OpenedShop } from './opened-shop.ts';

export async function atDesk(shop: OpenedShop, role: Role) {
  const within = await inside(shop.data);
  const who = {
    account: AccountId.parse(crypto.randomUUID()),
    subject: SubjectRef.parse(crypto.randomUUID()),
  };
  const begun = await within.shop.sessions.signIn(undefined, {
    ...{ ...who, roles: [role], by: 'passkey', device: 'A test on Linux' },
  });
  await within.leave();
  const headers = { authorization: `Bearer ${begun.token}` };
  return {
    ...who,
    token: begun.token,
    get: (path: string) => fetch(`${shop.url}${path}`, { headers, redirect: 'manual' }),
    text: async (path: string) => (await fetch(`${shop.url}${path}`, { headers })).text(),
    post: (path: string, fields: Readonly<Record<string, string>>) =>
      fetch(`${shop.url}${path}`, {
        ...{ method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' },
      }),
  };
}
