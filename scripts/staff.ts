/** `bun run staff`: who works here. The first privileged person comes from this command; each comes in by passkey. */
import { randomUUID } from 'node:crypto';
import { accountsWithRoles } from '../projections/accounts.ts';
import { isRefused } from '../src/eventsourcing/decider.ts';
import { Role } from '../src/modules/accounts/account.events.ts';
import { SubjectRef } from '../src/personal-data/personal.ts';
import { accountAt } from '../src/web/accounts/entering.ts';
import { type By, invite, revoke } from '../src/web/accounts/inviting.ts';
import { Email } from '../src/web/accounts/sign-in-pages.tsx';
import { refusals } from '../src/web/accounts/words.ts';
import type { Shop } from '../src/web/shop.ts';
import { connected } from './connect.ts';
import { withShop } from './subject/shop.ts';
import { type Asked, command, commandIn, Refused, say, WrongUsage } from './terminal/command.ts';
import { table } from './terminal/table.ts';

const usage = `Usage:
    bun run staff invite staff grace@example.org
    bun run staff invite auditor ada@example.org
    bun run staff list
    bun run staff revoke staff grace@example.org

Commands:
    invite ROLE ADDRESS    gives a role; prints a link that works for two days, where they add their passkey.
                           Nothing is sent: hand it over yourself
    list                   who has which role; addresses stay sealed
    revoke ROLE ADDRESS    takes it away; whoever is signed in with it is signed out

Roles: staff (orders), auditor (history and proofs, opens nothing), ops (read models, no clear text),
privacy-officer (requests). Nobody has two: nobody checks their own work.

Options:
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a refusal, 2 wrong usage.
`;

const commandLine = (): By => ({
  who: { id: '', actor: 'command-line', subject: SubjectRef.parse(randomUUID()) },
  account: null,
  cause: randomUUID(),
});

const commands: { readonly [name: string]: (asked: Asked, shop: Shop) => Promise<number> } = {
  async invite(asked, shop) {
    const { role, email } = namedIn(asked);
    const invited = await invite(shop, commandLine(), role, email);
    if (isRefused(invited)) throw new Refused(refusals[invited.refused], 'bun run staff list');
    const text = `${invited.link}\nWhoever opens it within two days adds a passkey, and is ${role} from then on.`;
    await say(asked, invited, text);
    return 0;
  },

  async list(asked, shop) {
    const rows = await accountsWithRoles(shop.reads.accounts);
    const told = rows.map(({ accountId, roles, passkeys, signedInAt }) => ({
      ...{ account: accountId, roles, passkeys, signedInAt },
    }));
    const cells = told.map(({ account, roles, passkeys, signedInAt }) => [
      ...[account, roles.join(', '), String(passkeys), signedInAt ?? 'never'],
    ]);
    await say(asked, told, table(['account', 'role', 'passkeys', 'last signed in'], cells));
    return 0;
  },

  async revoke(asked, shop) {
    const { role, email } = namedIn(asked);
    const accountId = await accountAt(shop, email);
    if (accountId === undefined) throw new Refused('no account has this address', 'bun run staff list');
    const refused = await revoke(shop, commandLine(), role, accountId);
    if (refused !== undefined) throw new Refused(refusals[refused.refused], 'bun run staff list');
    await say(asked, { account: accountId, role }, `${accountId} is ${role} no more.`);
    return 0;
  },
};

function namedIn({ words }: Asked) {
  const [, named, typed] = words;
  const role = Role.safeParse(named);
  const email = Email.safeParse(typed);
  if (!role.success)
    throw new WrongUsage(`there is no role ${named ?? '(none)'}: ${Role.options.join(', ')}`);
  if (!email.success) throw new WrongUsage(`${typed ?? '(nothing)'} is no e-mail address`);
  return { role: role.data, email: email.data };
}

await command({
  name: 'staff',
  usage,
  run: (asked: Asked) => {
    const run = commandIn(commands, asked, 2);
    return connected(asked.data, (to) => withShop(to, (shop) => run(asked, shop)));
  },
});
