/** Everything that lies on a disk, byte by byte: nothing of a person in the clear, and no secret that opens them. */
import { afterAll, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startObjectStorage } from '../../src/embedded/object-storage/object-storage.ts';
import { blobs } from '../../src/personal-data/blobs.ts';
import { rotate } from '../../src/personal-data/key-rotation.ts';
import { lookUp } from '../../src/personal-data/lookup.ts';
import { objectStorage } from '../../src/providers/object-storage.ts';
import { searchFiles, spellings } from '../canary.ts';
import { databases } from './databases.ts';
import { clockAt, item, parcel, ref, room } from './people.ts';

const servers = await databases();
afterAll(servers.stop);

const name = 'Wilhelmina-Canary';
const findings = async (folder: string, wanted: readonly (string | Uint8Array)[]) =>
  (await searchFiles(folder, wanted.flatMap(spellings))).found;

test('a person who came, was seen, and was erased, stands in no file: not by name, not in a picture, not by a key', async () => {
  const { time, clock } = clockAt();
  const here = await (await servers.place()).open(clock);
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  const folder = join(servers.folder, 'object-storage');
  const server = await startObjectStorage({ ...credentials, folder, buckets: ['blobs'] });
  const storage = objectStorage({ url: server.url, region: 'us-east-1', ...credentials });
  const store = storage.blobs('blobs');
  const { remember, open } = room(here.vault, { time, clock });
  const files = blobs({ vault: here.vault, store, ids: randomUUID });
  const index = lookUp({ sql: here.sql, secret: await here.keys.secret('look-up'), clock });

  const picture = new TextEncoder().encode(`a picture of ${name} `.repeat(200_000));
  const photo = { subject: ref(name), category: 'media.upload', item: item('cat') } as const;
  const kept = await files.keep(photo, picture, 'image/png');
  const sent = await remember(parcel(name));
  if (sent.type !== 'ParcelSent') throw new Error(sent.type);
  await here.sql`create table rows_of_a_page as select ${JSON.stringify(sent)} as row`;
  await index.reserve('email', `${name}@example.org`, ref(name));
  expect((await open(sent.buyer.contact, 'order.fulfilment')).is).toBe('value');
  const secrets = [await here.vault.keyFor(photo), await here.vault.find(sent.buyer.contact.kid)].map(
    (key) => (key.state === 'active' ? key.secret.export() : Buffer.alloc(0)),
  );
  await here.sql`checkpoint`;
  const wanted = [name, ...secrets];
  expect(await findings(servers.folder, wanted)).toEqual([]);
  expect(await store.get(kept)).toBeDefined();

  const kids = await here.vault.condemn({ subject: ref(name) }, 'erasure');
  await files.deleteOf(kids);
  await here.vault.shred(kids);
  await index.forget([ref(name)]);
  await rotate(here);
  await here.sql`checkpoint`;
  expect(await findings(servers.folder, wanted)).toEqual([]);
  expect(await store.get(kept)).toBeUndefined();
  await server.stop();
}, 30_000);

test('and the search finds what there is', async () => {
  const folder = join(servers.folder, 'planted');
  for (const [file, text] of [
    ['plain', `name: ${name}!`],
    ['base64', btoa(`{"name":"${name} of somewhere"}`)],
    ['hex', Buffer.from(`x${name}`).toString('hex')],
  ] as const)
    await Bun.write(join(folder, file), text);
  expect(await findings(folder, [name])).toHaveLength(3);
});
