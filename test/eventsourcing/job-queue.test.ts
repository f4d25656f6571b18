/** What every queue of jobs does: the model in memory and pg-boss, by the same sentences. */
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import { checkpoints } from '../../src/eventsourcing/checkpoints.ts';
import type { Job, JobQueue } from '../../src/eventsourcing/effect.ts';
import { createQueues, type Kept, pgBossQueue, startBoss } from '../../src/eventsourcing/pg-boss-queue.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { InMemoryJobQueue } from '../in-memory/job-queue.ts';
import { testServers } from '../servers.ts';
import { because } from './library.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

/** A queue that can be asked what a worker would be given, and told what was done. */
type Queue = JobQueue & {
  due(now: string): Promise<readonly Job[]> | readonly Job[];
  done(job: Job): Promise<void> | void;
};

const job = (name: string, startAfter: string | null = null): Job => ({
  ...{ key: uuidFrom(name), effect: 'test', ids: { n: 1, order: name }, startAfter },
  context: { ...because(name), commandId: uuidFrom(name) },
});
const [a, b] = [job('a'), job('b')];
const now = '2100-11-24T09:00:00.000Z';
const tomorrow = '2100-11-25T09:00:00.000Z';

async function overPgBoss(): Promise<Queue> {
  const { url, sql } = await servers.shop();
  const boss = await startBoss(url, () => {});
  servers.ends(() => boss.stop({ graceful: false }));
  await createQueues(
    boss,
    ['test', 'other'].map((name) => ({ name, pace: {} })),
  );
  return {
    ...pgBossQueue(sql, boss, checkpoints(sql)),
    async due(now) {
      const rows = await sql<{ key: string; data: Kept; startAfter: string }[]>`
        select id as key, data, start_after as "startAfter" from jobs.job
        where name = 'test' and state = 'created' and start_after <= ${now} order by created_on, id`;
      return rows.map(({ key, data, startAfter }) => ({
        ...{ key, effect: 'test', ...data, startAfter: startAfter === tomorrow ? tomorrow : null },
      }));
    },
    done: async ({ key }) => void (await boss.complete('test', key, null, { includeQueued: true })),
  };
}

const aJobQueue = (name: string, open: () => Promise<Queue>) =>
  describe(name, () => {
    test('keeps jobs and how far each effect has read', async () => {
      const queue = await open();
      expect(await queue.position('test')).toBe(-1n);
      expect(await queue.commit('test', [a], -1n, 7n)).toBe(true);
      expect(await queue.position('test')).toBe(7n);
      expect(await queue.position('other')).toBe(-1n);
      expect(await queue.due(now)).toEqual([a]);
    });

    test('moves on where there is nothing to do', async () => {
      const queue = await open();
      await queue.position('test');
      expect(await queue.commit('test', [], -1n, 7n)).toBe(true);
      expect(await queue.position('test')).toBe(7n);
    });

    test('lets one of two runners through, and takes no job of the other', async () => {
      const queue = await open();
      await queue.position('test');
      await queue.commit('test', [a], -1n, 7n);
      expect(await queue.commit('test', [b], -1n, 8n)).toBe(false);
      expect(await queue.due(now)).toEqual([a]);
      expect(await queue.position('test')).toBe(7n);
    });

    test('takes a key once, also when it is done', async () => {
      const queue = await open();
      await queue.position('test');
      await queue.commit('test', [a, a], -1n, 7n);
      await queue.done(a);
      await queue.commit('test', [a, b], 7n, 8n);
      expect(await queue.due(now)).toEqual([b]);
    });

    test('holds a job back until its time', async () => {
      const queue = await open();
      await queue.position('test');
      await queue.commit('test', [job('a', tomorrow)], -1n, 7n);
      expect(await queue.due(now)).toEqual([]);
      expect(await queue.due(tomorrow)).toEqual([job('a', tomorrow)]);
    });
  });

aJobQueue('the queue in memory', async () => new InMemoryJobQueue());
aJobQueue('the queue over pg-boss', overPgBoss);
