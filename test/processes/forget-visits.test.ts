/** Who was here is forgotten once it is over: sessions, links, counts of attempts; and what goes on stays. */
import { afterAll, afterEach, expect, test } from 'bun:test';
import { createSecretKey, randomBytes } from 'node:crypto';
import { AccountId } from '../../src/modules/accounts/account.events.ts';
import { forgetVisitsEveryHour } from '../../src/processes/forget-visits-every-hour.ts';
import { attempts } from '../../src/web/accounts/attempts.ts';
import { newSecret, signInLinks } from '../../src/web/accounts/sign-in-links.ts';
import { sessions } from '../../src/web/session.ts';
import { testServers } from '../servers.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

test('forget visits every hour lets go of what is over, and of nothing else', async () => {
  const { sql } = await servers.shop();
  const visitors = sessions(sql, {
    ...{ secure: false, newId: () => crypto.randomUUID() },
    ...{ heldBy: async () => [], sessionOf: async () => undefined },
  });
  const links = signInLinks(sql);
  const day = createSecretKey(randomBytes(32));
  const tries = attempts(sql, { keyOf: async () => day, clock: () => new Date().toISOString() });
  const [gone, here] = [await visitors.begin(), await visitors.begin()];
  const old = await links.make('ada@example.org', newSecret(), { does: 'sign-in' });
  const account = AccountId.parse(crypto.randomUUID());
  const invitation = await links.make('ada@example.org', null, { does: 'invitation', account });
  await tries.may('sign-in', 'network 192.0.2.1', 5);

  const { cron, perform } = forgetVisitsEveryHour({
    forgetVisits: async () => (await visitors.sweep()) + (await links.sweep()) + (await tries.sweep()),
  });
  expect(cron).toMatch(/^\d+ \* \* \* \*$/);
  await sql`update session set ends_at = now() where id = ${gone.id}`;
  await sql`update sign_in_link set ends_at = now() - interval '25 hours' where does = 'sign-in'`;
  await sql`update attempt set ends_at = now()`;
  await perform();
  await perform();

  const cookie = (token: string) =>
    new Request('http://localhost', { headers: { cookie: `session=${token}` } });
  expect(await visitors.of(cookie(gone.token))).toBeUndefined();
  expect((await visitors.of(cookie(here.token)))?.subject).toBe(here.subject);
  expect(await sql`select id from session`).toHaveLength(1);
  expect(await links.look(old, undefined, ['sign-in'])).toBe('unknown');
  expect(await links.look(invitation, undefined, ['invitation'])).toBe('good');
  expect(await sql`select who from attempt`).toHaveLength(0);
});
