/** Any interleaving of appends, retries, deletes and metadata reads like a small model, before and after restarts. */
import { expect, test } from 'bun:test';
import {
  type ExpectedRevision,
  type JSONEventType,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import fc from 'fast-check';
import { until } from '../../waiting.ts';
import { type Limits, type Model, type ModelExpected, newModel, type Outcome } from './model.ts';
import { clientOfThisFile, event, typesOf } from './official-client.ts';

const it = clientOfThisFile();

const names = ['a', 'b', 'c-1'];
const name = fc.constantFrom(...names);
const expected = fc.oneof(
  { weight: 3, arbitrary: fc.constant<ModelExpected>('any') },
  fc.constantFrom<ModelExpected>('no_stream', 'stream_exists'),
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 6n }) },
);
const limits: fc.Arbitrary<Limits> = fc.record(
  { maxCount: fc.integer({ min: 1, max: 5 }), truncateBefore: fc.nat(8) },
  { requiredKeys: [] },
);
type Step =
  | { readonly is: 'append'; readonly name: string; readonly expected: ModelExpected; readonly count: number }
  | { readonly is: 'again'; readonly which: number }
  | { readonly is: 'remove'; readonly name: string; readonly expected: ModelExpected }
  | { readonly is: 'tombstone'; readonly name: string }
  | { readonly is: 'limit'; readonly name: string; readonly limits: Limits }
  | { readonly is: 'restart' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      is: fc.constant('append'),
      name,
      expected,
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('again'), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('remove'), name, expected }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('tombstone'), name }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('limit'), name, limits }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('restart') }) },
);

type Written = {
  readonly name: string;
  readonly expected: ModelExpected;
  readonly last: number;
  readonly events: ReturnType<typeof event>[];
};
type Walk = { readonly prefix: string; readonly model: Model; readonly written: Written[]; events: number };

const outcomeOf = async (asked: Promise<{ readonly nextExpectedRevision?: bigint }>): Promise<Outcome> => {
  try {
    const { nextExpectedRevision = -1n } = await asked;
    return { is: 'written', last: Number(nextExpectedRevision) };
  } catch (error) {
    if (error instanceof WrongExpectedVersionError) return { is: 'wrong-version' };
    if (error instanceof StreamDeletedError) return { is: 'deleted' };
    throw error;
  }
};

/** A retry. "No stream" means revision 0 to the original: what a deleted stream went on with is not known by it. */
const askAgain = async (
  { model, prefix }: Walk,
  before: Written | undefined,
): Promise<readonly [told: Outcome, modelled: Outcome]> => {
  if (before === undefined) return [{ is: 'wrong-version' }, { is: 'wrong-version' }];
  const { name, expected, events, last } = before;
  const asked = it.client.appendToStream(prefix + name, events, { expectedRevision: expected });
  const isNew = expected === 'no_stream' && last >= events.length;
  const types = events.map(({ type }) => type);
  const modelled = isNew ? model.append(name, expected, types) : model.again(name, expected, last);
  return [await outcomeOf(asked), modelled];
};

/** The client cannot delete expecting that a stream exists. */
const deletable = (expected: ModelExpected): ExpectedRevision =>
  expected === 'stream_exists' ? 'any' : expected;

const ask = async (walk: Walk, step: Step): Promise<readonly [told: Outcome, modelled: Outcome]> => {
  const { model, prefix, written } = walk;
  const done: Outcome = { is: 'written', last: -1 };
  if (step.is === 'restart') {
    await it.restart();
    return [done, done];
  }
  if (step.is === 'again') return askAgain(walk, written[step.which % Math.max(1, written.length)]);
  const stream = prefix + step.name;
  if (step.is === 'append') {
    const events = Array.from({ length: step.count }, () => event(`E${walk.events++}`));
    const types = events.map(({ type }) => type);
    const modelled = model.append(step.name, step.expected, types);
    if (modelled.is === 'written') written.push({ ...step, last: modelled.last, events });
    const options = { expectedRevision: step.expected };
    return [await outcomeOf(it.client.appendToStream(stream, events, options)), modelled];
  }
  if (step.is === 'limit')
    return sameRevision(
      await outcomeOf(it.client.setStreamMetadata(stream, step.limits)),
      model.limit(step.name, step.limits),
    );
  if (step.is === 'tombstone')
    return sameRevision(
      await outcomeOf(it.client.tombstoneStream(stream).then(() => ({}))),
      model.tombstone(step.name),
    );
  const expectedRevision = deletable(step.expected);
  const asked = it.client.deleteStream(stream, { expectedRevision }).then(() => ({}));
  return sameRevision(await outcomeOf(asked), model.remove(step.name, expectedRevision));
};

/** Of these the answer tells no revision of the stream. */
const sameRevision = (told: Outcome, modelled: Outcome): readonly [Outcome, Outcome] => [
  told,
  told.is === 'written' && modelled.is === 'written' ? told : modelled,
];

const readBy = async (stream: string, direction: 'forwards' | 'backwards') => {
  const fromRevision = direction === 'forwards' ? 'start' : 'end';
  try {
    const types = await typesOf(it.client.readStream<JSONEventType>(stream, { direction, fromRevision }));
    return direction === 'forwards' ? types : types.toReversed();
  } catch (error) {
    if (error instanceof StreamNotFoundError) return 'not-found';
    if (error instanceof StreamDeletedError) return 'deleted';
    throw error;
  }
};

const mustReadAlike = async ({ model, prefix }: Walk): Promise<void> => {
  for (const name of names) {
    const modelled = model.read(name);
    expect(await readBy(prefix + name, 'forwards')).toEqual(modelled);
    expect(await readBy(prefix + name, 'backwards')).toEqual(modelled);
  }
};

/** All of this walk's events, deletions and metadata, as the whole log tells of them. */
const mustLogAlike = async ({ model, prefix }: Walk): Promise<void> => {
  const filter = streamNameFilter({ prefixes: [prefix, `$$${prefix}`] });
  const subscription = it.client.subscribeToAll({ filter });
  const told: string[] = [];
  let isOver = false;
  subscription.on('caughtUp', () => {
    isOver = true;
  });
  subscription.on('data', ({ event }) => told.push(`${event?.streamId.replace(prefix, '')} ${event?.type}`));
  await until(() => isOver, 'the end of the log');
  await subscription.unsubscribe();
  expect(told).toEqual(model.log);
};

test('it reads like the model', async () => {
  let walks = 0;
  const walked = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
    walks += 1;
    const walk: Walk = { prefix: `walk${walks}.`, model: newModel(), written: [], events: 0 };
    for (const step of steps) {
      const [told, modelled] = await ask(walk, step);
      expect(told).toEqual(modelled);
      await mustReadAlike(walk);
    }
    await mustLogAlike(walk);
  });
  await fc.assert(walked, { numRuns: 20 });
});
