/** What is past its end is destroyed, by a clock that may be wrong and a process that may die. */
import { afterAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { handler } from '../../src/eventsourcing/handle.ts';
import { blobs } from '../../src/personal-data/blobs.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { destructionLog } from '../../src/personal-data/log-destruction.ts';
import { lookUp } from '../../src/personal-data/lookup.ts';
import { retentionPreview, runRetention } from '../../src/personal-data/retention.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { InMemoryLedger } from '../in-memory/erasure-ledger.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { databases } from './databases.ts';
import { clockAt, item, parcel, photoOf, ref, room } from './people.ts';

const servers = await databases();
afterAll(servers.stop);

const photo = (name: string) =>
  ({ subject: ref('Ada'), category: 'media.upload', item: item(name) }) as const;

/** A shop in small: a vault, files, a log and a ledger, and whoever ends things there. */
async function begin() {
  const { time, clock } = clockAt();
  const here = await (await servers.place()).open(clock);
  const { vault, sql } = here;
  const it = room(vault, { time, clock });
  const log = new InMemoryEventStore(clock);
  const ledger = new InMemoryLedger(clock);
  const files = blobs({ vault, store: it.store, ids: randomUUID });
  const index = lookUp({ sql, secret: await here.keys.secret('look-up'), clock });
  const deps = {
    ...{ vault, blobs: files, ledger, lookUp: index },
    logDestroyed: destructionLog(handler(log, sealer(vault, clock)), 'retention'),
    clocks: { system: clock, database: async () => clock(), newestEvent: async () => clock() },
  };
  const logged = async () => (await log.readAll(-1n)).flatMap((event) => forgetting.destroyedBy(event));
  return { ...it, ...deps, deps, logged, log };
}

describe('what is past its end', () => {
  test('is destroyed, said in the log and in the ledger, and its files go; nothing else is touched', async () => {
    const { vault, blobs, deps, logged, ledger, store, open, remember, time } = await begin();
    const taken = await remember(photoOf('Ada', 'cat'));
    const sent = await remember(parcel('Ada'));
    if (taken.type !== 'PhotoTaken' || sent.type !== 'ParcelSent') throw new Error(taken.type);
    await blobs.keep(photo('cat'), new Uint8Array(10), 'image/png');
    const kept = await blobs.keep(photo('dog'), new Uint8Array(10), 'image/png');
    await vault.expire(photo('dog'), '2027-11-24T00:00:00.000Z');
    time.now = '2026-12-24T09:00:00.000Z';

    expect(await runRetention(deps)).toEqual({ keys: 1, files: 1, held: 0 });
    expect(await open(taken.owner.file, 'portrait.generation')).toEqual({ is: 'expired' });
    expect((await open(sent.buyer.contact, 'order.fulfilment')).is).toBe('value');
    expect([...store.blobs.keys()]).toEqual([kept]);
    expect(await vault.find(taken.owner.file.kid)).toMatchObject({
      state: 'destroyed',
      because: 'retention',
    });
    expect(await logged()).toEqual([taken.owner.file.kid]);
    expect(ledger.entries.flatMap(({ kids }) => kids)).toEqual([taken.owner.file.kid]);
    expect(await runRetention(deps)).toEqual({ keys: 0, files: 0, held: 0 });
  });

  test('is shown before, at any time, and the showing touches nothing', async () => {
    const { vault, deps, logged } = await begin();
    const [cat, dog] = [await vault.keyFor(photo('cat')), await vault.keyFor(photo('dog'))];
    await vault.hold(photo('dog'), true);
    const { due, held } = await retentionPreview(deps, '2027-01-01T00:00:00.000Z');
    expect([due.map(({ kid }) => kid), held.map(({ kid }) => kid)]).toEqual([[cat.kid], [dog.kid]]);
    expect(await retentionPreview(deps, '2026-11-25T00:00:00.000Z')).toEqual({ due: [], held: [] });
    expect([(await vault.find(cat.kid)).state, await logged()]).toEqual(['active', []]);
  });

  test('stays under a legal hold, is counted, and goes when that is lifted', async () => {
    const { vault, deps, time } = await begin();
    const { kid } = await vault.keyFor(photo('cat'));
    await vault.hold(photo('cat'), true);
    time.now = '2027-11-24T09:00:00.000Z';
    expect(await runRetention(deps)).toEqual({ keys: 0, files: 0, held: 1 });
    await vault.hold(photo('cat'), false);
    expect(await runRetention(deps)).toEqual({ keys: 1, files: 0, held: 0 });
    expect((await vault.find(kid)).state).toBe('destroyed');
  });

  test('is finished after a crash at any step, and said once', async () => {
    const steps = ['logDestroyed', 'ledger', 'shred', 'blobs'] as const;
    for (const step of steps) {
      const { vault, deps, logged, store, blobs, time } = await begin();
      await blobs.keep(photo('cat'), new Uint8Array(10), 'image/png');
      const { kid } = await vault.keyFor(photo('cat'));
      time.now = '2026-12-24T09:00:00.000Z';
      const crash = () => Promise.reject(new Error('kill -9'));
      const crashing = {
        ...deps,
        ...(step === 'logDestroyed' && { logDestroyed: crash }),
        ...(step === 'ledger' && { ledger: { record: crash } }),
        ...(step === 'shred' && { vault: { ...vault, shred: crash } }),
        ...(step === 'blobs' && { blobs: { deleteOf: crash } }),
      };
      await expect(runRetention(crashing)).rejects.toThrow('kill -9');
      await runRetention(deps);
      expect((await vault.find(kid)).state).toBe('destroyed');
      expect(await logged()).toEqual([kid]);
      expect(store.blobs.size).toBe(0);
    }
  });

  test('of somebody’s contact takes the look-up with it, unless they came back', async () => {
    const { deps, lookUp, remember, time } = await begin();
    for (const name of ['Ada', 'Mary']) {
      await remember(parcel(name));
      await lookUp.reserve('email', `${name}@example.org`, ref(name));
    }
    time.now = '2029-11-24T09:00:00.000Z';
    await remember(parcel('Mary'));
    await runRetention(deps);
    expect(await lookUp.find('email', 'ada@example.org')).toBeUndefined();
    expect(await lookUp.find('email', 'mary@example.org')).toBe(ref('Mary'));
  });
});

describe('a clock that is wrong', () => {
  const at = (system: string, database: string, newestEvent: string | null) => ({
    system: () => system,
    database: async () => database,
    newestEvent: async () => newestEvent,
  });
  const [now, later] = ['2026-12-24T09:00:00.000Z', '2026-12-24T10:00:01.000Z'];

  test.each([
    ['ahead of database and log', at(later, now, now)],
    ['ahead of the database, and the log is empty', at(later, now, null)],
    ['years ahead', at('2036-12-24T09:00:00.000Z', now, '2026-12-20T09:00:00.000Z')],
  ] as const)('%s destroys nothing, and says so', async (_, clocks) => {
    const { vault, deps } = await begin();
    const { kid } = await vault.keyFor(photo('cat'));
    await expect(runRetention({ ...deps, clocks })).rejects.toMatchObject({ code: 'retention/clock-ahead' });
    expect((await vault.find(kid)).state).toBe('active');
  });

  test.each([
    ['a quiet shop whose last event is old', at(later, later, now)],
    ['a database that is behind, and a log that is not', at(later, now, later)],
    ['less than an hour apart', at('2026-12-24T09:59:59.000Z', now, now)],
    ['a clock that is behind', at(now, later, later)],
  ] as const)('is not: %s', async (_, clocks) => {
    const { deps } = await begin();
    expect(await runRetention({ ...deps, clocks })).toEqual({ keys: 0, files: 0, held: 0 });
  });
});
