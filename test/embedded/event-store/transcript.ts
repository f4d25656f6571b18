/** The transcripts: what a real EventStoreDB 23.10.6 was asked and answered, and how an answer is held against them. */
import { readFileSync } from 'node:fs';
import { assume } from '../../../src/embedded/event-store/assume.ts';
import type { Json, JsonObject } from './message-json.ts';

export type Step = {
  readonly rpc: string;
  readonly request?: Json;
  readonly response?: Json;
  readonly error?: { readonly code: number; readonly details: string; readonly trailers: JsonObject };
  readonly stream_ended?: string;
  readonly notes?: string;
  readonly as?: string;
  readonly [more: string]: unknown;
};
export type Transcript = {
  readonly name: string;
  readonly note?: string;
  readonly steps: readonly Step[];
  /** By number: a second recording answered so. */
  readonly steps_that_differed_in_a_second_run?: { readonly [step: string]: Step };
};

const file = new URL('../../fixtures/eventstoredb/transcripts.json', import.meta.url);
// the file's own first entry, "about", tells its form
export const transcripts = assume<readonly Transcript[]>(JSON.parse(readFileSync(file, 'utf8'))).slice(1);

export const transcript = (name: string): Transcript => {
  const found = transcripts.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no transcript ${name}`);
  return found;
};

/** What stands for ids and positions in one case: bound at first sight, the same from then on. */
export type Bindings = Map<string, string>;

const placeholder = /^(pos|uuid|id|corr)-?([0-9a-z]+)$/;
const isPlaceholder = (text: string) => placeholder.test(text) && !['id', 'corr'].includes(text);

/** A request with every placeholder replaced; ids that the recorder chose are chosen here. */
export const filled = (told: Json, bindings: Bindings): Json => {
  if (typeof told === 'string') return isPlaceholder(told) ? bound(told, bindings) : told;
  if (Array.isArray(told)) return told.map((each) => filled(each, bindings));
  if (typeof told !== 'object' || told === null) return told;
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, filled(value, bindings)]));
};

const bound = (name: string, bindings: Bindings): string => {
  const known = bindings.get(name);
  if (known !== undefined) return known;
  if (name.startsWith('pos')) throw new Error(`${name} is not known yet`);
  const chosen = crypto.randomUUID();
  bindings.set(name, chosen);
  return chosen;
};

/** What differs; empty where the answer is as recorded. */
export const differences = (
  expected: Json,
  actual: Json,
  bindings: Bindings,
  path = '',
): readonly string[] => {
  if (typeof expected === 'string') return textDifference(expected, actual, bindings, path);
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const sizes =
      expected.length === actual.length
        ? []
        : [`${path}: ${expected.length} expected, ${actual.length} told`];
    return [
      ...sizes,
      ...expected.flatMap((each, at) =>
        at < actual.length ? differences(each, actual[at] ?? null, bindings, `${path}[${at}]`) : [],
      ),
    ];
  }
  if (isObject(expected) && isObject(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...names].flatMap((name) => {
      const [left, right] = [expected[name], actual[name]];
      if (left === undefined) return [`${path}.${name}: told, not expected: ${JSON.stringify(right)}`];
      if (right === undefined) return [`${path}.${name}: expected, not told: ${JSON.stringify(left)}`];
      return differences(left, right, bindings, `${path}.${name}`);
    });
  }
  return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [notSame(expected, actual, path)];
};

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const notSame = (expected: Json, actual: Json, path: string) =>
  `${path}: expected ${JSON.stringify(expected)}, told ${JSON.stringify(actual)}`;

const textDifference = (
  expected: string,
  actual: Json,
  bindings: Bindings,
  path: string,
): readonly string[] => {
  const told = String(actual);
  if (expected === 'TICKS') return /^\d{17}$/.test(told) ? [] : [notSame(expected, actual, path)];
  const size = /^<(\d+) bytes>$/.exec(expected)?.[1];
  if (size !== undefined) return told.length === Number(size) ? [] : [notSame(expected, told.length, path)];
  if (isPlaceholder(expected)) return boundDifference(expected, told, bindings, path);
  const parts = expected.split(/(pos\d+|TIME)/);
  if (parts.length === 1) return told === expected ? [] : [notSame(expected, actual, path)];
  const pattern = parts.map((part, at) =>
    at % 2 === 0 ? part.replace(/[^\w]/g, '\\$&') : part === 'TIME' ? '[-0-9T:.+Z]+' : '(\\d+)',
  );
  const found = new RegExp(`^${pattern.join('')}$`).exec(told);
  if (found === null) return [notSame(expected, actual, path)];
  const names = parts.filter((part) => part.startsWith('pos') && /^pos\d+$/.test(part));
  return names.flatMap((name, at) => boundDifference(name, found[at + 1] ?? '', bindings, path));
};

const boundDifference = (name: string, told: string, bindings: Bindings, path: string): readonly string[] => {
  const known = bindings.get(name);
  if (known === undefined) bindings.set(name, told);
  return known === undefined || known === told ? [] : [`${path}: ${name} is ${known}, told ${told}`];
};

/** pos1 < pos2 < …, as the log grows. */
export const orderOf = (bindings: Bindings): readonly string[] => {
  const places = [...bindings]
    .flatMap(([name, value]) =>
      /^pos\d+$/.test(name) ? [[Number(name.slice(3)), BigInt(value)] as const] : [],
    )
    .sort(([a], [b]) => a - b);
  return places.flatMap(([number, place], at) => {
    const before = places[at - 1];
    return before === undefined || before[1] < place ? [] : [`pos${before[0]} is not before pos${number}`];
  });
};
