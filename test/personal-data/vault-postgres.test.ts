/** What only a vault that several processes share, and that lies on a disk, has to promise. */
import { afterAll, describe, expect, test } from 'bun:test';
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { backupsEnd, rotate, rotateIfDue } from '../../src/personal-data/key-rotation.ts';
import { openKeysFolder } from '../../src/personal-data/keys-folder.ts';
import { databases } from './databases.ts';
import { clockAt, item, parcel, photoOf, ref, room } from './people.ts';

const servers = await databases();
afterAll(servers.stop);

const contact = { subject: ref('Ada'), category: 'contact', item: null } as const;
const photo = (name: string) =>
  ({ subject: ref('Ada'), category: 'media.upload', item: item(name) }) as const;

async function twoProcesses() {
  const [place, { time, clock }] = [await servers.place(), clockAt()];
  return { place, time, clock, here: await place.open(clock), there: await place.open(clock) };
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await Bun.sleep(5);
}

describe('two processes', () => {
  test('mint one key for the first facts that they learn at once', async () => {
    const { here, there } = await twoProcesses();
    for (const name of ['cat', 'dog', 'owl']) {
      const keys = await Promise.all(
        [here, there, here, there].map(({ vault }) => vault.keyFor(photo(name))),
      );
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    }
  });

  test('know of each other’s keys, and after a start of the old ones', async () => {
    const { place, clock, here, there } = await twoProcesses();
    const minted = await here.vault.keyFor(contact);
    expect((await there.vault.keyFor(contact)).kid).toBe(minted.kid);
    const later = await (await place.open(clock)).vault.find(minted.kid);
    if (later.state !== 'active') throw new Error(later.state);
    expect(later.secret.equals(minted.secret)).toBe(true);
  });

  /** Pitfall 5: erased in one process, cached in another. */
  test('open nothing more of what one of them condemned, cached or not', async () => {
    const { here, there, clock, time } = await twoProcesses();
    const [a, b] = [room(here.vault, { time, clock }), room(there.vault, { time, clock })];
    const sent = await a.remember(parcel('Ada'));
    if (sent.type !== 'ParcelSent') throw new Error(sent.type);
    expect((await b.open(sent.buyer.contact, 'order.fulfilment')).is).toBe('value');
    await a.vault.condemn({ subject: ref('Ada') }, 'erasure');
    expect((await a.open(sent.buyer.contact, 'order.fulfilment')).is).toBe('erased');
    await until(async () => (await b.open(sent.buyer.contact, 'order.fulfilment')).is === 'erased');
  });

  test('hear of fences, holds and ends too', async () => {
    const { here, there } = await twoProcesses();
    const { kid } = await there.vault.keyFor(photo('cat'));
    await there.vault.keyFor(contact);
    await here.vault.expire(photo('cat'), '2030-01-01T00:00:00.000Z');
    await until(
      async () => (await there.vault.keyFor(photo('cat'))).expiresAt === '2030-01-01T00:00:00.000Z',
    );
    await here.vault.hold(photo('cat'), true);
    await until(async () => (await there.vault.keyFor(photo('cat'))).hold);
    await here.vault.fence(ref('Ada'), 'contact');
    await until(() =>
      there.vault.keyFor(contact).then(
        () => false,
        () => true,
      ),
    );
    expect((await there.vault.find(kid)).state).toBe('active');
  });

  test('that learn and erase at once leave no key behind the fence', async () => {
    const { here, there } = await twoProcesses();
    for (let i = 0; i < 10; i++) {
      const who = ref(`person ${i}`);
      const learning = Array.from({ length: 5 }, () =>
        there.vault.keyFor({ ...contact, subject: who }).catch(() => undefined),
      );
      await here.vault.fence(who, 'contact');
      await here.vault.condemn({ subject: who }, 'erasure');
      await Promise.all(learning);
      expect((await here.vault.keysOf([who])).filter(({ state }) => state === 'active')).toEqual([]);
    }
  });
});

test('a process that lost its connection hears again, and has forgotten what it could not hear', async () => {
  const { here, there } = await twoProcesses();
  const { kid } = await there.vault.keyFor(contact);
  await here.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`;
  await here.vault.condemn(contact, 'erasure');
  await until(async () => (await there.vault.find(kid)).state === 'destroying');
});

test('no secret lies in the database: only what is wrapped, and after the shredding not even that', async () => {
  const { here } = await twoProcesses();
  const { kid, secret } = await here.vault.keyFor(contact);
  const rowsOf = () =>
    here.sql<{ material: Uint8Array | null; wrapped_by: string | null }[]>`select * from key`;
  const [row] = await rowsOf();
  expect(Buffer.from(row?.material ?? []).includes(secret.export())).toBe(false);
  await here.vault.shred(await here.vault.condemn(contact, 'erasure'));
  expect(await rowsOf()).toMatchObject([{ kid, material: null, wrapped_by: null, state: 'destroyed' }]);
});

test('two rows whose wrapped secrets were exchanged open for neither', async () => {
  const { place, clock, here } = await twoProcesses();
  const [cat, dog] = [await here.vault.keyFor(photo('cat')), await here.vault.keyFor(photo('dog'))];
  await here.sql`update key set material = other.material from key other
    where key.kid <> other.kid and key.kid in (${cat.kid}, ${dog.kid}) and other.kid in (${cat.kid}, ${dog.kid})`;
  const { vault } = await place.open(clock);
  await expect(vault.find(cat.kid)).rejects.toMatchObject({ code: 'sealed/tampered' });
});

describe('the key-encryption key', () => {
  /** Pitfall 20: what wrapped an older dump is destroyed. */
  test('rotates: every living key is wrapped anew, the old one is gone, and all that lives still opens', async () => {
    const { place, here, time, clock } = await twoProcesses();
    const { remember, open } = room(here.vault, { time, clock });
    const sent = await remember(parcel('Ada', 'Charles'));
    if (sent.type !== 'ParcelSent') throw new Error(sent.type);
    const [before] = await readdir(place.keysFolder);
    const dump = await here.sql<
      { kid: string; material: Uint8Array; wrapped_by: string }[]
    >`select * from key`;
    const { version, rewrapped, destroyed } = await rotate(here);
    expect({ rewrapped, destroyed }).toEqual({ rewrapped: 2, destroyed: 1 });
    expect(await readdir(place.keysFolder)).toEqual([`key-encryption-${version}.key`]);
    expect(before).not.toBe(`key-encryption-${version}.key`);
    const fresh = room((await place.open(clock)).vault, { time, clock });
    for (const gate of [open, fresh.open]) {
      expect((await gate(sent.buyer.contact, 'order.fulfilment')).is).toBe('value');
    }
    // a backup of yesterday, put back, is closed for ever
    for (const { kid, material, wrapped_by } of dump)
      await here.sql`update key set material = ${Buffer.from(material)}, wrapped_by = ${wrapped_by} where kid = ${kid}`;
    const restored = (await place.open(clock)).vault;
    await expect(restored.find(sent.buyer.contact.kid)).rejects.toMatchObject({
      code: 'vault/key-encryption-key-missing',
    });
  });

  /** Pitfall 17: the key-encryption key rotates under traffic. */
  test('rotates while others mint and open, and nothing is lost', async () => {
    const { here, there, place, clock } = await twoProcesses();
    const kids: string[] = [];
    let rotating = true;
    const minting = [here, there].map(async ({ vault }, who) => {
      for (let i = 0; rotating || i < 20; i++) kids.push((await vault.keyFor(photo(`${who} ${i}`))).kid);
    });
    for (let i = 0; i < 3; i++) await rotate(here);
    rotating = false;
    await Promise.all(minting);
    await rotate(there);
    const { vault } = await place.open(clock);
    for (const kid of kids) expect((await vault.find(kid)).state).toBe('active');
    expect(await readdir(place.keysFolder)).toHaveLength(1);
  });

  test('cut off half-way goes on with the next rotation', async () => {
    const { here, place, clock } = await twoProcesses();
    const { kid } = await here.vault.keyFor(contact);
    const crashes = { ...here.keyEncryptionKeys, unwrap: () => Promise.reject(new Error('kill -9')) };
    await expect(rotate({ ...here, keyEncryptionKeys: crashes })).rejects.toThrow('kill -9');
    expect((await here.vault.find(kid)).state).toBe('active');
    expect((await rotate(here)).destroyed).toBe(2);
    expect(await readdir(place.keysFolder)).toHaveLength(1);
    expect((await (await place.open(clock)).vault.find(kid)).state).toBe('active');
  });

  test('is a week old at the latest, and says when backups end', async () => {
    const { here, time } = await twoProcesses();
    expect(await backupsEnd(here)).toBe('2026-12-01T09:00:00.000Z');
    time.now = '2026-11-30T08:59:59.000Z';
    expect(await rotateIfDue(here)).toBeUndefined();
    time.now = '2026-11-30T09:00:00.000Z';
    expect(await rotateIfDue(here)).toMatchObject({ destroyed: 1 });
    expect(await backupsEnd(here)).toBe('2026-12-07T09:00:00.000Z');
  });

  test('that is missing stops the start: no other is made in its place', async () => {
    const { here, place, clock } = await twoProcesses();
    await here.vault.keyFor(contact);
    const [name = ''] = await readdir(place.keysFolder);
    await rm(join(place.keysFolder, name));
    await expect(place.open(clock)).rejects.toMatchObject({ code: 'vault/key-encryption-key-missing' });
    expect(await readdir(place.keysFolder)).toEqual([]);
  });

  test('is a file for its owner alone, in a folder for its owner alone', async () => {
    const { place, clock } = await twoProcesses();
    const [name = ''] = await readdir(place.keysFolder);
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect([await modeOf(place.keysFolder), await modeOf(join(place.keysFolder, name))]).toEqual([
      '700',
      '600',
    ]);
    await chmod(join(place.keysFolder, name), 0o644);
    await expect(place.open(clock)).rejects.toMatchObject({ code: 'keys/folder-too-open' });
    await chmod(place.keysFolder, 0o755);
    await expect(openKeysFolder(place.keysFolder)).rejects.toMatchObject({ code: 'keys/folder-too-open' });
  });
});

test('a secret of the folder is made once, also by many at once', async () => {
  const folder = join(servers.folder, 'secrets');
  const keys = await Promise.all(
    Array.from({ length: 10 }, async () => (await openKeysFolder(folder)).secret('look-up.key')),
  );
  expect(new Set(keys.map((key) => key.export().toString('hex'))).size).toBe(1);
  expect(await readdir(folder)).toEqual(['look-up.key']);
});

describe('a person', () => {
  /** Pitfall 7: an event that names two people. */
  test('who is erased leaves the other one of the same event readable', async () => {
    const { here, time, clock } = await twoProcesses();
    const { remember, open } = room(here.vault, { time, clock });
    const sent = await remember(parcel('Ada', 'Charles'));
    if (sent.type !== 'ParcelSent' || sent.recipient === null) throw new Error(sent.type);
    await here.vault.shred(await here.vault.condemn({ subject: ref('Ada') }, 'erasure'));
    expect((await open(sent.buyer.contact, 'order.fulfilment')).is).toBe('erased');
    expect((await open(sent.recipient.delivery, 'order.fulfilment')).is).toBe('value');
  });

  test('whose photo is under a legal hold: past its end it opens for claims and for them, and for nobody else', async () => {
    const { here, time, clock } = await twoProcesses();
    const { remember, open } = room(here.vault, { time, clock });
    const taken = await remember(photoOf('Ada', 'cat'));
    if (taken.type !== 'PhotoTaken') throw new Error(taken.type);
    await here.vault.hold(photo('cat'), true);
    time.now = '2027-11-24T09:00:00.000Z';
    expect((await open(taken.owner.file, 'portrait.generation')).is).toBe('expired');
    expect((await open(taken.owner.file, 'rights.access')).is).toBe('value');
    await here.vault.hold(photo('cat'), false);
    expect((await open(taken.owner.file, 'rights.access')).is).toBe('expired');
  });

  test('who comes back after the end is told anew under a new key, and nothing older opens', async () => {
    const { here, time, clock } = await twoProcesses();
    const { remember, open } = room(here.vault, { time, clock });
    const before = await remember(parcel('Ada'));
    time.now = '2029-11-24T09:00:00.000Z';
    const after = await remember(parcel('Ada'));
    if (before.type !== 'ParcelSent' || after.type !== 'ParcelSent') throw new Error(before.type);
    expect((await open(before.buyer.contact, 'order.fulfilment')).is).toBe('expired');
    expect((await open(after.buyer.contact, 'order.fulfilment')).is).toBe('value');
  });
});

test('a key of another vault is a fault, and never an erasure', async () => {
  const { here, time, clock } = await twoProcesses();
  const other = await twoProcesses();
  const sent = await room(here.vault, { time, clock }).remember(parcel('Ada'));
  if (sent.type !== 'ParcelSent') throw new Error(sent.type);
  const open = room(other.here.vault, { time, clock }).open(sent.buyer.contact, 'order.fulfilment');
  await expect(open).rejects.toMatchObject({ code: 'vault/unknown-key' });
});
