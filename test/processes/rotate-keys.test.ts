/** The key that wraps all keys, by the calendar: asked every day, renewed before its week is over. */
import { afterAll, expect, test } from 'bun:test';
import { rotateKeysEveryDay } from '../../src/processes/rotate-keys-every-day.ts';
import { databases } from '../personal-data/databases.ts';
import { clockAt, ref } from '../personal-data/people.ts';

const servers = await databases();
afterAll(servers.stop);

test('rotate keys every day renews the key once in its week, and what it wraps still opens', async () => {
  const { time, clock } = clockAt();
  const here = await (await servers.place()).open(clock);
  const { kid, secret } = await here.vault.keyFor({ subject: ref('Ada'), category: 'contact', item: null });
  const versions = async () => (await here.sql`select version from key_encryption_key`).length;
  const { cron, perform } = rotateKeysEveryDay(here);
  expect(cron).toMatch(/^\d+ \d+ \* \* \*$/);
  for (let day = 0; day < 6; day++) {
    time.now = new Date(Date.parse(time.now) + 86_400_000).toISOString();
    await perform();
    await perform();
  }
  expect(await versions()).toBe(2);
  const found = await here.vault.find(kid);
  expect(found.state === 'active' && found.secret.equals(secret)).toBe(true);
});
