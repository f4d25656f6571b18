/** What personal data is used for, and on which legal ground: one basis per purpose. */

export type LegalBasis =
  | 'consent' // Art. 6(1)(a)
  | 'contract' // 6(1)(b)
  | 'legal-obligation' // 6(1)(c)
  | 'legitimate-interests' // 6(1)(f)
  | 'legal-claims'; // 6(1)(f) with 17(3)(e) and 18(2)

/** `says` completes "we use it …"; `dpv`: W3C Data Privacy Vocabulary. */
type PurposeEntry = { readonly says: string; readonly basis: LegalBasis; readonly dpv: `dpv:${string}` };

export const purposes = {
  'order.fulfilment': {
    says: 'to make, send and support what you ordered',
    basis: 'contract',
    dpv: 'dpv:FulfilmentOfContractualObligation',
  },
  // Art. 12(2): also somebody who is restricted signs in, is found by the look-up, and gets an answer
  'account.access': {
    says: 'to let you in, and to answer you about your rights',
    basis: 'legal-obligation',
    dpv: 'dpv:RightsFulfilment',
  },
  'portrait.generation': {
    says: 'to paint portraits from your photo',
    basis: 'contract',
    dpv: 'dpv:ServiceProvision',
  },
  'portrait.gallery': {
    says: 'to keep your portraits in your gallery',
    basis: 'consent',
    dpv: 'dpv:ServicePersonalisation',
  },
  'support.answer': { says: 'to answer what you write to us', basis: 'contract', dpv: 'dpv:CustomerCare' },
  // nothing is sent yet: no category lists it, so that nothing opens for it and nobody is asked
  'marketing.email': {
    says: 'to write to you about new styles',
    basis: 'consent',
    dpv: 'dpv:DirectMarketing',
  },
  'abuse.review': {
    says: 'to keep robots and fraud out',
    basis: 'legitimate-interests',
    dpv: 'dpv:FraudPreventionAndDetection',
  },
  'abuse.device': {
    says: 'to tell devices apart, so that fewer people are asked to prove that they are no robot',
    basis: 'consent',
    dpv: 'dpv:FraudPreventionAndDetection',
  },
  invoicing: { says: 'to issue and keep invoices', basis: 'legal-obligation', dpv: 'dpv:LegalCompliance' },
  'claims.defence': {
    says: 'to answer legal claims',
    basis: 'legal-claims',
    dpv: 'dpv:EstablishContractualAgreement',
  },
  accountability: {
    says: 'to show that we did as we say',
    basis: 'legal-obligation',
    dpv: 'dpv:LegalCompliance',
  }, // Art. 5(2)
  'rights.access': {
    says: 'to give you a copy of your data',
    basis: 'legal-obligation',
    dpv: 'dpv:RightsFulfilment',
  }, // Art. 15
  // Art. 15 to 17, for somebody in a photo that another person sent: whoever answers has to look
  'rights.depicted': {
    says: 'to look whether a picture is of somebody who says so',
    basis: 'legal-obligation',
    dpv: 'dpv:RightsFulfilment',
  },
  'catalogue.upkeep': {
    says: 'to keep the shop’s own list of products; no personal data',
    basis: 'legitimate-interests',
    dpv: 'dpv:ServiceProvision',
  },
} as const satisfies Record<string, PurposeEntry>;

/** For ever: events name it. One that is over stays here, and no category lists it any more. */
export type Purpose = keyof typeof purposes;

/** The day of the privacy policy that this register is: raise it with whatever people would read differently. */
export const policyVersion = '2026-11-24';

/** Why a thing may be done, as it stands today. */
export type Ground = { readonly legalBasis: LegalBasis; readonly policyVersion: string };
