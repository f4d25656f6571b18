/** What a stand-in will do later is done, also after a restart, and not twice at once. */
import { afterAll, describe, expect, test } from 'bun:test';
import { z } from 'zod';
import { agenda } from '../../../src/embedded/stand-in/agenda.ts';
import { openStore } from '../../../src/embedded/stand-in/store.ts';
import { handClock, scratch } from '../../stand-ins.ts';
import { until } from '../../waiting.ts';

const disk = await scratch();
afterAll(disk.clean);

const open = (folder = disk.folder()) => {
  const clock = handClock();
  const store = openStore(folder);
  const jobs = agenda<string>(store, clock.now, z.string());
  const close = async () => {
    await jobs.stop();
    store.close();
  };
  return { folder, clock, store, jobs, close };
};

describe('a job', () => {
  test('is done at its time and not before', async () => {
    const { clock, jobs, close } = open();
    const done: string[] = [];
    jobs.start(async ({ what }) => {
      done.push(what);
      return () => 'done' as const;
    });
    jobs.plan('b', clock.now() + 1_000, 'later');
    jobs.plan('a', clock.now(), 'now');
    await until(() => done.length === 1);
    clock.turn(1_000);
    jobs.plan('c', clock.now(), 'wakes it');
    await until(() => done.length === 3);
    expect(done[0]).toBe('now');
    await until(() => jobs.waiting().length === 0);
    await close();
  });

  test('that was planned before a restart is done after it', async () => {
    const first = open();
    first.jobs.plan('a', first.clock.now(), 'survives');
    await first.close();
    const second = open(first.folder);
    const done: string[] = [];
    second.jobs.start(async ({ what }) => {
      done.push(what);
      return () => 'done' as const;
    });
    await until(() => done.includes('survives'));
    await second.close();
  });

  test('that was under way at the stop is done again', async () => {
    const first = open();
    let begun = false;
    first.jobs.start(async (_, stopped) => {
      begun = true;
      await new Promise((resolve) => stopped.addEventListener('abort', resolve));
      return () => 'done' as const;
    });
    first.jobs.plan('a', first.clock.now(), 'cut off');
    await until(() => begun);
    await first.close();
    const second = open(first.folder);
    expect(second.jobs.waiting()).toMatchObject([{ what: 'cut off', attempt: 0 }]);
    await second.close();
  });

  test('counts its tries; one that breaks is kept with the reason', async () => {
    const { clock, jobs, close } = open();
    const attempts: number[] = [];
    jobs.start(async ({ attempt }) => {
      attempts.push(attempt);
      if (attempt < 2) return () => ({ againMs: clock.now() });
      throw new Error('broken');
    });
    jobs.plan('a', clock.now(), 'stubborn');
    const left = await until(() => jobs.waiting().find(({ trouble }) => trouble !== null));
    expect(attempts).toEqual([0, 1, 2]);
    expect(left.trouble).toBe('Error: broken');
    await close();
  });

  test('that plans itself anew while it runs is not taken for done', async () => {
    const { clock, jobs, close } = open();
    let rounds = 0;
    jobs.start(async () => () => {
      if (++rounds < 3) jobs.plan('a', clock.now(), 'walks');
      return 'done';
    });
    jobs.plan('a', clock.now(), 'walks');
    await until(() => rounds === 3 && jobs.waiting().length === 0);
    await close();
  });

  test('that was cancelled, or whose transaction failed, is not done', async () => {
    const { clock, store, jobs, close } = open();
    const done: string[] = [];
    jobs.start(async ({ what }) => {
      done.push(what);
      return () => 'done' as const;
    });
    jobs.plan('a', clock.now(), 'cancelled');
    jobs.cancel('a');
    const failing = () =>
      store.transaction(() => {
        jobs.plan('b', clock.now(), 'taken back');
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    jobs.plan('c', clock.now(), 'stays');
    await until(() => done.length > 0);
    expect(done).toEqual(['stays']);
    await close();
  });
});
