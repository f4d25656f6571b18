/** An archive is what any program that unpacks takes it for. */
import { expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type ZipEntry, zip } from '../../src/processes/zip.ts';
import { unzip } from './unzip.ts';

async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

async function packed(entries: readonly ZipEntry[]): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(zip(each(entries), '2026-11-24T09:30:00Z')));
}

test('whatever goes in comes out, under its name', async () => {
  const path = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const content = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }),
  );
  const entries = fc.uniqueArray(fc.record({ path, content }), {
    selector: ({ path }) => path,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(entries, async (entries) => {
      const made = entries.map(({ path, content }) => ({
        path,
        content: typeof content === 'string' ? content : each(content),
      }));
      const unpacked = unzip(await packed(made));
      expect([...unpacked.keys()]).toEqual(entries.map(({ path }) => path));
      for (const { path, content } of entries)
        expect(
          unpacked
            .get(path)
            ?.equals(typeof content === 'string' ? Buffer.from(content) : Buffer.concat(content)),
        ).toBe(true);
    }),
  );
});

test('an empty archive is one', async () => {
  expect(unzip(await packed([])).size).toBe(0);
});
