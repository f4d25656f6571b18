/** Effects on the world over real servers: once each, whatever fails, stops or dies in between. */
import { afterAll, afterEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Effect, Turn } from '../../src/eventsourcing/effect.ts';
import { cancelJobs, failedJobs, queueStates, retryFailed } from '../../src/eventsourcing/jobs.ts';
import { createQueues, pgBossQueue, startBoss } from '../../src/eventsourcing/pg-boss-queue.ts';
import { effectRunner } from '../../src/eventsourcing/runner.ts';
import { schedule } from '../../src/eventsourcing/schedule.ts';
import { effectWork, type JobTold, startWorker } from '../../src/eventsourcing/worker.ts';
import { testServers } from '../servers.ts';
import { until } from '../waiting.ts';
import { type BookId, bookId, type Post, remindBorrowerWhenBookLent as remind } from './library.ts';
import { openProcess } from './readers.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

type Reminding = Effect<{ readonly post: Post }>;

/** A library with a queue, whose letters go through `post`. */
async function opened(effect: Reminding = remind) {
  const server = await servers.eventStoreServer();
  const { url } = await servers.shop();
  const it = await openProcess(server.store, url);
  const boss = await startBoss(url, () => {});
  servers.ends(it.close);
  servers.ends(() => boss.stop({ graceful: false }));
  await createQueues(boss, [effect]);
  const reading = it.start([effectRunner(effect, pgBossQueue(it.sql, boss, it.checkpoints))]);
  servers.ends(reading.stop);
  const jobs: JobTold[] = [];
  return {
    ...{ ...it, ...server, boss, jobs },
    work: (post: Post) =>
      startWorker([effectWork(effect, { post }, it.handle)], {
        ...{ sql: it.sql, boss, leases: it.leases, report: (one) => void jobs.push(one) },
      }),
    state: async () => (await queueStates(it.sql)).find(({ queue }) => queue === effect.name),
    reminders: async (title: string) =>
      (await it.store.read(`book-${bookId(title)}`)).filter(({ type }) => type === 'BorrowerReminded').length,
  };
}
type Opened = Awaited<ReturnType<typeof opened>>;

const isOver = async ({ state }: Opened) => {
  const now = await state();
  return now !== undefined && now.due + now.later + now.active === 0;
};
const enqueued = (it: Opened, jobs: number) =>
  until(async () => {
    const now = await it.state();
    return now !== undefined && now.due + now.later + now.active >= jobs;
  });

/** A post office that keeps one letter per key, and may be slow or closed. */
function postOffice(send: (book: BookId) => Promise<void> = async () => {}) {
  const letters = new Map<string, BookId>();
  const count = { now: 0, max: 0, asked: 0 };
  const post: Post = {
    async sendReminder(book, key) {
      count.asked++;
      count.max = Math.max(count.max, ++count.now);
      try {
        await send(book);
        letters.set(key, book);
      } finally {
        count.now--;
      }
    },
  };
  return { letters, count, post };
}

test('what follows from an event is done once, and its outcome is recorded', async () => {
  const it = await opened();
  const { letters, post } = postOffice();
  const worker = await it.work(post);
  await it.lend('Emma', 'Ada');
  await until(async () => (await it.reminders('Emma')) === 1);
  await until(() => isOver(it));
  expect([...letters.values()]).toEqual([bookId('Emma')]);
  await worker.stop();
});

test('a backlog is worked off without a pause, and never with more hands than were given', async () => {
  const it = await opened(remind);
  const titles = Array.from({ length: 40 }, (_, n) => `Volume ${n}`);
  for (const title of titles) await it.lend(title, 'Ada');
  await enqueued(it, titles.length);
  const { letters, count, post } = postOffice(() => Bun.sleep(5));
  const worker = await it.work(post);
  await until(() => isOver(it));
  expect(letters.size).toBe(titles.length);
  expect(count.max).toBe(2);
  await worker.stop();
});

test('a job that fails is tried again', async () => {
  const it = await opened();
  let isClosed = true;
  const { count, post } = postOffice(async () => {
    if (isClosed) throw Object.assign(new Error('no such mailbox: ada@example.org'), { code: 'EENVELOPE' });
  });
  const worker = await it.work(post);
  await it.lend('Emma', 'Ada');
  await until(() => it.jobs.some(({ is }) => is === 'failed'));
  isClosed = false;
  await until(async () => (await it.reminders('Emma')) === 1);
  expect(count.asked).toBe(2);
  expect(it.jobs[0]).toMatchObject({ queue: remind.name, is: 'failed', because: 'Error EENVELOPE' });
  await worker.stop();
});

test('one that fails again and again waits for somebody, who sees why and may have it tried again', async () => {
  const it = await opened({ ...remind, pace: { retriesMax: 0 } });
  let isClosed = true;
  const { letters, post } = postOffice(async () => {
    if (isClosed) throw new TypeError('closed');
  });
  const worker = await it.work(post);
  await it.lend('Emma', 'Ada');
  await until(async () => (await failedJobs(it.sql)).length === 1);
  expect(await failedJobs(it.sql, remind.name)).toMatchObject([{ queue: remind.name, because: 'closed' }]);
  expect(await it.state()).toMatchObject({ due: 0, failed: 1 });
  isClosed = false;
  expect(await retryFailed(it.sql, it.boss, remind.name)).toBe(1);
  await until(async () => (await it.reminders('Emma')) === 1);
  expect(letters.size).toBe(1);
  await worker.stop();
});

test('a job is not done before its time, and soon after', async () => {
  const soon = () => new Date(Date.now() + 1500).toISOString();
  const due: string[] = [];
  const later = (job: ReturnType<typeof remind.jobsFor>[number]) => ({ ...job, startAfter: soon() });
  const it = await opened({
    ...remind,
    jobsFor: (recorded) => {
      const jobs = remind.jobsFor(recorded).map(later);
      due.push(...jobs.map(({ startAfter }) => startAfter));
      return jobs;
    },
  });
  const { letters, count, post } = postOffice(async () => {
    expect(new Date().toISOString() >= (due[0] ?? '')).toBe(true);
  });
  const worker = await it.work(post);
  await it.lend('Emma', 'Ada');
  await until(() => letters.size === 1);
  expect(count.asked).toBe(1);
  await worker.stop();
});

test('an erasure stops the jobs that carry its ids, and no other', async () => {
  const it = await opened();
  for (const title of ['Emma', 'Dracula']) await it.lend(title, 'Ada');
  await enqueued(it, 2);
  expect(await cancelJobs(it.sql, it.boss, [bookId('Emma'), crypto.randomUUID()])).toBe(1);
  const { letters, post } = postOffice();
  const worker = await it.work(post);
  await until(() => isOver(it));
  expect([...letters.values()]).toEqual([bookId('Dracula')]);
  await worker.stop();
});

test('whoever does a job that is taken out hears of it, and it is not tried again', async () => {
  const turns: Turn[] = [];
  const it = await opened({
    ...remind,
    perform: (_job, _deps, turn) =>
      new Promise((_resolve, reject) => {
        turns.push(turn);
        turn.signal.addEventListener('abort', () => reject(turn.signal.reason));
      }),
  });
  const worker = await it.work(postOffice().post);
  await it.lend('Emma', 'Ada');
  await until(() => turns.length === 1);
  expect(await cancelJobs(it.sql, it.boss, [bookId('Emma')])).toBe(1);
  await until(() => it.jobs.length > 0);
  expect(it.jobs).toMatchObject([{ is: 'called-off' }]);
  expect(await isOver(it)).toBe(true);
  expect(await failedJobs(it.sql)).toEqual([]);
  await worker.stop();
});

test('the last try of a job is told that it is the last', async () => {
  const turns: Turn[] = [];
  const it = await opened({
    ...remind,
    pace: { retriesMax: 1 },
    async perform(_job, _deps, turn) {
      turns.push(turn);
      throw new TypeError('closed');
    },
  });
  const worker = await it.work(postOffice().post);
  await it.lend('Emma', 'Ada');
  await until(async () => (await it.state())?.failed === 1);
  expect(turns.map(({ isLast }) => isLast)).toEqual([false, true]);
  await worker.stop();
});

test('a worker that stops ends what it has begun', async () => {
  const it = await opened();
  const { count, post } = postOffice(() => Bun.sleep(200));
  const worker = await it.work(post);
  await it.lend('Emma', 'Ada');
  await until(() => count.now === 1);
  await worker.stop();
  expect(await it.reminders('Emma')).toBe(1);
  expect(await it.state()).toMatchObject({ due: 0, active: 0 });
});

test('and gives back what takes too long', async () => {
  const it = await opened();
  let release = () => {};
  const stuck = postOffice(() => new Promise((resolve) => (release = resolve)));
  const worker = await it.work(stuck.post);
  await it.lend('Emma', 'Ada');
  await until(() => stuck.count.now === 1);
  await worker.stop(10);
  expect(await it.state()).toMatchObject({ active: 0 });
  release();
  const { post } = postOffice();
  const next = await it.work(post);
  await until(async () => (await it.reminders('Emma')) === 1);
  await until(() => isOver(it));
  expect(await it.reminders('Emma')).toBe(1);
  await next.stop();
});

test('what a killed worker had begun is done by another', async () => {
  const it = await opened();
  await it.lend('Emma', 'Ada');
  await enqueued(it, 1);
  const child = Bun.spawn(['bun', join(import.meta.dir, 'stuck-worker.ts'), it.connectionString, it.url], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const { value } = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe('begun\n');
  expect(await it.state()).toMatchObject({ active: 1 });
  child.kill('SIGKILL');
  await child.exited;
  const { letters, post } = postOffice();
  const worker = await it.work(post);
  await until(async () => (await it.reminders('Emma')) === 1);
  expect(letters.size).toBe(1);
  await worker.stop();
});

test('work by the calendar is done when its time comes, one at a time', async () => {
  const it = await opened();
  const done: number[] = [];
  const works = await schedule(it.boss, [
    {
      name: 'sweep',
      cron: '0 3 * * *',
      async perform() {
        await Bun.sleep(50);
        done.push(Date.now());
      },
    },
  ]);
  expect(await it.boss.getSchedules()).toMatchObject([{ name: 'sweep', cron: '0 3 * * *', timezone: 'UTC' }]);
  const worker = await startWorker(works, {
    ...{ sql: it.sql, boss: it.boss, leases: it.leases, report: (one) => void it.jobs.push(one) },
  });
  expect(await it.boss.send('sweep')).not.toBeNull(); // as the clock does
  expect(await it.boss.send('sweep')).toBeNull();
  await until(() => done.length === 1);
  await worker.stop();
  await schedule(it.boss, []);
  expect(await it.boss.getSchedules()).toEqual([]);
});
