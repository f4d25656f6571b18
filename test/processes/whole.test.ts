/**
 * All processes and effects together: whatever is delivered twice happens once, and whatever dies half-way comes to the
 * same end, wherever it died.
 */
import { describe, expect, test } from 'bun:test';
import type { Effect, Job } from '../../src/eventsourcing/effect.ts';
import type { Ports } from '../../src/processes/index.ts';
import { line } from '../modules/facts.ts';
import { deeds } from './deeds.ts';
import { mortal } from './mortal.ts';
import { type Working, working } from './working.ts';

/** A life in the shop: from a photo to a print and a file, a cancelled order, and to being forgotten. */
async function life(attempt?: (it: Working) => Parameters<Working['settle']>[0]): Promise<Working> {
  const it = working();
  const { sends, wants, orders, cancels, pays, labShips, allows, asks, asksToBeErased } = deeds(it);
  const settle = () => it.settle(attempt?.(it));
  await sends();
  await wants('engraving');
  await wants('pop-art');
  await settle();
  await orders('gift', { lines: [line(), line({ kind: 'file', style: 'pop-art' })] });
  await orders('regretted', { lines: [line()] });
  await settle();
  await pays('gift');
  await pays('regretted');
  await cancels('regretted');
  await allows();
  await settle();
  await asks('copy');
  await asks('correction');
  await asks('complaint');
  await settle();
  await labShips();
  await settle();
  await asksToBeErased();
  await settle();
  return it;
}

/** What came of it: every stream's events, and whatever was done outside. */
async function outcomeOf(it: Working) {
  const streams = new Map<string, string[]>();
  for (const { stream, type } of await it.store.readAll(-1n))
    streams.set(stream, [...(streams.get(stream) ?? []), type]);
  return {
    log: Object.fromEntries([...streams].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    outside: {
      ...{
        sessions: it.books.sessions.size,
        refunds: it.books.refunds.size,
        redactions: it.books.redactions.size,
      },
      ...{ printed: it.labOrders.size, letters: it.letters.size, released: it.noted.released.size },
    },
  };
}

/** What only Ada and Charles know. */
const words = /Ada|Charles|example\.org|St James|10115|192\.0\.2\.7|JD0146|Erase me|cs_\d|pi_|\[personal/;
/** Sealed, hashed or drawn by lot: among so many characters a short word stands somewhere, and says nothing. */
const random =
  /eyJ[\w-]+(?:\.[\w-]*){4}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|\b[\da-f]{64}\b/g;
/** All of it that somebody could read, what is only signed among it. */
const legible = (told: object): string =>
  JSON.stringify(told)
    .replaceAll(/e30\.([\w-]+)\.[\w-]+/g, (_, body) => Buffer.from(String(body), 'base64url').toString())
    .replaceAll(random, '');

const straight = await outcomeOf(await life());

describe('a life in the shop', () => {
  test('is what it says: bought, printed, sent, refunded, and forgotten', () => {
    expect(Object.values(straight.log).flat()).toEqual(
      expect.arrayContaining([
        ...['PortraitPainted', 'OrderFulfilled', 'OrderCancelled', 'MasterRendered', 'ShipmentSent'],
        ...['RefundSucceeded', 'InvoiceIssued', 'CopyBuilt', 'ContactCorrected', 'ErasureReceiptIssued'],
      ]),
    );
    expect(straight.outside).toMatchObject({ sessions: 2, refunds: 1, printed: 1 });
  });

  test('in which every job is done twice is the same life', async () => {
    const twice = (it: Working) => async (effect: Effect<Ports>, job: Job) => {
      await it.perform(effect, job);
      await it.perform(effect, job);
    };
    expect(await outcomeOf(await life(twice))).toEqual(straight);
  });

  test('in which every job is taken by two at once is the same life', async () => {
    const together = (it: Working) => async (effect: Effect<Ports>, job: Job) => {
      await Promise.all([it.perform(effect, job), it.perform(effect, job)]);
    };
    expect(await outcomeOf(await life(together))).toEqual(straight);
  });

  test.each(['before', 'after'] as const)(
    'in which every job dies %s each of its steps, one after the other, is the same life',
    async (when) => {
      let deaths = 0;
      const dying = (it: Working) => async (effect: Effect<Ports>, job: Job) => {
        for (let step = 1; ; step++) {
          const { ports, died } = mortal(it.ports, step, when);
          await it.perform(effect, job, ports).catch((fault) => {
            if (!died()) throw fault;
          });
          if (!died()) return;
          deaths++;
        }
      };
      expect(await outcomeOf(await life(dying))).toEqual(straight);
      expect(deaths).toBeGreaterThan(100);
    },
  );

  test('leaves nothing of anybody in a job, in a letter’s record or in the log', async () => {
    const { store } = await life((it) => async (effect, job) => {
      expect(legible(job)).not.toMatch(words);
      await it.perform(effect, job);
    });
    const log = (await store.readAll(-1n)).map(({ position: _, revision: __, ...event }) => event);
    expect(log.length).toBeGreaterThan(60);
    expect(legible(log)).not.toMatch(words);
  });

  test('in which every reader begins again from the first event is the same life', async () => {
    const it = await life();
    const before = await it.store.head();
    await it.reader().settle();
    expect(await it.store.head()).toBe(before);
    expect(await outcomeOf(it)).toEqual(straight);
  });
});
