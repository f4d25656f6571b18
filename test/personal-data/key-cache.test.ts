/** What the vault keeps in memory for a moment opens what it is asked for, and seals with nothing but the newest key. */
import { expect, test } from 'bun:test';
import { generateKeySync } from 'node:crypto';
import { keyCache } from '../../src/personal-data/key-cache.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import type { ActiveKey } from '../../src/personal-data/vault.ts';

const scope = { subject: SubjectRef.parse(crypto.randomUUID()), category: 'contact', item: null } as const;
const keyOf = (generation: number): ActiveKey => ({
  ...{ ...scope, generation, kid: crypto.randomUUID(), state: 'active', hold: false },
  ...{ expiresAt: '2028-01-01T00:00:00.000Z', secret: generateKeySync('aes', { length: 256 }) },
});

test('an old key that was opened again does not seal: a correction is not lost with it', () => {
  const cache = keyCache(() => 0);
  const [old, next] = [keyOf(0), keyOf(1)];
  cache.putLatest(old, cache.evictions());
  cache.evict(scope.subject); // as when it is renewed
  cache.put(old, cache.evictions());
  expect(cache.find(old.kid)?.kid).toBe(old.kid);
  expect(cache.ofScope(scope)).toBeUndefined();
  cache.putLatest(next, cache.evictions());
  cache.put(old, cache.evictions());
  expect(cache.ofScope(scope)?.kid).toBe(next.kid);
});

test('what was read before somebody condemned it does not come in', () => {
  const cache = keyCache(() => 0);
  const asOf = cache.evictions();
  cache.evict(scope.subject);
  const old = keyOf(0);
  cache.putLatest(old, asOf);
  expect([cache.find(old.kid), cache.ofScope(scope)]).toEqual([undefined, undefined]);
});
