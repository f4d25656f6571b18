/** The policy of today, whole, from the register and the shop's own numbers: as it is published and as it is read. */
import { createHash } from 'node:crypto';
import { PolicyDocument } from '../../modules/policies/policy.events.ts';
import { consentTexts } from '../privacy/consents.ts';
import { type PolicyShop, policyFacts, policyRows } from './facts.ts';
import { policySections } from './sections.ts';

export const policyOfToday = (shop: PolicyShop): PolicyDocument =>
  PolicyDocument.parse({
    sections: policySections(policyFacts(shop)).map(({ rows = [], ...section }) => ({ ...section, rows })),
    rows: policyRows(shop),
    consents: consentTexts.map(({ purpose, says }) => ({ purpose, textSha256: sha256(says) })),
  });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
