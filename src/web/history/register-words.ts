/** The register's own words, for what the log names: also of categories and purposes that are over. */
import {
  type Category,
  categories,
  entryOf,
  type LegalBasis,
  type Purpose,
  purposes,
} from '../../personal-data/register.ts';
import { basisWords } from '../privacy/words.ts';

export const isPurpose = (name: string): name is Purpose => Object.hasOwn(purposes, name);
export const isCategory = (name: string): name is Category => categories.some((one) => one === name);
const isBasis = (name: string): name is LegalBasis => Object.hasOwn(basisWords, name);

/** `portrait.generation, “to paint portraits from your photo”` */
export const purposeName = (name: string): string =>
  isPurpose(name) ? `${name}, “${purposes[name].says}”` : `${name}, which the register does not know`;

/** `media.upload, “the photo that you sent, its name and its size”` */
export const categoryName = (name: string): string =>
  isCategory(name) ? `${name}, “${entryOf(name).says}”` : `${name}, which the register does not know`;

/** `contract, GDPR Art. 6(1)(b)` */
export const basisName = (name: string): string =>
  isBasis(name) ? `${basisWords[name].says.toLowerCase()}, ${basisWords[name].article}` : name;

/** Whether a purpose rests on the consent of the person. */
export const needsConsent = (name: string): boolean => isPurpose(name) && purposes[name].basis === 'consent';

/** `24 Nov 2026, 09:19:43 UTC`; the store's clock. */
export const timeName = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/** What a purpose is for, and on which ground; of one that is over, its name alone. */
export const groundOf = (name: string): { readonly says: string; readonly basis: string } =>
  isPurpose(name) ? purposes[name] : { says: name, basis: '' };
