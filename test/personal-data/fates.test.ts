/** What a person is shown before they confirm is what is done after. */
import { expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { type ErasureScope, fatesOf, type HeldKey } from '../../src/personal-data/fates.ts';
import { categories, entryOf } from '../../src/personal-data/register.ts';
import { item, ref, start } from './people.ts';

const held = (category: HeldKey['category'], of: string | null = null, hold = false): HeldKey => ({
  ...{ kid: item(`${category} ${of}`), subject: ref('Ada'), category, item: of && item(of) },
  ...{ expiresAt: start, hold },
});
const fates = (
  keys: readonly HeldKey[],
  scope: ErasureScope,
  openOrders: readonly string[] = [],
  items: readonly string[] = [],
) =>
  fatesOf(keys, { scope, openOrders: openOrders.map(item), items: items.map(item) }).map(
    ({ category, fate }) => `${category}: ${fate}`,
  );

test('photos go at once, an invoice is kept by law, and an address for claims until its end', () => {
  const keys = [held('media.upload', 'cat'), held('order.invoice', 'o1'), held('order.delivery', 'o1')];
  expect(fates(keys, 'everything')).toEqual([
    'media.upload: now',
    'order.invoice: kept',
    'order.delivery: kept',
  ]);
});

test('what an open order needs goes after its delivery; what another one needed goes now', () => {
  const keys = [held('contact'), held('media.master', 'o1'), held('media.master', 'o2')];
  expect(fates(keys, 'everything', ['o1'])).toEqual([
    'contact: after-delivery',
    'media.master: after-delivery',
    'media.master: now',
  ]);
  expect(fates(keys, 'everything')).toEqual(['contact: now', 'media.master: now', 'media.master: now']);
});

test('only my photos leaves everything else alone', () => {
  const keys = [held('media.upload', 'cat'), held('media.portrait', 'p1'), held('contact')];
  const named = ['cat', 'p1'];
  expect(fates(keys, 'photos', [], named)).toEqual(['media.upload: now']);
  expect(fates(keys, 'photos-and-portraits', [], named)).toEqual([
    'media.upload: now',
    'media.portrait: now',
  ]);
});

test('one photo goes with its own portraits; another photo, and one that came later, stay', () => {
  const keys = [
    ...[held('media.upload', 'cat'), held('media.portrait', 'of the cat'), held('media.upload', 'dog')],
    held('portrait.recipe', 'of the cat'),
  ];
  const cat = ['media.upload: now', 'media.portrait: now', 'portrait.recipe: now'];
  expect(fates(keys, 'photo', [], ['cat', 'of the cat'])).toEqual(cat);
  expect(fates(keys, 'photos', [], ['cat'])).toEqual(['media.upload: now']);
});

test('everything means every category, each has one fate, and a legal hold keeps whatever it holds', () => {
  const keys = fc.array(
    fc
      .tuple(fc.constantFrom(...categories), fc.boolean())
      .map(([category, hold]) => held(category, null, hold)),
  );
  fc.assert(
    fc.property(keys, (keys) => {
      const all = fatesOf(keys, { scope: 'everything', openOrders: [], items: [] });
      expect(all.map(({ kid }) => kid)).toEqual(keys.map(({ kid }) => kid));
      for (const { category, hold, fate } of all) {
        const goes = ['at-once', 'after-delivery'].includes(entryOf(category).onErasure) && !hold;
        expect(fate).toBe(goes ? 'now' : 'kept');
      }
    }),
  );
});
