/** What processes tell each other about a transaction is heard when there is something to see. */
import { afterAll, afterEach, expect, test } from 'bun:test';
import { channels, tellWithin } from '../../src/eventsourcing/channels.ts';
import { testServers } from '../servers.ts';

const servers = testServers();
afterEach(servers.endTest);
afterAll(servers.stop, 30_000);

test('what a transaction tells is heard after it, with its rows in place, and never of one that is taken back', async () => {
  const { sql } = await servers.shop();
  await sql`create table told (name text)`;
  const heard: { readonly name: string; readonly rows: number }[] = [];
  const looked: Promise<void>[] = [];
  await sql.listen(channels.jobs, (name) => {
    const looking = sql<{ rows: number }[]>`select count(*)::int as rows from told where name = ${name}`;
    looked.push(looking.then(([row]) => void heard.push({ name, rows: row?.rows ?? 0 })));
  });
  const tell = (name: string, end: () => Promise<void>) =>
    sql.begin(async (tx) => {
      await tx`insert into told values (${name})`;
      await tellWithin(tx, channels.jobs, name);
      await end();
    });
  const takenBack = tell('taken back', () => Promise.reject(new Error('no')));
  expect(await takenBack.catch((cause: unknown) => String(cause))).toBe('Error: no');
  await tell('kept', () => Bun.sleep(50));
  while (looked.length === 0) await Bun.sleep(5);
  await Promise.all(looked);
  expect(heard).toEqual([{ name: 'kept', rows: 1 }]);
});
