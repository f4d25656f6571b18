/** `bun run backup`: what cannot be replayed, put aside while the shop is open: the log and files in one set, the vault in another. */
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { clock } from '../src/composition/stores.ts';
import { copyFile, statsOfFile, verifyFile } from '../src/embedded/event-store/maintenance.ts';
import { copyBlobs } from './backup/blobs.ts';
import { shopFiles, vaultFiles, writeShop, writeVault } from './backup/databases.ts';
import { beginSet, endSet } from './backup/set.ts';
import { type Connection, connected } from './connect.ts';
import { type Asked, command, needed, note, Refused, say, WrongUsage } from './terminal/command.ts';
import { many } from './terminal/table.ts';

const usage = `Usage:
    bun run backup --to /backups/2026-11-24 --vault-to /vault-backups/2026-11-24

Puts aside what cannot be replayed, also while the shop is open. Read models are not in it: they are built anew.

  --to          the log, the sealed files, and how far effects have come: nothing in it opens by itself
  --vault-to    the keys, wrapped: keep it apart from the other set, and for at most a week. When the
                key-encryption key rotates (bun run keys status says when), it does not open any more

The folder of keys and the ledger of destroyed keys are in neither: back up the first by hand, on paper or in a
safe; the second lies in the bucket of erasures, and must never be put back to an older state.

Options:
    --to FOLDER          new or empty
    --vault-to FOLDER    new or empty, and not within the other
    --json               say it in JSON
    --data FOLDER        the shop's data folder (./.data)
    --help               this text

Exit status: 0 done, 1 a refusal, 2 wrong usage.
`;

type Mine = Asked<'to' | 'vault-to'>;

async function run(asked: Mine): Promise<number> {
  if (asked.words.length > 0) throw new WrongUsage(`no such command: ${asked.words.join(' ')}`);
  const to = resolve(needed('--to', asked.value('to')));
  const vaultTo = resolve(needed('--vault-to', asked.value('vault-to')));
  if (`${vaultTo}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${vaultTo}/`))
    throw new WrongUsage(
      '--vault-to lies within --to, or the other way round: who has both could open everything',
    );
  await beginSet(to);
  await beginSet(vaultTo);
  const done = await connected(asked.data, async (shop) => ({
    log: await backUp(shop, to),
    vault: await backUpVault(shop, vaultTo),
  }));
  const { events, files, jobs } = done.log.about;
  await say(
    asked,
    { to, vaultTo, ...done },
    `${to}  ${many(Number(events), 'event')}, ${many(Number(files), 'sealed file')}, ${many(Number(jobs), 'unfinished job')}\n${vaultTo}  ${many(Number(done.vault.about['keys']), 'key')}`,
  );
  return 0;
}

/** How far effects have come, then the log, then the files: each may know more than the one before, and never less. */
async function backUp({ config, data, run, stores, rooms }: Connection, to: string) {
  if (config.EVENTSTORE_URL !== undefined)
    throw new Refused(
      'the log is in an EventStoreDB of its own',
      'back it up there, as its manual says; this command backs up the embedded store',
    );
  const madeAt = clock();
  const jobs = await writeShop(stores.sql, to);
  const log = join(to, 'events.db');
  copyFile(join(data, 'events.db'), log);
  await chmod(log, 0o600);
  const { findings } = verifyFile(log);
  if (findings.length > 0)
    throw new Refused(
      `the log has ${many(findings.length, 'fault')}`,
      'bun run event-store verify --db FILE',
    );
  await mkdir(join(to, 'blobs'), { mode: 0o700 });
  const { bucket } = run.addresses.s3;
  const blobs = await copyBlobs(rooms.files, stores.storage.names(bucket), join(to, 'blobs'));
  note(`${many(blobs.files, 'file')}, ${blobs.bytes} bytes`);
  const newest = await stores.log.newest();
  const about = {
    ...{ events: Number(statsOfFile(log)['events'] ?? 0), newest: newest?.created ?? '', jobs },
    ...{ files: blobs.files, bytes: blobs.bytes },
  };
  return endSet(to, 'portrait123-backup-1', ['events.db', ...shopFiles], about, madeAt);
}

async function backUpVault({ stores }: Connection, to: string) {
  const madeAt = clock();
  const keys = await writeVault(stores.vaultSql, to);
  return endSet(to, 'portrait123-vault-backup-1', vaultFiles, { keys }, madeAt);
}

await command({ name: 'backup', usage, values: ['to', 'vault-to'], run });
