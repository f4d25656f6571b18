/** What delivery costs, and how much of a price is tax. */
import { describe, expect, test } from 'bun:test';
import { kindName, productName } from '../../../src/modules/catalogue/names.ts';
import { cheapestCents, countriesServed, shippingCents } from '../../../src/modules/catalogue/shipping.ts';
import { isInEu, vatRateOf } from '../../../src/modules/catalogue/vat.ts';

describe('delivery', () => {
  test('costs more the farther and the faster', () => {
    for (const country of countriesServed) {
      expect(shippingCents('express', country, 'EUR')).toBeGreaterThan(
        shippingCents('standard', country, 'EUR'),
      );
      expect(shippingCents('standard', country, 'EUR')).toBeGreaterThanOrEqual(cheapestCents('DE', 'EUR'));
      expect(cheapestCents(country, 'GBP')).toBe(shippingCents('standard', country, 'GBP'));
    }
    expect(['DE', 'FR', 'US'].map((country) => shippingCents('standard', country, 'EUR'))).toEqual([
      690, 990, 1490,
    ]);
  });
  test('is told in whole tens of cents in every currency', () => {
    for (const country of countriesServed)
      for (const currency of ['EUR', 'GBP', 'USD'] as const)
        expect(shippingCents('standard', country, currency) % 10).toBe(0);
  });
});

describe('value-added tax', () => {
  test('is that of the country of delivery within the EU', () =>
    expect(['DE', 'HU', 'LU', 'FI'].map(vatRateOf)).toEqual([19, 27, 17, 25.5]));
  test('is none outside', () => expect(['CH', 'GB', 'NO', 'US'].map(vatRateOf)).toEqual([0, 0, 0, 0]));
  test('is known of every country in the EU that is served', () => {
    const outside = ['CH', 'GB', 'NO', 'US'];
    expect(countriesServed.filter((country) => !isInEu(country))).toEqual(outside);
    for (const country of countriesServed) expect(vatRateOf(country) > 0).toBe(!outside.includes(country));
  });
});

describe('a product', () => {
  test('is called by its kind and its size', () =>
    expect(productName('framed', 'framed-40x50')).toBe('Framed print, 40 × 50 cm'));
  test('or by its kind, where it has no size', () => {
    expect(productName('file', 'file')).toBe('High-resolution file');
    expect(kindName('cards')).toBe('Cards, ten');
  });
});
