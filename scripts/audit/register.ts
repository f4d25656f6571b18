/** The record of processing, for people: one paragraph per category, in the register's own words. */
import { lasting } from '../../src/personal-data/periods.ts';
import {
  type Activity,
  type Controller,
  measures,
  recordOfProcessing,
} from '../../src/personal-data/record-of-processing.ts';
import { policyVersion } from '../../src/personal-data/register.ts';
import { basisName } from '../../src/web/history/register-words.ts';

export const registerText = ({ name, address, email }: Controller): string =>
  [
    `Record of processing activities (GDPR Art. 30(1)), policy of ${policyVersion}`,
    `Controller  ${[name, ...address].join(', ')}; ${email}`,
    'About       people who order, or have ordered for them, and people in their photos',
    '',
    ...recordOfProcessing().flatMap((activity) => [...activityLines(activity), '']),
    'Measures (Art. 32(1))',
    ...measures.map((measure) => `    ${measure}`),
  ].join('\n');

function activityLines(activity: Activity) {
  const { category, says, dpv, purposes, retention, recipients, onErasure, key, isHeld } = activity;
  const { after, countedFrom, source } = retention;
  const counted = countedFrom === 'year-end' ? ', from the end of that year' : '';
  return [
    `${category}  ${says}  (${dpv})`,
    ...(isHeld ? [] : ['    planned   nothing of it is held']),
    ...purposes.map(({ name, says, basis }) => `    used      ${says}: ${basisName(basis)}  (${name})`),
    `    kept      ${lasting(retention)} after ${after}${counted}; ${source}`,
    `    erased    ${onErasure.replaceAll('-', ' ')}`,
    `    key       ${keyWords(key)}`,
    ...recipients.map(
      ({ says, role, where, transfer }) =>
        `    received  by ${says}: ${role}, ${where}${transfer === null ? '' : `; ${transfer}`}`,
    ),
  ];
}

const keyWords = (key: Activity['key']): string => {
  if (key === 'subject') return 'one per person';
  return 'item' in key
    ? `one per ${key.item.replace(/Id$/, '')} of a person`
    : `one per ${key.bucket} of a person`;
};
