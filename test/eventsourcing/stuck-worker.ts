/** A process that begins a job and never ends it, to be killed: `stuck-worker.ts <event store> <database>`. */
import { eventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { createQueues, startBoss } from '../../src/eventsourcing/pg-boss-queue.ts';
import { effectWork, startWorker } from '../../src/eventsourcing/worker.ts';
import { remindBorrowerWhenBookLent } from './library.ts';
import { openProcess } from './readers.ts';

const [connectionString = '', url = ''] = process.argv.slice(2);
const it = await openProcess(eventStoreDb(connectionString), url);
const boss = await startBoss(url, () => {});
await createQueues(boss, [remindBorrowerWhenBookLent]);
const post = {
  async sendReminder() {
    console.log('begun');
    await new Promise(() => {});
  },
};
await startWorker([effectWork(remindBorrowerWhenBookLent, { post }, it.handle)], {
  ...{ sql: it.sql, boss, leases: it.leases, report: () => {} },
});
