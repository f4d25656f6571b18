/** What every vault does: the model in memory, and the one in PostgreSQL. */
import { afterAll, describe, expect, test } from 'bun:test';
import { endOf } from '../../src/personal-data/ends.ts';
import type { Vault } from '../../src/personal-data/vault.ts';
import { InMemoryVault } from '../in-memory/vault.ts';
import { databases } from './databases.ts';
import { item, ref, start } from './people.ts';

const end = '2028-11-24T00:00:00.000Z';
const contact = { subject: ref('Ada'), category: 'contact', item: null } as const;
const photo = (name: string) =>
  ({ subject: ref('Ada'), category: 'media.upload', item: item(name) }) as const;

const aVault = (name: string, open: (clock: () => string) => Promise<Vault>) =>
  describe(name, () => {
    const begin = async () => {
      const time = { now: start };
      return { time, vault: await open(() => time.now) };
    };

    /** Pitfall 12: concurrent first events of one person. */
    test('gives every fact of a scope one key, also to many that come at once', async () => {
      const { vault } = await begin();
      const keys = await Promise.all(Array.from({ length: 20 }, () => vault.keyFor(contact)));
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
      expect(new Set(keys.map(({ secret }) => secret.export().toString('hex'))).size).toBe(1);
      expect((await vault.keyFor({ ...contact, subject: ref('Mary') })).kid).not.toBe(keys[0]?.kid);
      expect((await vault.keyFor(photo('cat'))).kid).not.toBe((await vault.keyFor(photo('dog'))).kid);
    });

    test('finds what it minted, secret and all', async () => {
      const { vault } = await begin();
      const minted = await vault.keyFor(contact);
      const found = await vault.find(minted.kid);
      if (found.state !== 'active') throw new Error(found.state);
      expect(found).toMatchObject({ ...contact, kid: minted.kid, generation: 0, hold: false });
      expect(found.secret.equals(minted.secret)).toBe(true);
    });

    test('mints every key with the end that the register gives from now', async () => {
      const { vault } = await begin();
      expect((await vault.keyFor(contact)).expiresAt).toBe('2028-11-24T09:00:00.000Z');
      const delivery = { ...contact, category: 'order.delivery', item: item('order') } as const;
      expect((await vault.keyFor(delivery)).expiresAt).toBe('2029-12-31T23:59:59.999Z');
    });

    test('never seals with a key that is past its end: the next generation begins', async () => {
      const { vault, time } = await begin();
      const first = await vault.keyFor(contact);
      await vault.expire(contact, end);
      expect((await vault.keyFor(contact)).kid).toBe(first.kid);
      time.now = end;
      const second = await vault.keyFor(contact);
      expect(second).toMatchObject({ generation: 1, expiresAt: endOf('contact', end), state: 'active' });
      expect((await vault.keyFor(contact)).kid).toBe(second.kid);
      expect(await vault.find(first.kid)).toMatchObject({ generation: 0, expiresAt: end });
    });

    test('gives no second life to a key that is past its end', async () => {
      const { vault, time } = await begin();
      const first = await vault.keyFor(contact);
      await vault.expire(contact, end);
      time.now = end;
      const second = await vault.keyFor(contact);
      await vault.expire(contact, '2030-11-24T00:00:00.000Z');
      expect((await vault.find(first.kid)).expiresAt).toBe(end);
      expect((await vault.find(second.kid)).expiresAt).toBe('2030-11-24T00:00:00.000Z');
    });

    test('condemns every generation, and the next fact begins another', async () => {
      const { vault, time } = await begin();
      const first = await vault.keyFor(contact);
      await vault.expire(contact, end);
      time.now = end;
      const second = await vault.keyFor(contact);
      expect(await vault.condemn(contact, 'erasure')).toEqual([first.kid, second.kid]);
      await vault.shred([first.kid]);
      expect(await vault.find(first.kid)).toMatchObject({ state: 'destroyed', because: 'erasure' });
      expect((await vault.find(second.kid)).state).toBe('destroying');
      expect((await vault.keyFor(contact)).generation).toBe(2);
    });

    test('condemns an item, a category or a person, and nothing beside', async () => {
      const { vault } = await begin();
      const [cat, dog, name] = [
        await vault.keyFor(photo('cat')),
        await vault.keyFor(photo('dog')),
        await vault.keyFor(contact),
      ];
      const mary = await vault.keyFor({ ...contact, subject: ref('Mary') });
      expect(await vault.condemn(photo('cat'), 'erasure')).toEqual([cat.kid]);
      expect(await vault.condemn({ subject: ref('Ada'), category: 'media.upload' }, 'erasure')).toEqual([
        dog.kid,
      ]);
      expect(await vault.condemn({ subject: ref('Ada') }, 'erasure')).toEqual([name.kid]);
      expect((await vault.find(mary.kid)).state).toBe('active');
    });

    test('fences a category of a person: no key is given, none is minted, and others are as before', async () => {
      const { vault } = await begin();
      await vault.keyFor(contact);
      await vault.fence(ref('Ada'), 'contact');
      await vault.fence(ref('Ada'), 'contact'); // twice is once
      await expect(vault.keyFor(contact)).rejects.toMatchObject({ code: 'vault/fenced' });
      await vault.condemn(contact, 'erasure');
      await expect(vault.keyFor(contact)).rejects.toMatchObject({ code: 'vault/fenced' });
      expect((await vault.keyFor(photo('cat'))).state).toBe('active');
      expect((await vault.keyFor({ ...contact, subject: ref('Mary') })).state).toBe('active');
    });

    test('renews a key while the old one lives, so that a value can be corrected before the old one dies', async () => {
      const { vault } = await begin();
      const old = await vault.keyFor(contact);
      const next = await vault.renew(old);
      expect(next).toMatchObject({ ...contact, generation: 1, state: 'active' });
      expect((await vault.find(old.kid)).state).toBe('active'); // opened meanwhile, and does not seal any more
      expect((await vault.keyFor(contact)).kid).toBe(next.kid);
      expect((await vault.renew(old)).kid).toBe(next.kid);
      expect((await vault.find(old.kid)).state).toBe('active');
      expect(await vault.condemn({ ...contact, upTo: old.generation }, 'erasure')).toEqual([old.kid]);
      expect((await vault.find(next.kid)).state).toBe('active');
      expect((await vault.keyFor(contact)).kid).toBe(next.kid);
    });

    test('never begins again with one thing that was erased, and does with one that had its time', async () => {
      const { vault } = await begin();
      const [cat, dog] = [await vault.keyFor(photo('cat')), await vault.keyFor(photo('dog'))];
      await vault.condemn(photo('cat'), 'erasure');
      await expect(vault.keyFor(photo('cat'))).rejects.toMatchObject({ code: 'vault/fenced' });
      await vault.shred([cat.kid]);
      await expect(vault.keyFor(photo('cat'))).rejects.toMatchObject({ code: 'vault/fenced' });
      await vault.shred(await vault.condemn(photo('dog'), 'retention'));
      expect(await vault.keyFor(photo('dog'))).toMatchObject({ generation: dog.generation + 1 });
    });

    test('fences one thing that has no key yet, and no other', async () => {
      const { vault } = await begin();
      await vault.fence(ref('Ada'), 'media.portrait', item('late'));
      const late = { ...photo('late'), category: 'media.portrait' } as const;
      await expect(vault.keyFor(late)).rejects.toMatchObject({ code: 'vault/fenced' });
      expect((await vault.keyFor({ ...late, item: item('another') })).state).toBe('active');
      expect((await vault.keyFor({ ...late, subject: ref('Mary') })).state).toBe('active');
    });

    test('does not know what it never minted, and never calls that erased', async () => {
      const { vault } = await begin();
      const unknown = { code: 'vault/unknown-key' };
      for (const kid of [item('nothing'), 'no uuid', '']) {
        await expect(vault.find(kid)).rejects.toMatchObject(unknown);
        await expect(vault.shred([kid])).rejects.toMatchObject(unknown);
      }
    });

    test('shreds what was condemned and nothing else', async () => {
      const { vault } = await begin();
      const { kid } = await vault.keyFor(contact);
      await vault.shred([kid]);
      expect((await vault.find(kid)).state).toBe('active');
      await vault.shred([]);
    });

    test('keeps what is under a legal hold, until it is lifted', async () => {
      const { vault } = await begin();
      const [cat, dog] = [await vault.keyFor(photo('cat')), await vault.keyFor(photo('dog'))];
      await vault.hold(photo('cat'), true);
      expect((await vault.holds()).map(({ kid }) => kid)).toEqual([cat.kid]);
      expect(await vault.condemn({ subject: ref('Ada') }, 'erasure')).toEqual([dog.kid]);
      expect(await vault.condemnEnded('2100-01-01T00:00:00.000Z', 10)).toEqual([]);
      await vault.hold(photo('cat'), false);
      expect(await vault.condemn({ subject: ref('Ada') }, 'erasure')).toEqual([cat.kid]);
      expect(await vault.holds()).toEqual([]);
    });

    test('condemns what is past its end, so many at a time, and not what was given a later one', async () => {
      const { vault } = await begin();
      const photos = await Promise.all(['a', 'b', 'c'].map((name) => vault.keyFor(photo(name))));
      const kept = await vault.keyFor(photo('kept'));
      await vault.expire(photo('kept'), end);
      const at = photos[0]?.expiresAt ?? '';
      const first = await vault.condemnEnded(at, 2);
      const second = await vault.condemnEnded(at, 2);
      expect([first.length, second.length]).toEqual([2, 1]);
      expect([...first, ...second].sort()).toEqual(photos.map(({ kid }) => kid).sort());
      expect(await vault.find(first[0] ?? '')).toMatchObject({ state: 'destroying', because: 'retention' });
      expect((await vault.find(kept.kid)).state).toBe('active');
    });

    test('tells what is held of somebody, without any secret, and nothing that is destroyed', async () => {
      const { vault } = await begin();
      const [name, cat, dog] = [
        await vault.keyFor(contact),
        await vault.keyFor(photo('cat')),
        await vault.keyFor(photo('dog')),
      ];
      await vault.keyFor({ ...contact, subject: ref('Mary') });
      await vault.shred(await vault.condemn(photo('dog'), 'erasure'));
      await vault.condemn(photo('cat'), 'erasure');
      const { secret: _, ...row } = name;
      expect(await vault.keysOf([ref('Ada')])).toEqual([
        row,
        expect.objectContaining({ ...photo('cat'), kid: cat.kid, state: 'destroying', generation: 0 }),
      ]);
      expect(JSON.stringify(await vault.keysOf([ref('Ada'), ref('Mary')]))).not.toMatch(
        /secret|material|wrapped/,
      );
      expect((await vault.find(dog.kid)).state).toBe('destroyed');
      expect(await vault.keysOf([])).toEqual([]);
    });

    test('tells what is overdue: past its end, held ones too, and what a crash left half destroyed', async () => {
      const { vault } = await begin();
      const [cat, dog, owl] = [
        await vault.keyFor(photo('cat')),
        await vault.keyFor(photo('dog')),
        await vault.keyFor(photo('owl')),
      ];
      await vault.hold(photo('dog'), true);
      await vault.condemn(photo('owl'), 'retention');
      expect((await vault.overdue(start)).map(({ kid }) => kid)).toEqual([owl.kid]);
      const all = (await vault.overdue(cat.expiresAt)).map(({ kid }) => kid);
      expect(all.toSorted()).toEqual([cat.kid, dog.kid, owl.kid].toSorted());
    });
  });

const servers = await databases();
afterAll(servers.stop);

aVault('the vault in memory', async (clock) => new InMemoryVault(clock));
aVault('the vault in PostgreSQL', async (clock) => (await (await servers.place()).open(clock)).vault);
