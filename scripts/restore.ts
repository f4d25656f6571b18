/** `bun run restore`: a backup put back. What was erased since it was made is destroyed again before anything is served. */
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { projections } from '../projections/index.ts';
import { beginRestore, type DataFolder, endRestore } from '../src/composition/data-folder.ts';
import { passRestoreGate } from '../src/composition/restore-gate.ts';
import type { Run } from '../src/composition/run-file.ts';
import { clock, type Stores } from '../src/composition/stores.ts';
import { checkpoints } from '../src/eventsourcing/checkpoints.ts';
import { database } from '../src/eventsourcing/database.ts';
import { leases } from '../src/eventsourcing/leases.ts';
import { parking } from '../src/eventsourcing/parking.ts';
import { openReadModels } from '../src/eventsourcing/rebuild.ts';
import { beginTree } from '../src/notary/trees.ts';
import { forgetting } from '../src/personal-data/forgetting.ts';
import { openKeysFolder } from '../src/personal-data/keys-folder.ts';
import { lookUp } from '../src/personal-data/lookup.ts';
import { putBlobs } from './backup/blobs.ts';
import { readShop, readVault, wrappedBy } from './backup/databases.ts';
import { moveEnds, withdrawAgain } from './backup/ends.ts';
import { forgottenIn } from './backup/forgotten.ts';
import { emptyDatabase } from './backup/rows.ts';
import { checkedSet } from './backup/set.ts';
import { alone, type Connection, configured } from './connect.ts';
import { knownIn } from './lookup/known.ts';
import { type Asked, command, note, Refused, say, WrongUsage } from './terminal/command.ts';
import { many } from './terminal/table.ts';

const usage = `Usage:
    bun run restore --from /backups/2026-11-24 --vault-from /vault-backups/2026-11-24
    bun run restore --from /backups/2026-11-24 --vault-from /vault-backups/2026-11-24 --confirm
    bun run restore --vault-from /vault-backups/2026-11-24 --confirm

Puts a backup back into a data folder on which no shop runs: the log with files, the vault, or both. What was told
since is lost; what was erased since stays erased: log, vault and the ledger of destroyed keys are held against
each other at once, and again at every start. Until when each thing is kept is worked out again from the log; where the
log is the older of the two, no end moves away by that, and a consent that was withdrawn since is withdrawn again.

Options:
    --from FOLDER          a set that bun run backup --to made
    --vault-from FOLDER    a set that bun run backup --vault-to made; it opens only with the folder of keys of its week
    --confirm              does it; without, the sets are checked and nothing is touched
    --json                 say it in JSON
    --data FOLDER          the shop's data folder (./.data)
    --help                 this text

Exit status: 0 done, 1 a refusal, 2 wrong usage.
`;

type Mine = Asked<'from' | 'vault-from', 'confirm'>;
type Sets = { readonly from: string | undefined; readonly vaultFrom: string | undefined };

async function run(asked: Mine): Promise<number> {
  if (asked.words.length > 0) throw new WrongUsage(`no such command: ${asked.words.join(' ')}`);
  const [from, vaultFrom] = [asked.value('from'), asked.value('vault-from')];
  if (from === undefined && vaultFrom === undefined)
    throw new WrongUsage('--from or --vault-from is missing');
  const sets = {
    from: from === undefined ? undefined : resolve(from),
    vaultFrom: vaultFrom === undefined ? undefined : resolve(vaultFrom),
  };
  const checked = await check(asked.data, sets);
  if (!asked.flag('confirm')) {
    await say(asked, checked, checkedText(checked));
    note(
      `Nothing was touched. What ${resolve(asked.data)} holds of it now would be replaced: add --confirm.`,
    );
    return 0;
  }
  const done = await putBack(asked.data, sets, newerOf(checked));
  await say(asked, done, doneText(done));
  return done.forgotten.length === 0 ? 0 : 1;
}

async function check(data: string, { from, vaultFrom }: Sets) {
  const log = from === undefined ? undefined : await checkedSet(from, 'portrait123-backup-1');
  const vault =
    vaultFrom === undefined ? undefined : await checkedSet(vaultFrom, 'portrait123-vault-backup-1');
  if (vaultFrom !== undefined) await mustOpen(data, vaultFrom);
  return { log, vault };
}

/** @throws Refused: a rotation has closed it, as it is meant to */
async function mustOpen(data: string, vaultFrom: string): Promise<void> {
  const folder = resolve(configured().KEYS_DIR ?? `${resolve(data)}-keys`);
  const names = await (await openKeysFolder(folder)).names();
  const missing = (await wrappedBy(vaultFrom)).filter(
    (version) => !names.some((name) => name.includes(version)),
  );
  if (missing.length > 0)
    throw new Refused(
      `the vault in ${vaultFrom} does not open any more: key-encryption key ${missing.join(', ')} is not in ${folder}`,
      'it was destroyed by a rotation, as it is meant to be, or the folder of keys is another: KEYS_DIR',
    );
}

type Checked = Awaited<ReturnType<typeof check>>;

/** What was not put back is as of now. */
const newerOf = ({ log, vault }: Checked): 'log' | 'vault' =>
  vault === undefined || (log !== undefined && vault.madeAt > log.madeAt) ? 'vault' : 'log';

const checkedText = ({ log, vault }: Checked): string =>
  [log, vault]
    .flatMap((manifest) => (manifest === undefined ? [] : [manifest]))
    .map(({ format, madeAt, about }) => {
      const said = Object.entries(about).map(([name, value]) => `${name} ${value}`);
      return `${format}, made ${madeAt}: ${said.join(', ')}; whole`;
    })
    .join('\n');

const putBack = (data: string, sets: Sets, newer: 'log' | 'vault') =>
  alone(data, {
    beforeServers: async (folder) => {
      beginRestore(folder.path);
      if (sets.from !== undefined) await replaceLog(folder, sets.from);
    },
    beforeStores: async (run) => emptyDatabases(run, sets),
    use: async (to) => {
      const counts = await fill(to, sets);
      const gate = await passRestoreGate(to.stores, to.rooms);
      const withdrawn = newer === 'vault' ? await withdrawAgain(to) : [];
      const ends = await moveEnds(to, newer);
      const found = sets.vaultFrom === undefined ? null : await relearn(to);
      const tree = sets.from === undefined ? null : await beginTree(to.stores.notary);
      endRestore(to.data);
      const forgotten = await forgottenIn(to.stores);
      return { ...counts, gate, withdrawn, ends, found, tree, forgotten };
    },
  });

async function replaceLog({ path }: DataFolder, from: string): Promise<void> {
  const log = join(path, 'events.db');
  await copyFile(join(from, 'events.db'), `${log}.new`);
  await chmod(`${log}.new`, 0o600);
  for (const beside of ['-wal', '-shm']) await rm(`${log}${beside}`, { force: true });
  await rename(`${log}.new`, log);
}

async function emptyDatabases({ addresses }: Run, { from, vaultFrom }: Sets): Promise<void> {
  const urls = [
    from === undefined ? [] : [addresses.shopDb],
    vaultFrom === undefined ? [] : [addresses.vaultDb],
  ];
  for (const url of urls.flat()) {
    const sql = database(url, { connectionsMax: 1 });
    await emptyDatabase(sql);
    await sql.end();
  }
}

async function fill({ run, stores, rooms }: Connection, { from, vaultFrom }: Sets) {
  if (vaultFrom !== undefined) await readVault(stores.vaultSql, vaultFrom);
  if (from === undefined) return { jobs: 0, files: 0 };
  const { files } = await putBlobs(rooms.files, join(from, 'blobs'));
  return { jobs: await readShop(stores.sql, run.addresses.shopDb, from), files };
}

/** Whoever is erased has no row in the look-up after it. The gate asks a read model: so they are built first. */
async function relearn({ run, stores, rooms }: Connection): Promise<number> {
  await buildReadModels(run, stores);
  const secret = await stores.keys.secret('look-up');
  const index = lookUp({ sql: stores.vaultSql, secret, clock });
  const { rows } = await index.relearn(knownIn(stores.log), rooms.openAs('restore'));
  return rows;
}

async function buildReadModels({ addresses }: Run, { sql, log }: Stores): Promise<void> {
  const [held, parked] = [leases(addresses.shopDb), parking(sql)];
  try {
    const deps = {
      sql,
      store: log,
      checkpoints: checkpoints(sql),
      leases: held,
      parking: parked,
      forgetting,
    };
    await openReadModels(projections, { ...deps, progress: () => {} });
  } finally {
    await parked.stop();
    await held.stop();
  }
}

type Done = Awaited<ReturnType<typeof putBack>>;

const doneText = ({ files, jobs, gate, withdrawn, ends, found, tree, forgotten }: Done): string =>
  [
    `put back    ${many(files, 'file')}, ${many(jobs, 'job')} to be done again`,
    `destroyed   ${many(gate.destroyedAgain, 'key')} again, that a backup had forgotten to be dead`,
    `said again  ${gate.loggedAgain} in the log, ${gate.recordedAgain} in the ledger`,
    ...(gate.unknown === 0
      ? []
      : [`unknown     ${many(gate.unknown, 'dead key')} that this vault never had`]),
    ...(withdrawn.length === 0
      ? []
      : [`consents    ${many(withdrawn.length, 'person', 'people')} had withdrawn since: withdrawn again`]),
    `ends        of ${many(ends, 'thing')}, as the log gives them`,
    ...(found === null ? [] : [`look-up     ${many(found, 'person', 'people')}, from what still opens`]),
    ...(tree === null ? [] : [`notary      begins tree ${tree}; the one before stays as it was signed`]),
    ...forgotten.map(
      (ref) =>
        `finding     ${ref} had asked for an erasure after this backup was made: bun run subject erase ${ref}`,
    ),
  ].join('\n');

await command({ name: 'restore', usage, values: ['from', 'vault-from'], flags: ['confirm'], run });
