/** What delivery costs, by how fast and how far; with value-added tax. */
import { isInEu } from './vat.ts';

export type ShippingMethod = 'standard' | 'express';
export type Currency = 'EUR' | 'GBP' | 'USD';

/** Where the labs send to, and we sell. ISO 3166-1 alpha-2. */
export const countriesServed: readonly string[] = [
  ...['AT', 'BE', 'BG', 'CH', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HR', 'HU', 'IE'],
  ...['IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'US'],
];

type Zone = 'home' | 'eu' | 'far';
const euroCents: Readonly<Record<ShippingMethod, Readonly<Record<Zone, number>>>> = {
  standard: { home: 690, eu: 990, far: 1490 },
  express: { home: 1490, eu: 1990, far: 2990 },
};
const perEuro: Readonly<Record<Currency, number>> = { EUR: 1, GBP: 0.88, USD: 1.12 };

export const shippingCents = (method: ShippingMethod, country: string, currency: Currency): number =>
  Math.round((euroCents[method][zoneOf(country)] * perEuro[currency]) / 10) * 10;

export const cheapestCents = (country: string, currency: Currency): number =>
  shippingCents('standard', country, currency);

const zoneOf = (country: string): Zone => (country === 'DE' ? 'home' : isInEu(country) ? 'eu' : 'far');
