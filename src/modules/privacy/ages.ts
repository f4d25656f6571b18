/**
 * From which age people decide for themselves about their data online: GDPR Art. 8(1) lets each country choose
 * between 13 and 16. Sources: the national laws named; UK Data Protection Act 2018 s. 9; 16 CFR 312 (COPPA) for the
 * USA; where no age is set for this, the age of Art. 8 is asked.
 */

const ages: Readonly<Record<string, number>> = {
  AT: 14, // DSG § 4(4)
  BE: 13, // loi du 30 juillet 2018, art. 7
  BG: 14, // ZZLD Art. 25c
  CH: 16,
  CY: 14, // Law 125(I)/2018, s. 8
  CZ: 15, // zákon 110/2019, § 7
  DE: 16, // Art. 8 as it stands
  DK: 15, // databeskyttelsesloven § 6, since 2024
  EE: 13, // IKS § 8
  ES: 14, // LO 3/2018, art. 7
  FI: 13, // tietosuojalaki 5 §
  FR: 15, // loi 78-17, art. 45
  GB: 13,
  GR: 15, // Law 4624/2019, art. 21
  HR: 16, // Art. 8 as it stands
  HU: 16, // Art. 8 as it stands
  IE: 16, // Data Protection Act 2018, s. 31
  IT: 14, // D.Lgs. 101/2018, art. 2-quinquies
  LT: 14, // ADTAĮ, 6 str.
  LU: 16, // Art. 8 as it stands
  LV: 13, // FPDAL 33. pants
  MT: 13, // S.L. 586.11
  NL: 16, // UAVG, art. 5
  NO: 13, // personopplysningsloven § 5
  PL: 16, // Art. 8 as it stands
  PT: 13, // Lei 58/2019, art. 16
  RO: 16, // Art. 8 as it stands
  SE: 13, // lag 2018:218, 2 kap. 4 §
  SI: 15, // ZVOP-2, art. 8
  SK: 16, // zákon 18/2018, § 15
  US: 13,
};

/** Art. 8 as it stands, where a country is not in the table. */
const otherwise = 16;

/** In years. @param country ISO 3166-1 alpha-2 */
export const ageLimitOf = (country: string): number => ages[country] ?? otherwise;

export const countriesWithAges: readonly string[] = Object.keys(ages);
