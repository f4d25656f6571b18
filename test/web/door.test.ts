/** What every request passes: who sent it, and what an answer never leaves without. */
import { describe, expect, test } from 'bun:test';
import { assume } from '../../src/eventsourcing/assume.ts';
import { browserCookie } from '../../src/web/accounts/sign-in-pages.tsx';
import { door } from '../../src/web/door.ts';
import { sessions } from '../../src/web/session.ts';
import type { Shop } from '../../src/web/shop.ts';
import { arrivalOf } from '../../src/web/visit.ts';

const log = { info: () => {}, error: () => {} };
const at = (publicUrl: string): Shop => assume({ publicUrl, log }); // all that the door asks of it here
const peer = { address: '198.51.100.9', lift: () => {} };

/** @returns what a handler saw of it, and what left */
async function passed(publicUrl: string, request: Request, trustedProxyHops = 0, cookies: string[] = []) {
  let from: string | undefined;
  const handle = async (seen: Request) => {
    from = arrivalOf(seen).address;
    const answer = new Response('here');
    for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
    return answer;
  };
  const answer = await door(at(publicUrl), handle, { trustedProxyHops })(request, peer);
  return { from, answer };
}

const here = (headers: Record<string, string> = {}) => new Request('http://localhost/styles', { headers });
const forwarded = (names: string) => here({ 'x-forwarded-for': names });

describe('over https', () => {
  const url = 'https://shop.example';

  test('no cookie leaves without Secure, wherever it was set, and the browser is told to come by https', async () => {
    const { answer } = await passed(url, here(), 0, ['theme=dark; Path=/', 'a=b; Path=/; Secure; HttpOnly']);
    expect(answer.headers.getSetCookie()).toEqual([
      'theme=dark; Path=/; Secure',
      'a=b; Path=/; Secure; HttpOnly',
    ]);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
  });

  test('who posts from another address than the shop’s is sent away, whatever name the request gives it', async () => {
    const from = (origin: string) =>
      new Request('http://localhost/api/v1/basket', { method: 'POST', headers: { origin } });
    const statusOf = async (at: string, origin: string) => (await passed(at, from(origin))).answer.status;
    expect(await statusOf(url, url)).toBe(200);
    expect(await statusOf(url, 'http://localhost')).toBe(403);
    expect(await statusOf('http://127.0.0.1:3000', 'http://localhost')).toBe(200); // on a desk
    expect(await statusOf('http://127.0.0.1:3000', 'http://evil.example')).toBe(403);
  });

  test('a session, and the browser that asked for a link, are cookies that no other host can set', () => {
    const never = async () => [];
    const options = { secure: true, newId: () => '', heldBy: never, sessionOf: async () => undefined };
    const { cookie, cookieGone } = sessions(assume({}), options); // neither asks the database
    const begun = cookie(assume({ token: 'abc' }));
    expect(begun).toMatch(/^__Host-session=abc; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/);
    expect(cookieGone()).toMatch(/^__Host-session=; .*Secure; Max-Age=0$/);
    expect(browserCookie(at(url), 'abc')).toMatch(/^__Host-sign-in=abc; Path=\/; HttpOnly; .*Secure$/);
  });
});

describe('where somebody comes from', () => {
  const url = 'http://localhost';
  const fromOf = async (names: string, hops: number) => (await passed(url, forwarded(names), hops)).from;

  test('is what the connection says, whatever a header claims, where no proxy of ours stands in front', async () => {
    expect(await fromOf('203.0.113.1', 0)).toBe('198.51.100.9');
  });

  test('is what our own proxy added last, with or without a port, and not what was there before', async () => {
    expect(await fromOf('192.0.2.66, 203.0.113.1', 1)).toBe('203.0.113.1');
    expect(await fromOf('203.0.113.1:4711', 1)).toBe('203.0.113.1');
    expect(await fromOf('[2001:db8::1]:4711', 1)).toBe('2001:db8::1');
    expect(await fromOf('2001:db8::1', 1)).toBe('2001:db8::1');
  });

  test('is the connection again where the header is no address', async () => {
    for (const names of ['', 'unknown', '_hidden', '203.0.113.1 or so', '1.2.3.4:5:6'])
      expect([names, await fromOf(names, 1)]).toEqual([names, '198.51.100.9']);
  });
});
