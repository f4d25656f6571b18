/** What the shop talks to, and how far its own work has come. */
import { projections } from '../../projections/index.ts';
import { companiesIn, placeOf, reach } from '../../src/composition/companies.ts';
import { clocksOf } from '../../src/composition/scheduled-work.ts';
import { clock } from '../../src/composition/stores.ts';
import { daysAfter } from '../../src/eventsourcing/days.ts';
import { queueStates } from '../../src/eventsourcing/jobs.ts';
import { parkedEvents } from '../../src/eventsourcing/parking.ts';
import { notary } from '../../src/notary/notary.ts';
import { rotationDays } from '../../src/personal-data/key-encryption-key.ts';
import { backupsEnd } from '../../src/personal-data/key-rotation.ts';
import type { Connection } from '../connect.ts';
import { many } from '../terminal/table.ts';
import { type Checked, look, well, wrong } from './check.ts';

export const shop = ({ run, isOpen }: Connection): Promise<readonly Checked[]> =>
  look('shop', 'its log is shop.log in the data folder', async () => {
    if (!isOpen) return well('shop', 'no shop runs on this folder; its servers were started to be looked at');
    const answer = await fetch(`${run.url}/health/ready`);
    const { dependencies } = await answer.json();
    const says = `process ${run.pid}, ${run.publicUrl}`;
    return answer.ok
      ? well('shop', `${says}, ready`)
      : wrong('shop', `${says}: ${JSON.stringify(dependencies)}`, 'see what is down below');
  });

export const log = ({ stores }: Connection): Promise<readonly Checked[]> =>
  look(
    'log',
    'EVENTSTORE_URL names it; or it is embedded: bun run event-store verify --db FILE',
    async () => {
      const newest = await stores.log.newest();
      const says = newest === undefined ? 'empty' : `newest event ${newest.created}, at ${newest.position}`;
      return well('log', says);
    },
  );

const aheadMaxMs = 60_000;

export const clocks = ({ stores }: Connection): Promise<readonly Checked[]> =>
  look('clock', 'retention needs a clock that can be believed', async () => {
    const { system, database, newestEvent } = clocksOf(stores);
    const [here, there, last] = [
      Date.parse(system()),
      Date.parse(await database()),
      Date.parse((await newestEvent()) ?? system()),
    ];
    const offMs = Math.abs(here - there);
    if (offMs > aheadMaxMs)
      return wrong(
        'clock',
        `this machine and the database are ${Math.round(offMs / 1000)} s apart`,
        'set both by NTP',
      );
    return last - here > aheadMaxMs
      ? wrong(
          'clock',
          `the newest event is ${Math.round((last - here) / 1000)} s in the future`,
          'set the clock right',
        )
      : well('clock', `${system()}, ${offMs} ms from the database’s`);
  });

export const databases = ({ stores }: Connection): Promise<readonly Checked[]> =>
  look('database', 'DATABASE_URL and VAULT_DATABASE_URL name them; or they are embedded', async () => {
    const checked = [];
    for (const [name, sql] of [
      ['database', stores.sql],
      ['vault', stores.vaultSql],
    ] as const) {
      const [row] = await sql<{ version: string; count: number }[]>`
        select current_setting('server_version') as version, count(*)::int as count from public.migrations`;
      checked.push(well(name, `PostgreSQL ${row?.version}, ${many(row?.count ?? 0, 'migration')}`));
    }
    return checked;
  });

export const storage = ({ stores, run }: Connection): Promise<readonly Checked[]> =>
  look(
    'storage',
    'S3_ENDPOINT, S3_BUCKET, S3_ERASURES_BUCKET and S3_NOTARY_BUCKET name it; or it is embedded',
    async () => {
      const { url, bucket, erasuresBucket, notaryBucket } = run.addresses.s3;
      for (const one of [bucket, erasuresBucket, notaryBucket]) await stores.storage.check(one);
      return well('storage', `${url}: ${bucket}, ${erasuresBucket}, ${notaryBucket}`);
    },
  );

/** Whether somebody listens there; nothing is asked of them. */
export async function companies({ run }: Connection): Promise<readonly Checked[]> {
  const checked = companiesIn(run).map(({ name, url }) =>
    look(name, 'is it down, or is the network? What waits for it is tried again by itself', async () => {
      await reach(url);
      return well(name, `${placeOf(url)}${run.simulated ? ', simulated' : ''}`);
    }),
  );
  return (await Promise.all(checked)).flat();
}

export const readModels = ({ stores, isOpen }: Connection): Promise<readonly Checked[]> =>
  look('read models', 'bun run projection status', async () => {
    const head = await stores.log.head();
    const rows = await stores.sql<{ name: string; position: bigint }[]>`
      select name, position from progress.checkpoints where kind = 'live'`;
    const behind = projections.filter(
      ({ name }) => (rows.find((row) => row.name === name)?.position ?? -1n) < head,
    );
    const parked = await parkedEvents(stores.sql);
    return [
      behind.length === 0 || !isOpen
        ? well(
            'read models',
            `${projections.length}, ${behind.length === 0 ? 'none behind' : 'built at the next start'}`,
          )
        : wrong(
            'read models',
            `behind: ${behind.map(({ name }) => name).join(', ')}`,
            'look again in a moment; bun run projection status',
          ),
      ...parked.map(({ name, reason }) =>
        wrong(
          'parked',
          `${name} stands still: ${reason}`,
          `bun run process retry ${name}, or skip; bun run process status`,
        ),
      ),
    ];
  });

/** A second or two behind is how it works: one checkpoint for whatever came in that time. */
const witnessedWithinMs = 60_000;

export const witness = ({ stores, isOpen }: Connection): Promise<readonly Checked[]> =>
  look('notary', 'its tree is in S3_NOTARY_BUCKET: bun run audit verify', async () => {
    const [seen, newest] = [await notary(stores.notary).position(), await stores.log.newest()];
    const isBehind = newest !== undefined && seen < newest.position;
    const isLate = isBehind && Date.parse(clock()) - Date.parse(newest.created) > witnessedWithinMs;
    return isLate && isOpen
      ? wrong('notary', `stands at ${seen}, and the log at ${newest.position}`, 'bun run process status')
      : well('notary', `the log is witnessed up to ${seen}${isBehind ? ', and what is newer soon' : ''}`);
  });

export const jobs = ({ stores }: Connection): Promise<readonly Checked[]> =>
  look('jobs', 'bun run process status', async () => {
    const [table] = await stores.sql<
      { there: boolean }[]
    >`select to_regclass('jobs.job') is not null as there`;
    if (table?.there !== true) return well('jobs', 'none yet');
    const queues = await queueStates(stores.sql);
    const failed = queues.filter((queue) => queue.failed > 0);
    const waiting = queues.reduce((sum, { due, later }) => sum + due + later, 0);
    return failed.length === 0
      ? well('jobs', `${waiting} waiting, none given up`)
      : failed.map(({ queue, failed }) =>
          wrong('jobs', `${queue}: ${failed} given up`, `bun run process retry ${queue}`),
        );
  });

export const keys = ({ stores }: Connection): Promise<readonly Checked[]> =>
  look('retention', 'bun run keys status', async () => {
    const overdue = (await stores.vault.overdue(daysAfter(clock(), -1 / 24))).filter(({ hold }) => !hold);
    const end = await backupsEnd({ sql: stores.vaultSql });
    return [
      overdue.length === 0
        ? well('retention', 'nothing is past its end by more than an hour')
        : wrong(
            'retention',
            `${many(overdue.length, 'key')} past their end`,
            'bun run retention run; the shop’s worker does it by itself',
          ),
      end > clock()
        ? well('rotation', `the key-encryption key rotates by ${end}`)
        : wrong(
            'rotation',
            `the key-encryption key is older than ${rotationDays} days`,
            'bun run keys rotate',
          ),
    ];
  });
