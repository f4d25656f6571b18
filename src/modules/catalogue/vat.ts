/**
 * Value-added tax by country of delivery, in per cent: the standard rates of 2026 (Directive 2006/112/EC Art. 33, 97).
 * Outside the EU goods leave without it, and the country of arrival may ask its own.
 */

const rates: Readonly<Record<string, number>> = {
  AT: 20,
  BE: 21,
  BG: 20,
  CY: 19,
  CZ: 21,
  DE: 19,
  DK: 25,
  EE: 24,
  ES: 21,
  FI: 25.5,
  FR: 20,
  GR: 24,
  HR: 25,
  HU: 27,
  IE: 23,
  IT: 22,
  LT: 21,
  LU: 17,
  LV: 21,
  MT: 18,
  NL: 21,
  PL: 23,
  PT: 23,
  RO: 21,
  SE: 25,
  SI: 22,
  SK: 23,
};

/** @param country ISO 3166-1 alpha-2 */
export const vatRateOf = (country: string): number => rates[country] ?? 0;

export const isInEu = (country: string): boolean => country in rates;
