/** What the policy says in numbers and names, from the register and the tables that enforce it. */
import { ageLimitOf, countriesWithAges } from '../../modules/privacy/ages.ts';
import { lasting } from '../../personal-data/periods.ts';
import { recipientsOf } from '../../personal-data/recipients.ts';
import { measures } from '../../personal-data/record-of-processing.ts';
import {
  companyName,
  entryOf,
  heldCategories,
  type LegalBasis,
  type Processor,
  type Purpose,
  processors,
  purposes,
  register,
} from '../../personal-data/register.ts';
import { basisWords, categoryWords } from '../privacy/words.ts';
import type { Shop } from '../shop.ts';
import { countryName } from '../uploads/countries.ts';
import type { Operator } from './plain.tsx';
import type { PolicyFacts } from './sections.ts';

export const operator: Operator = {
  name: 'Portrait123',
  address: ['1 Sample Street', '10115 Berlin', 'Germany'],
  email: 'studio@portrait123.example',
  sample: true,
};
export const privacyEmail = 'privacy@portrait123.example';

/** What of the shop the policy speaks of. */
export type PolicyShop = {
  readonly quota: Pick<Shop['quota'], 'perDay'>;
  readonly engine: Pick<Shop['engine'], 'company'>;
};

export const policyFacts = ({ quota, engine }: PolicyShop): PolicyFacts => ({
  photoDays: register['media.upload'].retention.keepDays,
  ages: countriesWithAges.map((code) => ({ country: countryName(code), age: ageLimitOf(code) })),
  ...{ companies: companies(engine), uses: uses(), transfers: transfers(engine), measures },
  freePaintings: quota.perDay,
  signalDays: register['abuse.signals'].retention.keepDays,
  ...{ privacyEmail, operator: operator.name, painter: painterOf(engine) },
});

/** Who paints, where that is another company: for the policy, and for the notice beside the upload. */
export function painterOf({ company }: PolicyShop['engine']): PolicyFacts['painter'] {
  if (company === undefined) return null;
  return { name: companyName(company), where: processors[company].where };
}

/** As the shop is set today. */
const paintersNow = ({ company }: PolicyShop['engine']) => (company === undefined ? [] : [company]);

const receivers = (engine: PolicyShop['engine']): readonly Processor[] => [
  ...new Set(heldCategories.flatMap((category) => recipientsOf(category, paintersNow(engine)))),
];

function companies(engine: PolicyShop['engine']): PolicyFacts['companies'] {
  return receivers(engine).map((name) => {
    const { says, where, transfer, role } = processors[name];
    const [, ...what] = says.split(', ');
    const how = transfer === null ? '' : `; ${transfer}`;
    return { name: companyName(name), says: `${what.join(', ')}. ${upper(role)}, in ${where}${how}.` };
  });
}

function uses(): PolicyFacts['uses'] {
  const used = new Set<Purpose>(heldCategories.flatMap((category) => entryOf(category).purposes));
  return [...used].map((name) => {
    const { says, basis } = purposes[name];
    const { says: ground, article } = basisWords[basis];
    return { name: upper(says), says: `${ground} (${article})` };
  });
}

function transfers(engine: PolicyShop['engine']): PolicyFacts['transfers'] {
  return receivers(engine).flatMap((name) => {
    const { where, transfer } = processors[name];
    return transfer === null ? [] : [{ name: companyName(name), says: `${where}: ${transfer}` }];
  });
}

/** The table: one row per category. */
export const policyRows = ({ engine }: Pick<PolicyShop, 'engine'>) =>
  heldCategories.map((category) => {
    const { purposes: uses, retention } = entryOf(category);
    const recipients = recipientsOf(category, paintersNow(engine));
    const bases = [...new Set<LegalBasis>(uses.map((use) => purposes[use].basis))];
    return {
      category,
      what: `${categoryWords[category].what}: ${entryOf(category).says}`,
      why: upper(uses.map((use) => purposes[use].says).join('; ')),
      basis: bases.map((basis) => basisWords[basis].says).join(', '),
      until: `${lasting(retention)} after ${retention.after}`,
      alsoHas: recipients.length === 0 ? 'Nobody else' : recipients.map(companyName).join('; '),
      source: retention.source,
    };
  });

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
