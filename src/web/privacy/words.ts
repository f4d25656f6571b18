/** What people read about the categories, grounds and purposes of the register. */
import type { ExtensionReason, Kind } from '../../modules/privacy/request.events.ts';
import { type Category, type LegalBasis, purposes } from '../../personal-data/register.ts';

type Words = { readonly what: string; readonly one: string; readonly many: string };

/** How a category is called on the page, and its items counted. */
export const categoryWords: Readonly<Record<Category, Words>> = {
  contact: { what: 'Contact', one: 'your e-mail address', many: 'your e-mail addresses' },
  'media.upload': { what: 'Your photo', one: '1 photo', many: 'photos' },
  'portrait.recipe': { what: 'How your portraits are painted', one: '1 recipe', many: 'recipes' },
  'media.portrait': { what: 'Your portraits', one: '1 portrait', many: 'portraits' },
  'media.master': { what: 'High-resolution files', one: 'of 1 order', many: 'orders' },
  'order.delivery': { what: 'Delivery address', one: 'of 1 order', many: 'orders' },
  'order.shipment': { what: 'Parcels', one: 'of 1 order', many: 'orders' },
  'order.invoice': { what: 'Invoice', one: '1 invoice', many: 'invoices' },
  'payment.reference': { what: 'Payment reference', one: 'of 1 order, no card number', many: 'orders' },
  'abuse.signals': { what: 'Network address', one: 'of 1 day', many: 'days' },
  'abuse.score': { what: 'Abuse check', one: 'of 1 order', many: 'orders' },
  'abuse.device': { what: 'Device fingerprint', one: 'of 1 day', many: 'days' },
  support: { what: 'Your letters to us', one: '1 conversation', many: 'conversations' },
  'consent.evidence': { what: 'What you allowed', one: 'proof of your choices', many: 'proofs' },
  'rights.copy': { what: 'The copy you asked for', one: '1 archive', many: 'archives' },
  'rights.requests': { what: 'Your requests', one: '1 request', many: 'requests' },
};

/** In words, and the article of the GDPR. */
export const basisWords: Readonly<Record<LegalBasis, { readonly says: string; readonly article: string }>> = {
  consent: { says: 'Consent', article: 'GDPR Art. 6(1)(a)' },
  contract: { says: 'Contract', article: 'GDPR Art. 6(1)(b)' },
  'legal-obligation': { says: 'Legal obligation', article: 'GDPR Art. 6(1)(c)' },
  'legitimate-interests': { says: 'Legitimate interest', article: 'GDPR Art. 6(1)(f)' },
  'legal-claims': { says: 'Legal claims', article: 'GDPR Art. 6(1)(f), 17(3)(e)' },
};

export const counted = ({ one, many }: Words, n: number): string => (n === 1 ? one : `${n} ${many}`);

/** Completes "We cannot answer within a month, because …". */
export const extensionReasons: Readonly<Record<ExtensionReason, string>> = {
  complex: 'it is complex',
  'many-requests': 'you have asked for several things at once',
};

export const kindWords: Readonly<Record<Kind, string>> = {
  copy: 'A copy of your data',
  correction: 'A correction',
  restriction: 'A restriction',
  lifting: 'The end of a restriction',
  objection: 'An objection',
  complaint: 'A complaint',
  depicted: 'A photo of you that somebody else sent',
  'under-age': 'A child under the age',
};

/** "to keep your portraits in your gallery"; the name itself, of a purpose that is over. */
export const purposeWords = (name: string): string =>
  Object.entries(purposes).find(([known]) => known === name)?.[1].says ?? name;
