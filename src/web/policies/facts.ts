/** What the policy says in numbers and names, from the register and the tables that enforce it. */
import { ageLimitOf, countriesWithAges } from '../../modules/privacy/ages.ts';
import { measures } from '../../personal-data/record-of-processing.ts';
import {
  categories,
  entryOf,
  type LegalBasis,
  type Purpose,
  processors,
  purposes,
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

const days = (category: Parameters<typeof entryOf>[0]): number => entryOf(category).retention.keepDays;

export const policyFacts = ({ quota }: Pick<Shop, 'quota'>): PolicyFacts => ({
  photoDays: days('media.upload'),
  ages: countriesWithAges.map((code) => ({ country: countryName(code), age: ageLimitOf(code) })),
  ...{ companies: companies(), uses: uses(), transfers: transfers(), measures },
  freePaintings: quota.perDay,
  scoreMonths: Math.round(days('abuse.score') / 30),
  signalDays: days('abuse.signals'),
  ...{ privacyEmail, operator: operator.name, outsideEngine: false },
});

/** Only those that receive a category of the register. */
function companies(): PolicyFacts['companies'] {
  const receiving = new Set(categories.flatMap((category) => entryOf(category).recipients));
  return [...receiving].map((name) => {
    const { says, where, transfer, role } = processors[name];
    const [who = name, ...what] = upper(says).split(', ');
    const how = transfer === null ? '' : `; ${transfer}`;
    return { name: who, says: `${what.join(', ')}. ${upper(role)}, in ${where}${how}.` };
  });
}

function uses(): PolicyFacts['uses'] {
  const used = new Set<Purpose>(categories.flatMap((category) => entryOf(category).purposes));
  return [...used].map((name) => {
    const { says, basis } = purposes[name];
    const { says: ground, article } = basisWords[basis];
    return { name: upper(says), says: `${ground} (${article})` };
  });
}

function transfers(): PolicyFacts['transfers'] {
  const receiving = new Set(categories.flatMap((category) => entryOf(category).recipients));
  return [...receiving].flatMap((name) => {
    const { says, where, transfer } = processors[name];
    return transfer === null
      ? []
      : [{ name: upper(says.split(',')[0] ?? name), says: `${where}: ${transfer}` }];
  });
}

/** The table: one row per category. */
export const policyRows = () =>
  categories.map((category) => {
    const { purposes: uses, retention, recipients } = entryOf(category);
    const bases = [...new Set<LegalBasis>(uses.map((use) => purposes[use].basis))];
    return {
      category,
      what: `${categoryWords[category].what}: ${entryOf(category).says}`,
      why: upper(uses.map((use) => purposes[use].says).join('; ')),
      basis: bases.map((basis) => basisWords[basis].says).join(', '),
      until: `${lasting(retention.keepDays)} after ${retention.after}`,
      alsoHas:
        recipients.length === 0
          ? 'Nobody else'
          : recipients.map((name) => upper(processors[name].says.split(',')[0] ?? name)).join('; '),
      source: retention.source,
    };
  });

export function lasting(keepDays: number): string {
  const years = keepDays / 365;
  if (!Number.isInteger(years)) return `${keepDays} days`;
  return years === 1 ? 'one year' : `${years} years`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
