/**
 * What goes wrong with forgetting by keys, as others learnt it, one by one. Most stand where their room is tested, and
 * are found by their number; those that no other file holds are here.
 */
import { describe, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { orders } from '../../projections/orders.ts';
import { Fault } from '../../src/eventsourcing/fault.ts';
import { reasonOf } from '../../src/eventsourcing/outage.ts';
import { gate } from '../../src/personal-data/open.ts';
import { runRetention } from '../../src/personal-data/retention.ts';
import { openPaymentWhenOrderPlaced } from '../../src/processes/open-payment-when-order-placed.ts';
import { InMemoryLedger } from '../in-memory/erasure-ledger.ts';
import { InMemoryVault } from '../in-memory/vault.ts';
import { deeds } from '../processes/deeds.ts';
import { working } from '../processes/working.ts';
import { ref as shopRef } from '../shop.ts';
import { clockAt, item, parcel, ref, room } from './people.ts';

test('each of the forty has a test that bears its number, the later ones about logs, read models and proofs', async () => {
  const found = new Set<number>();
  for await (const path of new Bun.Glob('test/**/*.test.ts').scan('.'))
    for (const [, numbers = ''] of (await readFile(path, 'utf8')).matchAll(/Pitfalls? ([\d, ]+)[:.]/g))
      for (const number of numbers.split(/,\s*/)) found.add(Number(number));
  expect([...found].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
});

/** Pitfall 8: the wrong vault. */
test('a key that no vault knows stops the job that needs it, and nothing is taken for done', async () => {
  const it = working();
  await deeds(it).sends();
  await deeds(it).orders('gift');
  const [job] = await it.jobsOf(openPaymentWhenOrderPlaced);
  if (job === undefined) throw new Error('no job');
  const openAs = gate({
    ...{ vault: new InMemoryVault(it.clock), store: it.files, clock: it.clock, witness: async () => {} },
    standing: { of: async () => it.said },
  });
  const tried = it.perform(openPaymentWhenOrderPlaced, job, { ...it.ports, openAs });
  await expect(tried).rejects.toMatchObject({ code: 'vault/unknown-key' });
  expect(it.books.sessions.size).toBe(0);
  expect(await it.jobsOf(openPaymentWhenOrderPlaced)).toEqual([job]); // due as before
});

/** Pitfall 10: a stretch of time ends for everybody, and for nobody under a hold. */
test('a day of network addresses ends for all, other things stay, and a hold keeps one until it is lifted', async () => {
  const { time, clock } = clockAt();
  const vault = new InMemoryVault(clock);
  const day = { category: 'abuse.signals', item: '2026-11-24' } as const;
  for (const name of ['Ada', 'Mary', 'Charles']) await vault.keyFor({ subject: ref(name), ...day });
  const contact = await vault.keyFor({ subject: ref('Ada'), category: 'contact', item: null });
  await vault.hold({ subject: ref('Charles'), ...day }, true);
  const deps = {
    ...{ vault, blobs: { deleteOf: async () => 0 }, ledger: new InMemoryLedger(clock) },
    ...{ lookUp: { forget: async () => 0 }, logDestroyed: async () => {} },
    clocks: { system: clock, database: async () => clock(), newestEvent: async () => clock() },
  };
  time.now = '2026-12-25T09:00:00.000Z';
  expect(await runRetention(deps)).toMatchObject({ keys: 2, held: 1 });
  expect((await vault.find(contact.kid)).state).toBe('active');
  expect((await vault.keysOf([ref('Charles')])).map(({ category }) => category)).toEqual(['abuse.signals']);
  await vault.hold({ subject: ref('Charles'), ...day }, false);
  expect(await runRetention(deps)).toMatchObject({ keys: 1, held: 0 });
});

/** Pitfall 11: a read model from before an erasure, from after it, and rebuilt after it. */
test('rows are the same, whenever they were read: before the erasure, after it, or from the beginning', async () => {
  const it = working();
  const deed = deeds(it);
  await deed.sends();
  await deed.orders('gift');
  const live = await it.reads(orders); // it has seen the values alive
  expect(JSON.stringify(await live.all())).toContain('eyJ');
  await it.destroy({ subject: shopRef('Ada') });
  const after = await (await it.reads(orders)).all();
  const again = working();
  for (const { id, type, data, metadata, stream, revision } of await it.store.readAll(-1n))
    await again.store.append(stream, revision === 0n ? 'no-stream' : revision - 1n, [
      { id, type, data, metadata },
    ]);
  const rebuilt = await (await again.reads(orders)).all();
  expect(rebuilt).toEqual(after);
});

/** Pitfall 13: events of one batch that tell of several people. */
test('each event of a batch is sealed under the key of its own person', async () => {
  const { remember, vault } = room();
  const names = ['Ada', 'Mary', 'Charles'];
  const sent = await Promise.all(names.map((name) => remember(parcel(name, null, `order of ${name}`))));
  for (const [index, told] of sent.entries()) {
    if (told.type !== 'ParcelSent') throw new Error(told.type);
    const key = await vault.find(told.buyer.contact.kid);
    expect(key.subject).toBe(ref(names[index] ?? ''));
  }
});

/** Pitfall 19: what was parked because it could not be dealt with tells nobody's values. */
describe('the reason why something was parked', () => {
  test('is a code, and never what was in the event', () => {
    const wrong = z.object({ email: z.literal('x') }).safeParse({ email: 'canary@example.org' });
    const fault = new Fault('event/malformed', { id: item('event'), type: 'OrderPlaced' }, wrong.error);
    expect(reasonOf(fault)).toContain('event/malformed');
    expect(reasonOf(fault)).not.toContain('canary');
    expect(reasonOf(new SyntaxError('canary@example.org is no JSON'))).not.toContain('canary');
  });
});
