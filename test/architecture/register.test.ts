/**
 * The register says all that is held about people, and who else has it: a field of an event, a file, a column of a read
 * model or a company that it does not cover fails here (GDPR Art. 30).
 */
import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { z } from 'zod';
import { projections } from '../../projections/index.ts';
import type { EventData, JsonObject } from '../../src/eventsourcing/event-store.ts';
import { advance, type Projection } from '../../src/eventsourcing/projection.ts';
import type { Row } from '../../src/eventsourcing/table.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { categories, entryOf, heldCategories, processors } from '../../src/personal-data/register.ts';
import { isSealed } from '../../src/personal-data/slots.ts';
import { streams } from '../../src/processes/streams.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { InMemoryTable } from '../in-memory/table.ts';
import { metadata, opening } from '../shop.ts';
import { categoryOf, type DeclaredEvent, declaredEvents, isBlob, type Leaf, leavesOf } from './declared.ts';
import { sources } from './source.ts';

const known: readonly string[] = categories;
const entryNamed = (category: string) => entryOf(categories.find((one) => one === category) ?? 'contact');

/** Which category each file is of. */
const files: Readonly<Record<string, string>> = {
  'PhotoUploaded.blob': 'media.upload',
  'PortraitRequested.photoBlob': 'media.upload',
  'PortraitPainted.preview': 'media.portrait',
  'PortraitPainted.original': 'media.portrait',
  'MasterRendered.blob': 'media.master',
  'PrintFileReady.blob': 'media.master',
  'CopyBuilt.blob': 'rights.copy',
};

/** Words of our own that anybody may read. */
const publicWords = /^PolicyPublished\.document\./;

const named = (event: DeclaredEvent, { path }: Leaf) => `${event.type}.${path}`;
const personalOf = (event: DeclaredEvent) =>
  event.leaves.flatMap((leaf) => {
    const category = categoryOf(leaf);
    return category === undefined ? [] : [{ event, path: named(event, leaf), category }];
  });
const personal = declaredEvents.flatMap(personalOf);

test('it looked: at every event of every stream, and at every value of it', () => {
  const types = streams.flatMap(({ versions }) => Object.keys(versions));
  expect(declaredEvents.map(({ type }) => type).toSorted()).toEqual(types.toSorted());
  expect(declaredEvents.length).toBeGreaterThanOrEqual(60);
  expect(declaredEvents.flatMap(({ leaves }) => leaves).length).toBeGreaterThanOrEqual(250);
  expect(personal.length).toBeGreaterThanOrEqual(20);
});

describe('a field of an event', () => {
  test('that is personal is of a category of the register', () => {
    expect(personal.filter(({ category }) => !known.includes(category))).toEqual([]);
  });

  test('whose key hangs on a thing stands beside what names that thing', () => {
    const lost = personal.filter(({ event, category }) => {
      const { key } = entryNamed(category);
      return typeof key === 'object' && 'item' in key && !event.fields.includes(key.item);
    });
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  test('is there for every category, but for those of which the register says that they are planned', () => {
    const told = new Set(personal.map(({ category }) => category));
    expect(categories.filter((category) => told.has(category))).toEqual([...heldCategories]);
  });
});

/** What somebody could be told by, if it stood in the clear. */
const canaries = [
  'Ada Lovelace',
  '12 St James Square',
  'ada@example.org',
  '192.0.2.7',
  '2001:db8::7',
  '+44 20 7946',
];
const takes = ({ schema }: Leaf): readonly string[] =>
  categoryOf({ path: '', schema }) === undefined
    ? canaries.filter((text) => schema.safeParse(text).success)
    : [];

describe('in the clear', () => {
  test('no field of any event takes a name, an address or a number of somebody', () => {
    const open = declaredEvents.flatMap((event) =>
      event.leaves
        .filter((leaf) => takes(leaf).length > 0)
        .map((leaf) => named(event, leaf))
        .filter((path) => !publicWords.test(path)),
    );
    expect(open).toEqual([]);
  });

  test.each([
    ['text', z.object({ note: z.string() })],
    [
      'text in a list',
      z.object({ notes: z.array(z.object({ says: z.string().max(80).nullable() })).readonly() }),
    ],
    ['an address on the internet', z.object({ from: z.union([z.uuid(), z.ipv4()]) })],
    ['anything', z.object({ told: z.unknown() })],
  ])('and it sees it: %s', (_, schema) => {
    expect(leavesOf(schema).flatMap(takes).length).toBeGreaterThan(0);
  });
});

describe('a file', () => {
  const blobs = declaredEvents.flatMap((event) =>
    event.leaves.filter(isBlob).map((leaf) => named(event, leaf)),
  );

  test('that an event names is of a category that says so', () => {
    expect(blobs.toSorted()).toEqual(Object.keys(files).toSorted());
    expect(Object.values(files).filter((category) => !known.includes(category))).toEqual([]);
  });

  test('is kept by the storage company, and the register says so of these categories and of no other', () => {
    const stored = categories.filter((category) => entryOf(category).recipients.includes('object-storage'));
    expect(stored.toSorted()).toEqual([...new Set(Object.values(files))].toSorted().filter(isCategory));
  });

  test('is stored and opened under one of them, wherever that is done', () => {
    const keeping = sources.filter(({ text }) => /\bblobs\.keep\(/.test(text));
    const opening = sources.flatMap(({ text }) =>
      [...text.matchAll(/\.blob\([\w.]+, '([\w.]+)'/g)].map(([, one = '']) => one),
    );
    const kept = keeping.flatMap(({ text }) =>
      [...text.matchAll(/category: '([\w.]+)'/g)].map(([, one = '']) => one),
    );
    expect(keeping.length).toBeGreaterThanOrEqual(3);
    expect(opening.length).toBeGreaterThanOrEqual(6);
    expect([...kept, ...opening].filter((category) => !Object.values(files).includes(category))).toEqual([]);
  });
});

const isCategory = (name: string): name is (typeof categories)[number] => known.includes(name);

type Line = { readonly type: string; readonly v: number; readonly data: JsonObject };

/** Every row that ever stood there, in the course of every event that ever stood in the log. */
async function rowsOf(projection: Projection): Promise<readonly Row[]> {
  const store = new InMemoryEventStore(() => opening);
  const table = new InMemoryTable<Row>();
  const rows = new Set<Row>();
  for (const { category } of streams) {
    const file = Bun.file(join(import.meta.dir, `../modules/golden/${category}.json`));
    const lines: readonly Line[] = (await file.exists()) ? await file.json() : [];
    for (const [index, line] of lines.entries()) {
      await append(store, category, index, line);
      while ((await advance(projection, table, { store, forgetting })) > 0);
      for (const row of await table.all()) rows.add(row);
    }
  }
  return [...rows];
}

async function append(store: InMemoryEventStore, category: string, index: number, { type, v, data }: Line) {
  const id = uuidFrom('golden', category, index);
  const event: EventData = { id, type, data, metadata: metadata(id, v) };
  await store.append(`${category}-1`, index === 0 ? 'no-stream' : BigInt(index - 1), [event]);
}

type Cell = { readonly column: string; readonly value: unknown };
const cellsIn = (column: string, value: unknown): readonly Cell[] => {
  if (isSealed(value) || typeof value !== 'object' || value === null) return [{ column, value }];
  return Object.entries(value).flatMap(([name, inner]) => cellsIn(`${column}.${name}`, inner));
};

/** Codes, ids, numbers, times and signatures: nothing that a person could be told by. */
const isCode = (value: unknown): boolean => typeof value !== 'string' || /^[\w.:/+-]*$/.test(value);
/** A key of several codes. */
const composed = /^openingId$|^kind$/;
const uncovered = (cells: readonly Cell[]) =>
  cells
    .filter(({ value }) => (isSealed(value) ? !known.includes(value.category) : !isCode(value)))
    .map(({ column }) => column)
    .filter((column) => !composed.test(column) && !/^document\./.test(column));

describe('a column', () => {
  test.each(projections.map((projection) => [projection.name, projection] as const))(
    'holds what is sealed, of a category of the register, or what tells of nobody: %s',
    async (_, projection) => {
      const cells = (await rowsOf(projection)).flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => cellsIn(column, value)),
      );
      expect(cells.length).toBeGreaterThan(0);
      expect(uncovered(cells)).toEqual([]);
    },
  );

  test.each([
    ['in the clear', { email: 'ada@example.org' }],
    ['in the clear, however deep', { lines: [{ to: { name: 'Ada Lovelace' } }] }],
    [
      'of a category that nobody declared',
      { size: { category: 'shoe-size', kid: 'k', eventId: 'e', slot: 's', jwe: 'j' } },
    ],
  ])('and it sees it: %s', (_, row) => {
    expect(uncovered(cellsIn('row', row))).toHaveLength(1);
  });
});

describe('a company', () => {
  const talking = sources.flatMap(({ path }) => /^src\/providers\/([\w-]+)\.ts$/.exec(path)?.[1] ?? []);
  const names = Object.keys(processors);
  const receiving = new Set<string>(categories.flatMap((category) => entryOf(category).recipients));
  const ownerOf = (file: string) => names.find((name) => file === name || file.startsWith(`${name}-`));

  test('that the shop talks to is in the register', () => {
    expect(talking.length).toBeGreaterThanOrEqual(8);
    expect(talking.filter((file) => ownerOf(file) === undefined)).toEqual([]);
  });

  test('that the shop talks to receives something of a category, and none receives anything that it does not talk to', () => {
    expect([...new Set(talking.map(ownerOf))].toSorted()).toEqual([...receiving].toSorted());
  });
});
