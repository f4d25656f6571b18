/** The privacy policy: a version for every difference that people would read, and consent asked anew only where its purpose changed. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { PolicyDocument, PolicyPublished } from '../../../src/modules/policies/policy.events.ts';
import { policy } from '../../../src/modules/policies/policy.ts';
import { given, obey } from '../../given.ts';

type Words = { readonly keep?: string; readonly gallery?: string; readonly row?: string };
const document = ({ keep = 'Thirty days.', gallery = 'a', row = 'Your photo' }: Words = {}) =>
  PolicyDocument.parse({
    sections: [{ id: 'how-long', title: 'How long we keep it', paragraphs: [keep], rows: [] }],
    rows: [
      {
        ...{ category: 'media.upload', what: row, why: 'to paint', basis: 'contract', until: '30 days' },
        ...{ alsoHas: 'nobody', source: 'you' },
      },
    ],
    consents: gallery === '' ? [] : [{ purpose: 'portrait.gallery', textSha256: gallery.repeat(64) }],
  });
const publish = (day: string, words?: Words) =>
  ({ type: 'PublishPolicy', day, document: document(words) }) as const;
const published = (
  version: string,
  number: number,
  words?: Words,
  { changed = [], asksAgain = [] }: { changed?: readonly string[]; asksAgain?: readonly string[] } = {},
) =>
  PolicyPublished.schema.parse({
    ...{ type: 'PolicyPublished', version, number, document: document(words), changed, asksAgain },
  });
const first = published('2026-11-24', 1);

describe('the policy', () => {
  test('is published whole, and the first of its kind changes nothing', () =>
    given(policy).when(publish('2026-11-24')).emits(first));
  test('is not published again while it reads the same', () =>
    given(policy, first).when(publish('2026-12-01')).refuses('policy-already-published'));
  test('that reads differently is another version, and says where', () =>
    given(policy, first)
      .when(publish('2026-12-01', { keep: 'Ninety days.' }))
      .emits(published('2026-12-01', 2, { keep: 'Ninety days.' }, { changed: ['how-long'] })));
  test('says which categories read differently', () =>
    given(policy, first)
      .when(publish('2026-12-01', { row: 'Your picture' }))
      .emits(published('2026-12-01', 2, { row: 'Your picture' }, { changed: ['media.upload'] })));
  test('that changes twice on a day has a second version of it', () =>
    given(policy, first)
      .when(publish('2026-11-24', { keep: 'Ninety days.' }))
      .emits(published('2026-11-24.2', 2, { keep: 'Ninety days.' }, { changed: ['how-long'] })));
  test('of an older program is not put in force', () =>
    given(policy, first)
      .when(publish('2026-11-23', { keep: 'A week.' }))
      .refuses('policy-older-than-the-one-in-force'));
  test('asks anew for a consent whose words have changed', () =>
    given(policy, first)
      .when(publish('2026-12-01', { gallery: 'b' }))
      .emits(published('2026-12-01', 2, { gallery: 'b' }, { asksAgain: ['portrait.gallery'] })));
  test('asks anew for a consent that was not asked for a while, and comes back in other words', () =>
    given(policy, first, published('2026-12-01', 2, { gallery: '' }))
      .when(publish('2026-12-02', { gallery: 'b' }))
      .emits(published('2026-12-02', 3, { gallery: 'b' }, { asksAgain: ['portrait.gallery'] })));
});

const words: fc.Arbitrary<Words> = fc.record({
  keep: fc.constantFrom('Thirty days.', 'Ninety days.'),
  gallery: fc.constantFrom('a', 'b'),
  row: fc.constantFrom('Your photo', 'Your picture'),
});
const days = fc.constantFrom('2026-11-24', '2026-11-25', '2026-11-26');

test('whatever is started in whatever order: numbers have no gap, versions only grow, and no two neighbours read the same', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(days, words), { maxLength: 20 }), async (starts) => {
      const { events } = await obey(
        policy,
        starts.map(([day, words]) => publish(day, words)),
      );
      expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
      const [order, texts] = [
        events.map(({ version }) => rank(version)),
        events.map((one) => JSON.stringify(one.document)),
      ];
      expect(order).toEqual([...new Set(order)].toSorted());
      for (const [index, text] of texts.entries()) expect(text).not.toBe(texts[index - 1] ?? '');
    }),
  ));

const rank = (version: string): string => {
  const [day = '', nth = '1'] = version.split('.');
  return `${day}.${nth.padStart(4, '0')}`;
};
