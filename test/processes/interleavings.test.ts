/**
 * Erase, order, render, copy, rebuild and retention at once, in whatever order their steps come: somebody who was
 * erased is gone, whoever was faster, and everything comes to its end.
 */
import { expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { projections } from '../../projections/index.ts';
import type { Effect, Job } from '../../src/eventsourcing/effect.ts';
import { Fault } from '../../src/eventsourcing/fault.ts';
import { order } from '../../src/modules/ordering/order.ts';
import { payment } from '../../src/modules/payments/payment.ts';
import { erasure } from '../../src/modules/privacy/erasure.ts';
import { destructionLog } from '../../src/personal-data/log-destruction.ts';
import { categories, entryOf } from '../../src/personal-data/register.ts';
import { runRetention } from '../../src/personal-data/retention.ts';
import { isSealed, placesIn } from '../../src/personal-data/slots.ts';
import { effects, type Ports, processes } from '../../src/processes/index.ts';
import { decoded } from '../../src/processes/streams.ts';
import { line, orderId, paymentId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { deeds } from './deeds.ts';
import { type Working, working } from './working.ts';

const ada = ref('Ada');
const kept = new Set(
  categories.filter((category) =>
    ['restricted-until-end', 'kept-until-end'].includes(entryOf(category).onErasure),
  ),
);

/** Every call that reads or changes something outside becomes a step, which the scheduler lets go when it likes. */
function slowed(it: Working, scheduler: fc.Scheduler): () => void {
  const { store, vault, files } = it;
  const log = { read: store.read, append: store.append };
  const sealed = { put: files.put, deleteUnder: files.deleteUnder };
  const { keyFor, condemn, shred, fence, find } = vault;
  const keys = { keyFor, condemn, shred, fence, find };
  store.read = scheduler.scheduleFunction(log.read.bind(store));
  store.append = scheduler.scheduleFunction(log.append.bind(store));
  files.put = scheduler.scheduleFunction(sealed.put.bind(files));
  files.deleteUnder = scheduler.scheduleFunction(sealed.deleteUnder.bind(files));
  vault.keyFor = scheduler.scheduleFunction(keys.keyFor.bind(vault));
  vault.condemn = scheduler.scheduleFunction(keys.condemn.bind(vault));
  vault.shred = scheduler.scheduleFunction(keys.shred.bind(vault));
  vault.fence = scheduler.scheduleFunction(keys.fence.bind(vault));
  return () => {
    Object.assign(store, log);
    Object.assign(files, sealed);
    Object.assign(vault, keys);
  };
}

/** A "no" that somebody gets because they were erased a moment before; anything else is a fault of ours. */
async function allowed(deed: Promise<unknown>): Promise<void> {
  await deed.catch((fault: unknown) => {
    const isLate = fault instanceof Fault && ['vault/fenced', 'handle/contended'].includes(fault.code);
    const isNo = fault instanceof Error && /^refused: |no photo|nobody asks this/.test(fault.message);
    if (!isLate && !isNo) throw fault;
  });
}

/** As a queue does it: what failed is tried again, later. */
const again = (it: Working) => async (effect: Effect<Ports>, job: Job) => {
  for (let tries = 1; ; tries++) {
    const failed = await it.perform(effect, job).then(
      () => undefined,
      (fault: unknown) => fault,
    );
    if (failed === undefined) return;
    if (tries === 8) throw failed;
  }
};

/** One pass over everything that follows from the log so far, all of it at once. */
async function workOnce(it: Working): Promise<void> {
  const jobs = await Promise.all(effects.map(async (effect) => ({ effect, due: await it.jobsOf(effect) })));
  await Promise.all([
    ...processes.map((process) => it.react(process).catch(() => {})), // tried again at the next pass
    ...jobs.flatMap(({ effect, due }) =>
      due.map((job) =>
        it.perform(effect, job).then(
          () => it.queue.done(job),
          () => {},
        ),
      ),
    ),
  ]);
}

const retention = (it: Working) =>
  runRetention({
    ...{ vault: it.vault, blobs: it.blobs, ledger: it.ledger, lookUp: { forget: async () => 0 } },
    logDestroyed: destructionLog(it.handle, 'retention'),
    clocks: { system: it.clock, database: async () => it.clock(), newestEvent: async () => it.clock() },
  });

async function story(scheduler: fc.Scheduler, wishes: readonly Wish[]): Promise<Working> {
  const it = working();
  const deed = deeds(it);
  await deed.sends();
  await deed.wants('engraving');
  await it.settle();
  await deed.orders('gift', { lines: [line({ kind: 'file' })] });
  await it.settle();

  const release = slowed(it, scheduler);
  const doing: Readonly<Record<Wish, () => Promise<unknown>>> = {
    paint: () => deed.wants('pop-art'),
    order: () => deed.orders('late', { lines: [line({ kind: 'file' })] }),
    pay: () => deed.pays('gift'),
    copy: () => deed.asks('copy'),
    correct: () => deed.asks('correction'),
    retain: () => retention(it),
    rebuild: () => Promise.all(projections.map((projection) => it.reads(projection))),
  };
  const all = [
    deed.asksToBeErased('farewell', { portraits: ['ada engraving', 'ada pop-art'] }),
    ...wishes.map((wish) => allowed(doing[wish]())),
    workOnce(it),
    workOnce(it),
  ];
  await scheduler.waitFor(Promise.all(all));
  release();
  await it.settle(again(it));
  return it;
}

const Wishes = ['paint', 'order', 'pay', 'copy', 'correct', 'retain', 'rebuild'] as const;
type Wish = (typeof Wishes)[number];
const wishes = fc.subarray([...Wishes], { minLength: 1 });

/** Of everything that was ever sealed about them: what opens, by category. */
async function openings(it: Working): Promise<readonly string[]> {
  const open = it.openAs('tester');
  const found: string[] = [];
  for (const recorded of await it.store.readAll(-1n))
    for (const { ref: whose, value } of placesIn(decoded(recorded) ?? {})) {
      if (whose !== ada || !isSealed(value)) continue;
      const opened = await open(value, 'rights.access');
      if (opened.is === 'value') found.push(value.category);
    }
  return found;
}

test('whoever is erased while they order, are painted, copied, corrected, retained and rebuilt, is gone, and all of it ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), wishes, async (scheduler, wishes) => {
      const it = await story(scheduler, wishes);
      expect((await it.stateOf(erasure, requestId('farewell'))).status).toBe('receipt');

      const opened = await openings(it);
      expect(opened.filter((category) => !kept.has(entryName(category)))).toEqual([]);
      const alive = await it.vault.keysOf([ada]);
      expect(alive.filter(({ category }) => !kept.has(category))).toEqual([]);
      const kids = new Set(alive.map(({ kid }) => kid));
      expect([...it.files.blobs.keys()].filter((name) => !kids.has(name.split('/')[0] ?? ''))).toEqual([]);

      const paid = await it.stateOf(payment, paymentId('gift'));
      const placed = await it.stateOf(order, orderId('gift'));
      if (paid.status === 'captured' && placed.status !== 'fulfilled') {
        expect(placed.status).toBe('cancelled'); // and the money is back
        expect(paid.refunds.map(({ amountCents }) => amountCents)).toEqual([paid.amountCents]);
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);

const entryName = (name: string) => categories.find((one) => one === name) ?? 'contact';
