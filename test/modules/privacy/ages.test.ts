/** From which age people decide for themselves, by country (GDPR Art. 8(1)). */
import { describe, expect, test } from 'bun:test';
import { countriesServed } from '../../../src/modules/catalogue/shipping.ts';
import { ageLimitOf, countriesWithAges } from '../../../src/modules/privacy/ages.ts';

describe('the age that is asked for', () => {
  test('is what the law of the country says', () =>
    expect(['DE', 'AT', 'FR', 'GB', 'US'].map(ageLimitOf)).toEqual([16, 14, 15, 13, 13]));
  test('is that of the regulation itself, where no country has said another', () =>
    expect(ageLimitOf('AQ')).toBe(16));
  test('is never below thirteen and never above sixteen', () => {
    for (const country of countriesWithAges) expect(ageLimitOf(country)).toBeWithin(13, 17);
  });
  test('is known for every country that is served', () =>
    expect(countriesServed.filter((country) => !countriesWithAges.includes(country))).toEqual([]));
});
