/** Somebody who works here: invited from the command line, and in by a passkey of their own. */
import type { Role } from '../../src/modules/accounts/account.events.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { invite } from '../../src/web/accounts/inviting.ts';
import type { Shop } from '../../src/web/shop.ts';
import type { OpenedShop } from './opened-shop.ts';
import { addPasskey, surfer } from './surfer.ts';

export const commandLine = () => ({
  who: { id: '', actor: 'command-line', subject: SubjectRef.parse(crypto.randomUUID()) },
  ...{ account: null, cause: crypto.randomUUID() },
});

/** @returns the path that the invitation leads to */
export async function invitation(within: Shop, role: Role, email: string): Promise<string> {
  const invited = await invite(within, commandLine(), role, email);
  if ('refused' in invited) throw new Error(invited.refused);
  return new URL(invited.link).pathname;
}

let people = 0;

/** @param shop behind a proxy, or they all come from one network */
export async function atWork(shop: OpenedShop, within: Shop, role: Role) {
  const email = `${role}.at.work.${++people}@example.org`;
  const who = surfer(shop);
  await who.post(await invitation(within, role, email));
  const { key, answer } = await addPasskey(shop, who);
  if (answer.status !== 201) throw new Error(`no passkey was added: ${answer.status}`);
  return { who, email, key };
}
