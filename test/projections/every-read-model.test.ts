/**
 * What every read model promises, over every event that ever stood in the log (the golden ones), in lives of three
 * people that run through each other: rebuilt equals live, and what was forgotten stays so.
 */
import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { projections } from '../../projections/index.ts';
import type { EventData, JsonObject } from '../../src/eventsourcing/event-store.ts';
import { advance, type Projection } from '../../src/eventsourcing/projection.ts';
import type { Row } from '../../src/eventsourcing/table.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { streams } from '../../src/processes/streams.ts';
import { jwe } from '../golden.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { InMemoryTable } from '../in-memory/table.ts';
import { metadata } from '../shop.ts';
import { at } from './rows.ts';

type Line = { readonly type: string; readonly v: number; readonly data: JsonObject };

const golden = new Map<string, readonly Line[]>();
for (const { category } of streams) {
  const file = Bun.file(join(import.meta.dir, `../modules/golden/${category}.json`));
  if (await file.exists()) golden.set(category, await file.json()); // else its own test says so
}
const people = ['Ada', 'Charles', 'Mary'];
const lives = [...golden.keys()].filter((category) => category !== 'vault');

/** The key under which somebody's values of a slot are, in this telling. */
const kidOf = (person: string, slot: string): string => uuidFrom('kid', person, slot);

/** A golden event as it happened to somebody: under ids of theirs, and sealed under keys of theirs. */
function happenedTo(person: string, { type, v, data: { enc, ...clear } }: Line, id: string): EventData {
  const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const data: JsonObject = JSON.parse(
    JSON.stringify(clear).replaceAll(ids, (found) => uuidFrom(found, person)),
  );
  const slots = Object.keys(Object(enc));
  const sealed = Object.fromEntries(slots.map((slot) => [slot, jwe(id, slot, kidOf(person, slot))]));
  const told = slots.length === 0 ? data : { ...data, enc: sealed };
  return { id, type, data: told, metadata: metadata(id, v) };
}

const slotsOf = (category: string): readonly string[] => [
  ...new Set((golden.get(category) ?? []).flatMap(({ data }) => Object.keys(Object(data['enc'])))),
];
const slots = [...new Set(lives.flatMap(slotsOf))];

/** A log that is told step by step. */
function telling() {
  let minute = 0;
  const store = new InMemoryEventStore(() => at(minute));
  const next = new Map<string, number>();
  const destroyed = new Set<string>();
  return { store, destroyed, goesOn, destroys };

  async function append(stream: string, event: EventData): Promise<void> {
    minute++;
    const last = await store.readLast(stream);
    await store.append(stream, last?.revision ?? 'no-stream', [event]);
  }

  /** The next thing that happens in a life of that kind; once it is over, it begins anew. */
  async function goesOn(category: string, person: string): Promise<void> {
    const lines = golden.get(category) ?? [];
    const stream = `${category}-${uuidFrom(person)}`;
    const index = next.get(stream) ?? 0;
    next.set(stream, index + 1);
    const line = lines[index % lines.length];
    if (line !== undefined) await append(stream, happenedTo(person, line, uuidFrom('event', stream, index)));
  }

  async function destroys(person: string, slot: string): Promise<void> {
    const kid = kidOf(person, slot);
    destroyed.add(kid);
    const id = uuidFrom('destroyed', kid, minute);
    const data = { kids: [kid], because: 'erasure' };
    await append(`vault-${id}`, { id, type: 'KeysDestroyed', data, metadata: metadata(id) });
  }
}
type Telling = ReturnType<typeof telling>;
type Step = (it: Telling, follow: (batchMax: number) => Promise<void>) => Promise<void>;

const person = fc.constantFrom(...people);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(fc.constantFrom(...lives), person, fc.integer({ min: 1, max: 8 })).map(
      ([category, who, times]): Step =>
        async (it) => {
          for (let i = 0; i < times; i++) await it.goesOn(category, who);
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(person, fc.constantFrom(...slots)).map(
      ([who, slot]): Step =>
        (it) =>
          it.destroys(who, slot),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 9 }).map(
      (batchMax): Step =>
        (_, follow) =>
          follow(batchMax),
    ),
  },
);

async function catchUp(
  { store }: Telling,
  projection: Projection,
  table: InMemoryTable<Row>,
  batchMax = 2000,
) {
  while ((await advance(projection, table, { store, forgetting, batchMax })) > 0);
}

/** In an order of their own, since a table has none. */
const everythingIn = async (table: InMemoryTable<Row>): Promise<readonly string[]> =>
  (await table.all()).map((row) => JSON.stringify(row)).toSorted();

const storyOf = fc.array(steps, { minLength: 5, maxLength: 60, size: 'max' });

test('it looked: at every stream and every slot that is sealed', () => {
  expect(lives.length).toBeGreaterThanOrEqual(14);
  expect(slots.length).toBeGreaterThanOrEqual(12);
});

describe.each(projections.map((projection) => [projection.name, projection] as const))(
  '%s',
  (_, projection) => {
    test('rebuilt equals live, whatever happened and whenever it was read; and a rebuild brings nobody back', () =>
      fc.assert(
        fc.asyncProperty(storyOf, fc.integer({ min: 1, max: 50 }), async (story, batchMax) => {
          const [it, live, rebuilt] = [telling(), new InMemoryTable<Row>(), new InMemoryTable<Row>()];
          for (const step of story) await step(it, (max) => catchUp(it, projection, live, max));
          await catchUp(it, projection, live);
          await catchUp(it, projection, rebuilt, batchMax);
          expect(await everythingIn(rebuilt)).toEqual(await everythingIn(live));
          for (const row of await rebuilt.all())
            expect(forgetting.keysIn(row).filter((kid) => it.destroyed.has(kid))).toEqual([]);
        }),
        { numRuns: 25 },
      ));

    test('tells of every life in the columns that it declares, in the shapes that they have', async () => {
      const [it, table] = [telling(), new InMemoryTable<Row>()];
      const rows = new Set<Row>();
      for (const who of people)
        for (const [category, lines] of golden)
          for (const _ of lines) {
            await it.goesOn(category, who);
            await catchUp(it, projection, table);
            for (const row of await table.all()) rows.add(row);
          }
      expect(rows.size).toBeGreaterThan(0);
      for (const row of rows) {
        expect(Object.keys(row).toSorted()).toEqual(Object.keys(projection.columns).toSorted());
        for (const [column, type] of Object.entries(projection.columns))
          expect([column, type, fits(row[column], type)]).toEqual([column, type, true]);
      }
    });
  },
);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shapes: Readonly<Record<Projection['columns'][string], (value: unknown) => boolean>> = {
  uuid: (value) => uuid.test(String(value)),
  text: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  bigint: (value) => typeof value === 'bigint',
  'double precision': (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  timestamptz: (value) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)),
  jsonb: (value) => typeof value === 'object' || typeof value === 'string',
};
const fits = (value: unknown, type: Projection['columns'][string]): boolean =>
  value === null || shapes[type](value);
