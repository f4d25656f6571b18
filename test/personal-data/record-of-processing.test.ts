/** The register that is committed is the one that is enforced: whoever changes one sees the other change. */
import { expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lasting } from '../../src/personal-data/periods.ts';
import { recordAsJsonLd, recordOfProcessing } from '../../src/personal-data/record-of-processing.ts';
import { categories, entryOf, processors, purposes } from '../../src/personal-data/register.ts';
import { operator } from '../../src/web/policies/facts.ts';

const committed = join(import.meta.dir, 'record-of-processing.jsonld');

/** Written anew by `bun run audit register --json-ld > test/personal-data/record-of-processing.jsonld`. */
test('the committed record of processing is the one that the code generates', async () => {
  expect(JSON.parse(await readFile(committed, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(recordAsJsonLd(operator))),
  );
});

test('every category has a purpose, a ground, a period with its source, and a term of the vocabulary', () => {
  for (const category of categories) {
    const { purposes: uses, retention, dpv, says, onErasure } = entryOf(category);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses).toContain('rights.access'); // whatever is held, a copy can be had (Art. 15)
    expect(lasting(retention)).toMatch(/^(one|\d+) (day|month|year)s?$/);
    for (const text of [retention.after, retention.source, says, dpv, onErasure]) expect(text).not.toBe('');
  }
});

test('whoever is outside the European Union has a safeguard for it', () => {
  for (const { where, transfer } of Object.values(processors))
    expect(where === 'EU' || transfer !== null).toBe(true);
});

test('every purpose has one ground and one term, and every activity names only what the register knows', () => {
  for (const { basis, dpv } of Object.values(purposes)) {
    expect(basis).not.toBeEmpty();
    expect(dpv).toStartWith('dpv:');
  }
  expect(recordOfProcessing().map(({ category }) => category)).toEqual([...categories]);
});
