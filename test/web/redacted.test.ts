/** What opens something stands in no log line and no answer. */
import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { redacted, withoutTokens } from '../../src/web/redacted.ts';

const id = '0190b6c2-7a5e-7d5a-9e1c-0123456789ab';

test.each([
  ['/orders/abcDEF123456789012345_~.abcdefghijklmnopqrstuv/cancel', '/orders/…/cancel'],
  ['/sign-in/A-_B56789012345678901234567890123456789012', '/sign-in/…'],
  ['/account/address/%41%42%43%44%45%46%47%48', '/account/address/…'],
  [`/officer/${id}/answer`, '/officer/:id/answer'],
  ['/account/privacy/consents', '/account/privacy/consents'],
])('%s is %s in the log', (path, said) => expect(redacted(path)).toBe(said));

test('whoever asked is told the ids that they sent, and no token', () => {
  expect(withoutTokens(`/api/v1/portraits/${id}`)).toBe(`/api/v1/portraits/${id}`);
  expect(withoutTokens(`/files/${id}.${'x'.repeat(22)}`)).toBe('/files/…');
});

test('no token of 128 bits or more comes through, wherever it stands', () => {
  const tokens = fc
    .uint8Array({ minLength: 16, maxLength: 64 })
    .map((b) => Buffer.from(b).toString('base64url'));
  const words = fc.constantFrom('orders', 'sign-in', id, '');
  fc.assert(
    fc.property(fc.array(words), tokens, fc.array(words), (before, token, after) => {
      expect(redacted(['', ...before, token, ...after].join('/'))).not.toContain(token);
    }),
  );
});
