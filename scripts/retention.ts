/** `bun run retention`: what is past its end, and its destruction. The running shop does it by itself every ten minutes. */
import { retentionDeps } from '../src/composition/scheduled-work.ts';
import { clock } from '../src/composition/stores.ts';
import { retentionPreview, runRetention } from '../src/personal-data/retention.ts';
import type { HeldRow } from '../src/personal-data/vault.ts';
import { connected } from './connect.ts';
import { type Asked, command, Refused, say, timeOf, WrongUsage } from './terminal/command.ts';
import { many, table } from './terminal/table.ts';

const usage = `Usage:
    bun run retention run --dry-run
    bun run retention run --dry-run --at 2027-01-01
    bun run retention run

Destroys the keys of everything that is past its end, says so in the log and in the ledger, and deletes its files.
What is under a legal hold stays, and is counted. A clock that is ahead of database and log destroys nothing.

Options:
    --dry-run        shows what would be destroyed, and touches nothing
    --at TIME        as of another time; a day means its end, UTC. A time to come needs --dry-run
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a refusal, 2 wrong usage.
`;

type Mine = Asked<'at', 'dry-run'>;

async function run(asked: Mine): Promise<number> {
  if (asked.words.join(' ') !== 'run')
    throw new WrongUsage(`no such command: ${asked.words.join(' ') || '(none)'}`);
  const told = asked.value('at');
  const at = told === undefined ? clock() : timeOf('--at', told);
  if (asked.flag('dry-run')) return preview(asked, at);
  if (at > clock())
    throw new Refused(
      `at ${at} things would be destroyed that have not come to their end`,
      'add --dry-run to see them',
    );
  const done = await connected(asked.data, async ({ stores, rooms }) => {
    const deps = await retentionDeps(stores, rooms, 'retention');
    const clocks = told === undefined ? deps.clocks : { ...deps.clocks, system: () => at };
    return runRetention({ ...deps, clocks });
  });
  const held = done.held === 0 ? '' : `; ${many(done.held, 'key')} kept under a legal hold`;
  await say(asked, done, `${many(done.keys, 'key')} destroyed, ${many(done.files, 'file')} deleted${held}`);
  return 0;
}

async function preview(asked: Mine, at: string): Promise<number> {
  const { due, held } = await connected(asked.data, ({ stores }) => retentionPreview(stores, at));
  const sum = `At ${at}, ${many(due.length, 'key')} would be destroyed${held.length === 0 ? '' : `, and ${many(held.length, 'key')} kept under a legal hold`}. Nothing was touched.`;
  const rows = [...due, ...held].map(rowOf);
  const text =
    rows.length === 0 ? sum : `${table(['category', 'ended', 'item', 'person', 'key'], rows)}\n${sum}`;
  await say(asked, { at, due, held }, text);
  return 0;
}

const rowOf = ({ category, expiresAt, item, subject, kid }: HeldRow) => [
  ...[category, expiresAt.slice(0, 16), item, subject, kid],
];

await command({ name: 'retention', usage, values: ['at'], flags: ['dry-run'], run });
