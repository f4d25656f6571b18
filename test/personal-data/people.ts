/** People, a clock, and a small trade of our own: what the tests of this room have in place of the shop. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../../src/eventsourcing/event-store.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { gate, type Opening, type Said } from '../../src/personal-data/open.ts';
import { event, personal, SubjectRef, stream, subject } from '../../src/personal-data/personal.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import type { Vault } from '../../src/personal-data/vault.ts';
import { InMemoryBlobStore } from '../in-memory/blob-store.ts';
import { InMemoryVault } from '../in-memory/vault.ts';

export const start = '2026-11-24T09:00:00.000Z';
export const ref = (name: string) => SubjectRef.parse(uuidFrom('subject', name));
export const item = (name: string) => uuidFrom('item', name);

const OrderId = z.uuid().brand<'OrderId'>();
const PhotoId = z.uuid().brand<'PhotoId'>();
export const Buyer = subject({ contact: personal('contact') });
export const Recipient = subject({ delivery: personal('order.delivery') });
export const Owner = subject({ file: personal('media.upload') });

export const ParcelSent = event('ParcelSent', {
  orderId: OrderId,
  buyer: Buyer,
  recipient: Recipient.nullable(),
});
export const PhotoTaken = event('PhotoTaken', { photoId: PhotoId, owner: Owner });
const PortraitId = z.uuid().brand<'PortraitId'>();
const Keeper = subject({ picture: personal('media.portrait') });
const PortraitKept = event('PortraitKept', { portraitId: PortraitId, owner: Keeper });
export const parcelStream = stream('parcel', [ParcelSent, PhotoTaken, PortraitKept]);

export const clearContact = (name: string) => ({ name, email: `${name.toLowerCase()}@example.org` });
export const buyer = (name: string) => Buyer.parse({ ref: ref(name), contact: clearContact(name) });
const address = {
  line1: '12 St James Square',
  line2: null,
  postalCode: 'SW1Y 4JH',
  city: 'London',
  state: null,
};
export const recipient = (name: string) =>
  Recipient.parse({ ref: ref(name), delivery: { name, ...address, country: 'GB' } });
export const photoOf = (name: string, photo: string) => ({
  type: 'PhotoTaken' as const,
  photoId: PhotoId.parse(item(photo)),
  owner: Owner.parse({
    ref: ref(name),
    file: { fileName: `${name}.jpg`, bytes: 204_800, widthPx: 800, heightPx: 600 },
  }),
});
export const portraitOf = (name: string, portrait: string) => ({
  type: 'PortraitKept' as const,
  portraitId: PortraitId.parse(item(portrait)),
  owner: Keeper.parse({ ref: ref(name), picture: { widthPx: 1024, heightPx: 1280, bytes: 512_000 } }),
});
export const parcel = (from: string, to: string | null = null, order = 'parcel') => ({
  type: 'ParcelSent' as const,
  orderId: OrderId.parse(item(order)),
  buyer: buyer(from),
  recipient: to === null ? null : recipient(to),
});

/** A clock that stands still until it is set. */
export const clockAt = (now = start) => {
  const time = { now };
  return { time, clock: () => time.now };
};

/** The room composed: sealing, gate and files over a vault. */
export function room(vault?: Vault, clocked = clockAt()) {
  const { time, clock } = clocked;
  const keys = vault ?? new InMemoryVault(clock);
  const said: { -readonly [K in keyof Said]: boolean } = {
    consented: false,
    objected: false,
    restricted: false,
  };
  const witnessed: Opening[] = [];
  const store = new InMemoryBlobStore();
  const seal = sealer(keys, clock);
  const openAs = gate({
    ...{ vault: keys, store, clock },
    standing: { of: async () => said },
    witness: async (opening) => void witnessed.push(opening),
  });
  return { time, clock, vault: keys, said, witnessed, store, openAs, open: openAs('tester'), remember };

  /** Sealed, made JSON, and read back. */
  async function remember(told: ReturnType<typeof parcel | typeof photoOf | typeof portraitOf>) {
    const id = randomUUID();
    const { data, subjects, ground } = await seal(told, id, 'order.fulfilment');
    const metadata = { v: 1, ...context, ...ground, subjects };
    const json: JsonObject = JSON.parse(JSON.stringify(data));
    return parcelStream.decode({ id, type: told.type, data: json, metadata });
  }
}

const context = {
  commandId: item('command'),
  actor: 'tester',
  purpose: 'order.fulfilment',
  correlationId: item('journey'),
  causationId: null,
} as const;
