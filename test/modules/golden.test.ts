/**
 * Golden events: every shape that ever was, as it stands in the log (`golden/<stream>.json`). A line is added, never
 * changed: the log is for ever. A line of another shape than today's says what is read from it now (`reads`).
 */
import { describe, expect, test } from 'bun:test';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stream } from '../../src/eventsourcing/decider.ts';
import type { Json, JsonObject } from '../../src/eventsourcing/event-store.ts';
import { streams } from '../../src/processes/streams.ts';
import { recorded } from '../golden.ts';

type Line = {
  readonly type: string;
  readonly v: number;
  readonly data: JsonObject;
  readonly reads?: JsonObject;
};

const folder = join(import.meta.dir, 'golden');
const files = (await readdir(folder)).map((name) => name.replace('.json', ''));

test('every kind of stream has its golden events, and there are none of another', () => {
  expect(streams.length).toBeGreaterThanOrEqual(14);
  expect(files.toSorted()).toEqual(streams.map(({ category }) => category).toSorted());
});

for (const stream of streams) {
  const lines = await linesOf(stream.category);

  describe(stream.category, () => {
    test('every event has a golden line of every version', () => {
      const wanted = Object.entries(stream.versions).flatMap(([type, v]) =>
        Array.from({ length: v }, (_, older) => `${type} ${older + 1}`),
      );
      expect([...new Set(lines.map(({ type, v }) => `${type} ${v}`))].toSorted()).toEqual(wanted.toSorted());
    });

    test.each(lines.map((line, index) => [`${line.type}, line ${index + 1}`, line] as const))(
      'is read as it was told: %s',
      (_, line) => {
        expect(clearIn(decodedBy(stream, line))).toEqual({
          ...clearOfLog(line.data),
          type: line.type,
          ...line.reads,
        });
        expect(slotsIn(decodedBy(stream, line))).toEqual(Object.keys(encOf(line.data)).toSorted());
      },
    );

    test.each(lines.filter(({ data }) => 'enc' in data).map((line) => [line.type, line] as const))(
      'is a fault with clear text in the place of a sealed value: %s',
      (_, { type, v, data }) => {
        const clear = { email: 'ada@example.org', name: 'Ada' };
        const [slot = ''] = Object.keys(encOf(data));
        const [role = '', field = ''] = slot.split('.');
        const { enc: __, ...rest } = data;
        const told = { ...rest, [role]: { ...objectIn(rest[role]), [field]: clear } };
        expect(() => decodedBy(stream, { type, v, data: told })).toThrow(/^event\/(clear-text|malformed)/);
      },
    );

    test.each(lines.filter(({ data }) => 'enc' in data).map((line) => [line.type, line] as const))(
      'is tampered with, where a ciphertext is none: %s',
      (_, { type, v, data }) => {
        const enc = Object.fromEntries(Object.keys(encOf(data)).map((slot) => [slot, 'no JWE']));
        expect(() => decodedBy(stream, { type, v, data: { ...data, enc } })).toThrow(/^sealed\/tampered/);
      },
    );

    test('an event that nobody declared is not skipped in silence', () => {
      expect(() => decodedBy(stream, { type: 'SomethingElse', v: 1, data: {} })).toThrow(
        /^event\/unknown-type/,
      );
    });
  });
}

async function linesOf(category: string): Promise<readonly Line[]> {
  return files.includes(category) ? await Bun.file(join(folder, `${category}.json`)).json() : [];
}

const decodedBy = (stream: Stream<unknown>, { type, v, data }: Line): unknown =>
  stream.decode(recorded(`${stream.category}-1`, type, v, data));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectIn = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
const encOf = ({ enc }: JsonObject): JsonObject => objectIn(enc);
const clearOfLog = ({ enc: _, ...clear }: JsonObject): JsonObject => clear;
const isSealed = (value: unknown): boolean => isRecord(value) && 'jwe' in value && 'kid' in value;

/** The event without its sealed values. */
function clearIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clearIn);
  if (!isRecord(value)) return value;
  const clear = Object.entries(value).filter(([, one]) => !isSealed(one));
  return Object.fromEntries(clear.map(([name, one]) => [name, clearIn(one)]));
}

const slotsIn = (event: unknown): readonly unknown[] =>
  isRecord(event)
    ? Object.values(event)
        .flatMap((told) => (isRecord(told) ? Object.values(told) : []))
        .flatMap((value) => (isRecord(value) && isSealed(value) ? [value['slot']] : []))
        .toSorted()
    : [];
