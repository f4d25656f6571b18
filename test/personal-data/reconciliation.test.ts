/** What a backup that is put back meets. Each story erases somebody, and then puts back what was before. */
import { afterAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { handler } from '../../src/eventsourcing/handle.ts';
import { blobs } from '../../src/personal-data/blobs.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { destructionLog } from '../../src/personal-data/log-destruction.ts';
import { type Fenced, reconcile } from '../../src/personal-data/reconciliation.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { InMemoryBlobStore } from '../in-memory/blob-store.ts';
import { InMemoryLedger } from '../in-memory/erasure-ledger.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { databases, type Place } from './databases.ts';
import { clockAt, item, parcel, ref, room } from './people.ts';

const servers = await databases();
afterAll(servers.stop);

const nothing = { destroyedAgain: 0, loggedAgain: 0, recordedAgain: 0, unknown: 0 };
const photo = { subject: ref('Ada'), category: 'media.upload', item: item('cat') } as const;

type Machine = {
  place: Place;
  log: InMemoryEventStore;
  readonly ledger: InMemoryLedger;
  readonly store: InMemoryBlobStore;
  readonly time: { now: string };
  readonly clock: () => string;
};

async function machine(): Promise<Machine> {
  const { time, clock } = clockAt();
  const parts = { log: new InMemoryEventStore(clock), ledger: new InMemoryLedger(clock) };
  return { place: await servers.place(), ...parts, store: new InMemoryBlobStore(), time, clock };
}

/** A start: reconciled, then open. */
async function start({ place, log, ledger, store, time, clock }: Machine, fencedBy = nobody) {
  const here = await place.open(clock);
  const logDestroyed = destructionLog(handler(log, sealer(here.vault, clock)), 'start');
  const files = blobs({ vault: here.vault, store, ids: randomUUID });
  const reconciled = await reconcile({
    sql: here.sql,
    log,
    ledger,
    blobs: files,
    fencedBy,
    logDestroyed,
    clock,
  });
  const it = room(here.vault, { time, clock });
  return { ...it, ...here, files, logDestroyed, reconciled };
}
const nobody = (_: RecordedEvent): readonly Fenced[] => [];

/** Ada is known, and is then erased as an erasure does it. */
async function erased(it: Machine) {
  const shop = await start(it);
  const sent = await shop.remember(parcel('Ada', 'Charles'));
  if (sent.type !== 'ParcelSent') throw new Error(sent.type);
  await shop.files.keep(photo, new Uint8Array(10), 'image/png');
  const before = await it.place.putAside();
  const files = new Map(it.store.blobs);
  const later = await start(it);
  const kids = await later.vault.condemn({ subject: ref('Ada') }, 'erasure');
  await later.logDestroyed(kids, 'erasure');
  await it.ledger.record(kids);
  await later.vault.shred(kids);
  await later.files.deleteOf(kids);
  return { contact: sent.buyer.contact, kids, before, files };
}

const loggedIn = async (log: InMemoryEventStore) =>
  (await log.readAll(-1n)).flatMap((event) => forgetting.destroyedBy(event)).toSorted();

test('an ordinary start finds nothing to do, the first as well as the next', async () => {
  const it = await machine();
  expect((await start(it)).reconciled).toEqual(nothing);
  await erased(it);
  expect((await start(it)).reconciled).toEqual(nothing);
  expect((await start(it)).reconciled).toEqual(nothing);
});

describe('a vault of yesterday', () => {
  /** Pitfall 1: yesterday’s backup of the vault. */
  test('brings nobody back: what the log destroyed is destroyed again before anything opens', async () => {
    const it = await machine();
    const { contact, kids, before } = await erased(it);
    it.place = before;
    const { reconciled, open, vault } = await start(it);
    expect(reconciled).toEqual({ ...nothing, destroyedAgain: 2 });
    expect(await open(contact, 'order.fulfilment')).toEqual({ is: 'erased' });
    for (const kid of kids) expect((await vault.find(kid)).state).toBe('destroyed');
    expect((await start(it)).reconciled).toEqual(nothing);
  });

  test('with the log of yesterday meets the ledger, and the log is told again', async () => {
    const it = await machine();
    const { contact, kids, before } = await erased(it);
    it.place = before;
    it.log = new InMemoryEventStore(it.clock);
    const { reconciled, open } = await start(it);
    expect(reconciled).toEqual({ ...nothing, destroyedAgain: 2, loggedAgain: 2 });
    expect(await open(contact, 'order.fulfilment')).toEqual({ is: 'erased' });
    expect(await loggedIn(it.log)).toEqual(kids.toSorted());
    expect((await start(it)).reconciled).toEqual(nothing);
  });

  test('with its files: those of dead keys are deleted again, and nobody else’s', async () => {
    const it = await machine();
    const { before, files } = await erased(it);
    it.place = before;
    for (const [name, bytes] of files) it.store.blobs.set(name, bytes);
    const { files: kept, store } = { files: it.store.blobs, store: it.store };
    store.blobs.set(`${item('another key')}/${item('another file')}`, new Uint8Array(1));
    await start(it);
    expect([...kept.keys()]).toEqual([`${item('another key')}/${item('another file')}`]);
  });

  test('with a hold that was lifted since: destroyed is destroyed', async () => {
    const it = await machine();
    const { before, contact } = await erased(it);
    it.place = before;
    const early = await it.place.open(it.clock);
    await early.vault.hold({ subject: ref('Ada') }, true);
    const { open } = await start(it);
    expect((await open(contact, 'rights.access')).is).toBe('erased');
  });

  test('has its fences back, as the events of erasures tell them', async () => {
    const it = await machine();
    const { before } = await erased(it);
    it.place = before;
    const fencedBy = (recorded: RecordedEvent): readonly Fenced[] =>
      recorded.type === 'KeysDestroyed' ? [{ subject: ref('Ada'), category: 'contact', item: null }] : [];
    const { vault } = await start(it, fencedBy);
    const late = vault.keyFor({ subject: ref('Ada'), category: 'contact', item: null });
    await expect(late).rejects.toMatchObject({ code: 'vault/fenced' });
  });

  test('says how many keys it never had: what they sealed is lost', async () => {
    const it = await machine();
    await start(it);
    const empty = await it.place.putAside();
    await erased(it);
    it.place = empty;
    expect((await start(it)).reconciled).toEqual({ ...nothing, unknown: 2 });
  });
});

describe('a log of yesterday', () => {
  /** Pitfall 2: the log restored behind the vault. */
  test('does not revive what the vault destroyed, and is told of it again', async () => {
    const it = await machine();
    const { contact, kids } = await erased(it);
    it.log = new InMemoryEventStore(it.clock);
    const { reconciled, open } = await start(it);
    expect(reconciled).toEqual({ ...nothing, loggedAgain: 2 });
    expect(await open(contact, 'order.fulfilment')).toEqual({ is: 'erased' });
    expect(await loggedIn(it.log)).toEqual(kids.toSorted());
    expect((await start(it)).reconciled).toEqual(nothing);
  });

  test('that had been held against the vault already, and is shorter now, is read from its beginning', async () => {
    const it = await machine();
    const { kids } = await erased(it);
    await start(it); // remembers how far it read
    it.log = new InMemoryEventStore(it.clock);
    expect((await start(it)).reconciled.loggedAgain).toBe(kids.length);
    expect(await loggedIn(it.log)).toEqual(kids.toSorted());
  });
});

test('a ledger that lacks what the log says is completed', async () => {
  const it = await machine();
  const { kids } = await erased(it);
  it.ledger.entries.length = 0;
  expect((await start(it)).reconciled).toEqual({ ...nothing, recordedAgain: 2 });
  expect(it.ledger.entries.flatMap((entry) => entry.kids).toSorted()).toEqual(kids.toSorted());
});

test('a crash between the log and the vault is finished at the next start', async () => {
  const it = await machine();
  const shop = await start(it);
  const sent = await shop.remember(parcel('Ada'));
  if (sent.type !== 'ParcelSent') throw new Error(sent.type);
  const kids = await shop.vault.condemn({ subject: ref('Ada') }, 'erasure');
  await shop.logDestroyed(kids, 'erasure');
  const { reconciled, vault } = await start(it);
  expect(reconciled).toEqual({ ...nothing, destroyedAgain: 1, recordedAgain: 1 });
  expect((await vault.find(kids[0] ?? '')).state).toBe('destroyed');
});

test('several processes that start at once do it once', async () => {
  const it = await machine();
  const { before } = await erased(it);
  it.place = before;
  const starts = await Promise.all([start(it), start(it), start(it)]);
  const again = starts.map(({ reconciled }) => reconciled.destroyedAgain);
  expect(again.toSorted()).toEqual([0, 0, 2]);
});

test('what cannot be reconciled does not start, and the next try begins where it was', async () => {
  const it = await machine();
  const { before, contact } = await erased(it);
  it.place = before;
  const { ledger } = it;
  const away = Object.assign(new InMemoryLedger(it.clock), {
    after: () => {
      throw new Error('the ledger is away');
    },
  });
  await expect(start({ ...it, ledger: away })).rejects.toThrow('away');
  const { open } = await start({ ...it, ledger });
  expect((await open(contact, 'order.fulfilment')).is).toBe('erased');
});
