/** Versions of the privacy policy: newest first, and since when a consent is asked in the words of today. */
import { expect, test } from 'bun:test';
import { askedAnewAt, policies, policyVersions } from '../../projections/policies.ts';
import { at, told } from './rows.ts';

const published = (number: number, ...asksAgain: readonly string[]) => ({
  ...{ type: 'PolicyPublished', version: `2026-11-${number + 10}`, number, changed: ['how-long'], asksAgain },
  document: { sections: [], rows: [], consents: [] },
});

test('all versions are there, whole, the newest first', async () => {
  const { rows } = await told(policies, published(1), published(2), published(3));
  expect((await policyVersions(rows)).map(({ number, publishedAt }) => [number, publishedAt])).toEqual([
    [3, at(2)],
    [2, at(1)],
    [1, at(0)],
  ]);
});

test('a consent is asked in the words of the last version that changed them, and of none if none did', async () => {
  const { rows } = await told(
    policies,
    ...[published(1), published(2, 'portrait.gallery'), published(3, 'portrait.gallery'), published(4)],
  );
  expect(await askedAnewAt(rows, 'portrait.gallery')).toBe(at(2));
  expect(await askedAnewAt(rows, 'marketing.email')).toBe('');
});
