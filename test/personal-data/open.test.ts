/** Sealing and opening, before and after keys are destroyed. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { assume } from '../../src/eventsourcing/assume.ts';
import { Fresh } from '../../src/personal-data/opaque.ts';
import { gate } from '../../src/personal-data/open.ts';
import type { Sealed } from '../../src/personal-data/personal.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { Buyer, buyer, clearContact, parcel, photoOf, portraitOf, ref, room } from './people.ts';

/** Ada sends Charles a parcel; sealed, and read back. */
async function sent(told = parcel('Ada', 'Charles'), it = room()) {
  const event = await it.remember(told);
  if (event.type !== 'ParcelSent' || event.recipient === null) throw new Error(event.type);
  return { ...it, event, contact: event.buyer.contact, delivery: event.recipient.delivery };
}

const contacts = fc.record({ name: fc.string({ minLength: 1, maxLength: 100 }), email: fc.emailAddress() });

test('opening inverts sealing', async () => {
  await fc.assert(
    fc.asyncProperty(contacts, async (clear) => {
      const given = Buyer.safeParse({ ref: ref('Ada'), contact: clear });
      fc.pre(given.success && clear.name.trim() === clear.name);
      const { open, contact } = await sent({
        ...parcel('Ada', 'Charles'),
        buyer: given.data ?? buyer('Ada'),
      });
      expect(await open(contact, 'order.fulfilment')).toEqual({ is: 'value', value: clear });
    }),
  );
});

test('what is stored tells no name, no address and no town', async () => {
  const it = room();
  const { data, subjects } = await sealer(it.vault, it.clock)(
    parcel('Ada', 'Charles'),
    'e1',
    'order.fulfilment',
  );
  const text = JSON.stringify(data);
  for (const word of ['Ada', 'example.org', 'Charles', 'London']) expect(text).not.toContain(word);
  expect(subjects).toEqual([ref('Ada'), ref('Charles')]);
  expect(data['buyer']).toEqual({ ref: ref('Ada') });
});

test('what is sealed already is not said again', async () => {
  const { event, vault, clock } = await sent();
  const again = sealer(vault, clock)({ ...event }, 'another event', 'order.fulfilment');
  await expect(again).rejects.toMatchObject({ code: 'sealed/said-again' });
});

/** Pitfall 14: sealing is not set up. */
test('where nothing seals, nothing is stored: the fault comes before the event', async () => {
  const seal = sealer({ keyFor: () => Promise.reject(new Error('the vault is away')) }, room().clock);
  await expect(seal(parcel('Ada'), 'e1', 'order.fulfilment')).rejects.toThrow('away');
});

describe('after a destruction', () => {
  test('nothing under those keys opens, and everything else does', async () => {
    const wheres = fc.subarray([
      { subject: ref('Ada') },
      { subject: ref('Charles'), category: 'order.delivery' as const },
      { subject: ref('Charles'), category: 'contact' as const },
    ]);
    await fc.assert(
      fc.asyncProperty(wheres, fc.boolean(), async (destroyed, halfway) => {
        const { vault, open, contact, delivery } = await sent();
        const kids = (await Promise.all(destroyed.map((where) => vault.condemn(where, 'erasure')))).flat();
        if (!halfway) await vault.shred(kids);
        const answer = (sealed: Sealed) => (kids.includes(sealed.kid) ? 'erased' : 'value');
        expect((await open(contact, 'order.fulfilment')).is).toBe(answer(contact));
        expect((await open(delivery, 'order.fulfilment')).is).toBe(answer(delivery));
      }),
    );
  });

  /** Pitfall 3: a late event about somebody who was erased. */
  test('a fence refuses new facts, and mints no key', async () => {
    const { vault, remember } = await sent();
    await vault.condemn({ subject: ref('Ada') }, 'erasure');
    await vault.fence(ref('Ada'), 'contact');
    await expect(remember(parcel('Ada'))).rejects.toMatchObject({ code: 'vault/fenced' });
    expect((await vault.keysOf([ref('Ada')])).filter(({ state }) => state === 'active')).toEqual([]);
  });

  test('without a fence the next generation begins, and the old one stays shut', async () => {
    const it = await sent();
    await it.vault.shred(await it.vault.condemn({ subject: ref('Ada') }, 'erasure'));
    const next = await sent(undefined, it);
    expect((await it.open(next.contact, 'order.fulfilment')).is).toBe('value');
    expect((await it.open(it.contact, 'order.fulfilment')).is).toBe('erased');
    expect((await it.vault.find(next.contact.kid)).generation).toBe(1);
  });

  test('a key that no vault knows is a fault, and never an erasure', async () => {
    const { contact } = await sent();
    await expect(room().open(contact, 'order.fulfilment')).rejects.toMatchObject({
      code: 'vault/unknown-key',
    });
  });
});

describe('the gate', () => {
  test('lets nothing through after the end date, shredded or not', async () => {
    const { vault, open, time, contact } = await sent();
    await vault.expire({ subject: ref('Ada'), category: 'contact' }, '2028-11-24T00:00:00.000Z');
    expect((await open(contact, 'order.fulfilment')).is).toBe('value');
    time.now = '2028-11-24T00:00:00.000Z';
    expect((await open(contact, 'order.fulfilment')).is).toBe('expired');
  });

  test('asks for consent where that is the ground, at this moment', async () => {
    const { remember, open, said } = room();
    const kept = await remember(portraitOf('Ada', 'cat'));
    if (kept.type !== 'PortraitKept') throw new Error(kept.type);
    const { picture } = kept.owner;
    expect((await open(picture, 'portrait.gallery')).is).toBe('withheld');
    said.consented = true;
    expect((await open(picture, 'portrait.gallery')).is).toBe('value');
    said.consented = false;
    expect((await open(picture, 'portrait.gallery')).is).toBe('withheld');
  });

  test('hears an objection where the ground is our own interest', async () => {
    const { remember, open, said } = room();
    const taken = await remember(photoOf('Ada', 'cat'));
    if (taken.type !== 'PhotoTaken') throw new Error(taken.type);
    expect((await open(taken.owner.file, 'abuse.review')).is).toBe('value');
    said.objected = true;
    expect((await open(taken.owner.file, 'abuse.review')).is).toBe('withheld');
    expect((await open(taken.owner.file, 'portrait.generation')).is).toBe('value');
  });

  test('knows the purposes of a category, whatever a row was told to be', async () => {
    const { open, contact } = await sent();
    const miscalled = assume<Sealed<'media.upload'>>(contact);
    expect((await open(miscalled, 'portrait.generation')).is).toBe('withheld');
  });

  test('gives no value whose shape the register does not know', async () => {
    const odd = { ...buyer('Ada'), contact: new Fresh('contact', assume({ telephone: '1' })) };
    const { open, contact } = await sent({ ...parcel('Ada', 'Charles'), buyer: odd });
    const opened = open(contact, 'order.fulfilment');
    await expect(opened).rejects.toMatchObject({ code: 'sealed/malformed' });
    await opened.catch((fault: Error) =>
      expect(`${fault.message} ${fault.stack}`).not.toContain('telephone'),
    );
  });

  test('leaves a restricted person to claims, and to themselves', async () => {
    const { open, said, contact, delivery } = await sent();
    said.restricted = true;
    expect((await open(contact, 'order.fulfilment')).is).toBe('restricted');
    expect((await open(contact, 'account.access')).is).toBe('value'); // to sign in, and to be answered
    expect((await open(delivery, 'order.fulfilment')).is).toBe('restricted');
    expect((await open(delivery, 'claims.defence')).is).toBe('value');
    expect((await open(delivery, 'rights.access')).is).toBe('value');
  });

  test('tells a witness first of who opens what, and of nothing else', async () => {
    const { open, openAs, witnessed, contact } = await sent();
    await open(assume<Sealed<'media.portrait'>>(contact), 'portrait.gallery'); // withheld
    await open(contact, 'order.fulfilment');
    await openAs('staff-7')(contact, 'order.fulfilment');
    expect(witnessed.map(({ actor, category, purpose }) => `${actor}: ${category} for ${purpose}`)).toEqual([
      'tester: contact for order.fulfilment',
      'staff-7: contact for order.fulfilment',
    ]);
    expect(JSON.stringify(witnessed)).not.toContain(clearContact('Ada').email);
  });

  test('opens nothing when the witness fails', async () => {
    const { vault, contact, clock, store } = await sent();
    const witness = () => Promise.reject(new Error('the witness is away'));
    const said = { consented: false, objected: false, restricted: false };
    const openAs = gate({ vault, witness, store, standing: { of: async () => said }, clock });
    await expect(openAs('visitor-1')(contact, 'order.fulfilment')).rejects.toThrow('away');
  });
});

/** Pitfall 9: a bit flipped, ciphertexts swapped, another place claimed. */
describe('tampering is a fault, and never an erasure', () => {
  const tampered = { code: 'sealed/tampered' };
  const flip = (jwe: string, at: number) => {
    const other = jwe[at] === 'A' ? 'B' : 'A';
    return jwe[at] === '.' ? jwe : jwe.slice(0, at) + other + jwe.slice(at + 1);
  };

  test('one letter changed', async () => {
    const { open, contact } = await sent();
    await fc.assert(
      fc.asyncProperty(fc.nat(contact.jwe.length - 1), async (at) => {
        const jwe = flip(contact.jwe, at);
        fc.pre(jwe !== contact.jwe && (contact.jwe[at + 1] ?? '.') !== '.'); // the last letter of a part can have spare bits
        await expect(open({ ...contact, jwe }, 'order.fulfilment')).rejects.toMatchObject(tampered);
      }),
    );
  });

  test('two ciphertexts of one key swapped, with or without their places', async () => {
    const it = await sent();
    const { open, contact, delivery } = it;
    const other = await sent(parcel('Ada', 'Charles', 'another order'), it);
    const { jwe, slot, eventId, kid } = other.contact;
    expect(kid).toBe(contact.kid);
    expect(other.delivery.kid).not.toBe(delivery.kid); // that category has a key per order
    await expect(open({ ...contact, jwe }, 'order.fulfilment')).rejects.toMatchObject(tampered);
    await expect(open({ ...contact, eventId }, 'order.fulfilment')).rejects.toMatchObject(tampered);
    const called = { ...contact, category: 'order.delivery' } as const;
    await expect(open(called, 'order.fulfilment')).rejects.toMatchObject(tampered);
    await expect(open({ ...contact, slot: 'x.y' }, 'order.fulfilment')).rejects.toMatchObject(tampered);
    expect((await open({ ...contact, jwe, slot, eventId }, 'order.fulfilment')).is).toBe('value');
  });
});
