/** What a real EventStoreDB 23.10.6 with users and access control lists answered, our server answers too. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { JsonObject } from './message-json.ts';
import { headersFor, replayStep } from './replay.ts';
import { type Bindings, orderOf, transcripts } from './transcript.ts';
import { type OpenWorld, openWorld } from './world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld({ credentials: { admin: 'changeit', ops: 'changeit' } }, headersFor('admin'));
  for (const [login, password, group] of [
    ['u1', 'pw1', 'grp'],
    ['u2', 'pw2', 'grp2'],
  ] as const)
    await world.ask('Users/Create', {
      options: {
        login_name: login,
        password,
        full_name: login === 'u1' ? 'User One' : 'User Two',
        groups: login === 'u1' ? [group] : [],
      },
    });
  for (const stream of ['a', 'acl1', 'acl2', 'acl4', 'acl6', 'dl']) await world.append(stream, ['T']);
  await acl('acl2', { $w: ['$admins', 'grp2'] });
  await acl('acl4', { $d: 'u2' });
});
afterAll(() => world.close());

const acl = async (stream: string, rights: JsonObject) => {
  await world.append(`$$${stream}`, ['$metadata'], [JSON.stringify({ $acl: rights })]);
};

for (const asked of transcripts.filter(({ name }) => name.startsWith('secure-')))
  test(
    asked.name,
    async () => {
      const bindings: Bindings = new Map();
      // a case that is not among these appended once more to it
      if (asked.name === 'secure-acl-write-refused') await world.append('a', ['T']);
      const found: string[] = [];
      for (const [at, step] of asked.steps.entries()) {
        if (step.response === 'as in the case server-features') continue;
        const second = asked.steps_that_differed_in_a_second_run?.[String(at)];
        const told = await replayStep(world, step, bindings, undefined, second);
        found.push(...told.map((what) => `step ${at} ${step.rpc} as ${step.as}: ${what}`));
      }
      expect([...found, ...orderOf(bindings)]).toEqual([]);
    },
    { timeout: 20_000 },
  );
