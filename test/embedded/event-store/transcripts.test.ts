/** What a real EventStoreDB 23.10.6 answered, our server answers too: all that can be replayed as it stands. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { between, live, prepare } from './preparations.ts';
import { replayStep } from './replay.ts';
import { type Bindings, orderOf, type Transcript, transcripts } from './transcript.ts';
import { type OpenWorld, openWorld } from './world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** These need two callers at once, a secure server, a restart, or are told in a form of their own: see by-hand. */
const byHand = [
  /^(secure|wire|server-features|append-race|checkpoint-places|positions-across|idempotent-across)/,
  /^persistent-(park-then|message-timeout|max-sub|updated|round|dispatch|config-stream|across|create-strategy)/,
  /^persistent-list-(all$|for-stream-named)/,
  /^subscribe-(stream-large|all-unfiltered-checkpoints|all-filter-checkpoints-window)/,
];

for (const asked of transcripts.filter(({ name }) => !byHand.some((each) => each.test(name))))
  test(
    asked.name,
    async () => {
      const bindings: Bindings = new Map();
      await prepare(world, asked, bindings);
      expect([...(await differing(asked, bindings)), ...orderOf(bindings)]).toEqual([]);
    },
    { timeout: 20_000 },
  );

const differing = async (asked: Transcript, bindings: Bindings): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const [at, step] of asked.steps.entries()) {
    if (step.rpc === '(preparation)') continue;
    await between(world, asked.name, at, bindings);
    const second = asked.steps_that_differed_in_a_second_run?.[String(at)];
    const told = await replayStep(world, step, bindings, live(world, asked.name), second);
    found.push(...told.map((what) => `step ${at} ${step.rpc}: ${what}`));
  }
  return found;
};
