/** Personal values that came in just now: nothing that prints them tells them. */
import { expect, test } from 'bun:test';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { Fault } from '../../src/eventsourcing/fault.ts';
import { Buyer, buyer, parcel, ref } from './people.ts';

const secret = 'Ada-4f1c';

test('nothing that prints, copies or serialises tells a fresh value', () => {
  const { contact } = buyer(secret);
  const told = [
    JSON.stringify({ contact }),
    `${contact}`,
    String(contact),
    inspect(contact, { showHidden: true, depth: null }),
    inspect(contact, { showHidden: true, customInspect: false }),
    Bun.inspect({ contact }),
    JSON.stringify({ ...contact }),
    JSON.stringify(structuredClone(contact)),
    JSON.stringify(Object.getOwnPropertyDescriptors(contact)),
    inspect(new Fault('event/malformed', { id: `${contact}` }, { contact })),
  ];
  for (const text of told) expect(text).not.toContain(secret);
  expect(told[0]).toBe('{"contact":"[personal: contact]"}');
});

test('a command can be logged', () => {
  expect(Bun.inspect(parcel('Ada', 'Charles'))).not.toMatch(/example\.org|Ada|Charles|London/);
});

/** Pitfall 18: error messages carry no values. */
test('a value that does not fit is reported by its place, and is not in the report', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12 }), (email) => {
      const { error } = Buyer.safeParse({ ref: ref('Ada'), contact: { name: 'Ada', email: `${email} ` } });
      expect(error?.issues[0]?.path).toEqual(['contact', 'email']);
      expect(JSON.stringify(error)).not.toContain(JSON.stringify(email).slice(1, -1));
    }),
  );
});

test('a sealed value cannot be entered from outside', () => {
  const forged = { kid: 'k', eventId: 'e', slot: 'buyer.contact', jwe: 'a.b.c.d.e' };
  expect(Buyer.safeParse({ ref: ref('Ada'), contact: forged }).success).toBe(false);
});
