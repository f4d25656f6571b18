/** `bun run lookup`: the blind index that finds somebody by their address. */
import { clock } from '../src/composition/stores.ts';
import { lookUp } from '../src/personal-data/lookup.ts';
import { connected } from './connect.ts';
import { knownIn } from './lookup/known.ts';
import { type Asked, command, say, WrongUsage } from './terminal/command.ts';
import { many } from './terminal/table.ts';

const usage = `Usage:
    bun run lookup rebuild

Commands:
    rebuild    learns the index anew: every address that the log tells of and that still opens, for the purpose
               account.access. Whoever is erased has no row after it. Also while the shop is open

Options:
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a refusal, 2 wrong usage.
`;

async function rebuild(asked: Asked): Promise<number> {
  const done = await connected(asked.data, async ({ stores, rooms }) => {
    const index = lookUp({ sql: stores.vaultSql, secret: await stores.keys.secret('look-up'), clock });
    return index.relearn(knownIn(stores.log), rooms.openAs('look-up'));
  });
  await say(asked, done, `The look-up finds ${many(done.rows, 'account')} by their address.`);
  return 0;
}

await command({
  name: 'lookup',
  usage,
  async run(asked) {
    const { words } = asked;
    if (words.length !== 1 || words[0] !== 'rebuild')
      throw new WrongUsage(`no such command: ${words.join(' ') || '(none)'}`);
    return rebuild(asked);
  },
});
