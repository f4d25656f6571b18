/** How a shape changes: an event that only this test knows, at its third version. */
import { expect, test } from 'bun:test';
import { z } from 'zod';
import type { JsonObject } from '../../src/eventsourcing/event-store.ts';
import { event, personal, stream, subject } from '../../src/personal-data/personal.ts';
import { groundOf } from '../../src/personal-data/register.ts';
import { item, ref } from './people.ts';

const ParcelSent = event(
  'ParcelSent',
  { buyer: subject({ contact: personal('contact') }), currency: z.enum(['EUR', 'USD']) },
  (v1) => ({ ...v1, currency: 'EUR' }), // every price was in euros
  ({ customer, ...v2 }) => ({ ...v2, buyer: customer }), // the word changed, what was sealed did not
);
const parcelStream = stream('parcel', [ParcelSent]);

/** A ciphertext of the event `e1` that has its header and opens for nobody. */
const jwe = (slot: string): string => {
  const header = JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: 'k1', ctx: `e1#${slot}` });
  return `${Buffer.from(header).toString('base64url')}..a.b.c`;
};

const recorded = (v: number, data: JsonObject) => ({
  id: 'e1',
  type: 'ParcelSent',
  data,
  metadata: {
    ...{ v, commandId: item('command'), actor: 'tester', correlationId: item('journey'), causationId: null },
    ...{ ...groundOf('order.fulfilment'), subjects: [] },
    purpose: 'order.fulfilment' as const,
  },
});

const [customer, enc] = [{ ref: ref('Ada') }, { 'customer.contact': jwe('customer.contact') }];
const golden: readonly (readonly [number, string, JsonObject])[] = [
  [1, 'EUR', { customer, enc }],
  [2, 'USD', { customer, enc, currency: 'USD' }],
  [3, 'USD', { buyer: customer, enc: { 'buyer.contact': jwe('buyer.contact') }, currency: 'USD' }],
];

test('the version is one more than the upcasts that lead to it', () => {
  expect(parcelStream.versions).toEqual({ ParcelSent: 3 });
});

test.each(golden)('version %i is read in the shape of today, sealed where it was', (v, currency, data) => {
  const { buyer, ...facts } = parcelStream.decode(recorded(v, data));
  expect(facts).toEqual({ type: 'ParcelSent', currency: currency === 'EUR' ? 'EUR' : 'USD' });
  expect(buyer.ref).toBe(ref('Ada'));
  expect(buyer.contact).toMatchObject({ eventId: 'e1', kid: 'k1' });
  expect(buyer.contact.slot).toBe(v === 3 ? 'buyer.contact' : 'customer.contact');
});
