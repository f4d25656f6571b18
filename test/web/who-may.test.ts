/** Every route of the shop has its rule, and a rule says no to whoever it does not name. */
import { describe, expect, test } from 'bun:test';
import { AccountId, Role } from '../../src/modules/accounts/account.events.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { routesOf } from '../../src/web/app.ts';
import type { Session } from '../../src/web/session.ts';
import { mayDo, routesRuled, ruleFor } from '../../src/web/who-may.ts';
import { nowhere } from './nowhere.ts';

/** `/docs` is declared last, since it shows the document of all others. */
const declared = [...routesOf(nowhere).routes, { method: 'GET', path: '/docs' }];

describe('the table of who may what', () => {
  test('names every route that there is', () => {
    const unruled = declared.filter(({ method, path }) => ruleFor(method, path) === undefined);
    expect(unruled.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(declared.length).toBeGreaterThan(100);
  });

  test('names none that there is not', () => {
    const there = new Set(declared.map(({ method, path }) => `${method} ${path}`));
    expect(routesRuled.filter((route) => !there.has(route))).toEqual([]);
  });

  test('has nothing to say about a route that nobody thought of: nobody may', () => {
    expect(ruleFor('GET', '/staff/salaries')).toBeUndefined();
  });
});

const account = AccountId.parse(crypto.randomUUID());
const subject = SubjectRef.parse(crypto.randomUUID());
const visitor: Session = {
  ...{ id: 'a', subject, people: [subject], account: null, roles: [], provedBy: null, provedAt: null },
};
const customer: Session = { ...visitor, account, provedBy: 'link' };
const holding = (role: Role): Session => ({ ...customer, roles: [role], provedBy: 'passkey' });

describe('a role', () => {
  for (const role of Role.options) {
    test(`${role} is held by whoever came in with a passkey and has it, and by nobody else`, () => {
      expect(mayDo(role, holding(role))).toBe('yes');
      for (const other of Role.options.filter((one) => one !== role))
        expect(mayDo(role, holding(other))).toBe('no');
      expect(mayDo(role, customer)).toBe('passkey');
      expect(mayDo(role, visitor)).toBe('sign-in');
      expect(mayDo(role, undefined)).toBe('sign-in');
    });
  }
});

test('an account is for whoever is signed in', () => {
  expect(mayDo('account', customer)).toBe('yes');
  expect(mayDo('account', visitor)).toBe('sign-in');
});
