/** `bun run keys`: the keys that seal, and the key that wraps them; counted, never shown. */
import { stat } from 'node:fs/promises';
import { clock, type Stores } from '../src/composition/stores.ts';
import { daysAfter } from '../src/eventsourcing/days.ts';
import { rotationDays } from '../src/personal-data/key-encryption-key.ts';
import { type KeyVersion, keyStatus } from '../src/personal-data/key-status.ts';
import { approved } from './approvals/approved.ts';
import { type Connection, connected } from './connect.ts';
import { withShop } from './subject/shop.ts';
import { type Asked, command, commandIn, say } from './terminal/command.ts';
import { many, table } from './terminal/table.ts';

const usage = `Usage:
    bun run keys status
    bun run keys rotate
    bun run keys rotate --approval 5b2f7d0e-2c3b-4a38-9a57-0c5b6d1f0a11

Commands:
    status    how many keys live, what is due, and how old the key-encryption key is
    rotate    wraps every living key under a new key-encryption key, and destroys the old one: from then on
              no older backup of the vault opens. The running shop does it by itself once a week; before its
              time it takes two people, where two have the role ops: one asks at /ops/approvals, another approves,
              and it is done here for whoever asked: who types this is not known

Options:
    --approval ID    what another person approved
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a finding or a refusal, 2 wrong usage.
`;

type Mine = Asked<'approval'>;

const commands: { readonly [name: string]: (asked: Mine) => Promise<number> } = {
  async status(asked) {
    const status = await connected(asked.data, statusOf);
    await say(asked, status, statusText(status));
    return status.findings.length === 0 ? 0 : 1;
  },

  async rotate(asked) {
    const wanted = { act: 'rotate-keys', person: null, ground: 'upkeep' } as const;
    const done = await connected(asked.data, (to) =>
      withShop(to, (shop) => approved(shop, wanted, asked.value('approval'))),
    );
    const { version, rewrapped, destroyed } = done;
    const text = `key-encryption key ${version} wraps ${many(rewrapped, 'key')}; ${many(destroyed, 'older one')} destroyed\nBackups of the vault that were made before do not open any more: make one now (bun run backup).`;
    await say(asked, done, text);
    return 0;
  },
};

async function statusOf({ stores, run }: Connection) {
  const { vaultSql: sql, vault, keys } = stores;
  const { inUse, isLate, ...status } = await keyStatus({ sql, vault, clock });
  const { mode } = await stat(run.keys);
  return {
    ...{ ...status, folder: run.keys, folderMode: (mode & 0o777).toString(8) },
    findings: [
      ...(await missingFiles(status.versions, keys)),
      ...late(inUse),
      ...(isLate ? ['something is past its end by more than an hour: bun run retention run'] : []),
    ],
  };
}

/** Of every version that still wraps something. */
async function missingFiles(
  versions: readonly KeyVersion[],
  keys: Stores['keys'],
): Promise<readonly string[]> {
  const names = await keys.names();
  return versions
    .filter(
      ({ destroyed_at, version }) => destroyed_at === null && !names.some((name) => name.includes(version)),
    )
    .map(
      ({ version }) =>
        `the file of key-encryption key ${version} is not in the folder of keys: what it wraps is lost`,
    );
}

function late(inUse: KeyVersion | undefined): readonly string[] {
  if (inUse === undefined) return ['there is no key-encryption key yet: it is made with the first fact'];
  return daysAfter(inUse.created_at, rotationDays) < clock()
    ? [`key-encryption key ${inUse.version} is older than ${rotationDays} days: bun run keys rotate`]
    : [];
}

function statusText(status: Awaited<ReturnType<typeof statusOf>>): string {
  const { versions, states, fences, overdue, folder, folderMode, rotateBy, findings } = status;
  const rows = versions.map(({ version, created_at, retired_at, destroyed_at }) => [
    ...[
      version,
      created_at.slice(0, 16),
      retired_at?.slice(0, 16) ?? null,
      destroyed_at?.slice(0, 16) ?? null,
    ],
  ]);
  return [
    table(['key-encryption key', 'created', 'retired', 'destroyed'], rows),
    '',
    table(
      ['keys', 'count', 'under hold'],
      states.map(({ state, count, held }) => [state, count, held]),
    ),
    '',
    `overdue    ${overdue}`,
    `fences     ${fences}`,
    `rotate by  ${rotateBy ?? '–'}`,
    `folder     ${folder} (${folderMode})`,
    ...findings.map((finding) => `finding    ${finding}`),
  ].join('\n');
}

await command({
  name: 'keys',
  usage,
  values: ['approval'],
  run: (asked: Mine) => commandIn(commands, asked, 0)(asked),
});
